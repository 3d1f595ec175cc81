"""The rows with problems: where each stands, why, and its text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.data.tables import RejectedRow
from playground.gui.dialogs.import_data.headed_model import RIGHT, HeadedModel, Index
from playground.gui.dialogs.import_data.reading import Reading
from playground.gui.theme.tooltips import plain_tip

_MOST_SHOWN = 1000
_LONGEST_TEXT = 300  # characters
_MEASURED = 100  # rows that the width of the reasons follows
_WIDEST_REASON = 560  # pixels


class ProblemsModel(HeadedModel):
    """Some rows with problems."""

    headings = ("Line", "Reason", "Text")
    numbers = frozenset({0})

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[RejectedRow] = []

    def show_rows(self, rows: list[RejectedRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def n_rows(self) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            shown = (
                f"{row.line:,}",
                row.reason,
                row.text[:_LONGEST_TEXT].replace("\n", " ⏎ "),
            )[index.column()]
            return shown if role == Qt.ItemDataRole.DisplayRole else plain_tip(shown)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.numbers:
            return RIGHT
        return None


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
        self.table.setAccessibleName("Rows with problems")
        self.table.setModel(ProblemsModel(self))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 80)
        self.caption = QLabel()
        self.caption.setProperty("role", "caption")
        self.export = QPushButton("Save these rows…")
        self.export.setAutoDefault(False)
        self.export.setAccessibleName("Save the rows with problems")
        self.export.setToolTip("Write line, reason and text of every row with a problem to a file")
        self.export.clicked.connect(self.export_requested)
        below = QHBoxLayout()
        below.addWidget(self.caption, 1)
        below.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def show_reading(self, reading: Reading) -> None:
        """Show the rows with problems of another reading."""
        rows = reading.problems(_MOST_SHOWN) if reading.whole else []
        self.table.model().show_rows(rows)
        metrics = self.table.fontMetrics()
        widest = max((metrics.horizontalAdvance(row.reason) for row in rows[:_MEASURED]), default=0)
        self.table.setColumnWidth(1, min(widest + 24, _WIDEST_REASON))
        self.export.setEnabled(bool(rows))
        count = reading.n_problems
        if count > len(rows):
            self.caption.setText(f"The first {len(rows):,} of {count:,} rows.")
        else:
            self.caption.setText("" if rows else "Every row could be read and has all its values.")
