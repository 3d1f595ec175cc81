"""The lower part of the study window: the table, and the cost that its steps are counted to."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.experiment.studies.results.table import table
from playground.gui.studies.scene import Scene
from playground.gui.studies.table import StudyTable
from playground.gui.studies.table_view import StudyTableView
from playground.gui.theme import Theme, boxes
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import number_text

_COST_TIP = (
    "The table counts the steps until the train cost, measured after each epoch, was this low. "
    "Empty: a cost that at least half of the variations reach."
)


class TablePanel(QWidget):
    """Shows the rows of a scene.

    Signals
    -------
    rate_edited(str, float), refused(str)
        As of `StudyTable`.
    selection_changed()
    """

    rate_edited = Signal(str, float)
    refused = Signal(str)
    selection_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = StudyTable(theme, self)
        self.view = StudyTableView(self.model)
        self._scene: Scene | None = None
        self._rates: Mapping[str, float] = {}
        self._editable = False
        self.hint = Label(role="caption")
        label = Label("Train cost to reach", "caption")
        self.cost = QLineEdit(accessibleName=label.text(), maximumWidth=96, toolTip=_COST_TIP)
        self.cost.setAlignment(Qt.AlignmentFlag.AlignRight)
        label.setBuddy(self.cost)
        row = boxes.row((self.hint, 1), label, self.cost, margins=(12, 0, 12, 0), spacing=8)
        boxes.column(row, (self.view, 1), into=self, margins=(0, 4, 0, 0), spacing=4)
        self.cost.editingFinished.connect(self._renew)
        self.model.rate_edited.connect(self.rate_edited)
        self.model.refused.connect(self.refused)
        self.view.selectionModel().selectionChanged.connect(self.selection_changed)

    @property
    def selected(self) -> str:
        """The label of the row that is selected; empty where none is."""
        return self.view.selected

    def begin(self, rates_editable: bool) -> None:
        """Make room for another study, whose variations may have learning rates of their own."""
        self._scene, self._editable = None, rates_editable
        self.hint.setText("Double-click a learning rate to change it." if rates_editable else "")
        self.model.clear()

    def show_scene(self, scene: Scene, rates: Mapping[str, float]) -> None:
        """Show the rows of a study; `rates` are those that the next run will have, by label."""
        first = not self.model.lines
        self._scene = scene
        self.show_rates(rates)
        if first or scene.finished:
            self.view.fit_columns()

    def show_rates(self, rates: Mapping[str, float]) -> None:
        """Show other learning rates for the next run."""
        self._rates = rates
        self._renew()

    @Slot()
    def _renew(self) -> None:
        scene = self._scene
        if scene is None:
            return
        cost, rows = self._chosen_cost(), scene.rows
        if math.isnan(cost):
            cost = scene.cost
            self.cost.setPlaceholderText(number_text(cost, 3) if math.isfinite(cost) else "")
        else:
            rows = table(scene.result, cost)
        self.model.show_rows(rows, scene.result, cost, self._rates, self._editable)

    def _chosen_cost(self) -> float:
        """The cost somebody typed; NaN where nobody did."""
        try:
            cost = float(self.cost.text().replace(",", "."))
        except ValueError:
            cost = math.nan
        if not math.isfinite(cost):
            self.cost.clear()
            return math.nan
        return cost

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.model.recolour(theme)
