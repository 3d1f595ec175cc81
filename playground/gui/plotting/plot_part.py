"""PlotPart: what stands around a plotting area, such as an axis or a legend."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsWidget

from playground.gui.theme import Theme


class PlotPart(QGraphicsWidget):
    """Has a font and the colours of a theme; the plot it stands in says when they change.

    Parameters
    ----------
    theme : Theme
    font : QFont
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(font)

    @property
    def _metrics(self) -> QFontMetricsF:
        """Of the font, which may become larger."""
        return QFontMetricsF(self.font())

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self.update()

    def _begin(self, painter: QPainter) -> None:
        """Get a painter ready for muted words."""
        painter.setClipping(False)  # an SVG would go on with that of the plotting area
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.muted))

    def _write_turned(self, painter: QPainter, x: float, degrees: float, words: str) -> None:
        """Write along the height, from the line at `x` to the side that the turn leads to."""
        rect = self.rect()
        painter.save()
        painter.translate(x, rect.center().y())
        painter.rotate(degrees)
        box = QRectF(-rect.height() / 2, 0, rect.height(), self._metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
