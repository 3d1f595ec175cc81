"""The truth the window shows: the specification in force, the run's state, its latest frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import singledispatchmethod
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.data.datasets import Dataset
from playground.experiment.history import History
from playground.experiment.live import requires_restart
from playground.experiment.probes.probe import Probe, ProbeResults
from playground.experiment.probes.runner import merged
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.gui.training.answers import Answer, NotApplied, Refused, Stopped
from playground.gui.training.calls import Call, Failure
from playground.gui.training.carried_over import for_other_data, is_other_data
from playground.gui.training.commands import (
    Apply,
    Ask,
    LookBack,
    Pace,
    Pause,
    SetParameter,
    Train,
)
from playground.gui.training.link import WorkerLink
from playground.gui.training.messages import (
    Message,
    message_of_failure,
    message_of_refusal,
    message_of_restart,
    message_of_stop,
    sentence_of,
)
from playground.gui.training.run_queue import Build, RunQueue
from playground.gui.training.run_requests import (
    BranchedRun,
    ImportedRun,
    NewRun,
    ResumedRun,
    ReturnedRun,
    RunRequest,
    TakenUpRun,
)
from playground.gui.training.running_on import RunningOn
from playground.gui.training.undo import (
    LeftRun,
    OtherRun,
    OtherWay,
    ParameterEdit,
    Undone,
    UndoStack,
)
from playground.settings import SettingError, changed, replaced


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
    """

    spec_changed = Signal(object)
    run_started = Signal(object)
    frame_ready = Signal(object)
    running_changed = Signal(bool)
    undo_changed = Signal()
    message_changed = Signal(object)
    spec_refused = Signal(object, str)
    resumed = Signal(str)

    def __init__(self, spec: ExperimentSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.run: Run | None = None
        self.snapshot: Snapshot | None = None
        self.history = History()
        self.probes = ProbeResults()
        self.requests: tuple[Probe, ...] = ()
        self.running = False
        self.steps_per_second: float | None = None
        self.undo_stack = UndoStack(spec)
        self._in_force = spec  # what the run that stands has, or will have in a moment
        self.looking_at: int | None = None
        self._last_branch = 0
        self._applying: Apply | None = None  # the last of the changes put into force so
        self._queue = RunQueue()
        self._running_on = RunningOn()
        self._link = WorkerLink(self._receive, self)
        self.gate = self._link.worker.gate

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Start the worker and the first run."""
        self._link.start()
        self._begin_anew()

    def close(self) -> None:
        """End the worker; the workbench is of no use afterwards."""
        self._link.close()

    @property
    def busy(self) -> bool:
        """Whether a run is being built."""
        return self._queue.busy

    def call(
        self, function: Callable[[Session], Any], doing: str = "looking at the network"
    ) -> Call:
        """Have the worker do something with its session, between two mini-batches.

        `doing` is what it is at meanwhile, as it follows "is still".

        ``call(function).then(done, failed)`` answers always, in this thread: `done` with what the
        function returned, or `failed` with a `Failure`, which is told where nothing else follows.
        """
        return self._link.call(function, self._tell_failure, doing)

    def tell(self, message: Message | None) -> None:
        """Tell the person something; None where the last message no longer holds."""
        self.message_changed.emit(message)

    # ------------------------------------------------------------------ the specification

    def propose(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Make `spec` the experiment: live where a running network can take it up, else anew.

        Changes of one `gesture`, such as a drag with the mouse, are undone as one.
        """
        if spec == self.spec:
            return
        by_hand = gesture is not None
        if not self._continues(self.spec, spec, by_hand):
            spec = self._running_on.planned(spec)
            if self.run is not None and is_other_data(self.spec, spec):
                spec = for_other_data(spec, self.run.dataset)
        elif self.looking_at is not None:
            self.branch(spec)
            return
        self._push(spec, gesture)
        self._adopt(spec, by_hand)

    @property
    def planned(self) -> ExperimentSpec:
        """The present specification as it is to be for other data."""
        dataset = self.run.dataset if self.run is not None else None
        return for_other_data(self._running_on.planned(self.spec), dataset)

    def open(self, spec: ExperimentSpec, dataset: Dataset | None = None) -> None:
        """Make an opened `spec` the experiment; its data are read anew even if it is the same.

        They are not where `dataset` is what ``spec.data.source`` makes.
        """
        if spec != self.spec or self.undo_stack.weights is not None:
            self.undo_stack.push(spec, changed(self.spec, spec))
        self._show(spec)
        self._begin_anew(dataset=dataset, reread=True)

    def resume(self, path: str) -> None:
        """Go on with the session in a file; paused, its settings become those in force."""
        self._ask(ResumedRun(path))

    def import_weights(self, path: str) -> None:
        """Start the present experiment over from the weights in a file; paused, and undoable."""
        self._ask(ImportedRun(NewRun(self.spec), path))

    def set(self, path: str, value: object, gesture: int | None = None) -> None:
        """Propose the present specification with one setting changed, as by one `gesture`.

        A value that is not allowed becomes a message; the specification stays.
        """
        try:
            spec = replaced(self.spec, path, value)
        except SettingError as error:
            self.refuse(sentence_of(self.spec, error))
            return
        self.propose(spec, gesture)

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
        before = self.spec
        if imported:
            self._push(spec)
        else:
            self.undo_stack.push(spec, changed(before, spec))
        self._show(spec)
        self._begin_anew(running, since=before)

    @Slot(str)
    def note(self, sentence: str) -> None:
        """Tell the person something; an empty sentence tells nothing."""
        if sentence:
            self.tell(Message("note", sentence))

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """Tell the person what was wrong; the specification stays, and is shown again."""
        self.tell(Message("error", sentence))
        self.spec_changed.emit(self.spec)

    def undo(self) -> None:
        """Take back the last change, of the specification or of a weight."""
        if self.undo_stack.can_undo:
            self._put_into_force(self.undo_stack.undo())

    def redo(self) -> None:
        """Take the last undone change again."""
        if self.undo_stack.can_redo:
            self._put_into_force(self.undo_stack.redo())

    def _put_into_force(self, step: Undone) -> None:
        if isinstance(step, ParameterEdit):
            self._set_parameter(step)
        elif isinstance(step, OtherWay):
            self._show(step.spec)
            self._ask(ReturnedRun(step.key, step.spec, self.undo_stack.weights))
        elif isinstance(step, OtherRun):
            self._show(step.spec)
            weights = self.undo_stack.weights
            self._ask(TakenUpRun(step.left, self.run.run_id, step.spec, weights))
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
        before = self.spec
        same_weights = self.undo_stack.weights == self._queue.weights
        self._show(spec)
        if before == spec and same_weights:
            return
        if same_weights and self._can_apply(before, spec, by_hand):
            self._in_force, self._applying = spec, Apply(spec)
            self._link.send(self._applying)
            self.tell(None)
        else:
            self._begin_anew(running=self.running, since=before)

    def _show(self, spec: ExperimentSpec) -> None:
        self.spec = spec
        self.spec_changed.emit(spec)
        self.undo_changed.emit()

    def _can_apply(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the run that stands can take the changes up as it goes."""
        if self.busy or not self._continues(before, spec, by_hand):
            return False
        return self._stop is None or self._stop.reason != "diverged"

    def _continues(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the network of the run that stands is one for `spec` too."""
        if self.run is None:
            return False
        if type(before.data.source) is not type(spec.data.source) and not by_hand:
            # Another data set was chosen. By hand it is the same one with a point more.
            return False
        return not requires_restart(before, spec, self.run.dataset)

    def _begin_anew(
        self,
        running: bool = False,
        since: ExperimentSpec | None = None,
        dataset: Dataset | None = None,
        reread: bool = False,
    ) -> None:
        """Have a run of the present specification built, because of what changed `since`."""
        weights = self.undo_stack.weights
        self._ask(NewRun(self.spec, running, dataset, weights, reread))
        if since is not None and since != self.spec:
            message = message_of_restart(since, self.spec, self.propose)
            if self.history.n_steps or message.action:
                self.tell(message)

    def _ask(self, request: RunRequest) -> None:
        self._applying = self.looking_at = None
        self._send(self._queue.ask(request))
        self.tell(None)

    def _send(self, build: Build | None) -> None:
        if build is not None:
            self._link.send(build)

    # ------------------------------------------------------------------ the past

    def look_back(self, step: int | None) -> None:
        """Pause, and show the run as it stood after so many steps; None for as it is now.

        What is done while looking back is done there: the run goes another way from that moment.
        """
        if self.snapshot is None or self.busy:
            return
        now = self.snapshot.last_step
        self.looking_at = None if step is None or step >= now else max(step, 0)
        self._queue.set_running(False)
        self._link.send(LookBack(self.run.run_id, self.looking_at))

    def branch(
        self,
        spec: ExperimentSpec | None = None,
        running: bool = False,
        edit: tuple[int, float] | None = None,
    ) -> None:
        """Go on from the moment that is looked at; what came after it is kept, and undo returns.

        Parameters
        ----------
        spec : ExperimentSpec, optional
            The settings to go on with; by default those of that moment.
        running : bool
        edit : tuple of (int, float), optional
            A place in theta and the value that it is given there.
        """
        step, spec = self.looking_at, spec or self.spec
        if step is None or self.busy:
            return
        self._last_branch += 1
        weights, entries = self.undo_stack.weights, changed(self.spec, spec)
        self.undo_stack.push(spec, entries, weights=weights, branch=self._last_branch)
        self._show(spec)
        self._ask(BranchedRun(step, self._last_branch, spec, running, weights, edit))

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
        self._queue.set_running(False)
        self._link.send(Pause())

    def reset(self) -> None:
        """Start the same experiment over: the same data, the same initial weights; undoable."""
        self._reset()

    def regenerate(self) -> None:
        """Start over, the data made or read anew with the same seed; undoable."""
        self._reset(self.running, reread=True)

    def _reset(self, running: bool = False, reread: bool = False) -> None:
        spec, weights, left = self._running_on.planned(self.spec), self.undo_stack.weights, None
        if not self.busy and self.snapshot is not None and self.snapshot.last_step:
            left = LeftRun(self.run.run_id)
            self.undo_stack.push(spec, [], weights=weights, left=left)
            self._show(spec)
        self._ask(NewRun(spec, running, None, weights, reread, left))

    def new_seed(self) -> None:
        """Start over with other random numbers."""
        self.set("seed", (self.spec.seed + 1) % 2**32)

    def new_weights(self) -> None:
        """Start over with other initial weights, on the same points."""
        self.set("weights_draw", self.spec.weights_draw + 1)

    def new_data(self) -> None:
        """Start over with other points of the same rule, from the same initial weights."""
        self.set("data_draw", self.spec.data_draw + 1)

    def set_pace(self, steps_per_second: float | None) -> None:
        """Train at most so many mini-batches a second; None for flat out."""
        self.steps_per_second = steps_per_second
        self._link.send(Pace(steps_per_second))

    def set_parameter(self, layer: int, row: int, column: int | None, value: float) -> None:
        """Give one weight or bias of the run another value, also while it trains.

        The parameter is at ``(layer, row, column)`` as in `ParameterEdit.of`.
        """
        if self.snapshot is None or self.busy:
            return
        if not math.isfinite(value):
            self.refuse("A weight must be a finite number.")
            return
        edit = ParameterEdit.of(self.snapshot, layer, row, column, value)
        if self.looking_at is not None:
            self.branch(edit=(edit.index, value))
            return
        self.undo_stack.push_edit(edit)
        self._set_parameter(edit)

    def _set_parameter(self, edit: ParameterEdit) -> None:
        self._link.send(SetParameter(edit.run_id, edit.index, edit.new))
        self.undo_changed.emit()

    def ask(self, requests: Iterable[Probe]) -> None:
        """Have the worker compute, with the snapshots from now on, what these probes ask for."""
        self.requests = merged(requests)
        self._link.send(Ask(self.run.run_id if self.run is not None else 0, self.requests))

    def _train(self, until: str) -> None:
        if self.looking_at is not None:
            self._train_in_the_past(until)
            return
        stop = None if self.busy else self._stop
        if stop is not None and not stop.is_goal:
            self.tell(message_of_stop(stop, self.spec, self.start_over))
            return
        if stop is not None:
            spec, sentence = self._running_on.beyond(self.spec, stop, self.snapshot.epoch)
            self.undo_stack.seal()
            self.propose(spec)
            self.note(sentence)
        if until == "stopped":
            self._queue.set_running(True)
        self._link.send(Train(until))

    def _train_in_the_past(self, until: str) -> None:
        """Run goes another way; a single step or epoch is there already and is looked at."""
        if until == "stopped":
            self.branch(running=True)
        elif until == "step":
            self.look_back(self.looking_at + 1)
        else:
            ends = self.history.column("step")
            later = ends[ends > self.looking_at]
            self.look_back(int(later[0]) if later.size else None)

    def _set_running(self, running: bool) -> None:
        if running != self.running:
            self.running = running
            self._link.ask_for_frames(running)
            self.running_changed.emit(running)

    # ------------------------------------------------------------------ the worker's answers

    @singledispatchmethod
    def _receive(self, answer: Answer) -> None:
        raise TypeError(f"The workbench does not know the answer {answer!r}.")

    @_receive.register
    def _(self, answer: Refused) -> None:
        request = self._queue.refused(answer.run_id)
        if request is None:
            self._send(self._queue.next())
            return
        refused = self.spec
        self._set_running(False)
        if request.leaves is not None:
            self.undo_stack.forget_left()
        if request.spec is not None:
            self._return_to(self._in_force)
        elif self.spec != self._in_force:
            # The file was at fault, not what had been proposed when it took its place.
            self._begin_anew()
        self.tell(message_of_refusal(refused, answer.failure, self.propose))
        self.spec_refused.emit(refused, answer.failure.sentence)

    @_receive.register
    def _(self, answer: NotApplied) -> None:
        # To what was proposed after it there will be an answer of its own.
        if answer.command is self._applying:
            self._return_to(answer.in_force)
            self._tell_failure(answer.failure)

    @_receive.register
    def _(self, answer: Stopped) -> None:
        self._set_running(False)
        self._tell_failure(answer.failure)

    @_receive.register
    def _(self, snapshot: Snapshot) -> None:
        stands = snapshot.run is not self.run
        if stands:
            request = self._stand(snapshot)
        stop_before, looked_back = self._stop, snapshot.looking_back or self._looks_back
        self.history.extend(snapshot.points)
        self.snapshot = snapshot
        self.probes = snapshot.probes.after(self.probes)
        self._set_running(snapshot.running)
        if looked_back and not self.busy and snapshot.spec != self.spec:
            self._show(snapshot.spec)  # that of the moment, until one is back in the present
        if stands and request is not None and request.session_path:
            self.resumed.emit(request.session_path)
        self.frame_ready.emit(self.frame)
        if snapshot.stop is not None and snapshot.stop != stop_before and not looked_back:
            self.tell(message_of_stop(snapshot.stop, self.spec, self.start_over))

    def _stand(self, snapshot: Snapshot) -> RunRequest | None:
        """Another run stands; what it was asked for by, where nothing else waits."""
        run = snapshot.run
        self.run, self._in_force = run, snapshot.spec
        self.history, self.snapshot = History(), None
        self.probes = ProbeResults()
        self.undo_stack.forget_edits()
        if run.parent is None:
            self.undo_stack.forget_branches()
        self.undo_changed.emit()
        self.run_started.emit(run)
        request = self._queue.stands(run)
        if request is None:
            self._send(self._queue.next())
            return None
        if (run.spec, run.initial_weights) != (self.spec, self.undo_stack.weights):
            # What a file says is in force now, and a change like any other.
            self.undo_stack.seal()
            self.undo_stack.push(
                run.spec, changed(self.spec, run.spec), weights=run.initial_weights
            )
            self._show(run.spec)
        self.note(run.remark)
        return request

    def _return_to(self, spec: ExperimentSpec) -> None:
        self._in_force = spec
        self.undo_stack.return_to(spec, self._queue.weights)
        self._show(spec)

    def _tell_failure(self, failure: Failure) -> None:
        self.tell(message_of_failure(failure))

    @property
    def frame(self) -> Frame | None:
        """All that there is to draw at present; None before the first run stands."""
        if self.snapshot is None:
            return None
        return Frame(self.snapshot, self.history, self.probes)

    @property
    def _looks_back(self) -> bool:
        return self.snapshot is not None and self.snapshot.looking_back

    @property
    def _stop(self) -> Stop | None:
        return self.snapshot.stop if self.snapshot is not None else None
