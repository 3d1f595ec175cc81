"""Results: confusion matrix or predicted against true, measures, and examples worst first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QSlider,
    QSplitter,
    QTableView,
    QWidget,
)

from playground.data.datasets import Split
from playground.experiment.probe import Probe
from playground.experiment.probes.results import ResultsProbe
from playground.experiment.probes.symptoms import SymptomsProbe
from playground.experiment.results import AnyResults, ClassResults, RegressionResults
from playground.experiment.snapshot import Frame
from playground.experiment.wording import error_text, measured
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.pointing import Examples, Threshold
from playground.gui.plotting.symptom_line import SymptomLine
from playground.gui.plotting.view import Switches, View
from playground.gui.plotting.words import WRAPPED, write
from playground.gui.theme import Theme, boxes
from playground.gui.views.registry import views
from playground.gui.views.results.charts import Sheet, charts_of
from playground.gui.views.results.examples_table import ExamplesModel
from playground.gui.views.results.linear_model import LinearModelLine
from playground.gui.views.results.matrix import Matrix
from playground.limits import shortened

_PARTS = {"dev": "Dev set", "train": "Training set"}
_NEAR = 10  # pixels from a point within which a click means it


def headline(found: AnyResults) -> str:
    """The error of a part beside that of the best guess which looks at nothing."""
    if not found.m:
        return f"The {found.part} set is empty."
    if isinstance(found, RegressionResults):
        better = found.error < found.baseline_error
        words = (
            f"{found.part.capitalize()} error {measured(found.error)}; always answering the mean "
            f"gives {measured(found.baseline_error)}"
        )
        words += "." if better else ": this network is no better than that."
        return (
            f"{words} R² {measured(found.r_squared)}, mean absolute error "
            f"{measured(found.mean_absolute_error)}."
        )
    name = shortened(found.class_names[found.baseline_class])
    words = (
        f"{found.part.capitalize()} {error_text(found.error, 'binary')} wrong; always "
        f"'{name}' is {error_text(found.baseline_error, 'binary')} wrong"
    )
    if found.error > found.baseline_error:
        return f"{words}: this network is worse than that."
    if found.error == found.baseline_error:
        return f"{words}: this network is no better than that."
    return f"{words}. F1 {measured(float(found.f1.mean()))} on average."


@views.register("results")
class ResultsView(View):
    """What the network gets right and wrong on the dev set, or on the training set."""

    picture_size = (720, 420)
    report_size = (644, 360)
    usual_size = (480, 380)
    least_size = (280, 160)
    sentence = "Train, and what the network gets right and wrong will appear here."

    def _build(self) -> None:
        self.found: AnyResults | None = None
        self._measured: AnyResults | None = None  # at the threshold of 0.5
        self._matrix = Matrix()
        self._cell: tuple[int, int] | None = None
        self._row: int | None = None
        self._places: np.ndarray | None = None  # of the examples, as they were painted last
        self._wanted = ""  # the chart, by name
        self._told = False  # whether the examples that all views mark were chosen here
        self._split: Split | None = None
        self.part = QComboBox(accessibleName="Part of the data")
        self._part = "dev"  # that was asked for, though there may be none
        self.part.activated.connect(self._on_part)
        self.quantity = QComboBox(accessibleName="Quantity")
        self.quantity.activated.connect(self._show_found)
        self.chart = QComboBox(accessibleName="Chart")
        self.chart.activated.connect(self._on_chart)
        self.linear = LinearModelLine(self)
        self.linear.call_requested.connect(self.call_requested)
        self.threshold = QSlider(Qt.Orientation.Horizontal, minimum=1, maximum=99, value=50)
        self.threshold.setAccessibleName("Threshold")
        self.threshold.setToolTip("From which output on the second class is said")
        self.threshold.valueChanged.connect(self._on_threshold)
        self.threshold_words = QLabel("Threshold 0.5")
        for choice in (self.part, self.quantity, self.chart):  # some are filled when already shown
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choices = self.part, self.quantity, self.chart, 1, self.linear.button
        row = boxes.row(*choices, margins=(12, 4, 12, 0))
        below = boxes.row(self.threshold_words, (self.threshold, 1), margins=(12, 0, 12, 0))
        self.words = QLabel(self.sentence, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.words.setContentsMargins(12, 0, 12, 0)
        self.canvas = Canvas(self.paint_chart)
        self.canvas.setMinimumSize(220, 150)
        self.canvas.pressed.connect(self.choose_at)
        self.model = ExamplesModel()
        self.table = QTableView(accessibleName="Examples, worst first")
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(70)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.symptom = SymptomLine()
        self.symptom.setContentsMargins(12, 0, 12, 0)
        self.symptom.remedy_proposed.connect(self.study_proposed)
        stack = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        stack.addWidget(self.canvas)
        stack.addWidget(self.table)
        stack.setSizes([240, 160])
        stack.setMinimumHeight(270)
        content = QWidget()
        scroll = boxes.scrolled(content, self.title)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        boxes.column(scroll, into=self)
        parts = row, below, self.words, self.linear.words, (stack, 1), self.symptom
        boxes.column(*parts, into=content, margins=(0, 0, 0, 8), spacing=4)
        _offer(self.part, _PARTS)  # only now: what is shown and stands nowhere would be a window
        self._show_measured(())

    # ------------------------------------------------------------------ drawing

    def probes(self) -> tuple[Probe, ...]:
        """The results of the part that is chosen, and what may be wrong."""
        return ResultsProbe(self._part), SymptomsProbe()

    def _draw(self, frame: Frame) -> None:
        if frame.split is not self._split:
            self._split, self._cell, self._row = frame.split, None, None  # of other examples
        found = frame.probes.get(ResultsProbe)
        has_dev = frame.run.split.dev.m > 0
        _offer(self.part, {name: _PARTS[name] for name in _PARTS if has_dev or name != "dev"})
        self.part.setCurrentIndex(max(0, self.part.findData(self._part)))
        self.symptom.show_findings(frame.probes.get(SymptomsProbe))
        if found is self._measured and found is not None:
            return
        self._measured = found
        self.linear.show_frame(frame, found)
        several = isinstance(found, RegressionResults) and len(found.targets) > 1
        self._show_measured(frame.run.dataset.output_names if several else ())

    def _show_measured(self, quantities: tuple[str, ...]) -> None:
        """Show what was measured, of several quantities the one that is chosen."""
        found = self._measured
        binary = isinstance(found, ClassResults) and len(found.class_names) == 2
        self.threshold.setVisible(binary)
        self.threshold_words.setVisible(binary)
        _offer(self.quantity, {name: name for name in quantities})
        self._show_charts()
        self._show_found()

    def _show_charts(self) -> None:
        """Let the person choose among the charts there are."""
        charts = {} if self._measured is None else charts_of(self._measured)
        _offer(self.chart, {name: chart.title for name, chart in charts.items()})
        self.chart.setCurrentIndex(max(0, self.chart.findData(self._wanted)))

    @Slot()
    def _show_found(self) -> None:
        """Show what was measured, at the threshold where there are two classes."""
        found = self._measured
        if isinstance(found, ClassResults) and len(found.class_names) == 2:
            found = found.at_threshold(self._at)
        elif isinstance(found, RegressionResults) and len(found.targets) > 1:
            found = found.of_quantity(max(0, self.quantity.currentIndex()))
        self.found = found
        self.words.setText(self.sentence if found is None else headline(found))
        self._show_table()
        self.canvas.update()

    def _show_table(self) -> None:
        chosen = None
        if isinstance(self.found, ClassResults) and self._cell is not None:
            true, predicted = self._cell
            chosen = (self.found.truth == true) & (self.found.predicted == predicted)
        self.model.show_results(self.found, chosen)
        rows = np.flatnonzero(self.model.places == self._row)
        if len(rows):  # the table has forgotten it
            flags = QItemSelectionModel.SelectionFlag
            here = self.model.index(int(rows[0]), 0)
            self.table.selectionModel().select(here, flags.Select | flags.Rows)
        else:
            self._tell_chosen()

    def _tell_chosen(self) -> None:
        """Let the other views mark the example of the row that is chosen, or those of the cell."""
        places: tuple[int, ...] = ()
        if self.found is not None and self._row is not None:
            places = (self._row,)
        elif self.found is not None and self._cell is not None:
            places = tuple(self.model.places.tolist())
        if places or self._told:
            self.pointed.emit(Examples(self.found.part if self.found else "dev", places))
        self._told = bool(places)

    @property
    def _at(self) -> float:
        return self.threshold.value() / 100

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        """Paint the chart that is chosen; of classes beside the matrix."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found, self._places = self.found, None
        if found is None or not found.m:
            return
        area = area.adjusted(12, 4, -12, -4)
        charts = charts_of(found)
        chart = charts.get(self._wanted) or next(iter(charts.values()))
        if not isinstance(found, ClassResults):
            self._places = chart.paint(Sheet(painter, area, self.theme), found, self._row)
            return
        alone = chart is charts.get("none")
        split = area.width() * (1.0 if alone else 0.58)
        left = QRectF(area.left(), area.top(), split - (0 if alone else 12), area.height())
        names = found.class_names
        self._matrix.paint(painter, left, found.confusion, names, self.theme, self._cell)
        right = QRectF(area.left() + split, area.top(), area.width() - split, area.height())
        chart.paint(Sheet(painter, right, self.theme), found, self._at)

    # ------------------------------------------------------------------ choosing

    @Slot()
    def _on_part(self) -> None:
        self._part = self.part.currentData()
        self._cell = self._row = None
        self.probes_changed.emit()

    @Slot()
    def _on_chart(self) -> None:
        self._wanted = self.chart.currentData()
        self.canvas.update()

    @Slot(int)
    def _on_threshold(self, percent: int) -> None:
        self.threshold_words.setText(f"Threshold {percent / 100:g}")
        self.pointed.emit(Threshold(percent / 100))
        self._show_found()

    @Slot(QPointF)
    def choose_at(self, at: QPointF) -> None:
        """Show the examples of the cell of the matrix at a place; again: all of them.

        In a chart with a point for each example that at the place is chosen.
        """
        if self._places is not None:
            self._choose_point(self._places, at)
            return
        cells = self._matrix.cells if isinstance(self.found, ClassResults) else {}
        cell = next((cell for cell, box in cells.items() if box.contains(at)), None)
        self._cell, self._row = None if cell == self._cell else cell, None
        self._show_table()
        self.canvas.update()

    def _choose_point(self, places: np.ndarray, at: QPointF) -> None:
        distances = np.hypot(*(places - (at.x(), at.y())).T)
        if not (distances < _NEAR).any():
            self.table.clearSelection()
            return
        self._choose_row(int(np.flatnonzero(self.model.places == np.nanargmin(distances))[0]))

    def show_pointed(self, at: object) -> None:
        """Choose the row of an example that was chosen in another view, in place of any other."""
        if not isinstance(at, Examples):
            return
        places = at.places if self.found is not None and at.part == self.found.part else ()
        self._told = False
        if (self._cell, self._row) != (None, None) and places != (self._row,):
            self._cell = self._row = None
            self._show_table()
            self.canvas.update()
        rows = np.flatnonzero(np.isin(self.model.places, places))
        if len(places) == 1 == len(rows):
            self._choose_row(int(rows[0]))

    def _choose_row(self, row: int) -> None:
        self.table.selectRow(row)
        self.table.scrollTo(self.model.index(row, 0))

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self, now: QItemSelection, before: QItemSelection) -> None:
        rows = [index.row() for index in now.indexes()]
        self._row = int(self.model.places[rows[0]]) if rows else None
        self._tell_chosen()
        self.canvas.update()

    # ------------------------------------------------------------------ for everyone

    def summary(self) -> str:
        """The headline."""
        return self.words.text()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """The headline and the chart."""
        words = QRectF(rect.left() + 12, rect.top() + 8, rect.width() - 24, 40)
        write(painter, words, self.words.text(), self.theme.text, WRAPPED)
        self.paint_chart(painter, rect.adjusted(0, 52, 0, 0))

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Truth, prediction and loss of every example, in the order of the part."""
        if self.found is None:
            return {}
        lines = self.found.lines
        x = (np.arange(1, self.found.m + 1) if lines is None else lines).astype(float)
        columns = {"truth": self.found.truth, "prediction": self.found.predicted}
        if isinstance(self.found, ClassResults):
            names = np.array(self.found.class_names, object)
            columns = {name: names[places] for name, places in columns.items()}
        return {name: (x, values) for name, values in columns.items()} | {
            "loss": (x, self.found.losses)
        }

    @property
    def x_name(self) -> str:
        """What the rows are."""
        return "example" if self.found is None or self.found.lines is None else "line"

    def _switches(self) -> Switches:
        return {"threshold": (self.threshold, "value")}

    def view_state(self) -> dict[str, Any]:
        """The threshold and the chart."""
        return super().view_state() | {"chart": self._wanted}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same threshold and chart."""
        super().set_view_state(state)
        self._wanted = state["chart"]
        self._show_charts()

    def _recolour(self, theme: Theme) -> None:
        self.canvas.update()


def _offer(box: QComboBox, choices: dict[str, str]) -> None:
    """Offer choices by their names, where there are any; the same ones stay as they are."""
    if [box.itemData(k) for k in range(box.count())] != [*choices]:
        box.clear()
        for name, words in choices.items():
            box.addItem(words, name)
    box.setVisible(bool(choices))
