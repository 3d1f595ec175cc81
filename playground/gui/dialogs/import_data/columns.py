"""The columns of a table, one a line: what each holds and what it is for."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.data.columns.column import Column as TableColumn
from playground.data.columns.roles import Role
from playground.data.csv_source import CsvFile
from playground.data.name_list import names_in
from playground.gui.controls.row_model import SORT, Column, Index, RowModel, lay_out
from playground.gui.dialogs.import_data.choices import (
    ROLE_HELP,
    ROLE_LABELS,
    read_as_text,
    with_role,
)
from playground.gui.dialogs.import_data.reading import Reading
from playground.gui.theme.tooltips import plain_tip
from playground.settings import changed

_KINDS = {
    "number": "Numbers", "boolean": "Yes or no", "category": "Text", "date": "Dates",
    "empty": "Nothing",
}  # fmt: skip
_KEYS: dict[int, Role] = {
    Qt.Key.Key_F: "feature", Qt.Key.Key_L: "label", Qt.Key.Key_I: "ignore",
}  # fmt: skip

_CHEVRON = ((-4, -2), (0, 2), (4, -2))  # pixels

#: The choices of a cell, as a list of (word, label).
ChoicesRole = SORT + 1


class _Line(NamedTuple):
    """A column, what it is for, and what it ranges over."""

    column: TableColumn
    role: Role
    values: str

    @property
    def holds(self) -> str:
        """What kind of values, how many words there are, and how many gaps."""
        column = self.column
        words = _KINDS[column.kind]
        if column.kind in ("category", "boolean"):
            words += f", {column.distinct:,} different"
        return words + (f", {column.missing:,} missing" if column.missing else "")

    @property
    def remark(self) -> str:
        """What was found about it."""
        name = f"Column '{self.column.name}' "
        return self.column.sentence.removeprefix(name).capitalize()


_COLUMNS = (
    Column("Column", attrgetter("column.name"), of_words=True),
    Column("Role", lambda line: ROLE_LABELS[line.role], of_words=True),
    Column("Holds", attrgetter("holds"), of_words=True),
    Column("Values", attrgetter("values"), of_words=True),
    Column("Remark", attrgetter("remark"), of_words=True),
)
NAME, ROLE, HOLDS, VALUES, REMARK = range(len(_COLUMNS))


class ColumnsModel(RowModel):
    """The columns of a `Reading`.

    Signals
    -------
    edited(dict)
        Settings of the file by name with the values that a person's wish gives them.
    """

    edited = Signal(object)

    def __init__(self, reading: Reading, widget: QWidget) -> None:
        super().__init__(_COLUMNS, widget)
        self.reading = reading

    def show_reading(self, reading: Reading) -> None:
        """Show another reading; an open editor stays open where the columns are the same."""
        same = self.reading.table.names == reading.table.names
        self.reading = reading
        lines = [*map(_Line, reading.columns, reading.roles, reading.values)]
        if not same:
            self.show_rows(lines)
        elif lines:
            self.rows = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, REMARK))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.data(index, ChoicesRole):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, place = self.rows[index.row()], index.column()
        column, given = line.column, line.role
        if role == Qt.ItemDataRole.EditRole:
            return given if place == ROLE else self._is_text(index.row())
        if role == ChoicesRole and place == ROLE:
            return list(ROLE_LABELS.items())
        if role == ChoicesRole and place == HOLDS:
            as_number = column.kind == "number" or self._is_said(column.name)
            return [(False, "Read as numbers"), (True, "Read as text")] if as_number else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return ROLE_HELP[given] if place == ROLE else plain_tip(column.sentence) or None
        if role == Qt.ItemDataRole.ForegroundRole and (given == "ignore" or place == REMARK):
            return self._widget.palette().placeholderText()
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Propose a change; what is shown follows when the file was read that way."""
        if value == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        names = [self.reading.columns[index.row()].name]
        if index.column() == ROLE:
            self.propose_role(names, value)
        else:
            self._propose(read_as_text(self.reading.source, names, value))
        return True

    def propose_role(self, names: list[str], role: Role) -> None:
        """Propose another role for some columns."""
        self._propose(with_role(self.reading.source, self.reading.columns, names, role))

    def _propose(self, source: CsvFile) -> None:
        changes = changed(self.reading.source, source)
        self.edited.emit({entry.path: entry.value for entry in changes})

    def _is_text(self, row: int) -> bool:
        return self.reading.table.columns[row].dtype == object

    def _is_said(self, name: str) -> bool:
        return name in names_in(self.reading.source.text_columns)


class _ChoiceDelegate(QStyledItemDelegate):
    """Edits a cell with a combo box of its choices, which opens at once."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        if index.data(ChoicesRole):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(option.palette.placeholderText(), 1.2))
            middle = QPointF(option.rect.right() - 12, option.rect.center().y() + 1)
            painter.drawPolyline([middle + QPointF(x, y) for x, y in _CHEVRON])
            painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget:
        combo, title = QComboBox(parent), _COLUMNS[index.column()].title
        combo.setAccessibleName(f"{title} of {index.siblingAtColumn(NAME).data()}")
        for word, label in index.data(ChoicesRole):
            combo.addItem(label, word)
        combo.activated.connect(partial(self._take, combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QComboBox, index: QModelIndex) -> None:
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(
        self, editor: QComboBox, model: QAbstractItemModel, index: QModelIndex
    ) -> None:
        model.setData(index, editor.currentData())

    def _take(self, combo: QComboBox, _place: int) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)


class ColumnsTable(QTableView):
    """Shows a `ColumnsModel`. Roles change by a click, by the keys F, L and I, or by a menu."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.lines = ColumnsModel(reading, self)
        self.setModel(self.lines)
        lay_out(self, "Columns and their roles", self.fontMetrics().height() + 12)
        self.setItemDelegate(_ChoiceDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.clicked.connect(self._on_clicked)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in ((NAME, 144), (ROLE, 92), (HOLDS, 168), (VALUES, 168)):
            self.setColumnWidth(place, width)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        # With a control key or Shift a click selects several columns.
        if len(self.selectionModel().selectedRows()) == 1 and index.data(ChoicesRole):
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        role = _KEYS.get(event.key()) if not event.modifiers() else None
        if role is not None and self.selected_names():
            self.lines.propose_role(self.selected_names(), role)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(ROLE))
        else:
            super().keyPressEvent(event)

    def selected_names(self) -> list[str]:
        """The names of the selected columns, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.lines.rows[row].column.name for row in rows]

    def role_menu(self, names: list[str]) -> QMenu:
        """A menu that gives columns another role."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for role, label in ROLE_LABELS.items():
            action = menu.addAction(label, partial(self.lines.propose_role, names, role))
            action.setToolTip(plain_tip(ROLE_HELP[role]))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        if self.selected_names():
            self.role_menu(self.selected_names()).popup(self.viewport().mapToGlobal(place))
