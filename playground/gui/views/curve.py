"""Curve: a line through points, in the colour of a role."""

from __future__ import annotations

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.gui.views.plot import Layer, Plot

_FEW = 100  # points: a path is as cheap, and its corners are finer
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
        # Of width 0 is one pixel of the screen, however fine; a picture's lines grow with it.
        pen = QPen(color, self.width or float(self.plot.is_picture))
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
        pen = self.pen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.width > 0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.plot.is_picture or not self.width or len(x) <= _FEW:
            painter.setPen(pen)
            painter.drawPath(arrayToQPath(x, y, connect="finite"))
            return
        # One by one, many wide lines cost a fifth of what a path costs Qt.
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if self.dashed else Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        pieces = dashes(x, y, *(self.width * np.array(DASHES))) if self.dashed else steps(x, y)
        painter.drawLines([QLineF(*piece) for piece in pieces.tolist()])


def steps(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The pieces of a line from point to point, ``(k, 4)``, without those that touch a nan."""
    pieces = np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)
    return pieces[np.isfinite(pieces).all(axis=1)]


def dashes(x: np.ndarray, y: np.ndarray, stroke: float, gap: float) -> np.ndarray:
    """The pieces of a line that are left, ``(k, 4)``, when gaps are cut out all along it."""
    if len(x) < 2:
        return np.empty((0, 4))
    lengths = np.nan_to_num(np.hypot(np.diff(x), np.diff(y)))
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    period = stroke + gap
    begins = np.arange(0.0, along[-1], period)
    cuts = np.sort(np.concatenate([along, begins, begins + stroke]))
    cuts = cuts[cuts <= along[-1]]
    places = np.interp(cuts, along, np.arange(len(x)))
    first = np.minimum(places.astype(int), len(x) - 2)
    share = places - first
    at_x, at_y = (
        np.where(share > 0, v[first] + share * np.diff(v)[first], v[first]) for v in (x, y)
    )
    drawn = (cuts[1:] + cuts[:-1]) / 2 % period < stroke
    pieces = np.stack([at_x[:-1], at_y[:-1], at_x[1:], at_y[1:]], axis=1)
    return pieces[drawn & np.isfinite(pieces).all(axis=1)]
