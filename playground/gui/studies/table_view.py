"""A study's table on the screen: sorted by a click on a title, one row selected."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from playground.gui.controls.row_model import SORT, lay_out
from playground.gui.studies.columns import ENDED
from playground.gui.studies.table import StudyTable


class StudyTableView(QTableView):
    """A `StudyTable`, sorted by a click on a title."""

    def __init__(self, model: StudyTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._sorted = QSortFilterProxyModel(self, sourceModel=model, sortRole=SORT)
        self.setModel(self._sorted)
        lay_out(self, "Table of the study", 28)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(72)

    def fit_columns(self) -> None:
        """Make every column as wide as its words; not at every frame, which would cost it all."""
        # The last one takes what is left: a run that failed has much to say, and says it in the
        # tooltip, too.
        for section in range(ENDED):
            self.resizeColumnToContents(section)

    @property
    def selected(self) -> str:
        """The label of the row that is selected; empty where none is."""
        rows = self.selectionModel().selectedRows()
        if not rows:
            return ""
        return self._model.lines[self._sorted.mapToSource(rows[0]).row()].row.label
