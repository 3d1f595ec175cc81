"""A place for a widget that is made when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.gui.theme import boxes


class LazyWidget(QWidget):
    """Empty until it is shown; then filled, once, by `make`."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make: Callable[[], QWidget] | None = make
        self._column = boxes.column(into=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make what belongs here: what is painted is seen, and not only shown in passing."""
        super().paintEvent(event)
        if self._make is not None:
            QTimer.singleShot(0, self._fill)

    @Slot()
    def _fill(self) -> None:
        if self._make is not None and self.isVisible() and not self.visibleRegion().isEmpty():
            make, self._make = self._make, None
            widget = make()
            self._column.addWidget(widget)
            widget.show()  # at once: a layout would do it later, and so long it takes no keyboard
