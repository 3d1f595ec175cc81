"""Canvas: a widget that is painted by a function."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget


class Canvas(QWidget):
    """A widget that is painted by a function.

    Parameters
    ----------
    paint : callable
        Paints into a rectangle, the whole of it.
    name : str
        The accessible name.

    Signals
    -------
    pressed(QPointF)
        A button of the mouse went down at this place.
    resized()
        It has another size.
    """

    pressed = Signal(QPointF)
    resized = Signal()

    def __init__(
        self,
        paint: Callable[[QPainter, QRectF], object],
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Have it painted."""
        painter = QPainter(self)
        try:
            self._paint(painter, QRectF(self.rect()))
        finally:
            painter.end()  # a painter left open by an error would take the program with it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say where."""
        super().mousePressEvent(event)
        self.pressed.emit(event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so."""
        super().resizeEvent(event)
        self.resized.emit()
