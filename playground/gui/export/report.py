"""The report as a PDF: its HTML on sheets of A4, its pictures painted by the views themselves."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtSvg import QSvgRenderer

from playground import __version__
from playground.dataclass import dataclass
from playground.gui.export.offscreen_renderer import density
from playground.gui.plotting.formula_painter import FormulaPainter
from playground.gui.theme import LIGHT
from playground.io.report.blocks import Block, Bullets, Formula, Paragraph, Section
from playground.io.report.content import Report
from playground.io.report.html import as_html, html_of

# In points, 1/72 inch.
_WIDTH, _HEIGHT = 595.0, 842.0  # A4
_SIDE, _TOP, _BOTTOM = 56.0, 64.0, 60.0
_HEADER, _FOOTER = 34.0, 30.0  # from the edges, the base lines of what stands there
_FOLLOWING = 110.0  # of what follows that stay on the page of their heading

_STYLE = f"""
body {{ color: {LIGHT.text}; font-size: 10pt; }}
h1 {{ font-size: 17pt; margin: 0; }}
h2 {{ font-size: 13pt; margin-top: 18px; margin-bottom: 4px; }}
p {{ margin-top: 6px; margin-bottom: 6px; line-height: 125%; }}
table {{ margin-top: 4px; margin-bottom: 8px; }}
td, th {{ font-size: 8.5pt; padding: 2px 18px 3px 0px; border-bottom: 0.5px solid {LIGHT.border}; }}
th {{ text-align: left; color: {LIGHT.muted}; font-weight: bold; }}
td.number, th.number {{ text-align: right; }}
tr.changed td {{ font-weight: bold; }}
.muted {{ color: {LIGHT.muted}; }}
pre {{ font-size: 8.5pt; background: {LIGHT.background}; white-space: pre-wrap; }}
"""

_OBJECT, _INDEX = QTextFormat.ObjectTypes.UserObject + 1, QTextFormat.Property.UserProperty + 1


@dataclass(frozen=True)
class Drawing:
    """A picture that is painted when its place is known.

    Attributes
    ----------
    title : str
        Stands below it.
    size : tuple of int
        Width and height, in pixels of the screen.
    paint : callable
        Paints it in that size, its upper left corner at the origin.
    """

    title: str
    size: tuple[int, int]
    paint: Callable[[QPainter], None]


@dataclass(frozen=True)
class _Drawings(Block):
    """A block of a report: places of drawings, by their numbers."""

    count: int


@html_of.register
def _(block: _Drawings) -> str:
    places = " ".join(f'<img src="{number}">' for number in range(block.count))
    return f'<p style="line-height: 100%">{places}</p>'


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
    document = paged(report, drawings)
    yield
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(round(density()))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(report.title)
    writer.setCreator("Neural playground")
    painter = QPainter(writer)
    try:
        for page in range(document.pageCount()):
            if page:
                writer.newPage()
            painter.save()
            _paint_page(painter, document, page)
            painter.restore()
            _paint_frame(painter, report, f"{page + 1} / {document.pageCount()}")
            yield
    finally:
        painter.end()
    return bytes(buffer.data().data())


def paged(report: Report, drawings: Sequence[Drawing] = ()) -> QTextDocument:
    """The report as a document whose pages are those of the PDF, in pixels of the screen."""
    first, *others = report.sections
    pictures = Section("", (_Drawings(len(drawings)),))
    report = replace(report, sections=(first, pictures, *others) if drawings else report.sections)
    document = QTextDocument()
    face = QFont()
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(face)
    # A number and its per cent sign stay in one line.
    document.setHtml(as_html(report, _STYLE).replace(" %", "&nbsp;%"))
    document.setPageSize(QSizeF(_pixels(_WIDTH), _pixels(_HEIGHT)))
    sheet = document.rootFrame().frameFormat()
    sheet.setMargin(0)
    sheet.setLeftMargin(_pixels(_SIDE))
    sheet.setRightMargin(_pixels(_SIDE))
    sheet.setTopMargin(_pixels(_TOP))
    sheet.setBottomMargin(_pixels(_BOTTOM))
    document.rootFrame().setFrameFormat(sheet)
    painter = _DrawingPainter(drawings, document)
    document.documentLayout().registerHandler(_OBJECT, painter)
    _give_place(document, _formulas_of(report))
    _lay_out(document)
    _keep_headings(document)
    return document


def _formulas_of(report: Report) -> dict[str, QSvgRenderer]:
    """The pictures of the formulas in its words, by their LaTeX."""
    paragraphs: list[Paragraph] = []
    for section in report.preface:
        for block in section.blocks:
            if isinstance(block, Bullets):
                paragraphs += block.points
            elif isinstance(block, Paragraph):
                paragraphs.append(block)
    parts = (part for paragraph in paragraphs for part in paragraph.parts)
    return {
        part.latex: QSvgRenderer(part.picture.svg)
        for part in parts
        if isinstance(part, Formula) and part.picture is not None
    }


def _pixels(points: float) -> float:
    return points * density() / 72


class _DrawingPainter(QPyTextObject):
    """Paints drawings into a document, as sharp as paper is, each with its title below it."""

    _CAPTION = 30.0  # pixels

    def __init__(self, drawings: Sequence[Drawing], parent: QTextDocument) -> None:
        super().__init__(parent)
        self._drawings = drawings
        self._room = _pixels(_WIDTH - 2 * _SIDE)

    def _scale(self, drawing: Drawing) -> float:
        return min(1.0, (self._room - 1) / drawing.size[0])

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        """The room of a drawing and its title."""
        drawing = self._drawings[form.intProperty(_INDEX)]
        width, height = drawing.size
        scale = self._scale(drawing)
        return QSizeF(scale * width, scale * height + self._CAPTION)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF,
        document: QTextDocument,
        position: int,
        form: QTextFormat,
    ) -> None:
        """Paint a drawing in its place."""
        drawing = self._drawings[form.intProperty(_INDEX)]
        painter.save()
        painter.setFont(_font(9))
        painter.setPen(QColor(LIGHT.muted))
        base = rect.bottom() - self._CAPTION + painter.fontMetrics().ascent() + 2
        painter.drawText(QPointF(rect.left(), base), drawing.title)
        painter.translate(rect.topLeft())
        painter.scale(self._scale(drawing), self._scale(drawing))
        drawing.paint(painter)
        painter.restore()


def _give_place(document: QTextDocument, formulas: Mapping[str, QSvgRenderer]) -> None:
    """Make each picture of the HTML a place: of a formula, or of the drawing of its number."""
    room = _pixels(_WIDTH - 2 * _SIDE)
    painter = FormulaPainter(document, formulas.get, lambda: room, lambda: LIGHT.muted, document)
    places: list[tuple[int, QTextImageFormat]] = []
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            form = fragment.charFormat()
            if form.isImageFormat():
                places.append((fragment.position(), form.toImageFormat()))
            parts += 1
        block = block.next()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()  # laid out once, not after each of them
    for position, image in places:
        latex = image.property(QTextFormat.Property.ImageAltText)
        char = image.toCharFormat()
        if latex:
            char = painter.format_of(latex, char)
        else:
            char.setObjectType(_OBJECT)
            char.setProperty(_INDEX, int(image.name()))
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(char)
    cursor.endEditBlock()


def _lay_out(document: QTextDocument) -> None:
    """Lay it out anew; after a change Qt does so for a part, and gives the rest no place."""
    document.markContentsDirty(0, document.characterCount())


def _keep_headings(document: QTextDocument) -> None:
    """Let a heading begin the next page where hardly anything would follow it on its own."""
    layout, height = document.documentLayout(), document.pageSize().height()
    last = height - _pixels(_BOTTOM + _FOLLOWING)
    block = document.begin()
    while block.isValid():
        if (
            block.blockFormat().headingLevel()
            and layout.blockBoundingRect(block).y() % height > last
        ):
            form = block.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(form)
            _lay_out(document)
        block = block.next()


def _paint_page(painter: QPainter, document: QTextDocument, page: int) -> None:
    size = document.pageSize()
    painter.translate(0, -page * size.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, page * size.height(), size.width(), size.height())
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)


def _paint_frame(painter: QPainter, report: Report, number: str) -> None:
    """What stands above and below every page."""
    painter.setFont(_font(8))
    painter.setPen(QColor(LIGHT.muted))
    below = (f"Neural playground {__version__}", number)
    for (left, right), base in (
        ((report.subject, report.byline), _HEADER),
        (below, _HEIGHT - _FOOTER),
    ):
        painter.drawText(QPointF(_pixels(_SIDE), _pixels(base)), left)
        advance = painter.fontMetrics().horizontalAdvance(right)
        painter.drawText(QPointF(_pixels(_WIDTH - _SIDE) - advance, _pixels(base)), right)
    line = QRectF(_pixels(_SIDE), _pixels(_HEADER + 6), _pixels(_WIDTH - 2 * _SIDE), 0.7)
    painter.fillRect(line, QColor(LIGHT.border))


def _font(points: int) -> QFont:
    face = QFont()
    face.setPixelSize(round(_pixels(points)))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face
