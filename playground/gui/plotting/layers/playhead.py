"""Playhead: the moment that is looked back at, on a plot over time; what came after lies faint."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot

_VEIL = 0.72  # how much of the panel's colour lies over the future


class Playhead(Layer):
    """A line at a place of the horizontal axis, and a veil over all that lies right of it.

    Attributes
    ----------
    x : float or None
        In numbers of the axis; None where the present is shown.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot, z)
        self.x: float | None = None

    def show_at(self, x: float | None) -> None:
        """Stand at another place; None for nowhere."""
        if x != self.x:
            self.x = x
            self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self.x is None:
            return
        place, _ = self._pixel(self.x, 1.0)
        future = QRectF(place, area.top(), area.right() - place, area.height())
        painter.fillRect(future, self._color("panel", _VEIL))
        painter.setPen(QPen(self._color("accent"), 1.5))
        painter.drawLine(QPointF(place, area.top()), QPointF(place, area.bottom()))
