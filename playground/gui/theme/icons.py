"""Icons of ``resources/icons`` in the colours of a theme."""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from playground.assets import resource
from playground.gui.theme.light_and_dark import Theme


def icon(name: str, theme: Theme, size: int = 20) -> QIcon:
    """An icon of ``resources/icons`` in the colour of text, sharp at its size, muted if disabled.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    theme : Theme
    size : int
        The size it is shown at, in logical pixels.

    Raises
    ------
    FileNotFoundError
        When there is no such icon.
    """
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", theme.text).encode()))
    result = QIcon()
    pixmap = _rendered(renderer, size, _finest_scale())
    result.addPixmap(pixmap, QIcon.Mode.Normal)
    result.addPixmap(_in_one_color(pixmap, theme.disabled), QIcon.Mode.Disabled)
    return result


def _finest_scale() -> int:
    """Device pixels a logical pixel on the finest screen there is."""
    return max(
        (math.ceil(screen.devicePixelRatio()) for screen in QApplication.screens()), default=1
    )


def _rendered(renderer: QSvgRenderer, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _in_one_color(pixmap: QPixmap, color: str) -> QPixmap:
    result = QPixmap(pixmap)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(QPointF(), result.deviceIndependentSize()), QColor(color))
    painter.end()
    return result
