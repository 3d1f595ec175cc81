"""Results: confusion matrix or predicted against true, measures, and examples worst first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QItemSelection, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSlider,
    QSplitter,
    QTableView,
    QWidget,
)

from playground.experiment.linear.model import LinearModel
from playground.experiment.probe import Probe
from playground.experiment.probes.results import ResultsProbe
from playground.experiment.probes.symptoms import SymptomsProbe
from playground.experiment.results import ClassResults, RegressionResults
from playground.experiment.snapshot import Frame
from playground.experiment.wording import error_text, measured
from playground.gui.plotting.pointing import Examples, Threshold
from playground.gui.plotting.symptom_line import SymptomLine
from playground.gui.plotting.view import View
from playground.gui.theme import LIGHT, Theme, boxes
from playground.gui.views.registry import views
from playground.gui.views.results.charts import charts_of
from playground.gui.views.results.examples_table import ExamplesModel
from playground.gui.views.results.linear_model import LinearModelLine, LinearQuestion
from playground.gui.views.results.matrix import Matrix
from playground.limits import shortened

_NOTHING = "Train, and what the network gets right and wrong will appear here."
_NEAR = 10  # pixels from a point within which a click means it


def headline(found: ClassResults | RegressionResults) -> str:
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


def _is_binary(found: ClassResults | RegressionResults | None) -> bool:
    return isinstance(found, ClassResults) and len(found.class_names) == 2


def _is_of_several(found: ClassResults | RegressionResults | None) -> bool:
    return isinstance(found, RegressionResults) and len(found.targets) > 1


class _Canvas(QWidget):
    """The chart on the screen."""

    def __init__(self, view: ResultsView) -> None:
        super().__init__()
        self._view = view
        self.setMinimumSize(220, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_chart(QPainter(self), QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._view.choose_at(event.position())


@views.register("results")
class ResultsView(View):
    """What the network gets right and wrong on the dev set, or on the training set."""

    picture_size = (720, 420)
    report_size = (644, 360)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.found: ClassResults | RegressionResults | None = None
        self._measured: ClassResults | RegressionResults | None = None  # at the threshold of 0.5
        self._matrix = Matrix()
        self._cell: tuple[int, int] | None = None
        self._row: int | None = None
        self._places: np.ndarray | None = None  # of the examples, as they were painted last
        self._wanted = ""  # the chart, by name
        self._told = False  # whether other views mark examples
        self.part = QComboBox(accessibleName="Part of the data")
        self.part.addItem("Dev set", "dev")
        self.part.addItem("Training set", "train")
        self.part.activated.connect(self._on_part)
        self.quantity = QComboBox(accessibleName="Quantity")
        self.quantity.activated.connect(self._on_quantity)
        self.chart = QComboBox(accessibleName="Chart")
        self.chart.activated.connect(self._on_chart)
        self.linear = LinearModelLine(self)
        self.linear.asked.connect(self._on_linear_asked)
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
        self.words = QLabel(_NOTHING, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.words.setContentsMargins(12, 0, 12, 0)
        self.canvas = _Canvas(self)
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
        scroll = QScrollArea(widgetResizable=True)
        scroll.setAccessibleName(self.title)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        boxes.column(scroll, into=self)
        parts = row, below, self.words, self.linear.words, (stack, 1), self.symptom
        boxes.column(*parts, into=content, margins=(0, 0, 0, 8), spacing=4)
        self.setMinimumSize(280, 160)

    # ------------------------------------------------------------------ drawing

    def probes(self) -> tuple[Probe, ...]:
        """The results of the part that is chosen, and what may be wrong."""
        return ResultsProbe(self.part.currentData()), SymptomsProbe()

    def _draw(self, frame: Frame | None) -> None:
        found = None if frame is None else frame.probes.get(ResultsProbe)
        self.symptom.show_findings(None if frame is None else frame.probes.get(SymptomsProbe))
        if found is self._measured and found is not None:
            return
        self._measured = found
        self.linear.show_frame(frame, found)
        binary = _is_binary(found)
        self.threshold.setVisible(binary)
        self.threshold_words.setVisible(binary)
        self._show_quantities(frame.run.dataset.output_names if _is_of_several(found) else ())
        self._show_charts()
        self._show_found()

    def _show_quantities(self, names: tuple[str, ...]) -> None:
        """Let the person choose among several quantities."""
        if [self.quantity.itemText(k) for k in range(self.quantity.count())] != [*names]:
            self.quantity.clear()
            self.quantity.addItems(names)
        self.quantity.setVisible(bool(names))

    def _show_charts(self) -> None:
        """Let the person choose among the charts there are."""
        charts = {} if self._measured is None else charts_of(self._measured)
        if [self.chart.itemData(k) for k in range(self.chart.count())] != [*charts]:
            self.chart.clear()
            for name, chart in charts.items():
                self.chart.addItem(chart.title, name)
        self.chart.setCurrentIndex(max(0, self.chart.findData(self._wanted)))
        self.chart.setVisible(bool(charts))

    def _show_found(self) -> None:
        """Show what was measured, at the threshold where there are two classes."""
        found = self._measured
        if _is_binary(found):
            found = found.at_threshold(self._at)
        elif _is_of_several(found):
            found = found.of_quantity(max(0, self.quantity.currentIndex()))
        self.found = found
        self.words.setText(_NOTHING if found is None else headline(found))
        self._show_table()
        self.canvas.update()

    def _show_table(self) -> None:
        chosen = None
        if isinstance(self.found, ClassResults) and self._cell is not None:
            true, predicted = self._cell
            chosen = (self.found.truth == true) & (self.found.predicted == predicted)
        self.model.show_results(self.found, chosen)
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
        if isinstance(found, RegressionResults):
            self._places = chart.paint(painter, area, found, self._row, self.theme)
            return
        alone = chart is charts.get("none")
        split = area.width() * (1.0 if alone else 0.58)
        left = QRectF(area.left(), area.top(), split - (0 if alone else 12), area.height())
        names = found.class_names
        self._matrix.paint(painter, left, found.confusion, names, self.theme, self._cell)
        right = QRectF(area.left() + split, area.top(), area.width() - split, area.height())
        chart.paint(painter, right, found, self._at, self.theme)

    # ------------------------------------------------------------------ choosing

    @Slot(object)
    def _on_linear_asked(self, question: LinearQuestion) -> None:
        self.call_requested.emit(question, self._on_linear_model)

    def _on_linear_model(self, found: LinearModel | None) -> None:
        self.linear.show_answer(found)
        if found is not None:
            self.call_requested.emit(found.remembered_by, self.linear.show_answer)

    @Slot()
    def _on_part(self) -> None:
        self._cell = self._row = None
        self.probes_changed.emit()

    @Slot()
    def _on_quantity(self) -> None:
        self._show_found()

    @Slot()
    def _on_chart(self) -> None:
        self._wanted = self.chart.currentData()
        self.canvas.update()

    @Slot(int)
    def _on_threshold(self, percent: int) -> None:
        self.threshold_words.setText(f"Threshold {percent / 100:g}")
        self.pointed.emit(Threshold(percent / 100))
        self._show_found()

    def choose_at(self, at: Any) -> None:
        """Show the examples of the cell of the matrix at a place; again: all of them.

        In a chart with a point for each example that at the place is chosen.
        """
        if self._places is not None:
            self._choose_point(at)
            return
        cells = self._matrix.cells if isinstance(self.found, ClassResults) else {}
        cell = next((cell for cell, box in cells.items() if box.contains(at)), None)
        self._cell, self._row = None if cell == self._cell else cell, None
        self._show_table()
        self.canvas.update()

    def _choose_point(self, at: Any) -> None:
        distances = np.hypot(*(self._places - (at.x(), at.y())).T)
        if not (distances < _NEAR).any():
            self.table.clearSelection()
            return
        row = int(np.flatnonzero(self.model.places == np.nanargmin(distances))[0])
        self.table.selectRow(row)
        self.table.scrollTo(self.model.index(row, 0))

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self, now: QItemSelection, before: QItemSelection) -> None:
        rows = [index.row() for index in now.indexes()]
        self._row = int(self.model.places[rows[0]]) if rows else None
        self._tell_chosen()
        self.canvas.update()

    # ------------------------------------------------------------------ for everyone

    def sizeHint(self) -> QSize:
        """Room for a matrix and some rows."""
        return QSize(480, 380)

    def summary(self) -> str:
        """The headline."""
        return self.words.text()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """The headline and the chart."""
        words = QRectF(rect.left() + 12, rect.top() + 8, rect.width() - 24, 40)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self.words.text())
        self.paint_chart(painter, rect.adjusted(0, 52, 0, 0))

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Truth, prediction and loss of every example, in the order of the part."""
        if self.found is None:
            return {}
        x = np.arange(1, self.found.m + 1, dtype=float)
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
        return "example"

    def view_state(self) -> dict[str, Any]:
        """The threshold and the chart."""
        return {"threshold": self.threshold.value(), "chart": self._wanted}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same threshold and chart."""
        self.threshold.setValue(state["threshold"])
        self._wanted = state["chart"]
        self._show_charts()

    def _recolour(self, theme: Theme) -> None:
        self.canvas.update()
