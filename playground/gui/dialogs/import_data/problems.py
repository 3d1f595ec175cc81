"""The rows with problems: where each stands, why, and its text."""

from __future__ import annotations

from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from playground.gui.controls.row_model import Column, Index, RowModel, lay_out
from playground.gui.dialogs.import_data.reading import Reading
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip

_MOST_SHOWN = 1000
_LONGEST_TEXT = 300  # characters
_MEASURED = 100  # rows that the width of the reasons follows
_WIDEST_REASON = 560  # pixels

_COLUMNS = (
    Column("Line", lambda row: f"{row.line:,}"),
    Column("Reason", attrgetter("reason"), of_words=True),
    Column("Text", lambda row: row.text[:_LONGEST_TEXT].replace("\n", " ⏎ "), of_words=True),
)


class ProblemsModel(RowModel):
    """Some rows with problems; a tool tip has room for what a cell has not."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_COLUMNS[index.column()].text(self.rows[index.row()]))
        return super().data(index, role)


class ProblemsPage(QWidget):
    """Lists the rows with problems of a reading, and offers to save them.

    Signals
    -------
    export_requested()
    """

    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableView()
        self._lines = ProblemsModel(_COLUMNS, self)
        self.table.setModel(self._lines)
        lay_out(self.table, "Rows with problems", self.fontMetrics().height() + 8)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 80)
        self.caption = Label(role="caption")
        self.export = QPushButton("Save these rows…", autoDefault=False)
        self.export.setToolTip("Write line, reason and text of every row with a problem to a file")
        self.export.setAccessibleName("Save the rows with problems")
        self.export.clicked.connect(self.export_requested)
        below = boxes.row((self.caption, 1), self.export)
        boxes.column((self.table, 1), below, into=self, margins=(0, 8, 0, 0), spacing=8)

    def show_reading(self, reading: Reading) -> None:
        """Show the rows with problems of another reading."""
        rows = reading.problems(_MOST_SHOWN) if reading.whole else []
        self._lines.show_rows(rows)
        metrics = self.table.fontMetrics()
        widest = max((metrics.horizontalAdvance(row.reason) for row in rows[:_MEASURED]), default=0)
        self.table.setColumnWidth(1, min(widest + 24, _WIDEST_REASON))
        self.export.setEnabled(bool(rows))
        count = reading.n_problems
        if count > len(rows):
            self.caption.setText(f"The first {len(rows):,} of {count:,} rows.")
        else:
            self.caption.setText("" if rows else "Every row could be read and has all its values.")
