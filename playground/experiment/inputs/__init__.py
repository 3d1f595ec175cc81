"""From examples as they are in a data set to what the network sees of them."""
