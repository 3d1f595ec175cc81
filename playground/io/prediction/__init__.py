"""Predictions of a trained network for raw rows and pictures."""
