"""Grid: what lies behind the curves of a plot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from playground.gui.plotting.layer import Layer


class Grid(Layer):
    """Thin lines at the numbers of the left axis, and the base line.

    Attributes
    ----------
    lines : bool
        Whether there are lines besides the base line.
    """

    lines = True

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint the lines on whole pixels, where they are sharp."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.lines:
            painter.setPen(QPen(self._color("grid"), 1))
            for tick in self.plot.left.ticks:
                at = round(self.plot.left.place(tick.value))
                painter.drawLine(QPointF(0, at), QPointF(area.width(), at))
        # The base line: zero where it can be seen, else the edge.
        low, high = self.plot.y_range
        zero = not self.plot.log_y and low <= 0 < high
        y = round(self.plot.left.place(0.0)) if zero else area.height() - 1
        painter.setPen(QPen(self._color("border"), 1))
        painter.drawLine(QPointF(0, y), QPointF(area.width(), y))
