"""The lines over a plane where the decision changes."""

from __future__ import annotations

import numpy as np

from playground.experiment.probes.surface import SurfaceMap
from playground.gui.libraries.contours import contour_generator
from playground.gui.plotting.layers.contours import parted


def decision_lines(surface: SurfaceMap, threshold: float = 0.5) -> np.ndarray:
    """Where the decision changes over a plane, as points ``(n, 2)`` with nan between two lines.

    With one output where it crosses `threshold`; with several, where the largest output changes.
    """
    x, y = surface.plane.centres()
    lines: list[np.ndarray] = []
    for margin, level in _margins(surface.output, threshold):
        known = margin[np.isfinite(margin)]  # all of it, unless a feature has no value somewhere
        if known.size and known.min() < level < known.max():
            lines += contour_generator(x, y, margin).lines(level)
    return parted(lines)


def _margins(output: np.ndarray, threshold: float) -> list[tuple[np.ndarray, float]]:
    """Fields and the level at which each of them marks a decision."""
    if len(output) == 1:
        return [(output[0], threshold)]
    winner = output.argmax(axis=0)
    second, first = np.partition(output, len(output) - 2, axis=0)[-2:]
    present = np.unique(winner)
    # The lines of the last class are those of the others against it.
    return [(np.where(winner == k, first - second, output[k] - first), 0.0) for k in present[:-1]]
