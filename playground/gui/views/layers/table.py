"""The table of the layers: signals, gradients, histograms and troubles, a row a layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from playground.dataclass import dataclass
from playground.experiment.probes.layers import LayerReport
from playground.experiment.wording import measured
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

_MARGIN, _GAP = 12, 14  # pixels
_LINES = 3  # of the heads of the columns
SINGLE = "Fewer than two hidden layers: the signal has no way to get lost on."


@dataclass(frozen=True)
class _Column:
    """A column of the table: its head, its share of the width, and what is drawn of a layer."""

    head: str
    under: str  # the lines below the head; {} is where a scale begins and ends
    share: float
    draw: Callable[[Table, QPainter, int, QRectF], None]


class Table:
    """Draws a report: a row a layer, first to last; above it the sentence, `with_words`."""

    def __init__(
        self, report: LayerReport, theme: Theme, font: QFont, with_words: bool = True
    ) -> None:
        self.report, self.theme = report, theme
        self.font, self.small = font, small_font()
        now, start = report.now, report.start
        self.forward = decades(now.A_std, start.A_std)
        self.back = decades(now.dZ_std, start.dZ_std)
        line, small = QFontMetrics(font).lineSpacing(), QFontMetrics(self.small).lineSpacing()
        self._row, self._head_height = line + small + 4, _LINES * small + 4
        self._words_height = 2 * line + 10 if with_words else 0
        self.heads = [self._head_words(column) for column in _COLUMNS]
        measure = QFontMetrics(self.small).horizontalAdvance
        self._least = [max(map(measure, words.split("\n"))) + 2 for words in self.heads]
        kinds = [self._kind(number) for number in range(len(now.units))]
        self._least[0] = max(self._least[0], *map(measure, kinds))

    @property
    def size(self) -> tuple[int, int]:
        """The least width at which no head is cut, and the height, in pixels."""
        rows = self._row * len(self.report.now.units)
        height = self._words_height + self._head_height + rows + 8
        return sum(self._least) + 2 * _MARGIN + _GAP * (len(_COLUMNS) - 1), height

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint the whole table into `area`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        painter.setPen(QColor(self.theme.text))
        top = area.top()
        if self._words_height:
            words = QRectF(
                area.left() + _MARGIN, top + 8, area.width() - 2 * _MARGIN, self._words_height - 8
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(words, flags, self.report.now.sentence() or SINGLE)
        top += self._words_height
        for column, words, (left, width) in zip(_COLUMNS, self.heads, self.places(area)):
            self._head(painter, words, QRectF(left, top, width, self._head_height))
            for number in range(len(self.report.now.units)):
                below = top + self._head_height + number * self._row
                column.draw(self, painter, number, QRectF(left, below, width, self._row))

    def places(self, area: QRectF) -> list[tuple[float, float]]:
        """Left edge and width of each column: what its head needs, and its share of the rest."""
        rest = max(0.0, area.width() - self.size[0])
        total, left, places = sum(column.share for column in _COLUMNS), area.left() + _MARGIN, []
        for column, least in zip(_COLUMNS, self._least):
            width = least + rest * column.share / total
            places.append((left, width))
            left += width + _GAP
        return places

    def _head(self, painter: QPainter, words: str, box: QRectF) -> None:
        head, under = words.split("\n", 1)
        painter.setFont(self.small)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box, 0, head)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(box.adjusted(0, box.height() / _LINES, 0, 0), 0, under)

    def _head_words(self, column: _Column) -> str:
        low, high = self.forward if column.draw is Table.signal else self.back
        return f"{column.head}\n{column.under.format(f'{power(low)} to {power(high)}')}"

    # ------------------------------------------------------------------ cells

    def name(self, painter: QPainter, number: int, box: QRectF) -> None:
        """Number, units and activation of a layer."""
        last = len(self.report.now.units) - 1
        painter.setFont(self.font)
        painter.setPen(QColor(self.theme.text))
        half = box.height() / 2
        title = "Output" if number == last else f"Layer {number + 1}"
        bottom, upper = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        painter.drawText(box.adjusted(0, 0, 0, -half + 2), bottom, title)
        painter.setFont(self.small)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(box.adjusted(0, half, 0, 0), upper, self._kind(number))

    def _kind(self, number: int) -> str:
        return f"{self.report.now.units[number]:,} {self.report.now.activations[number]}"

    def signal(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The spread of A[l], and an arrow towards the next layer."""
        self._spread(painter, box, self.forward, self.report.now.A_std, self.report.start.A_std,
                     number, "train")  # fmt: skip

    def gradient(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The spread of dZ[l]."""
        self._spread(painter, box, self.back, self.report.now.dZ_std, self.report.start.dZ_std,
                     number, "dev")  # fmt: skip

    def _spread(self, painter, box, ends, now, start, number, role) -> None:
        color, low, high = QColor(self.theme.color(role)), *ends
        middle = box.top() + box.height() / 2
        painter.setPen(QPen(QColor(self.theme.grid), 1))
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
        bar = box.width() - 52

        def at(value: float) -> float | None:
            if not (np.isfinite(value) and value > 0):
                return None
            return box.left() + (np.log10(value) - low) / (high - low) * bar

        before, here = at(start[number]), at(now[number])
        if here is not None:
            painter.setPen(QPen(color, 4))
            painter.drawLine(QPointF(box.left(), middle), QPointF(here, middle))
        if before is not None:
            painter.setPen(QPen(QColor(self.theme.text), 1.5))
            painter.drawLine(QPointF(before, middle - 7), QPointF(before, middle + 7))
        painter.setFont(self.small)
        painter.setPen(QColor(self.theme.text))
        words = _number(now[number])
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def histogram(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The distribution of A[l], at the start as a line and now filled."""
        for signals, filled in ((self.report.now, True), (self.report.start, False)):
            if signals.A_histogram[number] is None:
                continue
            counts, edges = signals.A_histogram[number]
            low = min(edges[0], self.report.start.A_histogram[number][1][0])
            high = max(edges[-1], self.report.start.A_histogram[number][1][-1])
            span = (high - low) or 1.0
            heights = np.sqrt(counts / max(1, counts.max()))  # rare values stay visible
            foot, tall = box.bottom() - 4, box.height() - 8
            points = [QPointF(box.left() + (edges[0] - low) / span * box.width(), foot)]
            for count, left, right in zip(heights, edges, edges[1:]):
                for edge in (left, right):
                    x = box.left() + (edge - low) / span * box.width()
                    points.append(QPointF(x, foot - count * tall))
            points.append(QPointF(box.left() + (edges[-1] - low) / span * box.width(), foot))
            color = QColor(self.theme.train if filled else self.theme.text)
            if filled:
                color.setAlphaF(0.4)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawPolygon(QPolygonF(points))
            else:
                painter.setPen(QPen(color, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF(points))

    def troubles(self, painter: QPainter, number: int, box: QRectF) -> None:
        """Saturated answers, dead and identical units."""
        now = self.report.now
        words = []
        if now.saturated[number] >= 0.01:
            words.append(f"{100 * now.saturated[number]:.0f} % flat")
        if now.dead[number]:
            words.append(f"{now.dead[number]} dead")
        if now.identical[number]:
            words.append(f"{now.identical[number]} same")
        hidden = number < len(now.units) - 1
        stuck = hidden and (now.dead[number] or now.saturated[number] > 0.5)
        bad = now.identical[number] or stuck
        painter.setFont(self.small)
        painter.setPen(QColor(self.theme.danger if bad else self.theme.muted))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, ", ".join(words) or "–")

    def update(self, painter: QPainter, number: int, box: QRectF) -> None:
        """How far the weights moved over the last epoch, by their size."""
        ratio = self.report.update_ratio
        painter.setFont(self.small)
        painter.setPen(QColor(self.theme.text))
        words = "–" if ratio is None else _number(float(ratio[number]))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)


_COLUMNS = (
    _Column("Layer", "units,\nactivation", 0.3, Table.name),
    _Column("Signal →", "std of A,\n{}, log", 1.7, Table.signal),
    _Column("← Gradient", "std of dZ,\n{}, log", 1.7, Table.gradient),
    _Column("Values of A", "now filled,\nstart as line", 1.0, Table.histogram),
    _Column("Trouble", "flat, dead,\nsame", 0.4, Table.troubles),
    _Column("Update", "over an\nepoch", 0.2, Table.update),
)


def decades(*spreads: np.ndarray) -> tuple[float, float]:
    """Powers of ten around all values above 0."""
    values = np.concatenate(spreads)
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return -1.0, 0.0
    low, high = np.floor(np.log10(values.min())), np.ceil(np.log10(values.max()))
    return float(low), float(max(high, low + 1))


def power(exponent: float) -> str:
    """A power of ten as people write it."""
    if not exponent:
        return "1"
    return "10" + f"{exponent:.0f}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _number(value: float) -> str:
    return measured(value, 2) if np.isfinite(value) else "–"
