"""Augmentation: other examples in place of those of a mini-batch (NN 5.2, CS230 5.4.5)."""

from __future__ import annotations

import numpy as np


def jitter(X, rng, shape, sigma):
    """``X + sigma N(0,1)``, noise on every number."""
    return X + X.dtype.type(sigma) * rng.standard_normal(X.shape, X.dtype)


def pictures(X, rng, shape, shift, rotation, mirror):
    """Every picture shifted, turned about its middle and, one in two, mirrored; 0 comes in.

    A column of X holds a picture of that `shape`, pixel after pixel.
    """
    (height, width), m = shape[:2], X.shape[1]
    down, right = rng.integers(-shift, shift, (2, m), endpoint=True)
    angle = rng.uniform(-rotation, rotation, m) * (np.pi / 180)
    flip = np.where(rng.random(m) < 0.5, -1 if mirror else 1, 1)
    i, j = np.mgrid[:height, :width]
    moved = np.zeros_like(X)
    for k in range(m):
        y, x = i - down[k] - (height - 1) / 2, j - right[k] - (width - 1) / 2
        cos, sin = np.cos(angle[k]), np.sin(angle[k])
        row = np.rint(cos * y - sin * x + (height - 1) / 2).astype(int)
        column = np.rint(flip[k] * (sin * y + cos * x) + (width - 1) / 2).astype(int)
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        picture = X[:, k].reshape(height, width, -1)
        other = np.zeros_like(picture)
        other[inside] = picture[row[inside], column[inside]]
        moved[:, k] = other.reshape(-1)
    return moved
