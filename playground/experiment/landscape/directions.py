"""Directions through the space of parameters: where a path went, and comparable random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.plan import blocks


def principal_directions(thetas: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """The two directions in which points differ most, and their shares of the variance.

    Parameters
    ----------
    thetas : ndarray, (k, n_parameters)
        At least two different points. Where all lie on one line they have no second direction
        of their own; any at a right angle serves.

    Returns
    -------
    directions : ndarray, (2, n_parameters)
        Of length 1, at right angles; each points to where the last of the points lies.
    shares : tuple of float
    """
    moved = thetas - thetas.mean(axis=0)
    # There are few points and many parameters: Q of the transpose is not needed, which is most of
    # the work of a decomposition.
    _, sizes, rows = np.linalg.svd(np.linalg.qr(moved.T, mode="r"), full_matrices=False)
    first, second = rows[:2] @ moved
    first = first / np.linalg.norm(first)
    second = second - first * (first @ second)
    if sizes[1] <= 1e-12 * sizes[0]:
        directions = _completed(first)
    else:
        directions = np.stack([first, second / np.linalg.norm(second)])
    signs = np.where(directions @ moved[-1] < 0, -1.0, 1.0)
    share, other = (sizes[:2] ** 2 / np.square(sizes).sum()).tolist()
    return directions * signs[:, np.newaxis], (share, other)


def _completed(first: np.ndarray) -> np.ndarray:
    """A direction and one at a right angle to it."""
    second = np.zeros_like(first)
    second[np.abs(first).argmin()] = 1
    second -= first * (first @ second)
    return np.stack([first, second / np.linalg.norm(second)])


def filter_normalized(
    rng: np.random.Generator, theta: np.ndarray, layer_sizes: Sequence[int]
) -> np.ndarray:
    """A random direction whose part for each unit is as long as its incoming weights; biases 0."""
    direction = rng.standard_normal(theta.size)
    for part, block in zip(blocks(direction, layer_sizes), blocks(theta, layer_sizes)):
        # A column of a block holds the incoming weights of a unit above its bias.
        length = np.linalg.norm(block[:-1], axis=0)
        part[:-1] *= length / np.linalg.norm(part[:-1], axis=0)
        part[-1] = 0
    return direction
