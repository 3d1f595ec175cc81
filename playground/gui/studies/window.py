"""The study window: one picture, one table, one sentence, beside the experiment."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from playground.experiment.studies.kinds.rate_finder import RateCurve
from playground.experiment.studies.kinds.sweep import Choice
from playground.gui.studies.chart import StudyView
from playground.gui.studies.exports import Exports
from playground.gui.studies.head import StudyHead
from playground.gui.studies.progress_channel import Report
from playground.gui.studies.race import RaceView
from playground.gui.studies.rate_view import RateView
from playground.gui.studies.requests import RateRequest, StudyOutcome, StudyRequest, variation_of
from playground.gui.studies.scene import Scene
from playground.gui.studies.table_panel import TablePanel
from playground.gui.studies.tiles import TilesView
from playground.gui.studies.values_view import ValuesView
from playground.gui.studies.verdict import Verdict
from playground.gui.theme import Theme
from playground.gui.theme.numbers import number_text

#: The table is drawn with one of so many frames.
_TABLE_TURNS = 3

_SIZE = QSize(1180, 760)


class StudyWindow(QWidget):
    """Shows one study at a time; asks for everything by signals, knows neither thread nor run.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
        The main window; this one stands beside it.

    Signals
    -------
    run_requested(StudyRequest or RateRequest)
        Run this, on the experiment as it is now.
    cancel_requested()
    use_requested(Variation)
        Make the experiment what this variation makes of it.
    rate_requested(float)
        Give the experiment this learning rate.
    """

    run_requested = Signal(object)
    cancel_requested = Signal()
    use_requested = Signal(object)
    rate_requested = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("study_window")
        self.setWindowTitle("Study")
        self.setAccessibleName("Study")
        self.resize(_SIZE)
        self.theme = theme
        self.request: StudyRequest | RateRequest | None = None
        self.outcome: StudyOutcome | RateCurve | None = None
        self.scene: Scene | None = None
        self._turn = 0
        self.race, self.values, self.found = RaceView(theme), ValuesView(theme), RateView(theme)
        self.tiles = TilesView(theme)
        self.table = TablePanel(theme)
        self.verdict = Verdict()
        self.exports = Exports(self)
        self.head = StudyHead(self.exports.menu)
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
        pictures.setSizes([640, 540])
        stack = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        stack.addWidget(pictures)
        stack.addWidget(self.table)
        stack.setStretchFactor(0, 1)
        stack.setSizes([432, 228])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.verdict)
        column.addWidget(stack, 1)

    def _wire(self) -> None:
        self.verdict.cancel_requested.connect(self._cancel)
        self.verdict.use_requested.connect(self._use)
        self.head.run_requested.connect(self.run_requested)
        self.table.rate_edited.connect(self._on_rate)
        self.table.refused.connect(self._on_refused)
        self.table.selection_changed.connect(self._offer)
        self.exports.said.connect(self.verdict.say)
        for keys, slot in (
            ("Ctrl+R", self.head.run_again),
            ("Ctrl+E", self.head.export.showMenu),
            ("Ctrl+W", self.close),
            ("Esc", self._cancel_or_close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # ------------------------------------------------------------------ a study begins

    @Slot(object)
    def begin(self, request: StudyRequest | RateRequest) -> None:
        """Make room for what is being run now."""
        self.request, self.outcome, self.scene, self._turn = request, None, None, 0
        is_study = isinstance(request, StudyRequest)
        self.setWindowTitle(f"{request.title} – Neural playground")
        self.head.begin(request)
        for widget in (self.table, self.tiles):
            widget.setVisible(is_study)
        self.table.begin(is_study and request.own_rates)
        self._show_tabs(self.race if is_study else self.found)
        for view in (self.race, self.values, self.found, self.tiles):
            view.draw(None)
        self.values.mark("")
        self.verdict.begin()
        self.setFocus()
        self._offer()
        self.exports.offer(self)

    def _show_tabs(self, *views: StudyView) -> None:
        """Show the tabs of these views, the first in front."""
        for i in range(self.tabs.count()):
            self.tabs.setTabVisible(i, self.tabs.widget(i) in views)
        self.tabs.tabBar().setVisible(len(views) > 1)
        self.tabs.setCurrentWidget(views[0])

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
            self.table.show_scene(self.scene, self.head.rates)

    @Slot(object)
    def end(self, outcome: StudyOutcome | RateCurve) -> None:
        """Show what came of it."""
        self.outcome = outcome
        if isinstance(outcome, RateCurve):
            self.found.draw(outcome)
            self.verdict.say(outcome.sentence)
        else:
            found = {pick.label: pick.rate for pick in outcome.picks if pick.rate is not None}
            self.head.show_rates(found)
            if outcome.scene is not None:
                self._show_curves(outcome.scene)
                self.draw_rest()
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

    # ------------------------------------------------------------------ what a person does

    @Slot()
    def _cancel(self) -> None:
        if self.verdict.currentIndex() == 0:
            self.verdict.acknowledge_cancel()
            self.cancel_requested.emit()

    @Slot()
    def _cancel_or_close(self) -> None:
        """Escape cancels what runs; where nothing does, it closes the window."""
        if self.verdict.currentIndex() == 0:
            self._cancel()
        else:
            self.close()

    @Slot(str, float)
    def _on_rate(self, label: str, rate: float) -> None:
        self.head.set_rate(label, rate)
        self.table.show_scene(self.scene, self.head.rates)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        if self.verdict.currentIndex() == 1:
            self.verdict.say(sentence, is_error=True)

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
        spoken = self.scene.study.spoken([label])
        words = "Use this" if label == self.request.proposal else f"Use {spoken}"
        tip = f"Change the experiment to {spoken}, and train it. It can be undone."
        self.verdict.offer(words, tip, accent=True)

    @Slot()
    def _use(self) -> None:
        if isinstance(self.outcome, RateCurve):
            self.rate_requested.emit(self.outcome.suggested)
        elif label := self._to_use():
            self.use_requested.emit(variation_of(self.scene.study, label))

    # ------------------------------------------------------------------ looks and end

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.table.recolour(theme)
        for view in (self.race, self.values, self.found, self.tiles):
            view.recolour(theme)

    def sizeHint(self) -> QSize:
        """Room for pictures and table."""
        return _SIZE

    def closeEvent(self, event: QCloseEvent) -> None:
        """A study nobody sees ends."""
        self._cancel()
        super().closeEvent(event)
