"""Text on paper: words broken into lines of a width, in more than one style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from playground.gui.export.report.pages import font
from playground.io.report_content import Words

_LEADING = 1.28  # from line to line, in heights of the letters


class Text:
    """Words broken into lines.

    Parameters
    ----------
    parts : sequence of str or Words
    face : QFont
    width : float
        Points; a word that is longer is broken.
    color : str
    right : bool
        Whether the lines end at the right edge, as numbers do.

    Attributes
    ----------
    line_height, height : float
        Of one line and of all.
    """

    def __init__(
        self,
        parts: Sequence[str | Words],
        face: QFont,
        width: float,
        color: str,
        right: bool = False,
    ) -> None:
        text = unbroken("".join(part.text if isinstance(part, Words) else part for part in parts))
        self._layout = QTextLayout(text, face)
        self._layout.setTextOption(_option(right))
        self._layout.setFormats(_formats(parts, face))
        self._color = color
        self._lines: list[QTextLine] = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            self._lines.append(line)
        self._layout.endLayout()
        metrics = QFontMetricsF(face)
        self._ascent = metrics.ascent()
        self.line_height = _LEADING * metrics.height()
        self.height = self.n_lines * self.line_height

    @property
    def n_lines(self) -> int:
        """How many lines there are, at least one."""
        return max(1, len(self._lines))

    def line(self, place: int) -> str:
        """The words of a line."""
        line = self._lines[place]
        return self._layout.text()[line.textStart() : line.textStart() + line.textLength()]

    def paint(
        self, painter: QPainter, at: QPointF, first: int = 0, last: int | None = None
    ) -> None:
        """Paint the lines from `first` to before `last`, the upper left corner being `at`."""
        painter.setPen(QColor(self._color))
        for place, line in enumerate(self._lines[first:last]):
            top = at.y() + place * self.line_height + (self.line_height - line.height()) / 2
            line.draw(painter, QPointF(at.x(), top))


def unbroken(text: str) -> str:
    """Text whose numbers keep their per cent signs in one line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _option(right: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if right:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    return option


def _formats(parts: Sequence[str | Words], face: QFont) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for part in parts:
        text = part.text if isinstance(part, Words) else part
        if isinstance(part, Words):
            style = QTextLayout.FormatRange()
            style.start, style.length, style.format = start, len(text), QTextCharFormat()
            if part.style == "code":
                fixed = font(face.pixelSize() - 1, fixed=True)
                style.format.setFont(fixed)
            else:
                style.format.setFontItalic(True)
            ranges.append(style)
        start += len(text)
    return ranges
