"""The sheet of shortcuts, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget


class ShortcutsDialog(QDialog):
    """Every action that has keys, with its keys and what it does."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAccessibleName("Shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, action in enumerate(a for a in actions if not a.shortcut().isEmpty()):
            keys = QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            keys.setProperty("role", "heading")
            words = QLabel(action.toolTip().rsplit(" (", 1)[0])
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignBottom)
        hint = QLabel("Tab moves from field to field; the arrow keys move a slider by one step.")
        hint.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addWidget(hint)
