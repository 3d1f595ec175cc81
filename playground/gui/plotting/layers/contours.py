"""Contours: lines of equal height, and those where a decision changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot


class Contours(Layer):
    """Lines over a plane.

    Parameters
    ----------
    plot : Plot
    role : str
        Whose color it has.
    width, opacity : float
    dashed : bool
    z : float

    Attributes
    ----------
    points : ndarray, (n, 2)
        In numbers of the axes, with nan between two lines.
    """

    def __init__(
        self,
        plot: Plot,
        role: str = "text",
        *,
        width: float = 1.5,
        opacity: float = 0.85,
        dashed: bool = False,
        z: float = 5.0,
    ) -> None:
        super().__init__(plot, z)
        self.points = np.empty((0, 2))
        self._role, self._width, self._opacity = role, width, opacity
        self._style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine

    @property
    def pen(self) -> QPen:
        """What the lines are drawn with."""
        return QPen(self._color(self._role, self._opacity), self._width, self._style)

    def set_points(self, points: np.ndarray) -> None:
        """Draw other lines."""
        self.points = points
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.points):
            return
        x, y = self.plot.to_pixels(self.points[:, 0], self.points[:, 1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(self.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(x, y, connect="finite"))


def parted(lines: Sequence[np.ndarray]) -> np.ndarray:
    """Lines as the points of one, ``(n, 2)``, with nan behind each."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([np.empty((0, 2)), *(part for line in lines for part in (line, gap))])
