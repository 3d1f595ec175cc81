"""The table of the layers: signals, gradients, histograms and troubles, a row a layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from playground.dataclass import dataclass
from playground.experiment.probes.layers import LayerReport
from playground.experiment.wording import measured
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.words import LEFT, RIGHT, TOP, WRAPPED, write
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
        top, inside = area.top(), area.adjusted(_MARGIN, 8, -_MARGIN, 0)
        if self._words_height:
            inside.setHeight(self._words_height - 8)
            words = self.report.now.sentence() or SINGLE
            write(painter, inside, words, self.theme.text, LEFT | WRAPPED)
        top += self._words_height
        for column, head, (left, width) in zip(_COLUMNS, self.heads, self.places(area)):
            self._head(painter, head, QRectF(left, top, width, self._head_height))
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
        write(painter, box, head, self.theme.text, TOP)
        write(painter, box.adjusted(0, box.height() / _LINES, 0, 0), under, self.theme.muted, TOP)

    def _head_words(self, column: _Column) -> str:
        low, high = self.forward if column.draw is Table.signal else self.back
        return f"{column.head}\n{column.under.format(f'{power(low)} to {power(high)}')}"

    # ------------------------------------------------------------------ cells

    def name(self, painter: QPainter, number: int, box: QRectF) -> None:
        """Number, units and activation of a layer."""
        last = len(self.report.now.units) - 1
        painter.setFont(self.font)
        half, bottom = box.height() / 2, int(Qt.AlignmentFlag.AlignBottom)
        title = "Output" if number == last else f"Layer {number + 1}"
        write(painter, box.adjusted(0, 0, 0, -half + 2), title, self.theme.text, bottom)
        painter.setFont(self.small)
        write(painter, box.adjusted(0, half, 0, 0), self._kind(number), self.theme.muted, TOP)

    def _kind(self, number: int) -> str:
        return f"{self.report.now.units[number]:,} {self.report.now.activations[number]}"

    def signal(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The spread of A[l], and an arrow towards the next layer."""
        now, start = self.report.now.A_std[number], self.report.start.A_std[number]
        self._spread(painter, box, self.forward, now, start, self.theme.train)

    def gradient(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The spread of dZ[l]."""
        now, start = self.report.now.dZ_std[number], self.report.start.dZ_std[number]
        self._spread(painter, box, self.back, now, start, self.theme.dev)

    def _spread(
        self,
        painter: QPainter,
        box: QRectF,
        ends: tuple[float, float],
        now: float,
        start: float,
        color: str,
    ) -> None:
        low, high = ends
        middle = box.top() + box.height() / 2
        painter.setPen(QPen(QColor(self.theme.grid), 1))
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
        bar = box.width() - 52

        def at(value: float) -> float | None:
            if not (np.isfinite(value) and value > 0):
                return None
            return box.left() + (np.log10(value) - low) / (high - low) * bar

        before, here = at(start), at(now)
        if here is not None:
            painter.setPen(QPen(QColor(color), 4))
            painter.drawLine(QPointF(box.left(), middle), QPointF(here, middle))
        if before is not None:
            painter.setPen(QPen(QColor(self.theme.text), 1.5))
            painter.drawLine(QPointF(before, middle - 7), QPointF(before, middle + 7))
        painter.setFont(self.small)
        write(painter, box, _number(now), self.theme.text, RIGHT)

    def histogram(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The distribution of A[l], at the start as a line and now filled."""
        start = self.report.start.A_histogram[number]
        for found in (self.report.now.A_histogram[number], start):
            if found is None or start is None:
                continue
            counts, edges = found
            low, high = min(edges[0], start[1][0]), max(edges[-1], start[1][-1])
            heights = np.sqrt(counts / max(1, counts.max()))  # rare values stay visible
            x = box.left() + (np.repeat(edges, 2) - low) / ((high - low) or 1.0) * box.width()
            up = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]]) * (box.height() - 8)
            outline = QPolygonF([QPointF(*point) for point in zip(x, box.bottom() - 4 - up)])
            if found is start:
                painter.setPen(QPen(QColor(self.theme.text), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(outline)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(translucent(self.theme.train, 0.4))
                painter.drawPolygon(outline)

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
        color = self.theme.danger if bad else self.theme.muted
        write(painter, box, ", ".join(words) or "–", color, LEFT | WRAPPED)

    def update(self, painter: QPainter, number: int, box: QRectF) -> None:
        """How far the weights moved over the last epoch, by their size."""
        ratio = self.report.update_ratio
        painter.setFont(self.small)
        words = "–" if ratio is None else _number(float(ratio[number]))
        write(painter, box, words, self.theme.text, RIGHT)


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
