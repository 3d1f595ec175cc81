"""The truth the window shows: the specification in force, the run's state, its latest frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from playground.data.datasets import Dataset
from playground.engine.plan import blocks
from playground.experiment.changes import InitialWeights
from playground.experiment.history import History
from playground.experiment.live import requires_restart
from playground.experiment.probes.misclassified import Misclassified
from playground.experiment.probes.surface import Plane, SurfaceMap
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.experiment.wording import listed, short_name
from playground.gui.training.commands import (
    Apply,
    Import,
    Look,
    Pace,
    Pause,
    Resume,
    SetParameter,
    Start,
    Train,
    Watch,
    Write,
)
from playground.gui.training.mailbox import Gate, Mailbox
from playground.gui.training.messages import (
    Message,
    message_of_refusal,
    message_of_stop,
    sentence_of,
)
from playground.gui.training.undo import ParameterEdit, UndoStack
from playground.gui.training.worker import Worker
from playground.settings import Entry, SettingError, Settings, changed, replaced

#: Milliseconds between two frames while something trains: 30 a second.
FRAME_INTERVAL = 33

#: The goals a run may have reached: running on takes them back.
_GOALS = {"cost_reached": "training.until_cost", "error_reached": "training.until_error"}


class Workbench(QObject):
    """Accepts new specifications, drives the worker, and announces frames.

    Widgets propose and ask; they learn of the outcome from the signals, never from themselves.

    Signals
    -------
    spec_changed(ExperimentSpec)
        The specification to show: after every accepted proposal, undo, or refusal.
    run_started(Run)
        A new run stands; everything drawn of the one before is stale.
    frame_ready(Frame)
        Something new to draw.
    running_changed(bool)
    undo_changed()
    message_changed(Message or None)
        Something to tell the person; None when the last message no longer holds.
    spec_refused(ExperimentSpec, str)
        No run could be built of this specification, for the reason in the sentence; the one
        before it is in force again.
    resumed(str)
        The run that stands now goes on with the session in the file at this path.
    written(callable, bool)
        What `write` was given has been called, and whether it wrote.
    """

    spec_changed = Signal(object)
    run_started = Signal(object)
    frame_ready = Signal(object)
    running_changed = Signal(bool)
    undo_changed = Signal()
    message_changed = Signal(object)
    spec_refused = Signal(object, str)
    resumed = Signal(str)
    written = Signal(object, bool)

    def __init__(self, spec: ExperimentSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.run: Run | None = None
        self.snapshot: Snapshot | None = None
        self.history = History()
        self.surface: SurfaceMap | None = None
        self.pre_activations: tuple[np.ndarray, ...] | None = None
        self.misclassified: Misclassified | None = None
        self.running = False
        self.steps_per_second: float | None = None
        self.gate = Gate()
        self.undo_stack = UndoStack(spec)
        self._accepted = spec
        self._last_run_id = 0
        self._awaited = 0  # the run the worker is building, 0 for none
        self._resumed = 0  # the last run that comes from a file
        self._resumed_path = ""
        self._weights: InitialWeights | None = None  # that the run in force began with
        self._remarks: tuple[int, str] = (0, "")  # on the imported weights of a run
        self._import_next = ""  # a file to be imported once the run being built stands
        self._resubmit = False  # another specification came while it was being built
        self._restart_running = False
        self._reread = False
        self._at_hand: tuple[Settings, Dataset] | None = None  # a source, and what it makes
        self._watch = Watch()
        self._mailbox = Mailbox()
        self._worker = Worker(self._mailbox, self.gate)
        self._worker.refused.connect(self._on_refused)
        self._worker.imported.connect(self._on_imported)
        self._worker.not_applied.connect(self._on_not_applied)
        self._worker.changed.connect(self._on_changed)
        self._worker.wrote.connect(self._on_wrote)
        self._worker.not_written.connect(self._on_not_written)
        self._worker.failed.connect(self._on_failed)
        self._frame_timer = QTimer(self, interval=FRAME_INTERVAL)
        self._frame_timer.timeout.connect(self._on_frame_timer)

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Start the worker and the first run."""
        self._worker.start()
        self._submit(running=False)

    def close(self) -> None:
        """End the worker; the workbench is of no use afterwards."""
        self._frame_timer.stop()
        if self._worker.isRunning():
            self._worker.finish()
        # A last snapshot may still be announced, to widgets that will be gone by then.
        self._mailbox.take()

    # ------------------------------------------------------------------ the specification

    def propose(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Make `spec` the experiment: live where a running network can take it up, else anew.

        Changes of one `gesture`, such as a drag with the mouse, are undone as one.
        """
        if spec == self.spec:
            return
        by_hand = gesture is not None
        self._push(spec, gesture)
        self._adopt(spec, by_hand)

    def open(self, spec: ExperimentSpec, dataset: Dataset | None = None) -> None:
        """Make an opened `spec` the experiment; its data are read anew even if it is the same.

        They are not where `dataset` is what ``spec.data.source`` makes.
        """
        self._at_hand = None if dataset is None else (spec.data.source, dataset)
        if spec != self.spec or self.undo_stack.weights is not None:
            self.undo_stack.push(spec, changed(self.spec, spec))
        self.spec = spec
        self.spec_changed.emit(spec)
        self.undo_changed.emit()
        self._submit(running=False, reread=True)

    def resume(self, path: str) -> None:
        """Go on with the session in a file; paused, its settings become those in force."""
        self._last_run_id += 1
        self._awaited = self._resumed = self._last_run_id
        self._resubmit = False
        self._import_next, self._resumed_path = "", path
        self._worker.send(Resume(self._awaited, path))

    def import_weights(self, path: str) -> None:
        """Start the present experiment over from the weights in a file; paused, and undoable."""
        if self._awaited:
            self._import_next = path
            return
        self._last_run_id += 1
        self._awaited = self._last_run_id
        self._worker.send(Import(self._awaited, path))

    def set(self, path: str, value: object) -> None:
        """Propose the present specification with one setting changed.

        A value that is not allowed becomes a message; the specification stays.
        """
        try:
            spec = replaced(self.spec, path, value)
        except SettingError as error:
            self.refuse(sentence_of(self.spec, error))
            return
        self.propose(spec)

    def start_over(self, spec: ExperimentSpec, running: bool = True, imported: bool = True) -> None:
        """Make `spec` the experiment and begin it anew, whatever it changes.

        Parameters
        ----------
        spec : ExperimentSpec
        running : bool
            Whether it trains at once.
        imported : bool
            Whether it begins with the imported weights of the present run, where it has any.
        """
        if imported:
            self._push(spec)
        else:
            self.undo_stack.push(spec, changed(self.spec, spec))
        before, self.spec = self.spec, spec
        self.spec_changed.emit(spec)
        self.undo_changed.emit()
        self._submit(running, why=changed(before, spec))

    @Slot(str)
    def note(self, sentence: str) -> None:
        """Tell the person something; an empty sentence tells nothing."""
        if not sentence:
            return
        self.message_changed.emit(Message("note", sentence))

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """Tell the person what was wrong; the specification stays, and is shown again."""
        self.message_changed.emit(Message("error", sentence))
        self.spec_changed.emit(self.spec)

    def undo(self) -> None:
        """Take back the last change, of the specification or of a weight."""
        if self.undo_stack.can_undo:
            self._put_into_force(self.undo_stack.undo())

    def redo(self) -> None:
        """Take the last undone change again."""
        if self.undo_stack.can_redo:
            self._put_into_force(self.undo_stack.redo())

    def _put_into_force(self, step: ExperimentSpec | ParameterEdit) -> None:
        if isinstance(step, ParameterEdit):
            self._worker.send(SetParameter(step.run_id, step.index, step.new))
            self.undo_changed.emit()
        else:
            self._adopt(step)

    def _push(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Add a specification to those that can be undone.

        Imported weights go along as long as the network that began with them goes on.
        """
        weights = self.undo_stack.weights
        if weights is not None and not self._continues(self.spec, spec, gesture is not None):
            weights = None
        self.undo_stack.push(spec, changed(self.spec, spec), gesture, weights)

    def _adopt(self, spec: ExperimentSpec, by_hand: bool = False) -> None:
        """Put into force what the undo stack stands at: `spec`, and what its run begins with."""
        before, self.spec = self.spec, spec
        entries = changed(before, spec)
        same_weights = self.undo_stack.weights is self._weights
        self.spec_changed.emit(spec)
        self.undo_changed.emit()
        if not entries and same_weights:
            return
        if same_weights and self._can_apply(before, spec, by_hand):
            self._accepted = spec
            self._worker.send(Apply(spec))
            self.message_changed.emit(None)
        else:
            self._submit(running=self.running, why=entries)

    def _can_apply(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the run at hand can take the changes up as it goes."""
        if self._awaited or not self._continues(before, spec, by_hand):
            return False
        return self._stop is None or self._stop.reason != "diverged"

    def _continues(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the network of the run at hand is one for `spec` too."""
        if self.run is None:
            return False
        if type(before.data.source) is not type(spec.data.source) and not by_hand:
            # Another data set was chosen. By hand it is the same one with a point more.
            return False
        return not requires_restart(before, spec, self.run.dataset)

    def _submit(self, running: bool, why: list[Entry] | None = None, reread: bool = False) -> None:
        """Have a run of the present specification built; while one is being built, wait for it.

        A slider sends dozens of specifications a second; only the last of those that pile up
        is worth building.
        """
        self._restart_running = running
        self._reread |= reread
        if self._awaited:
            self._resubmit = True
            return
        self._last_run_id += 1
        self._awaited = self._last_run_id
        self._weights = self.undo_stack.weights
        dataset = self._known_dataset()
        self._worker.send(Start(self._awaited, self.spec, running, dataset, self._weights))
        if why and self.history.n_steps:
            names = listed(dict.fromkeys(short_name(entry.setting) for entry in why))
            self.message_changed.emit(Message("note", f"Started over: {names} changed."))
        else:
            self.message_changed.emit(None)

    def _known_dataset(self) -> Dataset | None:
        """The examples of the present specification, where they need not be made first."""
        at_hand, self._at_hand = self._at_hand, None
        reread, self._reread = self._reread, False
        if at_hand is not None and at_hand[0] == self.spec.data.source:
            return at_hand[1]
        same_data = self.run is not None and _same_data(self.run.spec, self.spec)
        return self.run.dataset if same_data and not reread else None

    # ------------------------------------------------------------------ the run

    def toggle_run(self) -> None:
        """Run, or pause what runs."""
        if self.running:
            self.pause()
        else:
            self.train()

    def train(self) -> None:
        """Train without end; a run that has finished goes on for as many epochs again."""
        self._train("stopped")

    def step(self) -> None:
        """Train on one mini-batch."""
        self._train("step")

    def step_epoch(self) -> None:
        """Train to the end of the present epoch."""
        self._train("epoch")

    def pause(self) -> None:
        """Stop training after the mini-batch at hand."""
        self._worker.send(Pause())

    def reset(self) -> None:
        """Start the same experiment over: the same data, the same initial weights."""
        self._submit(running=False)

    def regenerate(self) -> None:
        """Start over, the data made or read anew with the same seed."""
        self._submit(running=self.running, reread=True)

    def new_seed(self) -> None:
        """Start over with other random numbers."""
        self.set("seed", (self.spec.seed + 1) % 2**32)

    def set_pace(self, steps_per_second: float | None) -> None:
        """Train at most so many mini-batches a second; None for flat out."""
        self.steps_per_second = steps_per_second
        self._worker.send(Pace(steps_per_second))

    def set_parameter(self, layer: int, row: int, column: int | None, value: float) -> None:
        """Give one weight or bias of the run at hand another value, also while it trains.

        Parameters
        ----------
        layer : int
            From 1 to L.
        row : int
            The unit of the layer, from 0.
        column : int or None
            The unit of the layer before it that the weight comes from; None for the bias.
        value : float
            A finite number.
        """
        if self.snapshot is None or self._awaited:
            return
        if not math.isfinite(value):
            self.refuse("A weight must be a finite number.")
            return
        theta = self.snapshot.theta
        # Let the layout of theta itself say where the parameter lies.
        places = blocks(np.arange(theta.size), self.run.layer_sizes)[layer - 1]
        index = int(places[-1 if column is None else column, row])
        self.undo_stack.push_edit(ParameterEdit(self.run.run_id, index, float(theta[index]), value))
        self._worker.send(SetParameter(self.run.run_id, index, value))
        self.undo_changed.emit()

    def watch_units(self, watched: bool) -> None:
        """Have the maps of the hidden units computed with the surface, or no longer."""
        self._set_watch(replace(self._watch, units=watched))

    def watch_pre_activations(self, watched: bool) -> None:
        """Have Z[l] of some training examples computed with the surface, or no longer."""
        self._set_watch(replace(self._watch, pre_activations=watched))

    def watch_misclassified(self, watched: bool) -> None:
        """Have the misclassified dev examples found with the surface, or no longer."""
        self._set_watch(replace(self._watch, misclassified=watched))

    def _set_watch(self, watch: Watch) -> None:
        if watch != self._watch:
            self._watch = watch
            self._worker.send(watch)

    def look(self, plane: Plane, with_units: bool = False) -> None:
        """Show another plane of the input space."""
        if self.run is not None:
            self._worker.send(Look(plane, with_units))

    def write(self, write: Callable[[Session], object], done: str) -> None:
        """Have the worker write something of its session to a file; `done` is said after it."""
        self._worker.send(Write(write, done))

    def _train(self, until: str) -> None:
        stop = self._stop
        if stop is not None and stop.reason in _GOALS:
            self.set(_GOALS[stop.reason], 0.0)
            if self.snapshot.epoch >= self.spec.training.epochs:
                self.set("training.epochs", self.snapshot.epoch + self.run.spec.training.epochs)
        elif stop is not None and stop.reason == "finished":
            self.set("training.epochs", self.snapshot.epoch + self.run.spec.training.epochs)
        elif stop is not None:
            self.message_changed.emit(message_of_stop(self._stop, self.spec, self.start_over))
            return
        self._worker.send(Train(until))

    def _set_running(self, running: bool) -> None:
        if running == self.running:
            return
        self.running = running
        if running:
            self._frame_timer.start()
            self._mailbox.requested = True
        else:
            self._frame_timer.stop()
        self.running_changed.emit(running)

    # ------------------------------------------------------------------ the worker's answers

    @Slot(int, str)
    def _on_refused(self, run_id: int, sentence: str) -> None:
        self._settle(run_id)
        if not self._awaited:
            refused = self.spec
            self._return_to_accepted()
            self.message_changed.emit(message_of_refusal(refused, sentence, self.propose))
            self.spec_refused.emit(refused, sentence)

    @Slot(int, str, str)
    def _on_failed(self, run_id: int, sentence: str, details: str) -> None:
        if run_id == self._awaited:
            self._awaited, self._resubmit = 0, False
            self._return_to_accepted()
        self._set_running(False)
        self.message_changed.emit(Message("error", sentence, details=details))

    @Slot(object, str)
    def _on_wrote(self, write: object, done: str) -> None:
        self.note(done)
        self.written.emit(write, True)

    @Slot(object, str)
    def _on_not_written(self, write: object, sentence: str) -> None:
        self.refuse(sentence)
        self.written.emit(write, False)

    @Slot()
    def _on_changed(self) -> None:
        self._take()

    @Slot()
    def _on_frame_timer(self) -> None:
        # The worker waits while the frame is drawn and painted; see Gate.
        self.gate.hold()
        try:
            self._take()
            QCoreApplication.sendPostedEvents()
        finally:
            self.gate.release()
        self._mailbox.requested = True

    @Slot(object, str)
    def _on_not_applied(self, in_force: ExperimentSpec, sentence: str) -> None:
        self._accepted = in_force
        if self._awaited:
            return  # the run being built says itself whether it can be
        self._show_accepted()
        # Another change may have been accepted behind the one that was not.
        self._worker.send(Apply(in_force))
        self.message_changed.emit(Message("error", sentence))

    def _return_to_accepted(self) -> None:
        self._set_running(False)
        self._show_accepted()

    def _show_accepted(self) -> None:
        self.spec = self._accepted
        self.undo_stack.return_to(self.spec)
        self._weights = self.undo_stack.weights
        self.spec_changed.emit(self.spec)
        self.undo_changed.emit()

    def _settle(self, run_id: int) -> None:
        """The run being built is built, or refused: build the next one if one was asked for."""
        if run_id != self._awaited:
            return
        self._awaited = 0
        if self._resubmit:
            self._resubmit = False
            self._submit(self._restart_running)
        elif self._import_next:
            path, self._import_next = self._import_next, ""
            self.import_weights(path)

    def _take(self) -> None:
        snapshot = self._mailbox.take()
        if snapshot is None:
            return
        resumed = False
        if snapshot.run is not self.run:
            resumed = snapshot.run.run_id == self._resumed
            self.run, self._accepted = snapshot.run, snapshot.spec
            self.history, self.snapshot = History(), None
            self.surface = self.pre_activations = self.misclassified = None
            self.undo_stack.forget_edits()
            self.undo_changed.emit()
            self.run_started.emit(self.run)
            self._settle(self.run.run_id)
            if resumed and not self._awaited:
                self._show_resumed(snapshot.run)
            elif self._remarks[0] == snapshot.run.run_id:
                self._show_imported(snapshot.run)
        stop_before = self._stop
        self.history.extend(snapshot.points)
        self.snapshot = snapshot
        if snapshot.surface is not None:
            self.surface = snapshot.surface
        if snapshot.pre_activations is not None:
            self.pre_activations = snapshot.pre_activations
        if snapshot.misclassified is not None:
            self.misclassified = snapshot.misclassified
        self._set_running(snapshot.running)
        if resumed:
            self.resumed.emit(self._resumed_path)
        self.frame_ready.emit(self.frame)
        if snapshot.stop is not None and snapshot.stop != stop_before:
            self.message_changed.emit(message_of_stop(self._stop, self.spec, self.start_over))

    @Slot(int, str)
    def _on_imported(self, run_id: int, remarks: str) -> None:
        self._remarks = (run_id, remarks)
        # Its first snapshot may have been taken for the sake of something said before.
        if self.run is not None and self.run.run_id == run_id:
            self._show_imported(self.run)

    def _show_imported(self, run: Run) -> None:
        """The weights from a file are those that the experiment begins with from now on."""
        if not self._awaited:
            self._weights = run.initial_weights
            self.undo_stack.push_weights(run.initial_weights)
            self.undo_changed.emit()
            self.message_changed.emit(Message("note", self._remarks[1]))

    def _show_resumed(self, run: Run) -> None:
        """The settings of a session from a file are those in force now."""
        spec, self._weights = run.spec, run.initial_weights
        if spec != self.spec or self._weights is not self.undo_stack.weights:
            self.undo_stack.push(spec, changed(self.spec, spec), weights=self._weights)
            self.spec = spec
            self.spec_changed.emit(spec)
            self.undo_changed.emit()
        self.message_changed.emit(None)

    @property
    def frame(self) -> Frame | None:
        """All that there is to draw at present; None before the first run stands."""
        if self.snapshot is None:
            return None
        return Frame(
            self.snapshot, self.history, self.surface, self.pre_activations, self.misclassified
        )

    @property
    def _stop(self) -> Stop | None:
        return self.snapshot.stop if self.snapshot is not None else None


def _same_data(old: ExperimentSpec, new: ExperimentSpec) -> bool:
    """Whether both make the same data set; scaling and division are applied afterwards."""
    return old.seed == new.seed and old.data.source == new.data.source
