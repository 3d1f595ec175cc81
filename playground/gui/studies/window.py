"""The study window: one picture, one table, one sentence, beside the experiment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from playground.atomic import write_whole
from playground.experiment.studies.kinds.request import StudyOutcome, StudyRequest
from playground.experiment.studies.variations import Variation
from playground.gui.export.file_menu import FileMenu, text_writer
from playground.gui.export.plot_menu import open_plot_menu
from playground.gui.studies.chart import StudyView
from playground.gui.studies.head import StudyHead
from playground.gui.studies.plots import STUDY_VIEWS
from playground.gui.studies.progress_channel import StudyUpdate
from playground.gui.studies.scene import FinishedStudy, Scene
from playground.gui.studies.table_panel import TablePanel
from playground.gui.studies.tiles import TilesView
from playground.gui.studies.verdict import Verdict
from playground.gui.theme import Theme, boxes
from playground.gui.theme.screen_room import room_on
from playground.io.studies import runs_csv

#: The table is drawn with one of so many frames.
_TABLE_TURNS = 3

_SIZE = QSize(1180, 760)


class StudyWindow(QWidget):
    """Shows one study at a time; asks for everything by signals, knows neither thread nor run.

    Attributes
    ----------
    request : StudyRequest
        What is run, or was last: from `begin` on, before which there is nothing to see.
    finished : FinishedStudy or None
        What came of it; None while it runs.
    scene : Scene or None
        What is drawn; None while there is nothing to draw.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
        The main window; this one stands beside it.

    Signals
    -------
    run_requested(StudyRequest)
        Run this, on the experiment as it is now.
    cancel_requested()
    use_requested(Variation)
        Make the experiment what this variation makes of it.
    """

    run_requested = Signal(object)
    cancel_requested = Signal()
    use_requested = Signal(object)

    request: StudyRequest

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("study_window")
        self.setWindowTitle("Study")
        self.setAccessibleName("Study")
        self.resize(_SIZE.boundedTo(room_on(self.screen())))
        self.theme = theme
        self.finished: FinishedStudy | None = None
        self.scene: Scene | None = None
        self._turn = 0
        self.plots = {name: view(theme) for name, view in STUDY_VIEWS.items()}
        self.tiles = TilesView(theme)
        self.table = TablePanel(theme)
        self.verdict = Verdict()
        self.exports = FileMenu(self)
        self.head = StudyHead(self.exports.menu)
        self._build()
        self._wire()

    @property
    def views(self) -> list[StudyView]:
        """What can be seen and exported now."""
        shown = [view for i, view in enumerate(self.plots.values()) if self.tabs.isTabVisible(i)]
        return shown + ([] if self.tiles.isHidden() else [self.tiles])

    @property
    def outcome(self) -> StudyOutcome | None:
        """What came of the study; None while it runs."""
        return None if self.finished is None else self.finished.outcome

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.tabs = QTabWidget(documentMode=True, accessibleName="Plots of the study")
        self.tabs.tabBar().setDrawBase(False)
        for view in self.plots.values():
            self.tabs.addTab(view, view.title)
        pictures = boxes.split(Qt.Orientation.Horizontal, (self.tabs, 640), (self.tiles, 540))
        stack = boxes.split(Qt.Orientation.Vertical, (pictures, 432), (self.table, 228))
        stack.setStretchFactor(0, 1)
        boxes.column(self.head, self.verdict, (stack, 1), into=self, spacing=4)

    def _wire(self) -> None:
        for view in (*self.plots.values(), self.tiles):
            view.menu_requested.connect(open_plot_menu)
        self.verdict.cancel_requested.connect(self._cancel)
        self.verdict.use_requested.connect(self._use)
        self.verdict.more_requested.connect(self.head.run_with)
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
    def begin(self, request: StudyRequest) -> None:
        """Make room for what is being run now."""
        self.request, self.finished, self.scene, self._turn = request, None, None, 0
        self.setWindowTitle(f"{request.title} – Neural playground")
        self.head.begin(request)
        for widget in (self.table, self.tiles):
            widget.setVisible(request.kind.tabled)
        self.table.begin(request.own_rates)
        self._show_tabs(request.kind.views)
        for view in (*self.plots.values(), self.tiles):
            view.draw(None)
        self.verdict.begin()
        self.setFocus()
        self._offer()
        self._offer_files()

    def _show_tabs(self, names: Sequence[str]) -> None:
        """Show the tabs of the views of these names, the first in front."""
        for i, name in enumerate(self.plots):
            self.tabs.setTabVisible(i, name in names)
        self.tabs.tabBar().setVisible(len(names) > 1)
        self.tabs.setCurrentWidget(self.plots[names[0]])

    # ------------------------------------------------------------------ it goes on, and ends

    @Slot(object)
    def show_update(self, update: StudyUpdate) -> None:
        """Show how far it is, and the curves; the rest is drawn by `draw_rest`."""
        self.verdict.show_update(update)
        if update.scene is not None:
            self._show_curves(update.scene)

    @Slot()
    def draw_rest(self) -> None:
        """Draw what is not a curve: the boundaries and, as fast as one can read, the table."""
        if self.scene is None:
            return
        self.tiles.draw(self.scene)
        self._turn += 1
        if self._turn % _TABLE_TURNS == 1 or self.scene.finished:
            self.table.show_scene(self.scene, self.head.rates)

    @Slot(object)
    def end(self, finished: FinishedStudy) -> None:
        """Show what came of it."""
        self.finished, outcome = finished, finished.outcome
        found = {pick.label: pick.rate for pick in outcome.picks if pick.rate is not None}
        self.head.show_rates(found)
        self._show_curves(finished.scene)
        self.draw_rest()
        self.verdict.say(" ".join(outcome.sentences))
        self._offer()
        self._offer_files()

    @Slot(str, str)
    def fail(self, sentence: str, details: str) -> None:
        """Say why nothing came of it."""
        self.verdict.say(sentence, is_error=True, details=details)
        self._offer()
        self._offer_files()

    def _show_curves(self, scene: Scene) -> None:
        self.scene = scene
        for name in self.request.kind.views:
            self.plots[name].draw(scene)

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
        self.table.show_rates(self.head.rates)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        if self.verdict.currentIndex() == 1:
            self.verdict.say(sentence, is_error=True)

    def _to_use(self) -> Variation | None:
        """What the button would make of the experiment."""
        if self.scene is None:
            return None
        kind, scene = self.request.kind, self.scene
        return kind.offer(scene.study, scene.reading, self.table.selected)

    @Slot()
    def _offer(self) -> None:
        self.verdict.offer_seeds(0 if self.outcome is None else self.outcome.more_seeds)
        variation = self._to_use()
        if variation is None:
            self.verdict.offer("")
            return
        tip = f"Change the experiment to {variation.spoken}, and train it. It can be undone."
        self.verdict.offer(f"Use {variation.spoken}", tip, accent=True)

    def _offer_files(self) -> None:
        """Let everything be saved that is shown now."""
        self.exports.menu.clear()
        if self.finished is not None and self.request.kind.tabled:
            runs = runs_csv(self.finished.outcome.result).encode()
            self.exports.add("Table as CSV…", "table.csv", text_writer(self.table.model.csv))
            self.exports.add("All runs as CSV…", "runs.csv", partial(write_whole, data=runs))
            self.exports.menu.addSeparator()
        for view in self.views:
            self.exports.add_view(view)

    @Slot()
    def _use(self) -> None:
        if (variation := self._to_use()) is not None:
            self.use_requested.emit(variation)

    # ------------------------------------------------------------------ looks and end

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.table.recolour(theme)
        for view in (*self.plots.values(), self.tiles):
            view.recolour(theme)

    def sizeHint(self) -> QSize:
        """Room for pictures and table."""
        return _SIZE

    def closeEvent(self, event: QCloseEvent) -> None:
        """A study nobody sees ends."""
        self._cancel()
        super().closeEvent(event)
