"""Words inside a plot: values at the ends of curves, marks, and what will appear here."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.dataclass import dataclass
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot

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
        placed = []
        for label in self.labels:
            (x,), (y,) = self.plot.to_pixels([label.x], [label.y])
            if not (math.isfinite(x) and math.isfinite(y) and -1 <= x <= area.width() + 1):
                continue
            placed.append([min(max(y, line / 2), area.height() - line / 2), x, label])
        placed.sort(key=lambda item: item[0])
        for upper, lower in pairwise(placed):
            lower[0] = max(lower[0], upper[0] + line - 2)
        excess = placed[-1][0] + line / 2 - area.height() if placed else 0.0
        if excess > 0:
            placed[-1][0] -= excess
            for lower, upper in pairwise(placed[::-1]):
                upper[0] = min(upper[0], lower[0] - line + 2)
        painter.setFont(self.plot.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for y, x, label in placed:
            self._draw_dot(painter, label)
            painter.setPen(QColor(self.plot.theme.color(label.role)))
            left = min(x + _AWAY, area.width() - self._metrics.horizontalAdvance(label.text))
            baseline = y + self._metrics.ascent() - line / 2
            painter.drawText(QPointF(left, baseline), label.text)

    def _draw_dot(self, painter: QPainter, label: EndLabel) -> None:
        (x,), (y,) = self.plot.to_pixels([label.x], [label.y])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.plot.theme.color(label.role)))
        painter.drawEllipse(QPointF(x, y), 3, 3)


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
        (x,), (y,) = self.plot.to_pixels([self.at[0]], [self.at[1]])
        if not (0 <= x <= area.width() and math.isfinite(y)):
            return
        theme = self.plot.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(theme.disabled), 1, Qt.PenStyle.DashLine))
        line = round(x) + 0.5
        painter.drawLine(QPointF(line, 0), QPointF(line, area.height()))
        painter.setPen(QPen(QColor(theme.color(self.role)), 1.5))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(QPointF(x, y), 4, 4)
        width = self._metrics.horizontalAdvance(self.text)
        left = x + _AWAY if x + _AWAY + width <= area.width() else max(0.0, x - _AWAY - width)
        words = QRectF(left, 2, width, self._metrics.height())
        ground = QColor(theme.panel)
        ground.setAlphaF(0.85)
        painter.fillRect(words.adjusted(-2, 0, 2, 0), ground)
        painter.setFont(self.plot.font())
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(left, words.top() + self._metrics.ascent()), self.text)


class Sentence(Layer):
    """What will appear here while there is nothing to draw, or why there is nothing."""

    def __init__(self, plot: Plot, text: str) -> None:
        super().__init__(plot, z=60)
        self.text = text

    def draw(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self.plot.font())
        painter.setPen(QColor(self.plot.theme.muted))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = area.adjusted(16, 0, -16, 0)
        ground = QColor(self.plot.theme.panel)
        ground.setAlphaF(0.95)  # where there are points all the same
        painter.fillRect(
            painter.boundingRect(room, flags, self.text).adjusted(-6, -3, 6, 3), ground
        )
        painter.drawText(room, flags, self.text)
