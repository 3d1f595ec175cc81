"""Bias and variance: the errors apart, and what to do."""
