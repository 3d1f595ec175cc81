"""Studies: where the study window, the thread that runs them and the experiment are wired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.gui.run_history.playlist import Player
from playground.gui.run_history.recorder import Recorder
from playground.gui.theme import Theme
from playground.gui.theme.tooltips import plain_tip
from playground.gui.training.messages import sentence_of
from playground.gui.training.workbench import Workbench
from playground.settings import SettingError, settings_of

if TYPE_CHECKING:
    from playground.experiment.run_log import RunEntry
    from playground.experiment.studies.kinds.kind import StudyKind
    from playground.experiment.studies.kinds.request import StudyRequest
    from playground.experiment.studies.proposals import Proposal
    from playground.experiment.studies.study import Study
    from playground.experiment.studies.variations import Variation
    from playground.gui.run_history.window import HistoryWindow
    from playground.gui.studies.runner import StudyRunner
    from playground.gui.studies.scene import FinishedStudy
    from playground.gui.studies.window import StudyWindow


class Studies(QObject):
    """Runs studies of the experiment on screen and shows them in a window of their own.

    Window and thread are made when the first study is asked for.

    Parameters
    ----------
    workbench : Workbench
    main_window : QWidget
        The study window stands beside it.
    theme : Theme
    """

    def __init__(
        self, workbench: Workbench, main_window: QWidget, theme: Theme, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.window: StudyWindow | None = None
        self.runner: StudyRunner | None = None
        self.dialog: QWidget | None = None
        self._workbench = workbench
        self._main_window = main_window
        self._theme = theme
        self.recorder = Recorder(workbench, self)
        self.history: HistoryWindow | None = None
        self._player = Player()
        self._repeated: tuple[StudyRequest, int] | None = None

    def offer_in(self, menu: QMenu) -> None:
        """Offer the comparisons that need no questions, once somebody opens the menu."""
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self._fill, menu))

    def _fill(self, menu: QMenu) -> None:
        from playground.experiment.studies.kinds.compare import Compare
        from playground.experiment.studies.kinds.presets import STUDY_PRESETS

        if menu.isEmpty():
            for name, preset in STUDY_PRESETS.items():
                action = menu.addAction(preset.label)
                action.setToolTip(plain_tip(preset.help))
                action.triggered.connect(partial(self.run, Compare(preset=name)))
            menu.addSeparator()
            other = menu.addAction("Other settings…")
            other.setToolTip("Any setting, or any pair of settings, side by side.")
            other.triggered.connect(partial(self.ask, Compare()))

    def offer_kinds_in(self, menu: QMenu, before: QAction) -> None:
        """Offer the kinds of studies that say so."""
        from playground.experiment.studies.kinds.kind import study_kinds

        for name, kind in study_kinds.items():
            if kind.menu == "train":
                action = QAction(kind.label + ("…" if kind.required else ""), menu)
                action.setObjectName(kind.action or name)
                action.setToolTip(plain_tip(kind.help.rstrip(".")))
                action.triggered.connect(partial(self.start, name))
                menu.insertAction(before, action)

    # ------------------------------------------------------------------ what can be studied

    @Slot()
    def compare_optimizers(self) -> None:
        """All optimizers from the same start, over the same mini-batches."""
        self.start("compare")

    def start(self, name: str, checked: bool = False) -> None:
        """A study of the kind of this name: at once, or after what it has to ask."""
        from playground.experiment.studies.kinds.kind import study_kinds

        kind = study_kinds[name]()
        if kind.required:
            self.ask(kind)
        else:
            self.run(kind)

    def ask(self, kind: StudyKind, checked: bool = False) -> None:
        """Ask which settings to vary, one or every combination of two; then run the study."""
        from playground.gui.studies.ask import ValuesDialog

        dialog = ValuesDialog(kind, self._workbench.spec, self._main_window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.chosen.connect(partial(self.run_over, kind))
        self.dialog = dialog
        dialog.open()

    def run(self, kind: StudyKind, checked: bool = False) -> None:
        """A study that needs no answers."""
        self.run_over(kind, ())

    def run_over(self, kind: StudyKind, over: Sequence[str]) -> None:
        """A study over values given as texts like ``training.batch_size=1,16``."""
        from playground.experiment.studies.kinds.request import StudyRequest

        self._submit(StudyRequest(kind, self._workbench.spec, tuple(over), dataset=self._dataset()))

    @Slot(object)
    def try_proposal(self, proposal: Proposal) -> None:
        """The present experiment beside a proposal of the recipe, or the remedy of a symptom."""
        from playground.experiment.studies.kinds.recipe import recipe_study

        self.run_made(partial(recipe_study, tried=proposal))

    @Slot(object)
    def run_made(self, make: Callable[[ExperimentSpec], Study]) -> None:
        """A study that is made of the present experiment."""
        from playground.experiment.studies.kinds.kind import kind_of
        from playground.experiment.studies.kinds.request import StudyRequest

        study = make(self._workbench.spec)
        request = StudyRequest(
            kind_of(study),
            study.base,
            seeds=len(study.seeds),
            dataset=self._dataset(),
            repeated=study,
            title=study.title,
        )
        self._submit(request)

    # ------------------------------------------------------------------ running

    def _submit(self, request: StudyRequest) -> None:
        window, runner = self._made()
        window.show()
        window.activateWindow()
        runner.submit(request)

    @Slot(object)
    def _run_again(self, request: StudyRequest) -> None:
        self._submit(replace(request, spec=self._workbench.spec, dataset=self._dataset()))

    def _dataset(self) -> Dataset | None:
        """The examples on screen, where they come from a file that need not be read again.

        Examples made by chance are left to the study: each seed makes its own.
        """
        snapshot, source = self._workbench.snapshot, self._workbench.spec.data.source
        from_file = any(setting.format == "file" for setting in settings_of(type(source)).values())
        if snapshot is None or not from_file or snapshot.spec.data.source != source:
            return None
        return snapshot.dataset

    def _made(self) -> tuple[StudyWindow, StudyRunner]:
        """The study window, and what runs the studies that it shows."""
        if self.window is None or self.runner is None:
            from playground.gui.studies.runner import StudyRunner
            from playground.gui.studies.window import StudyWindow

            self.window = window = StudyWindow(self._theme, self._main_window)
            self.runner = runner = StudyRunner(self._workbench.gate, self)
            runner.began.connect(window.begin)
            runner.reported.connect(window.show_update)
            runner.next_turn.connect(window.draw_rest)
            runner.ended.connect(window.end)
            runner.ended.connect(self._record)
            runner.failed.connect(window.fail)
            window.run_requested.connect(self._run_again)
            window.cancel_requested.connect(runner.cancel)
            window.use_requested.connect(self._use)
        return self.window, self.runner

    @Slot(object)
    def _record(self, finished: FinishedStudy) -> None:
        if self._repeated is not None and finished.outcome.request is self._repeated[0]:
            self.recorder.keep_finished(self._repeated[1], finished)
        else:
            self.recorder.add_study(finished.outcome, finished)

    # ------------------------------------------------------------------ the run history

    @Slot()
    def show_history(self) -> None:
        """Show every run and study so far."""
        if self.history is None:
            from playground.gui.run_history.window import HistoryWindow

            self.history = HistoryWindow(self.recorder, self._theme, self._main_window)
            self.history.restore_requested.connect(self._restore)
            self.history.results_requested.connect(self._show_results)
        self.history.show()
        self.history.activateWindow()

    @Slot(object)
    def _show_results(self, run: RunEntry) -> None:
        """Show what came of a study; where it is not at hand any more, run it again.

        The same settings and seeds give the same numbers.
        """
        window, runner = self._made()
        if runner.running:
            self._say("A study is going on: its results come first, or cancel it.")
        elif (finished := self.recorder.finished.get(run.number)) is None:
            self._repeat(run)
        else:
            window.begin(finished.outcome.request)
            window.end(finished)
            window.show()
            window.activateWindow()

    def _repeat(self, run: RunEntry) -> None:
        from playground.experiment.studies.kinds.entry import request_of

        request = request_of(run)
        if request is None:
            return
        if run.spec.data.source == self._workbench.spec.data.source:
            request = replace(request, dataset=self._dataset())
        self._repeated = request, run.number
        self._submit(request)

    def _say(self, words: str) -> None:
        """Say something in the window of the run history, which asked for it."""
        if self.history is not None:
            self.history.say(words)

    # ------------------------------------------------------------------ putting into force

    @Slot(object)
    def _restore(self, spec: ExperimentSpec) -> None:
        if spec == self._workbench.spec:
            self._workbench.note("The experiment is that of this run already.")
            return
        self._begin(spec)
        self._say("Restored: the window has this experiment now, to be trained.")

    def _begin(self, spec: ExperimentSpec) -> None:
        # A change of its own, whatever was changed last: undo comes back to where we are. And
        # from the beginning, even where the run at hand could take it up: its curve is wanted.
        self._workbench.undo_stack.seal()
        self._workbench.start_over(spec, running=self._workbench.running, imported=False)

    def play(self, by: int) -> None:
        """Open the experiment of the entry so many places further on in the run history.

        The pinned ones take turns, or all where none is pinned.
        """
        played = self._player.step(self.recorder.past.runs, by)
        if played is None:
            return
        if played.run.spec != self._workbench.spec:
            self._begin(played.run.spec)
        self._workbench.note(played.sentence)

    @Slot(object)
    def _use(self, variation: Variation) -> None:
        bench = self._workbench
        try:
            spec = variation.applied_to(bench.spec)
        except SettingError as error:
            bench.refuse(sentence_of(bench.spec, error))
            return
        if spec == bench.spec:
            bench.note(f"The experiment is “{variation.label}” already.")
            return
        bench.start_over(spec, imported=False)

    # ------------------------------------------------------------------ looks and end

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        for window in (self.window, self.history):
            if window is not None:
                window.recolour(theme)

    def close(self) -> None:
        """End what is going on; for the end of the program."""
        for shown in (self.runner, self.window, self.history):
            if shown is not None:
                shown.close()
