"""Rows that are pictures: how to tell, and how to scale them."""

from __future__ import annotations

import math

import numpy as np

from playground.data.dataset import Dataset

SMALLEST_SIDE = 8  # pixels; a table with fewer columns is not taken for a picture


def image_shape(X: np.ndarray) -> tuple[int, ...] | None:
    """The shape of the pictures in X, (n_x, m), or None where they are none.

    Pictures have a square number of pixels, or three times one for colours, at least 8 x 8,
    and all pixels share one scale from 0 up to 1, 16 or 255: no value lies outside 0..255, and
    at least half of the pixels, where they vary at all, reach half of the largest value.
    """
    n_x = len(X)
    for channels in (1, 3):
        side = math.isqrt(n_x // channels)
        if side < SMALLEST_SIDE or side * side * channels != n_x or X.shape[1] == 0:
            continue
        if X.min() < 0 or not 0 < X.max() <= 255:
            return None
        largest = X.max(axis=1)
        varying = largest[largest > X.min(axis=1)]
        if len(varying) and np.mean(varying >= X.max() / 2) >= 0.5:
            return (side, side) if channels == 1 else (side, side, 3)
    return None


def white(dataset: Dataset) -> float:
    """The value of a white pixel in the pictures of a data set: 1, 16 or 255."""
    largest = float(dataset.X.max()) if dataset.m else 255.0
    return next(value for value in (1.0, 16.0, 255.0) if largest <= value or value == 255.0)


def usual_scaling(dataset: Dataset) -> str:
    """The name of the scaling to begin with: pixels up to 255 are divided by 255."""
    if dataset.image_shape is not None and dataset.m and 16 < dataset.X.max() <= 255:
        return "divide_by_255"
    return "standardise"
