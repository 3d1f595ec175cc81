"""Curve: a line through points, in the colour of a role."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from pyqtgraph.functions import arrayToQPath

from playground.gui.views.plot import Layer, Plot

DASHES = (5.0, 3.0)  # of a dashed curve: stroke and gap, in widths of the line


class Curve(Layer):
    """A line; gaps where a value is not a finite number.

    Parameters
    ----------
    plot : Plot
    role : str
        The colour role of the theme.
    width : float
        In pixels; 0 for a fine line, one device pixel, which is cheap for thousands of points.
    dashed : bool
    opacity : float
        From 0 to 1.
    z : float
    """

    def __init__(
        self,
        plot: Plot,
        role: str,
        *,
        width: float = 0.0,
        dashed: bool = False,
        opacity: float = 1.0,
        z: float = 0.0,
    ) -> None:
        super().__init__(plot, z)
        self.role = role
        self.width = width
        self.dashed = dashed
        self._opacity = opacity
        self.x = self.y = np.empty(0)

    def set_points(self, x: np.ndarray, y: np.ndarray) -> None:
        """Draw the line through these points, ``(n,)`` each, in numbers of the axes."""
        self.x, self.y = x, y
        self.update()

    @property
    def pen(self) -> QPen:
        """What it is drawn with; also for a sample in a legend."""
        color = QColor(self.plot.theme.color(self.role))
        color.setAlphaF(self._opacity)
        pen = QPen(color, self.width or self.plot.fine_pen_width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self.dashed:
            pen.setDashPattern(DASHES)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.x):
            return
        x, y = self.plot.to_pixels(self.x, self.y)
        # Far outside, Qt's rasterizer would overflow; the box clips anyway.
        y = np.clip(y, -1e4, 1e4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.width > 0)
        painter.setPen(self.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(x, y, connect="finite"))
