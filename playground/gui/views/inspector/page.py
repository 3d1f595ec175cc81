"""A page of the inspector, painted: formulas, matrices, and the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen

from playground.dataclass import dataclass
from playground.experiment.inspection.line import Line, Text, Value
from playground.experiment.text.formulas import SCALE, SIZE
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.formulas import formulas
from playground.gui.plotting.words import CENTRE, WRAPPED, write
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

_MARGIN, _GAP, _CELL, _BRACKET = 10, 6, 10, 5  # pixels
_MOST_ROWS, _MOST_COLUMNS = 8, 6  # of a matrix that is shown; -1 stands for what is left out
_LEFT_OUT = -1


@dataclass(frozen=True)
class _Matrix:
    """A matrix laid out: which entries are shown, and how much room they take."""

    value: Value
    rows: list[int]
    columns: list[int]
    texts: list[list[str]]
    widths: list[float]
    label: str
    width: float
    height: float


class Page:
    """Lays out and paints lines.

    Parameters
    ----------
    lines : sequence of Line
    theme : Theme
    font : QFont
    text : callable
        Writes a number.
    now : bool
        Whether formulas are waited for, as for a picture.
    """

    def __init__(
        self, lines: Sequence[Line], theme: Theme, font: QFont, text: Text, now: bool = False
    ) -> None:
        self._lines, self._theme, self._font = lines, theme, font
        self._small, self._now, self._text = small_font(), now, text
        self._metrics, self._tiny = QFontMetricsF(font), QFontMetricsF(self._small)
        self._row = self._metrics.height() + 3
        self._matrices = [[self._laid_out(value) for value in line.values] for line in lines]

    def height(self, width: float) -> float:
        """How tall it is in so many pixels of width."""
        return self._walk(None, QRectF(0, 0, width, 0))

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint it into the top of an area."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._walk(painter, area)

    def _walk(self, painter: QPainter | None, area: QRectF) -> float:
        y, left, right = area.top() + _MARGIN, area.left() + _MARGIN, area.right() - _MARGIN
        for line, matrices in zip(self._lines, self._matrices):
            y += self._formula(painter, line.formula, left, y) + _GAP
            y = self._matrix_rows(painter, matrices, left, right, y)
            for words, colour in ((line.worked, self._theme.text), (line.note, self._theme.muted)):
                y += self._words(painter, words, colour, QRectF(left, y, right - left, 0))
            y += 2 * _GAP
        return y - area.top()

    # ------------------------------------------------------------------ parts

    def _formula(self, painter: QPainter | None, latex: str, x: float, y: float) -> float:
        picture = formulas().picture(latex, self._theme.accent, self._now)
        if picture is None or not picture.isValid():
            if painter is not None and picture is not None:
                painter.setFont(self._small)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QPointF(x, y + 20), latex)
            return 22.0
        # As large as the numbers, also where type is large for many to read.
        scale = max(1.0, SCALE * QFontInfo(self._font).pixelSize() / SIZE)
        width, height = scale * picture.viewBoxF().width(), scale * picture.viewBoxF().height()
        if painter is not None:
            picture.render(painter, QRectF(x, y, width, height))
        return max(22.0, height)

    def _matrix_rows(
        self,
        painter: QPainter | None,
        matrices: Sequence[_Matrix],
        left: float,
        right: float,
        y: float,
    ) -> float:
        x, tallest = left, 0.0
        for matrix in matrices:
            if x > left and x + matrix.width > right:
                x, y, tallest = left, y + tallest + _GAP, 0.0
            if painter is not None:
                self._matrix(painter, matrix, x, y)
            x += matrix.width + 2 * _GAP
            tallest = max(tallest, matrix.height)
        return y + tallest + (_GAP if matrices else 0)

    def _matrix(self, painter: QPainter, matrix: _Matrix, x: float, y: float) -> None:
        theme, head = self._theme, self._tiny.height() + 2
        painter.setFont(self._small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(x, y + self._tiny.ascent()), matrix.label)
        top, bottom = y + head, y + head + self._row * len(matrix.rows)
        inner = 2 * _BRACKET + sum(matrix.widths)
        painter.setPen(QPen(QColor(theme.muted), 1.2))
        for at, inwards in ((x, _BRACKET), (x + inner, -_BRACKET)):
            for edge in (top, bottom):
                painter.drawLine(QPointF(at, edge), QPointF(at + inwards, edge))
            painter.drawLine(QPointF(at, top), QPointF(at, bottom))
        painter.setFont(self._font)
        for r, row in enumerate(matrix.rows):
            at = x + _BRACKET
            for c, column in enumerate(matrix.columns):
                cell = QRectF(at, top + r * self._row, matrix.widths[c], self._row)
                if (row, column) == matrix.value.focus:
                    painter.fillRect(cell.adjusted(1, 1, -1, -1), translucent(theme.accent, 0.22))
                write(painter, cell, matrix.texts[r][c], theme.text, CENTRE)
                at += matrix.widths[c]

    def _words(self, painter: QPainter | None, words: str, colour: str, box: QRectF) -> float:
        if not words:
            return 0.0
        room = QRectF(box.left(), box.top(), box.width(), 4000)
        height = self._metrics.boundingRect(room, WRAPPED, words).height()
        if painter is not None:
            painter.setFont(self._font)
            room.setHeight(height)
            write(painter, room, words, colour, WRAPPED)
        return height + 2

    def _laid_out(self, value: Value) -> _Matrix:
        rows = shown(value.array.shape[0], _MOST_ROWS, value.focus[0])
        columns = shown(value.array.shape[1], _MOST_COLUMNS, value.focus[1])
        texts = [[self._entry(value, row, column) for column in columns] for row in rows]
        widths = [
            max(self._metrics.horizontalAdvance(row[c]) for row in texts) + _CELL
            for c in range(len(columns))
        ]
        n, n_in = value.array.shape
        label = f"{value.label} ({n:,}, {n_in:,})"
        width = max(2 * _BRACKET + sum(widths), self._tiny.horizontalAdvance(label))
        height = self._tiny.height() + 2 + self._row * len(rows)
        return _Matrix(value, rows, columns, texts, widths, label, width, height)

    def _entry(self, value: Value, row: int, column: int) -> str:
        if _LEFT_OUT in (row, column):
            return "⋯" if row != _LEFT_OUT else "⋮" if column != _LEFT_OUT else "⋱"
        return self._text(float(value.array[row, column]))


def shown(n: int, most: int, focus: int) -> list[int]:
    """The places of `n` that are shown, around one looked at; -1 stands for what is left out."""
    if n <= most:
        return list(range(n))
    size = most - 2
    first = min(max(0, focus - size // 2), n - size)
    first = 0 if first == 1 else first  # one left out takes as much room as one shown
    before = [_LEFT_OUT] if first else []
    last = min(n, first + size + (not before))
    return [*before, *range(first, last), *([_LEFT_OUT] if last < n else [])]
