"""The program's two sizes of text, and its bold one, for what is painted by hand."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from playground.gui.theme.style import application

_SMALL = 0.92  # of the ordinary size
_FIRST = "first_font"  # the property of the application that keeps the system's own font

_small_widgets: WeakSet[QWidget] = WeakSet()


def small_font() -> QFont:
    """The smaller one of the program's two sizes of text."""
    return _scaled(QApplication.font(), _SMALL)


def bold_font() -> QFont:
    """The ordinary size in bold, for titles."""
    font = QFont(QApplication.font())
    font.setBold(True)
    return font


def use_small_font(widget: QWidget) -> None:
    """Give a widget the smaller size, now and whenever all text becomes larger or smaller."""
    widget.setFont(small_font())
    _small_widgets.add(widget)


def factor_of(pixels: int) -> float:
    """The factor with which the letters of the smaller size have so many pixels."""
    return pixels / (_SMALL * QFontInfo(_first_font()).pixelSize())


def scale_type(factor: float) -> None:
    """Let all text be as large as the system says, times a factor."""
    app = application()
    font = _scaled(_first_font(), factor)
    if font == app.font():
        return
    app.setFont(font)
    # Headings have their bold type from the style sheet, which otherwise keeps the size.
    app.setStyleSheet(app.styleSheet())
    for widget in filter(isValid, list(_small_widgets)):
        widget.setFont(small_font())


def _first_font() -> QFont:
    """The font as the system says it, however large text is at present."""
    app = application()
    if app.property(_FIRST) is None:
        app.setProperty(_FIRST, QFont(app.font()))
    return app.property(_FIRST)


def _scaled(font: QFont, factor: float) -> QFont:
    font = QFont(font)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    return font
