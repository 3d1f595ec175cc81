"""JobThread: one long job beside the worker; it waits while the window draws, and can be ended."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QThread

from playground.cancellation import Cancelled
from playground.gui.training.calls import Failure
from playground.gui.training.leaving import wait_or_leave
from playground.gui.training.mailbox import Gate


class JobThread(QThread):
    """Does one job, and keeps what came of it to be read when the thread has finished.

    Parameters
    ----------
    gate : Gate
        Held while the window draws.

    Attributes
    ----------
    what : str
        What is made, in the middle of a sentence: "this study".
    doing : str
        What it is at, as it follows "is still".
    unforeseen : str
        How the sentence on an error of the program begins.
    cancelled : bool
        Whether it was asked to give up; it may have come to its end all the same.
    result : any
        What `job` returned; None before, and where nothing came of it.
    failure : Failure or None
        Why nothing came of it.
    """

    what: ClassVar[str]
    doing: ClassVar[str]
    unforeseen: ClassVar[str]

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.setObjectName(self.what)
        self.cancelled = False
        self.result: Any = None
        self.failure: Failure | None = None
        self._gate = gate

    def job(self) -> Any:
        """Do it, in the thread; asks `is_cancelled` now and then, and may raise `Cancelled`."""
        raise NotImplementedError

    def run(self) -> None:
        """Do the job."""
        try:
            self.result = self.job()
        except Cancelled:
            return
        except MemoryError:
            self.failure = Failure(f"There is not enough memory for {self.what}.")
        except Exception as error:
            self.failure = Failure.of(error, self.unforeseen)

    def is_cancelled(self) -> bool:
        """Whether to give up; waits while the window draws."""
        if self._gate.closed:
            self._gate.wait()
        return self.cancelled

    def cancel(self) -> None:
        """Give up after the mini-batch at hand; returns at once."""
        self.cancelled = True

    def end(self) -> None:
        """Give up and wait until it has; for the end of the program."""
        self.cancel()
        self._gate.release()
        wait_or_leave(self, lambda: self.doing)
