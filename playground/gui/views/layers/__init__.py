"""Layers: whether the signal gets through a network, and what initial weights do to it."""
