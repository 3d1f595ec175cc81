"""The sheet of shortcuts, made from the declarations of the actions."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.gui.shell.action import MENUS, Action, keys_of

_COLUMNS = 2


class ShortcutsDialog(QDialog):
    """Every action that has keys, with its keys and what it does, menu by menu."""

    def __init__(self, actions: Iterable[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAccessibleName("Shortcuts")
        groups: dict[str, list[Action]] = {}
        for action in actions:
            if action.keys:
                groups.setdefault(action.menu, []).append(action)
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(32)
        for column in _balanced(list(groups.items())):
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            for menu, listed in column:
                self._add(grid, menu, listed)
            grid.setRowStretch(grid.rowCount(), 1)
            row.addLayout(grid)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        area.setMinimumWidth(sheet.sizeHint().width() + 24)
        hint = QLabel("Tab moves from field to field; the arrow keys move a slider step by step.")
        hint.setProperty("role", "caption")
        hint.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 12)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addWidget(hint)
        self.resize(area.minimumWidth(), min(sheet.sizeHint().height() + 72, 620))

    @staticmethod
    def _add(grid: QGridLayout, menu: str, actions: Iterable[Action]) -> None:
        heading = QLabel(MENUS[menu].text.replace("&", "") if menu in MENUS else "")
        heading.setProperty("role", "heading")
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for action in actions:
            row = grid.rowCount()
            keys = QLabel(", ".join(_native(key) for key in keys_of(action)))
            keys.setProperty("role", "caption")
            grid.addWidget(keys, row, 0)
            grid.addWidget(QLabel(action.tip), row, 1)


def _balanced(groups: list[tuple[str, list[Action]]]) -> list[list[tuple[str, list[Action]]]]:
    """The groups in columns of about the same height, in their order."""
    total = sum(len(listed) + 2 for _, listed in groups)
    columns: list[list[tuple[str, list[Action]]]] = [[]]
    height = 0
    for group in groups:
        size = len(group[1]) + 2
        if columns[-1] and height + size / 2 > total / _COLUMNS and len(columns) < _COLUMNS:
            columns.append([])
            height = 0
        columns[-1].append(group)
        height += size
    return columns


def _native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
