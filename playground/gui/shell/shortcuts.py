"""The sheet of shortcuts, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from playground.gui.shell.action import Action, keys_of


class ShortcutsDialog(QDialog):
    """Every action that has keys, with its keys and what it does."""

    def __init__(self, actions: Iterable[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAccessibleName("Shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, action in enumerate(action for action in actions if action.keys):
            keys = QLabel(", ".join(_native(key) for key in keys_of(action)))
            keys.setProperty("role", "heading")
            words = QLabel(action.tip)
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignBottom)
        hint = QLabel("Tab moves from field to field; the arrow keys move a slider by one step.")
        hint.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addWidget(hint)


def _native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
