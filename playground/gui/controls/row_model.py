"""RowModel: rows of one kind as a table whose columns say what stands in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

from playground.dataclass import dataclass
from playground.gui.theme.tooltips import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

#: The number or the word that rows are sorted by.
SORT = Role.UserRole


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    title : str
    text : callable
        ``text(row)`` is what a person reads.
    value : callable
        ``value(row)`` is the number or the word to sort by; NaN comes last. By default the text.
    tip : str
        What the title says in more words.
    of_words : bool
        Whether it holds words, which stand at the left.
    """

    title: str
    text: Callable[[Any], str]
    value: Callable[[Any], float | str] | None = None
    tip: str = ""
    of_words: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Words at the left, numbers at the right."""
        return LEFT if self.of_words else RIGHT

    def sorted_by(self, row: Any) -> float | str:
        """What a row is sorted by."""
        value = self.text(row) if self.value is None else self.value(row)
        return math.inf if isinstance(value, float) and math.isnan(value) else value


class RowModel(QAbstractTableModel):
    """A flat table.

    Parameters
    ----------
    columns : sequence of Column
    widget : QWidget
        Where it is shown.

    Attributes
    ----------
    rows : sequence
        What the columns are given.
    """

    def __init__(self, columns: Sequence[Column], widget: QWidget) -> None:
        super().__init__(widget)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()
        self._widget = widget

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.ToolTipRole:
            return plain_tip(column.tip) or None
        return column.alignment if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Role.DisplayRole:
            return column.text(self.rows[index.row()])
        if role == SORT:
            return column.sorted_by(self.rows[index.row()])
        return column.alignment if role == Role.TextAlignmentRole else None


def lay_out(table: QTableView, name: str, line: int) -> None:
    """Give a table the looks of all: rows of one height and no grid, and Tab leaves it."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(line)
    table.horizontalHeader().setHighlightSections(False)
