"""The thread that trains: the engine's calls, one mini-batch at a time, and nothing else."""

from __future__ import annotations

import queue
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial, singledispatchmethod

from PySide6.QtCore import QThread, Signal

from playground.atomic import FileError
from playground.data.datasets import Dataset
from playground.data.errors import DataError
from playground.engine.errors import EngineError
from playground.experiment.errors import ExperimentError
from playground.experiment.probes.runner import ProbeRunner
from playground.experiment.session import Session
from playground.experiment.snapshot import Run, Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.commands import (
    Apply,
    Command,
    Import,
    Look,
    Pace,
    Pause,
    Quit,
    Resume,
    SetParameter,
    Start,
    Train,
    Watch,
    Write,
)
from playground.gui.training.mailbox import Gate, Mailbox
from playground.gui.training.pace import Pacer, Speedometer
from playground.io.errors import ExportError
from playground.settings import SettingError

#: Seconds between two looks of the interpreter at who may run next (default 0.005): with the
#: gate it brings the window's lateness from 17 ms to about 11 ms at the 99th percentile.
SWITCH_INTERVAL = 0.0002

#: What the layers below raise with a sentence for a person.
_REFUSALS = (DataError, SettingError, EngineError, ExperimentError, ExportError, FileError)


class Worker(QThread):
    """Owns the session of the current run and answers commands between two mini-batches.

    Commands go in through `send`. Snapshots come out through the mailbox: while training, one
    for each request and none unasked; and one whenever something changed at rest, announced by
    `changed`. There is never a signal per step.

    Signals
    -------
    refused(int, str)
        The run of that number could not be built, for the reason in the sentence; the run
        before it goes on existing, paused.
    changed()
        A snapshot lies in the mailbox that no request asked for: a new run stands, training
        began or ended, or a command changed something at rest.
    imported(int, str)
        The run of that number began with weights from a file; what to know of them.
    not_applied(ExperimentSpec, str)
        Settings could not be taken up, for the reason in the sentence; those in force.
    wrote(callable, str), not_written(callable, str)
        What came of a `Write`: that it is done, or a sentence on why it is not.
    failed(int, str, str)
        An error of the program itself stopped the run: a sentence and the details.
    """

    refused = Signal(int, str)
    imported = Signal(int, str)
    not_applied = Signal(object, str)
    changed = Signal()
    wrote = Signal(object, str)
    not_written = Signal(object, str)
    failed = Signal(int, str, str)

    def __init__(self, mailbox: Mailbox, gate: Gate) -> None:
        super().__init__()
        self.setObjectName("training")
        self._mailbox = mailbox
        self._gate = gate
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._session: Session | None = None
        self._run: Run | None = None
        self._training = False
        self._until = "stopped"
        self._alive = True
        self._stale = False  # at rest, and a command changed what the window shows
        self._mark = (0, 0)
        self._pacer = Pacer()
        self._speed = Speedometer()
        self._sight = ProbeRunner()

    # ------------------------------------------------------------------ called by the window

    def send(self, command: Command) -> None:
        """Queue a command; returns at once."""
        self._commands.put(command)

    def finish(self) -> None:
        """End the loop and wait for the thread; safe to call twice and while it trains."""
        self.send(Quit())
        self._gate.release()
        self.wait()

    # ------------------------------------------------------------------ the loop

    def run(self) -> None:
        """Carry out commands and train, until told to quit."""
        interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        try:
            while self._alive:
                try:
                    self._attend()
                    if self._alive and self._training:
                        self._train()
                except Exception as error:
                    self._training = False
                    self.failed.emit(
                        self._run.run_id if self._run else 0,
                        f"The training stopped because of an error in the program: {error}",
                        traceback.format_exc(),
                    )
        finally:
            sys.setswitchinterval(interval)

    def _attend(self) -> None:
        """Carry out the commands that wait; at rest, wait for one."""
        if not self._training:
            self._carry_out(self._commands.get())
        while self._alive and not self._commands.empty():
            self._carry_out(self._commands.get())
        if self._stale and self._session is not None:
            self._report()

    def _train(self) -> None:
        """Train until a command or a request waits, or the session stops."""
        session, commands, mailbox, gate = self._session, self._commands, self._mailbox, self._gate
        steps_before = session.trainer.steps
        pause = self._pacer.pause
        while commands.empty() and not mailbox.requested:
            if gate.closed:
                gate.wait()
            wait = pause()
            if wait > 0:
                # A command or a request cuts the wait short within a frame or two.
                time.sleep(min(wait, 0.01))
                continue
            session.step()
            if session.stop is not None or self._goal_reached(session):
                self._training = False
                break
        self._speed.count(session.trainer.steps - steps_before)
        if not self._training:
            self._report()
        elif mailbox.requested:
            self._post(look_again=self._sight.due)

    def _goal_reached(self, session: Session) -> bool:
        if self._until == "stopped":
            return False
        return self._until == "step" or session.trainer.at_epoch_end

    # ------------------------------------------------------------------ commands

    @singledispatchmethod
    def _carry_out(self, command: Command) -> None:
        raise TypeError(f"The worker does not know the command {command!r}.")

    @_carry_out.register
    def _(self, command: Start) -> None:
        self._begin(command.run_id, partial(_built, command))
        self._training = self._training and command.running

    @_carry_out.register
    def _(self, command: Resume) -> None:
        from playground.io.session_file import load_session

        self._begin(command.run_id, partial(load_session, command.path))
        self._training = False

    @_carry_out.register
    def _(self, command: Import) -> None:
        if self._session is None:
            self.refused.emit(command.run_id, "There is no network yet to import weights into.")
            return
        remarks: list[str] = []
        present = self._session.spec, self._session.dataset
        self._begin(command.run_id, partial(_imported, command.path, present, remarks))
        if self._training:
            self.imported.emit(command.run_id, *remarks)
        self._training = False

    def _begin(self, run_id: int, make: Callable[[], Session]) -> None:
        """Put the session that `make` builds in place of the present one, which stays if it fails.

        On return `_training` says whether there is a new session that may train.
        """
        self._training = False
        try:
            session = make()
        except _REFUSALS as error:
            self.refused.emit(run_id, str(error))
            return
        except MemoryError:
            self.refused.emit(run_id, "There is not enough memory for this experiment.")
            return
        except Exception as error:
            sentence = f"The experiment could not be built because of an error: {error}"
            self.failed.emit(run_id, sentence, traceback.format_exc())
            return
        self._session, self._mark = session, (0, 0)
        self._sight.begin(session)
        self._training, self._until = session.stop is None, "stopped"
        self._restart_clocks()
        self._run = session.as_run(run_id)
        self._stale = True

    @_carry_out.register
    def _(self, command: Apply) -> None:
        if self._session is None:
            return
        dataset = self._session.dataset
        try:
            self._session.apply(command.spec)
        except _REFUSALS as error:
            self.not_applied.emit(self._session.spec, str(error))
            return
        if self._session.dataset is not dataset:
            self._sight.forget_examples()
        self._stale |= not self._training

    @_carry_out.register
    def _(self, command: Train) -> None:
        if self._session is None:
            return
        self._training, self._until = self._session.stop is None, command.until
        self._restart_clocks()
        self._report()

    @_carry_out.register
    def _(self, command: Pause) -> None:
        self._training = False
        self._stale = True

    @_carry_out.register
    def _(self, command: Look) -> None:
        self._sight.look(command.plane, command.with_units)
        self._stale = True

    @_carry_out.register
    def _(self, command: Watch) -> None:
        self._sight.watch(command)
        self._stale |= not self._training

    @_carry_out.register
    def _(self, command: SetParameter) -> None:
        # Meant for a run that is gone, it would hit another weight in this one.
        if self._session is not None and self._run.run_id == command.run_id:
            self._session.set_parameter(command.index, command.value)
            self._sight.hurry()
            self._stale |= not self._training

    @_carry_out.register
    def _(self, command: Pace) -> None:
        self._pacer.steps_per_second = command.steps_per_second
        self._restart_clocks()

    @_carry_out.register
    def _(self, command: Write) -> None:
        if self._session is None:
            self.not_written.emit(command.write, "There is nothing to save yet.")
            return
        try:
            command.write(self._session)
        except (OSError, ValueError) as error:
            self.not_written.emit(command.write, str(error))
        else:
            self.wrote.emit(command.write, command.done)

    @_carry_out.register
    def _(self, command: Quit) -> None:
        self._alive = self._training = False

    # ------------------------------------------------------------------ answers

    def _report(self) -> None:
        """Show the present state although no request asked for it."""
        self._post(look_again=True)
        self.changed.emit()

    def _post(self, look_again: bool) -> None:
        self._stale = False
        session = self._session
        theta = session.network.theta.copy()
        theta.flags.writeable = False
        points = session.history.since(self._mark)
        self._mark = session.history.mark()
        seen = self._sight.seen(theta) if look_again else {}
        self._mailbox.post(
            Snapshot(
                run=self._run,
                spec=session.spec,
                running=self._training,
                steps=session.trainer.steps,
                epoch=session.trainer.epoch,
                learning_rate=session.trainer.current_learning_rate,
                theta=theta,
                points=points,
                **seen,
                steps_per_second=self._speed.value if self._training else 0.0,
                stop=session.stop,
                dataset=session.dataset,
                split=session.split,
            )
        )

    def _restart_clocks(self) -> None:
        self._pacer.restart()
        self._speed.restart()


def _built(command: Start) -> Session:
    session = Session(command.spec, command.dataset)
    if command.weights is not None:
        session.start_from(command.weights.theta, command.weights.origin)
    return session


def _imported(path: str, present: tuple[ExperimentSpec, Dataset], remarks: list[str]) -> Session:
    """A new session of the experiment at hand with the weights in a file; remarks are added."""
    from playground.io.weights import import_weights

    session = Session(*present)
    remarks.append(import_weights(session, path))
    return session
