"""The table of past runs as a widget: rows of three lines, chosen one by one or many at once."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from playground.gui.controls.row_model import lay_out
from playground.gui.run_history.cells import PictureCell, TickCell, WordsCell
from playground.gui.run_history.pictures import SIZE
from playground.gui.run_history.table import BEGAN, COST, PICTURE, SETTINGS, TICK
from playground.gui.theme import shown_theme
from playground.gui.theme.numbers import number_text

_BESIDE_TITLE, _APART = 18, 6  # pixels beside a title, and beside what stands below it
_WIDEST = 240
_LEAST_SETTINGS = 260


class PastTableView(QTableView):
    """Shows a `SortedPast`, or a sentence where it is empty.

    Attributes
    ----------
    words : str
        That sentence; empty where there are rows.
    """

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.setModel(model)
        lay_out(self, "Past runs", SIZE.height() + 8)
        self.setSortingEnabled(True)
        self.sortByColumn(BEGAN, Qt.SortOrder.DescendingOrder)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Of hundreds of rows, those on screen and a few more decide how wide columns are.
        self.horizontalHeader().setResizeContentsPrecision(20)
        for column, cell in (
            (TICK, TickCell(self)),
            (PICTURE, PictureCell(self)),
            (SETTINGS, WordsCell(self)),
        ):
            self.setItemDelegateForColumn(column, cell)
        self.setMinimumHeight(120)

    def fit(self) -> None:
        """Make the columns as wide as their words; the settings take what is left."""
        words = self.horizontalHeader().fontMetrics()
        for column in range(self.model().columnCount()):
            title = self.model().headerData(column, Qt.Orientation.Horizontal)
            lines = [words.horizontalAdvance(line) for line in title.split("\n")]
            width = max(max(lines) + _BESIDE_TITLE, self.sizeHintForColumn(column) + _APART)
            if column == COST:
                # That of a run that goes on may have shrunk to this in a moment.
                longest = self.fontMetrics().horizontalAdvance(number_text(8.88888888e-88))
                width = max(width, longest + _BESIDE_TITLE)
            self.setColumnWidth(column, min(width, _WIDEST))
        self._give_rest()

    def _give_rest(self) -> None:
        others = sum(
            self.columnWidth(column)
            for column in range(self.model().columnCount())
            if column != SETTINGS
        )
        self.setColumnWidth(SETTINGS, max(_LEAST_SETTINGS, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the settings what room there is now."""
        super().resizeEvent(event)
        self._give_rest()

    def say(self, words: str) -> None:
        """Show a sentence in place of the rows there are not; empty for none."""
        if words != self.words:
            self.words = words
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the row the keyboard begins at, so that every key has something to work on."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the sentence."""
        super().paintEvent(event)
        if not self.words:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(shown_theme(self).muted))
        area = QRect(self.viewport().rect()).adjusted(24, 0, -24, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self.words)
        painter.end()
