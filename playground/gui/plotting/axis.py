"""Axis: ticks, numbers and a name beside a plot, drawn anew in a tenth of a millisecond."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter

from playground.gui.plotting.plot_part import PlotPart
from playground.gui.plotting.ranges import Tick, linear_ticks, log_ticks
from playground.gui.plotting.words import CENTRE, LEFT, RIGHT
from playground.gui.theme import Theme

UPRIGHT = 2  # letters of a name that stays upright beside a vertical axis
_GAP = 6.0  # pixels between plot, numbers and name


class Axis(PlotPart):
    """One axis of a plot: few ticks, no line, the numbers muted and the name beside them.

    Parameters
    ----------
    vertical : bool
        To the left of the plot, or below it.
    theme : Theme
    font : QFont

    Attributes
    ----------
    only_grows : bool
        Whether it keeps the room it has for its numbers, though others need less.
    """

    def __init__(self, vertical: bool, theme: Theme, font: QFont) -> None:
        super().__init__(theme, font)
        self.vertical = vertical
        self.log = False
        self.name = ""
        self.fixed_ticks: list[Tick] | None = None
        self._range = (0.0, 1.0)
        self._length = 100.0
        self.ticks: list[Tick] = []
        self.only_grows = False
        self._thickness = 0.0
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._lay_out()

    def set_name(self, name: str) -> None:
        """Name what the axis measures, with its unit."""
        if name != self.name:
            self.name = name
            self._lay_out()

    def set_range(self, low: float, high: float) -> None:
        """Show the axis from `low` to `high`; logarithms to base 10 where `log` is set."""
        self._range = (low, high)
        self._lay_out()

    def set_fixed_ticks(self, ticks: list[Tick] | None) -> None:
        """Show these ticks and no others; None for round numbers again."""
        if ticks != self.fixed_ticks:
            self.fixed_ticks = ticks
            self._lay_out()

    def set_length(self, length: float) -> None:
        """Say how many pixels the plot has along this axis."""
        if length != self._length:
            self._length = length
            self._lay_out()

    def place(self, value: float) -> float:
        """Where along the axis a value lies, in pixels from the plot's left or top edge."""
        low, high = self._range
        share = (value - low) / (high - low)
        return (1 - share if self.vertical else share) * self._length

    def _lay_out(self) -> None:
        low, high = self._range
        if self.fixed_ticks is not None:
            self.ticks = [tick for tick in self.fixed_ticks if low <= tick.value <= high]
        else:
            ticks = log_ticks if self.log else linear_ticks
            for most in range(self._most_ticks(), 1, -1):
                self.ticks = ticks(low, high, most)
                if self.vertical or not self._is_crowded():
                    break
        thickness = self._measured()
        if self.only_grows:
            thickness = max(thickness, self._thickness)
        if thickness != self._thickness:
            self._thickness = thickness
            self.updateGeometry()
        self.update()

    def _most_ticks(self) -> int:
        if self.vertical:
            return max(2, min(6, int(self._length / 40)))
        return max(2, min(7, int(self._length / 80)))

    def _is_crowded(self) -> bool:
        """Whether two numbers of a horizontal axis touch."""
        ends = [self._ends(tick) for tick in self.ticks]
        return any(left - right < _GAP for (_, right), (left, _) in pairwise(ends))

    def _ends(self, tick: Tick) -> tuple[float, float]:
        """Where a number of a horizontal axis begins and ends: below its place, in the plot."""
        width = self._metrics.horizontalAdvance(tick.text)
        left = self.place(tick.value) - width / 2
        left = min(max(left, -_GAP), self._length + _GAP - width)
        return left, left + width

    def _measured(self) -> float:
        line = self._metrics.height()
        name = line + _GAP if self.name else 0.0
        if not self.vertical:
            return _GAP + line + name
        # In steps, so that the plot does not shift with every digit.
        widest = max((self._metrics.horizontalAdvance(t.text) for t in self.ticks), default=0.0)
        return name + _GAP + max(16.0, -(-widest // 8) * 8)

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF = QSizeF()) -> QSizeF:  # noqa: B008
        """As thick as numbers and name need; as long as there is room."""
        thick = self._thickness
        if which is Qt.SizeHint.MaximumSize:
            return QSizeF(thick, 1e6) if self.vertical else QSizeF(1e6, thick)
        return QSizeF(thick, 0) if self.vertical else QSizeF(0, thick)

    def boundingRect(self) -> QRectF:
        """A little more than the axis, for the first and the last number."""
        margin = 40.0
        if self.vertical:
            return self.rect().adjusted(0, -margin / 2, 0, margin / 2)
        return self.rect().adjusted(-margin, 0, margin, 0)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Draw the numbers, then the name."""
        self._begin(painter)
        rect, line = self.rect(), self._metrics.height()
        for tick in self.ticks:
            if self.vertical:
                at = self.place(tick.value)
                box = QRectF(rect.left(), at - line / 2, rect.width() - _GAP, line)
                painter.drawText(box, RIGHT, tick.text)
                continue
            left, _ = self._ends(tick)
            painter.drawText(QPointF(left, _GAP + self._metrics.ascent()), tick.text)
        if not self.name:
            return
        name = self._metrics.elidedText(
            self.name, Qt.TextElideMode.ElideRight, max(self._length, 40.0)
        )
        if self.vertical and len(name) <= UPRIGHT:
            box = QRectF(rect.left(), rect.center().y() - line / 2, 3 * line, line)
            painter.drawText(box, LEFT, name)
        elif self.vertical:
            self._write_turned(painter, rect.left(), -90, name)
        else:
            box = QRectF(rect.left(), rect.bottom() - line, rect.width(), line)
            painter.drawText(box, CENTRE, name)
