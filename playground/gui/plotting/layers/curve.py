"""Curve: a line through points, in the colour of a role."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot

_PASSES = 6
_UNSEEN = 0.15  # pixels
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
        # Of width 0 is one pixel of the screen, however fine; a picture's lines grow with it.
        width = self.width or float(self.plot.is_picture)
        pen = QPen(self._color(self.role, self._opacity), width)
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
        if self.width:
            x, y = simplified(x, y)
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
        lengths = [self.width * length for length in DASHES]
        pieces = dashes(x, y, *lengths) if self.dashed else steps(x, y)
        painter.drawLines([QLineF(*piece) for piece in pieces.tolist()])


def simplified(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The line without points that nobody would miss: those almost on the way between two others.

    So the smooth stretches of a curve keep few points, and the ragged ones all of theirs.
    """
    for _ in range(_PASSES):
        if len(x) < 3:
            break
        # Every other point, so that no two neighbours go at once.
        before, here, after = slice(0, -2, 2), slice(1, -1, 2), slice(2, None, 2)
        chord = np.hypot(x[after] - x[before], y[after] - y[before])
        detour = np.hypot(x[here] - x[before], y[here] - y[before])
        detour += np.hypot(x[after] - x[here], y[after] - y[here])
        kept = np.ones(len(x), bool)
        # No bend of that detour is higher than one in the middle (Pythagoras).
        kept[here] = ~(detour**2 - chord**2 <= 4 * _UNSEEN**2)  # of a nan, all three
        x, y = x[kept], y[kept]
    return x, y


def steps(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The pieces of a line from point to point, ``(k, 4)``, without those that touch a nan."""
    pieces = np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)
    return pieces[np.isfinite(pieces).all(axis=1)]


def dashes(x: np.ndarray, y: np.ndarray, stroke: float, gap: float) -> np.ndarray:
    """The pieces of a line that are left, ``(k, 4)``, when gaps are cut out all along it."""
    known = np.isfinite(x) & np.isfinite(y)
    if not known.all():
        runs = np.split(np.stack([x, y]), np.flatnonzero(~known), axis=1)
        return np.concatenate(
            [
                dashes(x, y, stroke, gap)
                for x, y in (run[:, np.isfinite(run).all(axis=0)] for run in runs)
            ]
        )
    if len(x) < 2:
        return np.empty((0, 4))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    period = stroke + gap
    begins = np.arange(0.0, along[-1], period)
    cuts = np.unique(np.concatenate([along, begins, begins + stroke]))
    cuts = cuts[cuts <= along[-1]]
    at_x, at_y = np.interp(cuts, along, x), np.interp(cuts, along, y)
    drawn = (cuts[1:] + cuts[:-1]) / 2 % period < stroke
    return np.stack([at_x[:-1], at_y[:-1], at_x[1:], at_y[1:]], axis=1)[drawn]
