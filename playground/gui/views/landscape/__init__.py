"""The landscape: the cost around the network one has, and what a picture of it hides."""
