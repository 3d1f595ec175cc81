"""How far a network without hidden layers gets: what hidden layers have to be better than."""
