"""The study window: one picture, one table, one sentence, beside the experiment."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.rate_finder import RateCurve
from playground.experiment.studies.standings import table as table_of
from playground.experiment.studies.sweep import Choice
from playground.experiment.studies.wording import count, value_text
from playground.gui.numbers import number_text
from playground.gui.studies.chart import StudyView
from playground.gui.studies.exports import Exports
from playground.gui.studies.hand_over import Report
from playground.gui.studies.race import RaceView
from playground.gui.studies.rate_view import RateView
from playground.gui.studies.requests import (
    RateRequest,
    StudyOutcome,
    StudyRequest,
    variation_of,
)
from playground.gui.studies.scene import Scene
from playground.gui.studies.table import StudyTable
from playground.gui.studies.table_view import StudyTableView
from playground.gui.studies.tiles import TilesView
from playground.gui.studies.values_view import ValuesView
from playground.gui.studies.verdict import Verdict
from playground.gui.theme import Theme

MOST_SEEDS = 100

#: The table is drawn with one of so many frames.
_TABLE_TURNS = 3


class StudyWindow(QWidget):
    """Shows one study at a time; asks for everything by signals, knows neither thread nor run.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
        The main window; this one stands beside it.

    Signals
    -------
    run_wanted(StudyRequest or RateRequest)
        Run this, on the experiment as it is now.
    cancel_wanted()
    use_wanted(Variation)
        Make the experiment what this variation makes of it.
    rate_wanted(float)
        Give the experiment this learning rate.
    """

    run_wanted = Signal(object)
    cancel_wanted = Signal()
    use_wanted = Signal(object)
    rate_wanted = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("study_window")
        self.setWindowTitle("Study")
        self.setAccessibleName("Study")
        self.resize(1100, 760)
        self.theme = theme
        self.request: StudyRequest | RateRequest | None = None
        self.outcome: StudyOutcome | RateCurve | None = None
        self.scene: Scene | None = None
        self._rates: dict[str, float] = {}
        self._turn = 0
        self.race, self.values, self.found = RaceView(theme), ValuesView(theme), RateView(theme)
        self.tiles = TilesView(theme)
        self.model = StudyTable(theme, self)
        self.table = StudyTableView(self.model)
        self.verdict = Verdict()
        self.exports = Exports(self)
        self._build()
        self._wire()

    @property
    def views(self) -> list[StudyView]:
        """What can be seen and exported now."""
        tabs = [self.tabs.widget(i) for i in range(self.tabs.count()) if self.tabs.isTabVisible(i)]
        return tabs + ([] if self.tiles.isHidden() else [self.tiles])

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setAccessibleName("Plots of the study")
        self.tabs.tabBar().setDrawBase(False)
        for view in (self.values, self.race, self.found):
            self.tabs.addTab(view, view.title)
        pictures = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        pictures.addWidget(self.tabs)
        pictures.addWidget(self.tiles)
        pictures.setSizes([600, 500])
        self._lower = self._table_panel()
        stack = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        stack.addWidget(pictures)
        stack.addWidget(self._lower)
        stack.setStretchFactor(0, 1)
        stack.setSizes([432, 228])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.verdict)
        column.addWidget(stack, 1)

    def _head(self) -> QHBoxLayout:
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.experiment = QLabel()
        self.experiment.setProperty("role", "caption")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.experiment)
        self.seeds = QSpinBox(minimum=1, maximum=MOST_SEEDS, value=5)
        self.seeds.setAccessibleName("Seeds")
        self.seeds.setFixedWidth(64)
        self.seeds.setToolTip(
            "How often each variation runs, with other random numbers each time. More seeds tell "
            "luck from a lesson."
        )
        self.seeds_label = QLabel("Seeds")
        self.seeds_label.setBuddy(self.seeds)
        self.tune = QCheckBox("Tune each rate first")
        self.tune.setToolTip(
            "First finds each variation its own learning rate on a small grid, so that the race "
            "is fair."
        )
        self.again = QPushButton("Run again")
        self.again.setToolTip("Run the study on the experiment as it is now (Ctrl+R)")
        self.export = QPushButton("Export")
        self.export.setMenu(self.exports.menu)
        self.export.setToolTip("Save the table, the runs or a plot (Ctrl+E)")
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        for widget in (self.seeds_label, self.seeds, self.tune, self.again, self.export):
            row.addWidget(widget)
        return row

    def _table_panel(self) -> QWidget:
        self.cost = QLineEdit()
        self.cost.setAccessibleName("Train cost to reach")
        self.cost.setToolTip(
            "The table counts the steps until the train cost was this low. Empty: a cost that at "
            "least half of the variations reach."
        )
        self.cost.setMaximumWidth(96)
        self.cost.setAlignment(Qt.AlignmentFlag.AlignRight)
        label = QLabel("Train cost to reach")
        label.setProperty("role", "caption")
        label.setBuddy(self.cost)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        row.addWidget(self.hint, 1)
        row.addWidget(label)
        row.addWidget(self.cost)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        return panel

    def _wire(self) -> None:
        self.verdict.cancel_wanted.connect(self._cancel)
        self.verdict.use_wanted.connect(self._use)
        self.again.clicked.connect(self.run_again)
        self.seeds.valueChanged.connect(self._show_pending)
        self.tune.toggled.connect(self._show_pending)
        self.cost.editingFinished.connect(self._show_rows)
        self.model.rate_edited.connect(self._on_rate)
        self.model.refused.connect(self._on_refused)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self.exports.said.connect(self.verdict.say)
        for keys, slot in (
            ("Ctrl+R", self.run_again),
            ("Ctrl+E", self.export.showMenu),
            ("Ctrl+W", self.close),
            ("Esc", self._cancel),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # ------------------------------------------------------------------ a study begins

    @Slot(object)
    def begin(self, request: StudyRequest | RateRequest) -> None:
        """Make room for what is being run now."""
        self.request, self.outcome, self.scene, self._turn = request, None, None, 0
        is_study = isinstance(request, StudyRequest)
        self.setWindowTitle(f"{request.title} – Neural playground")
        self.heading.setText(request.title)
        self.experiment.setText(experiment_text(request.spec))
        for widget in (self.seeds_label, self.seeds, self.tune, self._lower, self.tiles):
            widget.setVisible(is_study)
        if is_study:
            self._rates = dict(request.rates)
            self.seeds.setValue(request.seeds)
            self.tune.setChecked(request.tune and request.own_rates)
            self.tune.setEnabled(request.own_rates)
            self.hint.setText(
                "Double-click a learning rate to change it." if request.own_rates else ""
            )
        self._show_tabs(self.found if not is_study else self.race)
        self.model.clear()
        for view in (self.race, self.values, self.found, self.tiles):
            view.draw(None)
        self.values.mark("")
        self.verdict.begin()
        self.setFocus()
        self._offer()
        self._show_pending()
        self.exports.offer(self)

    def _show_tabs(self, *views: StudyView) -> None:
        """Show the tabs of these views, the first in front."""
        for i in range(self.tabs.count()):
            self.tabs.setTabVisible(i, self.tabs.widget(i) in views)
        self.tabs.tabBar().setVisible(len(views) > 1)
        self.tabs.setCurrentWidget(views[0])

    @Slot()
    def run_again(self) -> None:
        """Run the same with the seeds and learning rates on screen."""
        request = self.request
        if request is None:
            return
        if isinstance(request, StudyRequest):
            request = replace(
                request,
                seeds=self.seeds.value(),
                tune=self.tune.isChecked(),
                rates=dict(self._rates),
            )
        self.run_wanted.emit(request)

    # ------------------------------------------------------------------ it goes on, and ends

    @Slot(object)
    def show_report(self, report: Report) -> None:
        """Show how far it is, and the curves; the rest is drawn by `draw_rest`."""
        self.verdict.show_report(report)
        if report.scene is not None:
            self._show_curves(report.scene)

    @Slot()
    def draw_rest(self) -> None:
        """Draw what is not a curve: the boundaries and, as fast as one can read, the table."""
        self.tiles.draw(self.scene)
        self._turn += 1
        if self._turn % _TABLE_TURNS == 1 or self.scene.finished:
            self._show_rows()

    @Slot(object)
    def end(self, outcome: StudyOutcome | RateCurve) -> None:
        """Show what came of it."""
        self.outcome = outcome
        if isinstance(outcome, RateCurve):
            self.found.draw(outcome)
            self.verdict.say(outcome.sentence)
        else:
            for pick in outcome.picks:
                if pick.rate is not None:
                    self._rates[pick.label] = pick.rate
            if outcome.scene is not None:
                self._show_curves(outcome.scene)
                self.draw_rest()
                self.table.fit_columns()
            if isinstance(outcome.reading, Choice):
                self.values.mark(outcome.reading.label)
            self.verdict.say(" ".join(outcome.sentences))
        self._offer()
        self.exports.offer(self)

    @Slot(str, str)
    def fail(self, sentence: str, details: str) -> None:
        """Say why nothing came of it."""
        self.verdict.say(sentence, is_error=True, details=details)
        self._offer()
        self.exports.offer(self)

    def _show_curves(self, scene: Scene) -> None:
        first, self.scene = self.scene is None, scene
        if first and scene.study.kind in ("sweep", "learning_curve"):
            self._show_tabs(self.values, self.race)
        self.race.draw(scene)
        self.values.draw(scene)

    @Slot()
    def _show_rows(self) -> None:
        scene = self.scene
        if scene is None:
            return
        cost, rows = self._chosen_cost(), scene.rows
        if math.isnan(cost):
            cost = scene.cost
            self.cost.setPlaceholderText(number_text(cost, 3) if math.isfinite(cost) else "")
        else:
            rows = table_of(scene.result, cost)
        first = not self.model.rows
        self.model.show_rows(rows, scene.result, cost, self._rates, self.request.own_rates)
        if first:
            self.table.fit_columns()

    def _chosen_cost(self) -> float:
        """The cost somebody typed; NaN where nobody did."""
        try:
            cost = float(self.cost.text().replace(",", "."))
        except ValueError:
            cost = math.nan
        if not math.isfinite(cost):
            self.cost.clear()
        return cost if math.isfinite(cost) else math.nan

    # ------------------------------------------------------------------ what a person does

    @Slot()
    def _cancel(self) -> None:
        if self.verdict.currentIndex() == 0:
            self.verdict.acknowledge_cancel()
            self.cancel_wanted.emit()

    @Slot(str, float)
    def _on_rate(self, label: str, rate: float) -> None:
        self._rates[label] = rate
        self.tune.setChecked(False)
        self._show_rows()
        self._show_pending()

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        if self.verdict.currentIndex() == 1:
            self.verdict.say(sentence, is_error=True)

    @Slot()
    def _show_pending(self) -> None:
        """Let the button show whether it would run something else than what is on screen."""
        request, pending = self.request, False
        if isinstance(request, StudyRequest):
            wanted = self.seeds.value(), self.tune.isChecked(), self._rates
            pending = wanted != (request.seeds, request.tune, dict(request.rates))
        if self.again.property("accent") != pending:
            self.again.setProperty("accent", pending)
            self.again.style().unpolish(self.again)
            self.again.style().polish(self.again)

    def _to_use(self) -> str:
        """The label of the variation that the button would put into force."""
        if not isinstance(self.request, StudyRequest) or self.scene is None:
            return ""
        if self.scene.study.kind == "learning_curve":
            return ""
        if self.table.selected:
            return self.table.selected
        if self.request.proposal:
            return self.request.proposal
        reading = getattr(self.outcome, "reading", None)
        return reading.label if isinstance(reading, Choice) else ""

    @Slot()
    def _offer(self) -> None:
        if isinstance(self.outcome, RateCurve) and math.isfinite(self.outcome.suggested):
            words = f"Use {number_text(self.outcome.suggested)}"
            self.verdict.offer(words, "Give the experiment this learning rate.", accent=True)
            return
        label = self._to_use()
        if not label:
            self.verdict.offer("")
            return
        own = isinstance(self.request, StudyRequest) and label == self.request.proposal
        words = "Use this" if own else f"Use {label}"
        tip = (
            f"{self.scene.study.title}: change the experiment to “{label}”, and train it. It can "
            "be undone."
        )
        self.verdict.offer(words, tip, accent=True)

    @Slot()
    def _use(self) -> None:
        if isinstance(self.outcome, RateCurve):
            self.rate_wanted.emit(self.outcome.suggested)
        elif label := self._to_use():
            self.use_wanted.emit(variation_of(self.scene.study, label))

    # ------------------------------------------------------------------ looks and end

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.model.recolour(theme)
        for view in (self.race, self.values, self.found, self.tiles):
            view.recolour(theme)

    def sizeHint(self) -> QSize:
        """Room for pictures and table."""
        return QSize(1100, 760)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A study nobody sees ends."""
        self._cancel()
        super().closeEvent(event)


def experiment_text(spec: ExperimentSpec) -> str:
    """What is studied, in a line."""
    training, layers = spec.training, spec.network.hidden_layers
    words = [
        spec.data.source.label,
        f"hidden layers {value_text(layers)}" if layers else "no hidden layer",
        f"{training.optimizer.label} at {number_text(training.learning_rate)}",
        f"mini-batches of {training.batch_size:,}",
        count(training.epochs, "epoch"),
    ]
    return " · ".join(words)
