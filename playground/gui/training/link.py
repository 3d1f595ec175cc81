"""The window's end of the line to the worker: commands go out, answers come back in order."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from playground.experiment.session import Session
from playground.gui.training.answers import Answer, Returned
from playground.gui.training.calls import CLOSED, Call, Failure
from playground.gui.training.commands import Command, Pace
from playground.gui.training.leaving import wait_or_leave
from playground.gui.training.pace import FramePacer
from playground.gui.training.worker import Worker


class WorkerLink(QObject):
    """Owns the worker; all that it answers arrives in the window's thread, one after the other.

    Parameters
    ----------
    receive : callable
        Called with every answer but those to calls, which go to whoever called.

    Attributes
    ----------
    worker : Worker
    """

    def __init__(self, receive: Callable[[Answer], object], parent: QObject) -> None:
        super().__init__(parent)
        self.worker = Worker()
        self._mailbox, self._gate = self.worker.mailbox, self.worker.gate
        self._receive = receive
        self._calls: dict[Call, None] = {}  # that have not been answered, in order
        self._closed = False
        self.worker.answered.connect(self._on_answered)
        self._frames = FramePacer()
        self._frame_timer = QTimer(
            self, interval=self._frames.interval, timeout=self._on_frame_timer
        )

    def start(self) -> None:
        """Start the thread."""
        self.worker.start()

    def send(self, command: Command) -> None:
        """Queue a command; returns at once."""
        self.worker.send(command)

    def call(
        self, function: Callable[[Session], Any], failed: Callable[[Failure], object], doing: str
    ) -> Call:
        """Have the worker do something with its session; see `Call`.

        `failed` hears of a failure where nothing else is said to follow.
        """
        if self._closed:
            return Call(function, failed, doing, Failure(CLOSED))
        call = Call(function, failed, doing)
        self._calls[call] = None
        self.send(call)
        return call

    def set_pace(self, steps_per_second: float | None) -> None:
        """Train at most so many mini-batches a second; None for flat out."""
        self._frames.flat_out = steps_per_second is None
        self.send(Pace(steps_per_second))

    def ask_for_frames(self, wanted: bool) -> None:
        """Ask for a snapshot at every frame from now on, or no longer."""
        if wanted:
            self._frame_timer.start()
            self._mailbox.requested = True
        else:
            self._frame_timer.stop()

    def close(self) -> None:
        """End the thread, or leave it behind, and answer every call.

        The link is of no use afterwards.
        """
        self._closed = True
        self._frame_timer.stop()
        if self.worker.isRunning():
            self.worker.end()
            wait_or_leave(self.worker, lambda: self.worker.doing)
        # Of the rest, a last snapshot among it, nobody is to hear: widgets will be gone by then.
        while (answer := self._mailbox.take()) is not None:
            if isinstance(answer, Returned):
                self._answer(answer.call, answer.outcome)
        while self._calls:
            self._answer(next(iter(self._calls)), Failure(CLOSED))

    def _answer(self, call: Call, outcome: Any) -> None:
        self._calls.pop(call, None)
        call.answer(outcome)

    def _take_all(self) -> None:
        """Hand over what was left; where that raises an error, the rest comes a moment later."""
        try:
            while (answer := self._mailbox.take()) is not None:
                if isinstance(answer, Returned):
                    self._answer(answer.call, answer.outcome)
                else:
                    self._receive(answer)
        except BaseException:
            QTimer.singleShot(0, self, self._take_all)
            raise

    @Slot()
    def _on_answered(self) -> None:
        self._mailbox.awake()
        self._take_all()

    @Slot()
    def _on_frame_timer(self) -> None:
        # The worker waits while the frame is drawn and painted; see Gate.
        began = time.perf_counter()
        self._gate.hold()
        try:
            self._take_all()
            QCoreApplication.sendPostedEvents()
        finally:
            self._gate.release()
        self._frames.count(time.perf_counter() - began)
        if self._frames.interval != self._frame_timer.interval():
            self._frame_timer.setInterval(self._frames.interval)
        self._mailbox.requested = True
