"""A small table in the form: cells to type in, or to paste from a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from playground.data.by_hand.typed_table import (
    MOST_COLUMNS,
    MOST_ROWS,
    cells_in,
    parse_table,
    table_of_cells,
)
from playground.data.errors import DataError
from playground.gui.controls.editors import Editor
from playground.gui.controls.fields import ScrolledOver
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.style import restyle
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting

_MOST_SHOWN = 8  # rows that are seen at once
_NARROWEST = 44  # pixels of a column
_TIP = (
    "The first row holds the names. Type in the empty row and column to go on; Delete clears what "
    "is selected; paste with Ctrl+V, on the first cell in place of the whole table."
)


class Cells(ScrolledOver, QTableWidget):
    """Cells to type in, with an empty row and column at the end to go on in.

    The first row holds the names of the columns.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("own_keys", True)  # Enter ends a cell, not the whole table
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 8)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )

    @property
    def cells(self) -> list[list[str]]:
        """What stands in all cells."""
        items = (
            [self.item(row, column) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        )
        return [["" if item is None else item.text() for item in row] for row in items]

    def fill(self, cells: list[list[str]]) -> None:
        """Show these rows, the names first, and room to go on."""
        with QSignalBlocker(self):
            self.clearContents()
            width = max(map(len, cells), default=0)
            self.setRowCount(min(len(cells), MOST_ROWS) + 1)
            self.setColumnCount(min(width, MOST_COLUMNS - 1) + 1)
            for row, texts in enumerate(cells[: self.rowCount()]):
                for column, text in enumerate(texts[: self.columnCount()]):
                    self.setItem(row, column, QTableWidgetItem(text))
            self._dress()

    def grow(self) -> None:
        """Leave room to go on, wherever something was typed at the end."""
        with QSignalBlocker(self):
            cells = self.cells
            if any(cells[-1]) and self.rowCount() <= MOST_ROWS:
                self.setRowCount(self.rowCount() + 1)
            if any(row[-1] for row in cells) and self.columnCount() < MOST_COLUMNS:
                self.setColumnCount(self.columnCount() + 1)
            self._dress()

    def _dress(self) -> None:
        """Names in bold; columns as wide as what stands in them."""
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                if (item := self.item(row, column)) is not None:
                    font = self.font()
                    font.setBold(row == 0)
                    item.setFont(font)
        self.resizeColumnsToContents()
        self._fit()

    def _fit(self) -> None:
        """As tall as the rows, up to `_MOST_SHOWN` of them."""
        rows = min(self.rowCount(), _MOST_SHOWN) * self.verticalHeader().defaultSectionSize()
        wide = self.horizontalHeader().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        self.setFixedHeight(rows + bar + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the scroll bar where the columns do not fit."""
        super().resizeEvent(event)
        self._fit()

    # ------------------------------------------------------------------ the clipboard

    def paste(self, text: str) -> None:
        """Put the cells of a text from the current one on; on the first in place of all."""
        row, column = max(0, self.currentRow()), max(0, self.currentColumn())
        pasted = cells_in(text)
        if not pasted:
            return
        if (row, column) == (0, 0):
            try:
                table = parse_table(text)
                pasted = [list(table.names), *map(list, table.rows)]
            except DataError:
                pass  # what is wrong with it is told below the cells
            self.fill(pasted)
        else:
            cells = self.cells
            for r, texts in enumerate(pasted, row):
                cells += [[] for _ in range(r + 1 - len(cells))]
                cells[r] += [""] * (column + len(texts) - len(cells[r]))
                cells[r][column : column + len(texts)] = texts
            while cells and not any(cells[-1]):
                cells.pop()
            width = max(c + 1 for line in cells for c, cell in enumerate(line) if cell)
            self.fill([line[:width] for line in cells])
        self.cellChanged.emit(row, column)

    def _copy(self) -> None:
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        lines: dict[int, list[str]] = {}
        for row, column in chosen:
            lines.setdefault(row, []).append(self.cells[row][column])
        QGuiApplication.clipboard().setText("\n".join(map("\t".join, lines.values())))

    def _clear(self) -> None:
        chosen = self.selectedIndexes()
        with QSignalBlocker(self):
            for index in chosen:
                self.takeItem(index.row(), index.column())
        if chosen:
            self.cellChanged.emit(chosen[0].row(), chosen[0].column())

    def event(self, event: QEvent) -> bool:
        """What is typed goes into the cells; only Space means there what it always does."""
        is_claimed = event.type() == QEvent.Type.ShortcutOverride
        if is_claimed and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _is_own(event: QKeyEvent) -> bool:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        typed = plain and event.text().isprintable() and event.text().strip()
        keys = QKeySequence.StandardKey
        return bool(typed) or any(
            event.matches(key) for key in (keys.Paste, keys.Copy, keys.SelectAll, keys.Delete)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste and clear."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        else:
            super().keyPressEvent(event)


class TableEditor(Editor):
    """Edits the text of a `TypedTable` as cells.

    A table that is not whole yet is nobody's: below the cells stands what it lacks, and the
    experiment goes on with the one before.
    """

    wide = True

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._shown = ""
        self.problem = ""  # what is wrong with the cells
        self.cells = Cells()
        self.cells.setAccessibleName(setting.label)
        self.cells.setAccessibleDescription(f"{setting.help} {_TIP}")
        self.cells.setToolTip(plain_tip(_TIP))
        self.cells.cellChanged.connect(self._on_changed)
        self.words = Label(role="caption", wordWrap=True)
        self.paste = QToolButton(text="Paste")
        self.paste.setAccessibleName(f"{setting.label}: paste")
        self.paste.setToolTip("Replace the table by the cells on the clipboard")
        self.paste.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.paste.clicked.connect(self._on_paste)
        line = boxes.row((self.words, 1))
        line.addWidget(self.paste, 0, Qt.AlignmentFlag.AlignTop)
        column = boxes.column(self.cells, line, spacing=3)
        self.row.addLayout(column, 1)

    def focus_widget(self) -> QWidget:
        return self.cells

    def show_value(self, value: str) -> None:
        if value == self._shown and self.problem:
            return  # whoever is still at it goes on
        self._shown = value
        table = parse_table(value)
        cells = [list(table.names), *map(list, table.rows)]
        if [line[:-1] for line in self.cells.cells[:-1]] != cells:
            self.cells.fill(cells)
        self._tell("")

    def _tell(self, problem: str) -> None:
        self.problem = problem
        restyle(self.words, role="error" if problem else "caption")
        rows = len(parse_table(self._shown).rows) if self._shown else 0
        self.words.setText(problem or f"{rows:,} row{'' if rows == 1 else 's'}")

    @Slot()
    def _on_changed(self) -> None:
        self.cells.grow()
        try:
            text = table_of_cells(self.cells.cells).text
        except DataError as error:
            self._tell(str(error))
            return
        self._tell("")
        if text != self._shown:
            self.edited.emit(text)

    @Slot()
    def _on_paste(self) -> None:
        self.cells.setCurrentCell(0, 0)
        self.cells.paste(QGuiApplication.clipboard().text())
