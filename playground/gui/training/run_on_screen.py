"""The run that is shown, and the worker behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.history import History
from playground.experiment.probe import Probe, ProbeResults
from playground.experiment.probes.runner import merged
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot
from playground.experiment.stopping import Stop
from playground.gui.training.answers import Answer
from playground.gui.training.calls import Call, Failure
from playground.gui.training.commands import Ask, Remember
from playground.gui.training.link import WorkerLink
from playground.gui.training.messages import Message, message_of_failure
from playground.gui.training.run_queue import Build, RunQueue
from playground.gui.training.run_requests import RunRequest


class RunOnScreen(QObject):
    """The run that stands, its latest frame, and what the worker can be asked about it.

    Signals
    -------
    run_started(Run)
        A new run stands; everything drawn of the one before is stale.
    frame_ready(Frame)
        Something new to draw.
    running_changed(bool)
    message_changed(Message or None)
        Something to tell the person; None when the last message no longer holds.

    Attributes
    ----------
    run : Run or None
        None before the first one stands.
    snapshot : Snapshot or None
        Its latest state.
    history : History
        All metric points of the run.
    probes : ProbeResults
        The latest results there are.
    requests : tuple of Probe
        What is computed with the snapshots.
    running : bool
    steps_per_second : float or None
        The pace that is kept; None for maximum speed.
    looking_at : int or None
        The step that is looked back at; None in the present.
    gate : Gate
        Holds the worker while something is drawn.
    """

    run_started = Signal(object)
    frame_ready = Signal(object)
    running_changed = Signal(bool)
    message_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self.snapshot: Snapshot | None = None
        self.history = History()
        self.probes = ProbeResults()
        self.requests: tuple[Probe, ...] = ()
        self.running = False
        self.steps_per_second: float | None = None
        self.looking_at: int | None = None
        self._elsewhere: np.ndarray | None = None  # the theta looked at in place of the run's own
        self._queue = RunQueue()
        self._link = WorkerLink(self._receive, self)
        self.gate = self._link.worker.gate

    def close(self) -> None:
        """End the worker; the workbench is of no use afterwards."""
        self._link.close()

    @property
    def _run_id(self) -> int:
        return self.run.run_id if self.run is not None else 0

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

    @Slot(str)
    def note(self, sentence: str) -> None:
        """Tell the person something; an empty sentence tells nothing."""
        if sentence:
            self.tell(Message("note", sentence))

    def confirm(self, sentence: str) -> None:
        """Say that something was done as wanted, for a moment."""
        self.tell(Message("note", sentence, passing=True))

    def ask(self, requests: Iterable[Probe]) -> None:
        """Have the worker compute, with the snapshots from now on, what these probes ask for."""
        self.requests = merged(requests)
        self._link.send(Ask(self._run_id, self.requests))

    def remember(self, budget: int) -> None:
        """Let the keyframes, from which the past is replayed, take at most so many bytes."""
        self._link.send(Remember(budget))

    def set_pace(self, steps_per_second: float | None) -> None:
        """Train at most so many mini-batches a second; None for flat out."""
        self.steps_per_second = steps_per_second
        self._link.set_pace(steps_per_second)

    @property
    def frame(self) -> Frame | None:
        """All that there is to draw at present; None before the first run stands."""
        if self.snapshot is None:
            return None
        return Frame(self.snapshot, self.history, self.probes)

    # ------------------------------------------------------------------ for subclasses

    def _receive(self, answer: Answer) -> None:
        """An answer of the worker, whatever it is."""
        raise NotImplementedError

    def _ask(self, request: RunRequest) -> None:
        self.looking_at = self._elsewhere = None
        self._send(self._queue.ask(request))
        self.tell(None)

    def _send(self, build: Build | None) -> None:
        if build is not None:
            self._link.send(build)

    def _begin_with(self, run: Run) -> None:
        """Another run stands; nothing is known of it yet."""
        self.run, self.snapshot = run, None
        self.history, self.probes = History(), ProbeResults()

    def _take(self, snapshot: Snapshot) -> None:
        """Keep a snapshot of the run that stands with those before it."""
        self.history.extend(snapshot.points)
        self.snapshot = snapshot
        self.probes = snapshot.probes.after(self.probes)
        self._set_running(snapshot.running)

    def _set_running(self, running: bool) -> None:
        if running != self.running:
            self.running = running
            self._link.ask_for_frames(running)
            self.running_changed.emit(running)

    def _tell_failure(self, failure: Failure) -> None:
        self.tell(message_of_failure(failure))

    @property
    def _looks_back(self) -> bool:
        return self.snapshot is not None and self.snapshot.looking_back

    @property
    def _stop(self) -> Stop | None:
        return self.snapshot.stop if self.snapshot is not None else None
