"""The program's two sizes of text, and its bold one, for what is painted by hand."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

_SMALL = 0.92  # of the ordinary size


def small_font() -> QFont:
    """The smaller one of the program's two sizes of text."""
    font = QFont(QApplication.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * _SMALL)
    else:
        font.setPixelSize(round(font.pixelSize() * _SMALL))
    return font


def bold_font() -> QFont:
    """The ordinary size in bold, for titles."""
    font = QFont(QApplication.font())
    font.setBold(True)
    return font
