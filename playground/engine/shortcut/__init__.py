"""Gradient descent on fewer examples than inputs, through ``X^T X``, and the one door to it."""
