"""Formulas in a text document, each on the line of the words around it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from playground.experiment.text.formulas import SCALE, SIZE

_OBJECT, _LATEX = QTextFormat.ObjectTypes.UserObject + 7, QTextFormat.Property.UserProperty + 7


class FormulaPainter(QPyTextObject):
    """Paints the formulas of a document, which it may be given once.

    Parameters
    ----------
    document : QTextDocument
    picture_of : callable
        Given the LaTeX of a formula, its picture; None where it is to come or cannot be set.
    room : callable
        The width of a line, in pixels.
    muted : callable
        The name of the colour of LaTeX that stands where there is no picture.
    """

    def __init__(
        self,
        document: QTextDocument,
        picture_of: Callable[[str], QSvgRenderer | None],
        room: Callable[[], float],
        muted: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._picture_of, self._room, self._muted = picture_of, room, muted
        document.documentLayout().registerHandler(_OBJECT, self)

    def format_of(self, latex: str, around: QTextCharFormat) -> QTextCharFormat:
        """The format of the character that stands for a formula among words of that format."""
        form = QTextCharFormat(around)
        form.setObjectType(_OBJECT)
        form.setProperty(_LATEX, latex)
        form.setVerticalAlignment(self.alignment(form))
        return form

    @staticmethod
    def is_formula(form: QTextFormat) -> bool:
        """Whether a character of that format stands for one."""
        return form.objectType() == _OBJECT

    def _picture(self, form: QTextFormat) -> QSvgRenderer | None:
        picture = self._picture_of(form.property(_LATEX))
        return picture if picture is not None and picture.isValid() else None

    def _extent(self, form: QTextFormat) -> tuple[float, float, float]:
        """Width, and how far it goes above and below the line."""
        face, picture = form.toCharFormat().font(), self._picture(form)
        room = self._room() - 2
        if picture is None:
            metrics = QFontMetricsF(face)
            width = metrics.horizontalAdvance(form.property(_LATEX))
            return min(width, room), metrics.ascent(), metrics.descent()
        box = picture.viewBoxF()
        scale = min(SCALE * QFontInfo(face).pixelSize() / SIZE, room / box.width())
        return scale * box.width() + 2, -scale * box.top(), scale * box.bottom()

    def alignment(self, form: QTextFormat) -> QTextCharFormat.VerticalAlignment:
        """How its room lies on the line: Qt knows no room with a depth of its own."""
        _, _, below = self._extent(form)
        kind = QTextCharFormat.VerticalAlignment
        deep = below > QFontMetricsF(form.toCharFormat().font()).descent()
        return kind.AlignMiddle if deep else kind.AlignBaseline

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        """The room of a formula, so much that its line is the line of the words."""
        width, above, below = self._extent(form)
        form = form.toCharFormat()
        if form.verticalAlignment() is QTextCharFormat.VerticalAlignment.AlignMiddle:
            # Qt lays the middle of it so far over the line of the words.
            lift = QFontMetrics(form.font()).xHeight() / 4
            return QSizeF(width, 2 * max(above - lift, below + lift))
        return QSizeF(width, above + QFontMetricsF(form.font()).descent())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF,
        document: QTextDocument,
        position: int,
        form: QTextFormat,
    ) -> None:
        """Paint a formula, or its LaTeX where there is no picture."""
        width, above, below = self._extent(form)
        picture, char = self._picture(form), form.toCharFormat()
        line = _base_line(document, position)
        if picture is not None:
            place = QRectF(rect.left() + 1, line - above, width - 2, above + below)
            picture.render(painter, place)
            return
        painter.setFont(char.font())
        painter.setPen(QColor(self._muted()))
        shown = QFontMetricsF(char.font()).elidedText(
            form.property(_LATEX), Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(QPointF(rect.left(), line), shown)


def _base_line(document: QTextDocument, position: int) -> float:
    """Where the words around a place stand; in a high line, Qt moves objects to its middle."""
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    top = document.documentLayout().blockBoundingRect(block).top()
    return top + line.y() + line.ascent()
