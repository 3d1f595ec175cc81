"""The window of past runs: find one, pin it, name it, go back to it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.gui.run_history.recorder import Recorder
from playground.gui.run_history.table import BEGAN, NAME, PIN, SETTINGS, PastTable, SortedPast


class HistoryWindow(QWidget):
    """Every run and study since the program was started, in a table.

    Signals
    -------
    restore_wanted(ExperimentSpec)
        Make this the experiment again.
    """

    restore_wanted = Signal(object)

    def __init__(self, recorder: Recorder, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("history_window")
        self.setWindowTitle("Run history – Neural playground")
        self.setAccessibleName("Run history")
        self.resize(1160, 480)
        self.model = PastTable(recorder.past, self)
        self.sorted = SortedPast(self.model, self)
        recorder.changed.connect(self._on_changed)
        self.filter = QLineEdit(placeholderText="Find: adam, spiral, run 3 …")
        self.filter.setAccessibleName("Find past runs")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(260)
        self.restore = QPushButton("Restore")
        self.restore.setToolTip(
            "Make the experiment of this run the present one (Enter). It can be undone."
        )
        self.restore.setProperty("accent", True)
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.table = self._table()
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.setSpacing(12)
        head.addWidget(self.filter)
        head.addWidget(self.hint, 1)
        head.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.filter.textChanged.connect(self._on_filter)
        self.restore.clicked.connect(self._restore)
        self.table.doubleClicked.connect(self._on_double_click)
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        QShortcut(QKeySequence("Ctrl+W"), self).activated.connect(self.close)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._restore)
        self._fit()
        self._show_state()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName("Past runs")
        table.setModel(self.sorted)
        table.setSortingEnabled(True)
        table.sortByColumn(BEGAN, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(SETTINGS, QHeaderView.ResizeMode.Stretch)
        return table

    def _fit(self) -> None:
        """Make the columns as wide as their words; the settings take what is left."""
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(PIN, 48)
        self.table.setColumnWidth(NAME, max(140, self.table.columnWidth(NAME)))

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_changed(self) -> None:
        fewer = self.model.rowCount()
        self.model.renew()
        if self.model.rowCount() != fewer:
            self._fit()
        self._show_state()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self.sorted.find(text)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self.restore.setEnabled(bool(self.table.selectionModel().selectedRows()))
        shown, total = self.sorted.rowCount(), self.model.rowCount()
        if not total:
            words = "Every run and study will stand here once it has trained."
        elif shown < total:
            words = f"{shown:,} of {total:,} shown"
        else:
            words = "F2 renames a run; a pinned one stays at the top."
        self.hint.setText(words)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() != PIN:
            self._restore()

    @Slot()
    def _restore(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            self.restore_wanted.emit(self.sorted.run_at(rows[0]).spec)
