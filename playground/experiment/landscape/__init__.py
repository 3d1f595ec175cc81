"""The cost around a network: planes through the space of its parameters, and what they hide."""
