"""Formulas stand on the line of the words around them, however deep they go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTextCursor, QTextDocument

from playground.experiment.text.formulas import SIZE
from playground.gui.plotting.formula_painter import FormulaPainter


class Picture:
    """Goes so far above and below its line, in shares of a letter's size."""

    def __init__(self, above: float, below: float) -> None:
        self.box = QRectF(0, -above * SIZE, SIZE, (above + below) * SIZE)
        self.lines: list[float] = []

    def isValid(self) -> bool:
        return True

    def viewBoxF(self) -> QRectF:
        return self.box

    def render(self, painter: QPainter, place: QRectF) -> None:
        self.lines.append(place.top() - self.box.top() * place.height() / self.box.height())


@pytest.mark.parametrize("below", [0.0, 0.2, 0.35, 0.7])
@pytest.mark.parametrize("above", [0.5, 1.0])
def test_a_formula_stands_on_the_line_of_the_words(qtbot, above, below):
    document, picture = QTextDocument(), Picture(above, below)
    painter = FormulaPainter(
        document, lambda latex: picture, lambda: 300.0, lambda: "gray", document
    )
    document.setTextWidth(300)
    cursor = QTextCursor(document)
    cursor.insertText("x ")
    cursor.insertText("\ufffc", painter.format_of("x_1", cursor.charFormat()))
    image = QImage(300, 100, QImage.Format.Format_ARGB32)
    brush = QPainter(image)
    document.drawContents(brush)
    brush.end()
    block = document.begin()
    line = block.layout().lineAt(0)
    top = document.documentLayout().blockBoundingRect(block).top()
    [baseline] = picture.lines
    assert baseline == pytest.approx(top + line.y() + line.ascent(), abs=0.6)
