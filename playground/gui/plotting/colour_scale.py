"""ColourScale: what the colours of a map mean, with numbers."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter

from playground.gui.plotting.axis import UPRIGHT
from playground.gui.plotting.colours import image
from playground.gui.plotting.map_colours import NO_COLOURS, MapColours
from playground.gui.plotting.plot_part import PlotPart
from playground.gui.plotting.ranges import Tick
from playground.gui.theme import Theme

_AWAY = 14.0  # pixels from the plot
_BAR = 12.0
_STRIPE = 7.0  # of one class among several
_GAP = 6.0


class ColourScale(PlotPart):
    """A bar of colours beside a plot, numbers next to it, and its name.

    The colours are those of a map: they come with `set_colours`.
    """

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__(theme, font)
        self._colours = NO_COLOURS

    @property
    def name(self) -> str:
        """What is measured; empty without a map."""
        return self._colours.name

    @property
    def ticks(self) -> list[Tick]:
        """The numbers beside the bar."""
        return self._colours.ticks

    def set_colours(self, colours: MapColours) -> None:
        """Show what a map is drawn in."""
        if colours is not self._colours:
            self._colours = colours
            self.updateGeometry()
            self.update()

    def _bar_width(self) -> float:
        stripes = len(self._colours.tables)
        return _BAR if stripes == 1 else min(stripes * _STRIPE, 48.0)

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF = QSizeF()) -> QSizeF:  # noqa: B008
        """As wide as bar, numbers and name; as high as there is room."""
        width = 0.0
        if self._colours.tables.size:
            numbers = max(
                (self._metrics.horizontalAdvance(tick.text) for tick in self.ticks), default=0.0
            )
            name = self._metrics.height() if self.name else 0.0
            width = _AWAY + self._bar_width() + _GAP + numbers + 4 + name
        return QSizeF(width, 1e6 if which is Qt.SizeHint.MaximumSize else 0)

    def numbers(self) -> list[tuple[float, str]]:
        """The middles of the numbers, in pixels, and their texts: those that have room."""
        rect, line = self.rect(), self._metrics.height()
        low, high = self._colours.low, self._colours.high
        found, last = [], math.inf
        for tick in sorted(self.ticks, key=lambda tick: tick.value):
            y = rect.top() + (1 - (tick.value - low) / (high - low)) * rect.height()
            y = min(max(y, line / 2 - 2), rect.height() - line / 2 + 2)
            if last - y >= line - 2:
                found.append((y, tick.text))
                last = y
        return found

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Draw bar, numbers and name."""
        self._begin(painter)
        if not self._colours.tables.size:
            return
        rect = self.rect()
        bar = QRectF(_AWAY, rect.top(), self._bar_width(), rect.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(bar, image(self._colours.tables.T))
        line = self._metrics.height()
        for y, text in self.numbers():
            baseline = y + self._metrics.ascent() - line / 2
            painter.drawText(QPointF(bar.right() + _GAP, baseline), text)
        if self.name and len(self.name) <= UPRIGHT:
            box = QRectF(rect.right() - 2 * line, rect.center().y() - line / 2, 2 * line, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self.name)
        elif self.name:
            # Its end says of which class.
            name = self._metrics.elidedText(self.name, Qt.TextElideMode.ElideMiddle, rect.height())
            self._write_turned(painter, rect.right(), 90, name)
