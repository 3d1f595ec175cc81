"""Words inside a plot: values at the ends of curves, marks, and what will appear here."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.dataclass import dataclass
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.words import CENTRE, WRAPPED, write

_AWAY = 6.0  # pixels from the end of a curve


@dataclass(frozen=True)
class EndLabel:
    """A value written at the end of a curve, in the colour of a role."""

    x: float
    y: float
    text: str
    role: str


class EndLabels(Layer):
    """The last value of each curve, written where the curve ends, none over another."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, z=50)
        self.labels: list[EndLabel] = []

    def set_labels(self, labels: list[EndLabel]) -> None:
        """Write these and no others."""
        self.labels = labels
        self.update()

    def width_needed(self, text: str = "0.00000") -> float:
        """Pixels to leave free behind the end of the curves."""
        return self._metrics.horizontalAdvance(text) + 2 * _AWAY

    def draw(self, painter: QPainter, area: QRectF) -> None:
        line = self._metrics.height()
        shown = []
        for label in self.labels:
            x, y = self._pixel(label.x, label.y)
            if math.isfinite(x) and math.isfinite(y) and -1 <= x <= area.width() + 1:
                shown.append((min(max(y, line / 2), area.height() - line / 2), x, label))
        shown.sort(key=lambda item: item[0])
        middles = [middle for middle, *_ in shown]
        for k in range(1, len(middles)):
            middles[k] = max(middles[k], middles[k - 1] + line - 2)
        lowest = area.height() - line / 2
        for k in reversed(range(len(middles))):
            middles[k] = min(middles[k], lowest)
            lowest = middles[k] - line + 2
        painter.setFont(self.plot.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for middle, (_, x, label) in zip(middles, shown):
            self._draw_dot(painter, label)
            painter.setPen(self._color(label.role))
            left = min(x + _AWAY, area.width() - self._metrics.horizontalAdvance(label.text))
            baseline = middle + self._metrics.ascent() - line / 2
            painter.drawText(QPointF(left, baseline), label.text)

    def _draw_dot(self, painter: QPainter, label: EndLabel) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color(label.role))
        painter.drawEllipse(QPointF(*self._pixel(label.x, label.y)), 3, 3)


class Mark(Layer):
    """A ring at one point of a curve, a dotted line through it, and words at the line's top."""

    def __init__(self, plot: Plot, role: str) -> None:
        super().__init__(plot, z=40)
        self.role = role
        self.at: tuple[float, float] | None = None
        self.text = ""

    def set_mark(self, at: tuple[float, float] | None, text: str = "") -> None:
        """Mark this point; None for no mark."""
        self.at, self.text = at, text
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self.at is None:
            return
        x, y = self._pixel(*self.at)
        if not (0 <= x <= area.width() and math.isfinite(y)):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._color("disabled"), 1, Qt.PenStyle.DashLine))
        line = round(x) + 0.5
        painter.drawLine(QPointF(line, 0), QPointF(line, area.height()))
        painter.setPen(QPen(self._color(self.role), 1.5))
        painter.setBrush(self._color("panel"))
        painter.drawEllipse(QPointF(x, y), 4, 4)
        width = self._metrics.horizontalAdvance(self.text)
        left = x + _AWAY if x + _AWAY + width <= area.width() else max(0.0, x - _AWAY - width)
        words = QRectF(left, 2, width, self._metrics.height())
        painter.fillRect(words.adjusted(-2, 0, 2, 0), self._color("panel", 0.85))
        painter.setFont(self.plot.font())
        painter.setPen(self._color("muted"))
        painter.drawText(QPointF(left, words.top() + self._metrics.ascent()), self.text)


class Sentence(Layer):
    """What will appear here while there is nothing to draw, or why there is nothing."""

    def __init__(self, plot: Plot, text: str) -> None:
        super().__init__(plot, z=60)
        self.text = text

    def draw(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self.plot.font())
        room, where = area.adjusted(16, 0, -16, 0), CENTRE | WRAPPED
        words = painter.boundingRect(room, where, self.text)
        # Where there are points all the same.
        painter.fillRect(words.adjusted(-6, -3, 6, 3), self._color("panel", 0.95))
        write(painter, room, self.text, self.plot.theme.muted, where)
