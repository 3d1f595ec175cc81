"""Studies: where the study window, the thread that runs them and the experiment are wired."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QWidget

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.gui.run_history.recorder import Recorder
from playground.gui.theme import Theme
from playground.gui.training.workbench import Workbench
from playground.settings import SettingError, settings_of

if TYPE_CHECKING:
    from playground.experiment.run_log import RunEntry
    from playground.experiment.studies.kinds.presets import StudyPreset
    from playground.experiment.studies.kinds.recipe import Proposal
    from playground.experiment.studies.study import Study
    from playground.experiment.studies.variations import Variation
    from playground.gui.run_history.window import HistoryWindow
    from playground.gui.studies.ask import ValuesDialog
    from playground.gui.studies.requests import RateRequest, StudyRequest
    from playground.gui.studies.runner import StudyRunner
    from playground.gui.studies.window import StudyWindow

_RATE = "training.learning_rate"


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
        self._submitted = 0.0
        self._repeated: tuple[StudyRequest | RateRequest, int] | None = None

    def offer_in(self, menu: QMenu) -> None:
        """Offer the comparisons that need no questions, once somebody opens the menu."""
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self._fill, menu))

    def _fill(self, menu: QMenu) -> None:
        from playground.experiment.studies.kinds.presets import STUDY_PRESETS

        if menu.isEmpty():
            for preset in STUDY_PRESETS:
                action = menu.addAction(preset.label)
                action.setToolTip(preset.help)
                action.triggered.connect(partial(self.compare, preset))
            menu.addSeparator()
            other = menu.addAction("Other settings…")
            other.setToolTip("Any setting, or any pair of settings, side by side.")
            other.triggered.connect(self.ask_comparison)

    # ------------------------------------------------------------------ what can be studied

    @Slot()
    def compare_optimizers(self) -> None:
        """All optimizers from the same start, over the same mini-batches."""
        from playground.experiment.studies.kinds.presets import STUDY_PRESETS

        self.compare(next(r for r in STUDY_PRESETS if r.name == "optimizers"))

    def compare(self, preset: StudyPreset, checked: bool = False) -> None:
        """One of the comparisons that need no questions."""
        self._study(f"Compare: {preset.label.lower()}", preset.study)

    @Slot()
    def ask_comparison(self) -> None:
        """Ask which settings to compare, one or every combination of two; then compare them."""
        from playground.gui.studies.ask import ValuesDialog, comparable

        spec = self._workbench.spec
        words = (
            "Trains with every value, or every combination of two settings, from the same initial "
            "weights and over the same mini-batches where the settings let them."
        )
        self._ask(
            ValuesDialog(
                "Compare settings",
                words,
                comparable(spec),
                spec,
                "training.batch_size",
                pair=True,
                parent=self._main_window,
            ),
            self.compare_over,
        )

    @Slot(list)
    def compare_over(self, over: list[str]) -> None:
        """A comparison of settings given as texts like ``training.batch_size=1,16``."""
        from playground.experiment.studies.kinds.compare import compare
        from playground.experiment.studies.variations import parsed_variations

        def make(spec: ExperimentSpec, seeds: int) -> Study:
            return compare(spec, parsed_variations(spec, over), seeds)

        self._study("Compare settings", make, own_rates=not _varies_rate(over))

    @Slot()
    def ask_validation_curve(self) -> None:
        """Ask which setting to vary, then run its validation curve."""
        from playground.gui.studies.ask import ValuesDialog, numeric

        spec = self._workbench.spec
        words = (
            "Trains with every value, chooses by the dev error, and looks at the test error of "
            "the chosen one once."
        )
        self._ask(
            ValuesDialog(
                "Validation curve",
                words,
                numeric(spec),
                spec,
                "training.l2",
                parent=self._main_window,
            ),
            self.validation_curve,
        )

    @Slot(list)
    def validation_curve(self, over: list[str]) -> None:
        """Errors against the values of a setting, given as a text like ``training.l2=0,0.1``."""
        from playground.experiment.studies.kinds.sweep import sweep
        from playground.experiment.studies.variations import parsed_variations

        def make(spec: ExperimentSpec, seeds: int) -> Study:
            return sweep(spec, parsed_variations(spec, over), seeds)

        self._study("Validation curve", make, own_rates=not _varies_rate(over))

    def _ask(self, dialog: ValuesDialog, then: Callable[[list[str]], None]) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.chosen.connect(then)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def learning_curve(self) -> None:
        """Errors against the number of training examples."""
        from playground.experiment.studies.kinds.learning_curve import learning_curve

        dataset = self._dataset()

        def make(spec: ExperimentSpec, seeds: int) -> Study:
            return learning_curve(spec, seeds, dataset=dataset)

        self._study("Learning curve", make, own_rates=False)

    @Slot()
    def find_rate(self) -> None:
        """Cost against a rising learning rate."""
        from playground.gui.studies.requests import RateRequest

        self._submit(RateRequest("Learning-rate finder", self._workbench.spec, self._dataset()))

    @Slot(object)
    def try_proposal(self, proposal: Proposal) -> None:
        """The present experiment beside what the recipe proposes."""
        from playground.experiment.studies.kinds.recipe import recipe_study

        def make(spec: ExperimentSpec, seeds: int) -> Study:
            return recipe_study(spec, proposal, seeds)

        self._study(f"{proposal.label}: before and after", make, proposal=proposal.label)

    def _study(
        self, title: str, make: Callable[[ExperimentSpec, int], Study], **words: object
    ) -> None:
        from playground.gui.studies.requests import StudyRequest

        self._submit(
            StudyRequest(title, self._workbench.spec, make, dataset=self._dataset(), **words)
        )

    # ------------------------------------------------------------------ running

    def _submit(self, request: StudyRequest | RateRequest) -> None:
        if self.window is None:
            self._make_window()
        self.window.show()
        self.window.activateWindow()
        self._submitted = time.monotonic()
        self.runner.submit(request)

    @Slot(object)
    def _run_again(self, request: StudyRequest | RateRequest) -> None:
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

    def _make_window(self) -> None:
        from playground.gui.studies.runner import StudyRunner
        from playground.gui.studies.window import StudyWindow

        self.window = window = StudyWindow(self._theme, self._main_window)
        self.runner = runner = StudyRunner(self._workbench.gate, self)
        runner.began.connect(window.begin)
        runner.reported.connect(window.show_report)
        runner.next_turn.connect(window.draw_rest)
        runner.ended.connect(self._on_ended)
        runner.failed.connect(window.fail)
        window.run_requested.connect(self._run_again)
        window.cancel_requested.connect(runner.cancel)
        window.use_requested.connect(self._use)
        window.rate_requested.connect(partial(self._workbench.set, _RATE))

    @Slot(object)
    def _on_ended(self, outcome: object) -> None:
        self.window.end(outcome)
        request, repeated = self.window.request, self._repeated
        if repeated is not None and request is repeated[0]:
            self.recorder.keep_outcome(repeated[1], request, outcome)
        elif hasattr(outcome, "scene"):
            self.recorder.add_study(request, outcome)
        else:
            self.recorder.add_rates(request, outcome, time.monotonic() - self._submitted)

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
        from playground.gui.run_history.rows import request_of

        if self.runner is not None and self.runner.running:
            self.history.say("A study is going on: its results come first, or cancel it.")
            return
        if run.number not in self.recorder.outcomes:
            request = request_of(run)
            if run.spec.data.source == self._workbench.spec.data.source:
                request = replace(request, dataset=self._dataset())
            self._repeated = request, run.number
            self._submit(request)
            return
        if self.window is None:
            self._make_window()
        request, outcome = self.recorder.outcomes[run.number]
        self.window.begin(request)
        self.window.end(outcome)
        self.window.show()
        self.window.activateWindow()

    # ------------------------------------------------------------------ putting into force

    @Slot(object)
    def _restore(self, spec: ExperimentSpec) -> None:
        if spec == self._workbench.spec:
            self._workbench.note("The experiment is that of this run already.")
            return
        # A change of its own, whatever was changed last: undo comes back to where we are. And
        # from the beginning, even where the run at hand could take it up: its curve is wanted.
        self._workbench.undo_stack.seal()
        self._workbench.start_over(spec, running=self._workbench.running, imported=False)
        if self.history is not None:
            self.history.say("Restored: the window has this experiment now, to be trained.")

    @Slot(object)
    def _use(self, variation: Variation) -> None:
        bench = self._workbench
        try:
            spec = variation.applied_to(bench.spec)
        except SettingError as error:
            bench.refuse(str(error))
            return
        if spec == bench.spec:
            bench.note(f"The experiment is “{variation.label}” already.")
            return
        bench.start_over(spec, imported=False)

    # ------------------------------------------------------------------ looks and end

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        if self.window is not None:
            self.window.recolour(theme)
        if self.history is not None:
            self.history.recolour(theme)

    def close(self) -> None:
        """End what is going on; for the end of the program."""
        if self.runner is not None:
            self.runner.close()
            self.window.close()
        if self.history is not None:
            self.history.close()


def _varies_rate(over: list[str]) -> bool:
    return any(text.partition("=")[0].strip() == _RATE for text in over)
