"""The thread that trains: the engine's calls, one mini-batch at a time, and nothing else."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import singledispatchmethod

from PySide6.QtCore import QObject, QThread, Signal

from playground.atomic import FileError
from playground.cancellation import cancellable
from playground.data.errors import DataError
from playground.engine.errors import EngineError
from playground.experiment.errors import ExperimentError
from playground.experiment.history import MetricPoints
from playground.experiment.probe import ProbeResults
from playground.experiment.probes.runner import ProbeRunner
from playground.experiment.recording import BUDGET
from playground.experiment.session import Session
from playground.experiment.snapshot import Run, Snapshot
from playground.gui.training.answers import NotApplied, Refused, Returned, Stopped
from playground.gui.training.calls import Afterwards, Call, Failure, outcome_of
from playground.gui.training.commands import (
    Aim,
    Apply,
    Ask,
    Command,
    LookBack,
    Pace,
    Pause,
    Quit,
    Remember,
    SetParameter,
    Train,
)
from playground.gui.training.mailbox import Gate, Mailbox
from playground.gui.training.pace import Pacer, Speedometer
from playground.gui.training.past_viewer import PastViewer, timeline_of
from playground.gui.training.run_queue import Build
from playground.io.errors import ExportError
from playground.settings import SettingError

#: Seconds between two looks of the interpreter at who may run next (default 0.005): with the
#: gate it brings the window's lateness from 17 ms to about 11 ms at the 99th percentile.
SWITCH_INTERVAL = 0.0002

#: What the layers below raise with a sentence for a person.
_REFUSALS = (DataError, SettingError, EngineError, ExperimentError, ExportError, FileError)

#: How a sentence begins on what nobody has foreseen.
_STOPPED = "The training stopped because of an error in the program"
_NOT_BUILT = "The experiment could not be built because of an error"
_NOT_APPLIED = "The change could not be applied because of an error in the program"

#: What a run of a certain length goes on until, by the length that `Train` names.
_ENDS: dict[str, Callable[[Session], bool]] = {
    "step": lambda session: True,
    "epoch": lambda session: session.trainer.at_epoch_end,
}


class Worker(QThread):
    """Owns the session of the current run and answers commands between two mini-batches.

    Commands go in through `send`, answers come out through the mailbox, in order: snapshots, one
    for each request while training and none unasked, and one whenever something changed at rest;
    and what came of the commands that can fail. There is never a signal per step.

    Signals
    -------
    answered()
        An answer lies in the mailbox that no request asked for; not said again until
        `Mailbox.awake`.

    Attributes
    ----------
    mailbox : Mailbox
    gate : Gate
    doing : str
        What it is at, as it follows "is still": for whoever waits for its end.
    """

    answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.gate = Gate()
        self.mailbox = Mailbox(self.answered.emit)
        self.doing = ""
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._session: Session | None = None
        self._run: Run | None = None
        self._training = False
        self._until = "stopped"
        self._goal: Callable[[Session], bool] | None = None
        self._alive = True
        self._ending = False
        self._stale = False  # at rest, and a command changed what the window shows
        self._mark = (0, 0)
        self._pacer = Pacer()
        self._speed = Speedometer()
        self._probes = ProbeRunner()
        self._past = PastViewer()
        self._budget = BUDGET

    # ------------------------------------------------------------------ called by the window

    def send(self, command: Command) -> None:
        """Queue a command; returns at once."""
        self._commands.put(command)

    def end(self) -> None:
        """Give up what is under way where that can be, and end the loop; returns at once."""
        self._ending = True
        self.send(Quit())
        self.gate.release()

    # ------------------------------------------------------------------ the loop

    def run(self) -> None:
        """Carry out commands and train, until told to quit."""
        interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._background = ThreadPoolExecutor(1, "background")
        try:
            while self._alive:
                try:
                    self._attend()
                    if self._alive and self._training:
                        self._train()
                except Exception as error:
                    self._training = False
                    self.mailbox.post(Stopped(self._run_id, Failure.of(error, _STOPPED, ())))
        finally:
            self.doing = "writing a file"
            self._background.shutdown()
            sys.setswitchinterval(interval)

    def _attend(self) -> None:
        """Carry out the commands that wait; at rest, wait for one."""
        if not self._training:
            self._refine()
            self._carry_out(self._commands.get())
        while self._alive and not self._commands.empty():
            self._carry_out(self._commands.get())
        if self._stale and self._session is not None:
            self._report()

    def _train(self) -> None:
        """Train until a command or a request waits, or the session stops."""
        self.doing = "taking a training step"
        session, commands, mailbox, gate = self._session, self._commands, self.mailbox, self.gate
        assert session is not None  # what trains
        pacer, steps_before = self._pacer, session.trainer.steps
        reached = self._goal if self._until == "stopped" else _ENDS[self._until]
        # Whatever is looked up here once more is a percent of the steps of a small network.
        while commands.empty() and not mailbox.requested:
            if gate.closed:
                gate.wait()
            if pacer.steps_per_second is not None and (wait := pacer.pause()) > 0:
                # A command or a request cuts the wait short within a frame or two.
                time.sleep(min(wait, 0.01))
                continue
            session.step()
            if session.stop is not None or (reached is not None and reached(session)):
                self._training = False
                break
        self._speed.count(session.trainer.steps - steps_before)
        if not self._training:
            self._report()
        elif mailbox.requested:
            self._post(self._probes.look(session.network.theta), wake=False)

    # ------------------------------------------------------------------ commands

    @singledispatchmethod
    def _carry_out(self, command: Command) -> None:
        raise TypeError(f"The worker does not know the command {command!r}.")

    @_carry_out.register
    def _(self, command: Build) -> None:
        """Put another session in place of the present one, which stays where that fails."""
        self._training, self.doing = False, command.request.doing
        try:
            with cancellable(lambda: self._ending):
                built = command.request.build(self._session)
        except Exception as error:
            failure = Failure.of(error, _NOT_BUILT, _REFUSALS)
            self.mailbox.post(Refused(command.run_id, failure))
            return
        self._session, self._mark = built.session.go_on(), (0, 0)
        self._probes.begin(built.session)
        self._past.begin(built.session)
        built.session.recording.thin(self._budget)
        self._training, self._until = command.request.running, "stopped"
        self._training &= built.session.stop is None
        self._restart_clocks()
        self._run = built.as_run(command.run_id)
        self._stale = True

    @_carry_out.register
    def _(self, command: Apply) -> None:
        if self._session is None:
            return
        self._past.leave()
        try:
            self._session.apply(command.spec)
        except Exception as error:
            failure = Failure.of(error, _NOT_APPLIED, _REFUSALS)
            self.mailbox.post(NotApplied(self._run_id, command, self._session.spec, failure))
            return
        self._stale |= not self._training

    @_carry_out.register
    def _(self, command: Train) -> None:
        if self._session is None:
            return
        self._past.leave()
        self._training, self._until = self._session.stop is None, command.until
        self._restart_clocks()
        self._report()

    @_carry_out.register
    def _(self, command: Aim) -> None:
        self._goal = command.goal

    @_carry_out.register
    def _(self, command: LookBack) -> None:
        if self._session is not None and self._run_id == command.run_id:
            self._training = False
            self._past.look(command.step, command.theta)
            self._stale = True

    @_carry_out.register
    def _(self, command: Pause) -> None:
        self._training = False
        self._stale = True

    @_carry_out.register
    def _(self, command: Ask) -> None:
        meant = self._run_id == command.run_id
        requests = [request if meant else request.anew() for request in command.requests]
        self._past.ask(requests)
        self._stale |= self._probes.ask(requests) and not self._training

    @_carry_out.register
    def _(self, command: SetParameter) -> None:
        # Meant for a run that is gone, it would hit another weight in this one.
        if self._session is not None and self._run_id == command.run_id:
            self._past.leave()
            self._session.set_parameter(command.index, command.value)
            self._probes.hurry()
            self._stale |= not self._training

    @_carry_out.register
    def _(self, command: Remember) -> None:
        self._budget = command.budget
        if self._session is not None:
            self._session.recording.thin(command.budget)

    @_carry_out.register
    def _(self, command: Pace) -> None:
        self._pacer.steps_per_second = command.steps_per_second
        self._restart_clocks()

    @_carry_out.register
    def _(self, command: Call) -> None:
        self.doing = command.doing
        with cancellable(lambda: self._ending):
            outcome = command.carry_out(self._session)
        if isinstance(outcome, Afterwards):
            self._background.submit(self._finish, self._run_id, command, outcome)
        else:
            self.mailbox.post(Returned(self._run_id, command, outcome))

    @_carry_out.register
    def _(self, command: Quit) -> None:
        self._alive = self._training = False

    # ------------------------------------------------------------------ answers

    def _finish(self, run_id: int, command: Call, rest: Afterwards) -> None:
        """In the background: what is left of a call."""
        given_up = rest.given_up
        with cancellable(lambda: given_up is not None and (self._ending or given_up())):
            outcome = outcome_of(rest.function)
        self.mailbox.post(Returned(run_id, command, outcome))

    @property
    def _run_id(self) -> int:
        return self._run.run_id if self._run is not None else 0

    def _report(self) -> None:
        """Show the present state, or the moment looked back at, although nobody asked for it."""
        if self._session is None or self._run is None:
            return
        if self._past.step is not None:
            for snapshot in self._past.snapshots(self._run, lambda: not self._commands.empty()):
                # What was trained a moment ago has not been told yet.
                self.mailbox.post(replace(snapshot, points=self._points(self._session)), wake=True)
            self._stale = not self._past.shown
            return
        self._post(self._probes.look(self._session.network.theta, everything=True), wake=True)

    def _refine(self) -> None:
        """At rest, make better what is computed in passes, until there is something else to do."""
        while self._commands.empty() and self._run is not None:
            if self._past.unfinished:
                self.mailbox.post(self._past.refined(self._run))
            elif self._past.step is None and self._probes.unfinished:
                self._post(self._probes.refine(), wake=True)
            else:
                return

    def _post(self, probes: ProbeResults, wake: bool) -> None:
        assert self._session is not None and self._run is not None
        self._stale = False
        points = self._points(self._session)
        snapshot = Snapshot.of(
            self._session,
            self._run,
            points,
            running=self._training,
            probes=probes,
            steps_per_second=self._speed.value if self._training else 0.0,
            **timeline_of(self._session),
        )
        self.mailbox.post(snapshot, wake)

    def _points(self, session: Session) -> MetricPoints:
        """What the history gained since it was last asked."""
        points = session.history.since(self._mark)
        self._mark = session.history.mark()
        return points

    def _restart_clocks(self) -> None:
        self._pacer.restart()
        self._speed.restart()
