"""From the content of a report to the pages of a PDF file.

Its pictures are painted onto the pages by the views themselves, as sharp as paper is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial, singledispatch

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from playground import __version__
from playground.gui.export.offscreen_renderer import density
from playground.gui.export.report.pages import Pages, font
from playground.gui.export.report.tables import put_table
from playground.gui.export.report.text import Text
from playground.gui.theme import LIGHT
from playground.io.report_content import Block, Listing, Paragraph, Report, Table, Words

_APART = 12.0  # points between two pictures side by side
_FOLLOWING = 100.0  # points of what follows that stay on the page of their heading


@dataclass(frozen=True)
class Drawing:
    """A picture that is painted when its place is known.

    Attributes
    ----------
    title : str
    size : tuple of int
        Width and height, in pixels of the screen.
    paint : callable
        Paints it in that size, its upper left corner at the origin.
    """

    title: str
    size: tuple[int, int]
    paint: Callable[[QPainter], None]


def as_pdf(report: Report, drawings: Sequence[Drawing] = ()) -> bytes:
    """The content of a PDF file; for who has time until it is there."""
    steps = pdf_steps(report, drawings)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def pdf_steps(report: Report, drawings: Sequence[Drawing] = ()) -> Generator[None, None, bytes]:
    """The same in steps, none of them longer than a page; in the window's thread.

    Parameters
    ----------
    report : Report
        Without figures.
    drawings : sequence of Drawing
        Stand after the result, side by side where they fit.
    """
    pages = Pages()
    title = Text([report.title], font(17, bold=True), pages.width, LIGHT.text)
    pages.put(title.height, title.paint)
    if report.byline:
        byline = Text([report.byline], font(10), pages.width, LIGHT.muted)
        pages.put(byline.height, byline.paint)
    for place, section in enumerate(report.sections):
        _put_heading(pages, section.heading)
        for block in section.blocks:
            pages.space(4)
            _put(block, pages)
        if not place:
            _put_drawings(pages, drawings)
    yield
    header = (report.subject, report.byline)
    return (yield from pages.painted(report.title, header, f"Neural playground {__version__}"))


def _put_heading(pages: Pages, words: str) -> None:
    heading = Text([words], font(13, bold=True), pages.width, LIGHT.text)
    pages.space(16)
    pages.keep(heading.height + _FOLLOWING)
    pages.put(heading.height, heading.paint)


@singledispatch
def _put(block: Block, pages: Pages) -> None:
    raise TypeError(f"A report has no {type(block).__name__}.")


@_put.register
def _(block: Paragraph, pages: Pages) -> None:
    color = LIGHT.muted if block.muted else LIGHT.text
    text = Text(block.parts, font(10), pages.width, color)
    for line in range(text.n_lines):
        pages.put(text.line_height, partial(text.paint, first=line, last=line + 1))


@_put.register
def _(block: Table, pages: Pages) -> None:
    put_table(pages, block)
    pages.space(4)


@_put.register
def _(block: Listing, pages: Pages) -> None:
    inner = pages.width - 16
    for words in block.text.rstrip("\n").split("\n"):
        text = Text([Words(words, "code")], font(9, fixed=True), inner, LIGHT.text)
        for line in range(text.n_lines):
            height = text.line_height
            pages.put(height, partial(_paint_code, text=text, line=line, width=pages.width))


def _paint_code(painter: QPainter, at: QPointF, text: Text, line: int, width: float) -> None:
    # A little more than the line, so that no hair of paper shows between two of them.
    painter.fillRect(QRectF(at.x(), at.y(), width, text.line_height + 1), QColor(LIGHT.background))
    text.paint(painter, at + QPointF(8, 0), line, line + 1)


# ---------------------------------------------------------------------- pictures


def _put_drawings(pages: Pages, drawings: Sequence[Drawing]) -> None:
    """Put pictures side by side as long as they fit, each with its title below it."""
    row: list[_Placed] = []
    for drawing in drawings:
        placed = _Placed(drawing, pages.width)
        if row and sum(other.width + _APART for other in row) + placed.width > pages.width:
            _put_row(pages, row)
            row = []
        row.append(placed)
    if row:
        _put_row(pages, row)


def _put_row(pages: Pages, row: Sequence[_Placed]) -> None:
    height = max(placed.height for placed in row)
    pages.space(10)
    pages.put(height + row[0].caption.height, partial(_paint_row, row=tuple(row), height=height))


def _paint_row(painter: QPainter, at: QPointF, row: Sequence[_Placed], height: float) -> None:
    left = at.x()
    for placed in row:
        placed.paint(painter, QPointF(left, at.y()))
        placed.caption.paint(painter, QPointF(left, at.y() + height), 0, 1)
        left += placed.width + _APART


class _Placed:
    """A picture as large as it is on the screen, or as the page is wide, and its title."""

    def __init__(self, drawing: Drawing, width: float) -> None:
        self._drawing = drawing
        self._scale = min(72 / density(), width / drawing.size[0])
        self.width, self.height = (self._scale * length for length in drawing.size)
        self.caption = Text([drawing.title], font(9), self.width, LIGHT.muted)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        painter.save()
        painter.translate(at)
        painter.scale(self._scale, self._scale)
        self._drawing.paint(painter)
        painter.restore()
