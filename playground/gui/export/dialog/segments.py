"""Segments: a few values side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QToolButton, QWidget

from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.theme import boxes


class Segments(QWidget):
    """Buttons of which one is down; it is down the next time as well.

    Parameters
    ----------
    name : str
        For screen readers, and what the choice is remembered under.
    values : mapping of str to str
        Labels by value.
    default : str
        The value at first.

    Signals
    -------
    chosen(str)
    """

    chosen = Signal(str)

    def __init__(self, name: str, values: Mapping[str, str], default: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._name = name.lower()
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = boxes.row(into=self, spacing=4)
        for value, label in values.items():
            button = QToolButton(text=label, checkable=True, accessibleName=f"{name}: {label}")
            button.setProperty("segment", True)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[value] = button
        row.addStretch(1)
        self.buttons[remembered(self._name, default, values)].setChecked(True)
        group.buttonClicked.connect(self._on_clicked)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return next(value for value, button in self.buttons.items() if button.isChecked())

    def _on_clicked(self, button: QAbstractButton) -> None:
        remember(self._name, self.value)
        self.chosen.emit(self.value)
