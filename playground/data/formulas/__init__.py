"""Formulas over the columns of a data set: a small grammar, and what it means."""
