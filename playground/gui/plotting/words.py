"""Words painted by hand into a rectangle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.gui.theme import Theme

#: Where words stand: in the middle of the height, at one side or in the middle of the width.
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
#: From the upper left corner on; and with it, or by itself, in as many lines as it takes.
TOP, WRAPPED = 0, int(Qt.TextFlag.TextWordWrap)

_MARGIN = 12  # pixels around a sentence


def write(painter: QPainter, box: QRectF, words: str, color: str, where: int = LEFT) -> None:
    """Write words into a box, in a color."""
    painter.setPen(QColor(color))
    painter.drawText(box, where, words)


def write_sentence(painter: QPainter, area: QRectF, sentence: str, theme: Theme) -> None:
    """Write what will appear here into the middle of an area."""
    inside = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    write(painter, inside, sentence, theme.muted, CENTRE | WRAPPED)
