"""Contours of the cost over a plane of parameters, drawn as curves."""

from __future__ import annotations

import numpy as np

from playground.gui.libraries.contours import contour_generator
from playground.gui.plotting.layers.contours import parted
from playground.gui.views.landscape.heights import HIGHEST

#: Levels from the lowest cost to the highest.
_LEVELS = 14

#: Contours are drawn through so many times as many points along a side.
_FINER = 3


def cost_contours(
    a: np.ndarray, b: np.ndarray, costs: np.ndarray | None, smooth: bool = True
) -> np.ndarray:
    """Lines of equal cost, as points ``(n, 2)`` with nan between two lines.

    Parameters
    ----------
    a, b : ndarray, (n_a,), (n_b,)
    costs : ndarray, (n_b, n_a), or None
        None has no lines.
    smooth : bool
        Whether to take the time for curves.
    """
    if costs is None or min(costs.shape) < 2:
        return parted(())
    levels = _levels(costs)
    if smooth:
        a, b, costs = finer(a, b, costs)
    generator = contour_generator(a, b, np.where(np.isfinite(costs), costs, 1e300))
    return parted([line for level in levels for line in generator.lines(level)])


def _levels(costs: np.ndarray) -> np.ndarray:
    """The costs at which contours are drawn: evenly on a logarithmic scale above the lowest."""
    finite = costs[np.isfinite(costs)]
    if not finite.size or finite.max() <= finite.min():
        return np.empty(0)
    low, high = float(finite.min()), float(np.quantile(finite, HIGHEST))
    least = max((high - low) * 1e-3, 1e-12)
    return low + np.geomspace(least, max(high - low, least * 1.01), _LEVELS)


def finer(a: np.ndarray, b: np.ndarray, costs: np.ndarray) -> tuple[np.ndarray, ...]:
    """A grid and its costs with more points between them, by cubics through those that are known.

    So that contours are curves: a quadratic keeps its values.
    """
    if not np.isfinite(costs).all() or min(costs.shape) < 4:
        return a, b, costs
    by_row = _finer(costs)
    return _finer(a), _finer(b), _finer(by_row.T).T


def _finer(values: np.ndarray) -> np.ndarray:
    """Catmull-Rom splines along the first axis; beyond the ends their parabolas go on."""
    first = 3 * values[0] - 3 * values[1] + values[2]
    last = 3 * values[-1] - 3 * values[-2] + values[-3]
    padded = np.concatenate([first[np.newaxis], values, last[np.newaxis]])
    before, here, there, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    parts = [
        here
        + t / 2 * (there - before)
        + t**2 / 2 * (2 * before - 5 * here + 4 * there - after)
        + t**3 / 2 * (3 * (here - there) + after - before)
        for t in np.arange(_FINER) / _FINER
    ]
    between = np.stack(parts, axis=1).reshape(-1, *values.shape[1:])
    return np.concatenate([between, values[-1:]])
