"""Marks: rings or a cross at places of the axes, with a rim that is seen over any colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot


class Mark(Layer):
    """What stands at some places, or nowhere.

    Attributes
    ----------
    at : tuple of (float, float)
        The places on the axes.
    role : str
        Its colour, a name of a theme.
    widths : tuple of float
        Of the rim, in the colour of the panel, and of the line; pixels.
    """

    role = "accent"
    widths = (5.0, 2.5)

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot, z)
        self.at: tuple[tuple[float, float], ...] = ()

    def show_at(self, *at: tuple[float, float]) -> None:
        """Stand at these places of the axes, and nowhere else."""
        if at != self.at:
            self.at = at
            self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not self.at:
            return
        pixels = [(float(x), float(y)) for x, y in (self.plot.to_pixels(*at) for at in self.at)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, width in zip(("panel", self.role), self.widths):
            painter.setPen(QPen(self._color(role), width))
            for x, y in pixels:
                self.draw_at(painter, x, y)

    def draw_at(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it once, around a point in pixels; the pen is set."""
        raise NotImplementedError


class Ring(Mark):
    """Rings around what was chosen."""

    def draw_at(self, painter: QPainter, x: float, y: float) -> None:
        painter.drawEllipse(QRectF(x - 9, y - 9, 18, 18))


class Cross(Mark):
    """The point that is looked at."""

    role = "danger"
    widths = (4.0, 2.0)

    def draw_at(self, painter: QPainter, x: float, y: float) -> None:
        painter.drawLine(QPointF(x - 7, y), QPointF(x + 7, y))
        painter.drawLine(QPointF(x, y - 7), QPointF(x, y + 7))
