"""The lines over a plane where the decision changes."""

from __future__ import annotations

import contourpy
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.experiment.probes.surface import SurfaceMap
from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot


class Contours(Layer):
    """The lines where the decision changes from one class to another."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, z=5)
        self.points = np.empty((0, 2))

    def set_surface(self, surface: SurfaceMap | None, threshold: float = 0.5) -> None:
        """Draw the lines of `surface`, of a classification; None for none."""
        self.points = np.empty((0, 2)) if surface is None else decision_lines(surface, threshold)
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.points):
            return
        x, y = self.plot.to_pixels(self.points[:, 0], self.points[:, 1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        color = QColor(self.plot.theme.text)
        color.setAlphaF(0.85)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(x, y, connect="finite"))


def decision_lines(surface: SurfaceMap, threshold: float = 0.5) -> np.ndarray:
    """Where the decision changes over a plane, as points ``(n, 2)`` with nan between two lines.

    With one output where it crosses `threshold`; with several, where the largest output changes.
    """
    x, y = surface.plane.centres()
    lines = []
    for margin, level in _margins(surface.output, threshold):
        known = margin[np.isfinite(margin)]  # all of it, unless a feature has no value somewhere
        if known.size and known.min() < level < known.max():
            lines += contourpy.contour_generator(x, y, margin).lines(level)
    if not lines:
        return np.empty((0, 2))
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for line in lines for part in (line, gap)])


def _margins(output: np.ndarray, threshold: float) -> list[tuple[np.ndarray, float]]:
    """Fields and the level at which each of them marks a decision."""
    if len(output) == 1:
        return [(output[0], threshold)]
    winner = output.argmax(axis=0)
    second, first = np.partition(output, len(output) - 2, axis=0)[-2:]
    present = np.unique(winner)
    # The lines of the last class are those of the others against it.
    return [(np.where(winner == k, first - second, output[k] - first), 0.0) for k in present[:-1]]
