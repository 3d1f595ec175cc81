"""Stepper: a number between a minus and a plus button, typed for what the buttons do not reach."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.gui.theme import boxes
from playground.gui.theme.icon_button import IconButton
from playground.gui.theme.tooltips import plain_tip

_BUTTON = 20  # pixels
_FIELD = (26, 38)  # pixels, for two digits and for more
_AROUND = 10  # pixels of frame and air, for letters that are larger than the first
_ICON = 12


class Stepper(QWidget):
    """Asks for another number; shows only what it is told.

    Parameters
    ----------
    what : str
        What is counted, for accessible names: "units of hidden layer 1".
    least, most : int
        What the buttons reach. Any number can be typed.

    Attributes
    ----------
    value : int
        What is shown.
    stops : tuple of QWidget
        Where the Tab key stops, in this order.

    Signals
    -------
    wanted(int)
        The number a person wants.
    """

    wanted = Signal(int)

    def __init__(self, what: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.value = least
        self.minus = self._button("minus", f"Remove one of the {what}", -1)
        self.plus = self._button("plus", f"Add one to the {what}", 1)
        self.field = QLineEdit(alignment=Qt.AlignmentFlag.AlignCenter)
        self.field.setProperty("compact", True)
        self.field.setAccessibleName(f"Number of {what}")
        self.field.setToolTip(plain_tip(f"The number of {what}. Type any number."))
        self.field.editingFinished.connect(self._on_typed)
        self.stops = (self.minus, self.field, self.plus)
        boxes.row(*self.stops, into=self, spacing=0)
        self.show_value(least)

    def show_value(self, value: int) -> None:
        """Show a number without asking for it."""
        self.value = value
        with QSignalBlocker(self.field):
            self.field.setText(str(value))
        least = _FIELD[0] if value < 100 else _FIELD[1]
        digits = self.fontMetrics().horizontalAdvance(max("00", str(value), key=len))
        self.field.setFixedWidth(max(least, digits + _AROUND))
        for button, can, limit in (
            (self.minus, value > self._least, self._least),
            (self.plus, value < self._most, self._most),
        ):
            button.setEnabled(can)
            end = f"The buttons end at {limit:,}; type any number into the field."
            button.setToolTip(plain_tip(button.accessibleName() if can else end))
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:
        """Take larger letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.show_value(self.value)

    def _button(self, name: str, words: str, change: int) -> IconButton:
        button = IconButton(name, words, size=_ICON)
        button.setProperty("compact", True)
        button.setFixedSize(_BUTTON, _BUTTON)
        button.clicked.connect(lambda: self.wanted.emit(self.value + change))
        return button

    @Slot()
    def _on_typed(self) -> None:
        text = self.field.text().strip()
        if text == str(self.value):
            return
        try:
            number = int(text)
        except ValueError:
            number = self.value
        self.show_value(self.value)
        if number != self.value:
            self.wanted.emit(number)
