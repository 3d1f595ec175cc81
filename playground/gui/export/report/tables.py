"""Tables on paper: as wide as their words, no row cut in two, the head on every page again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.gui.export.report.pages import Pages, font
from playground.gui.export.report.text import Text, unbroken
from playground.gui.theme import LIGHT
from playground.io.report_content import Table

_SIZE, _SMALLEST = 9, 7  # points
_GAP = 16.0  # between two columns
_PAD = 1.5  # above and below a row
_NARROWEST = 40.0  # a column of words, at least


def put_table(pages: Pages, table: Table) -> None:
    """Put a table onto the pages."""
    size = _SIZE
    while size > _SMALLEST and sum(_natural(table, size)) > pages.width:
        size -= 1
    widths = _fitted(_natural(table, size), pages.width)
    plain, bold = font(size), font(size, bold=True)
    head = _Row(table.header, widths, bold, table.numbers_from, LIGHT.muted)
    rows = [
        _Row(cells, widths, bold if i in table.marked else plain, table.numbers_from, LIGHT.text)
        for i, cells in enumerate(table.rows)
    ]
    pages.keep(head.height + sum(row.height for row in rows[:2]))
    pages.put(head.height, head.paint)
    for row in rows:
        if not pages.fits(row.height):
            pages.keep(row.height)
            pages.put(head.height, head.paint)
        pages.put(row.height, row.paint)


class _Row:
    """One row, as high as its highest cell, a thin line below it."""

    def __init__(
        self,
        cells: Sequence[str],
        widths: Sequence[float],
        face: QFont,
        numbers_from: int | None,
        color: str,
    ) -> None:
        self._texts, self._lefts, left = [], [], 0.0
        for index, (cell, width) in enumerate(zip(cells, widths)):
            right = numbers_from is not None and index >= numbers_from
            self._texts.append(Text([cell], face, width - _GAP, color, right))
            self._lefts.append(left)
            left += width
        self._width = left - _GAP
        self.height = max(text.height for text in self._texts) + 2 * _PAD

    def paint(self, painter: QPainter, at: QPointF) -> None:
        for left, text in zip(self._lefts, self._texts):
            text.paint(painter, at + QPointF(left, _PAD))
        line = QRectF(at.x(), at.y() + self.height - 0.5, self._width, 0.5)
        painter.fillRect(line, QColor(LIGHT.border))


def _natural(table: Table, size: float) -> list[float]:
    """How wide the columns would be if nothing stood in their way, the gap included."""
    # Bold is the wider.
    wide = partial(QFontMetricsF(font(size, bold=True)).horizontalAdvance)
    columns = zip(table.header, *table.rows)
    return [max(wide(unbroken(cell)) for cell in column) + _GAP + 1 for column in columns]


def _fitted(widths: Sequence[float], whole: float) -> list[float]:
    """The widths, the widest made narrower until all of them fit."""
    whole += _GAP  # behind the last column there is none
    low, high = _NARROWEST, max(widths)
    if sum(widths) <= whole:
        return list(widths)
    for _ in range(40):
        limit = (low + high) / 2
        if sum(min(width, limit) for width in widths) > whole:
            high = limit
        else:
            low = limit
    fitted = [min(width, low) for width in widths]
    excess = sum(fitted) / whole
    return [width / max(1.0, excess) for width in fitted]
