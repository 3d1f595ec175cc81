"""Layer: something drawn inside a plot."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem

from playground.gui.plotting.colours import translucent

if TYPE_CHECKING:
    from playground.gui.plotting.plot import Plot


class Layer(QGraphicsItem):
    """Something drawn inside a plot, in pixels of the plotting area.

    Lines so have their width in every scale and format. A subclass paints in `draw`, asking the
    plot where its numbers lie.
    """

    def __init__(self, plot: Plot, z: float = 0.0) -> None:
        super().__init__(plot.box)
        self.plot = plot
        self.setZValue(z)
        plot.layers.append(self)

    if TYPE_CHECKING:
        # Where its points are, in numbers of the axes: nobody asks for QGraphicsItem.x() and y().
        x: Any
        y: Any

    @property
    def _metrics(self) -> QFontMetricsF:
        """Of the plot's font, which may become larger."""
        return QFontMetricsF(self.plot.font())

    def _color(self, role: str, opacity: float = 1.0) -> QColor:
        """The color of a role in the theme of the plot."""
        return translucent(self.plot.theme.color(role), opacity)

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        """A place of the axes in pixels; nan for what no axis shows."""
        (left,), (top,) = self.plot.to_pixels([x], [y])
        return float(left), float(top)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area`, the plotting area."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:
        """The plotting area."""
        return self.plot.box.rect()

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Called by the scene."""
        painter.save()
        try:
            self.draw(painter, self.plot.box.rect())
        except Exception:
            # One that leaves this method, in the midst of Qt's painting, would end the program.
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()
