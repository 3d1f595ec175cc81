"""What keeps a network from learning its training set by heart (NN 5, CS230 5.4)."""
