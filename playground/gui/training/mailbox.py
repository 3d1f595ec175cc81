"""The lock-guarded queue in which the worker leaves answers and the window takes them. Qt-free."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from playground.experiment.snapshot import Snapshot
from playground.gui.training.answers import Answer, Returned


class Mailbox:
    """Answers in the order in which they were given; of snapshots the latest state is enough.

    Snapshots that follow each other become one: the state of the latest, the metric points of
    all. When a new run stands, whatever was said of the runs before it and has not been taken is
    dropped, but for answers that somebody waits for.

    Parameters
    ----------
    wake : callable, optional
        Tells the window that an answer waits that it has not asked for: called by the worker, at
        most once until `awake`.

    Attributes
    ----------
    requested : bool
        Set by the window to ask for a snapshot; the worker clears it when it answers. A plain
        flag, because the worker reads it after every mini-batch.
    """

    def __init__(self, wake: Callable[[], object] | None = None) -> None:
        self.requested = False
        self._lock = threading.Lock()
        self._answers: deque[Answer] = deque()
        self._run_id = 0
        self._wake = wake
        self._woken = False

    def post(self, answer: Answer, wake: bool = True) -> None:
        """Leave an answer; without `wake` the window comes for it by itself."""
        with self._lock:
            if isinstance(answer, Snapshot):
                self.requested = False
                self._drop_runs_before(answer.run_id)
                if self._answers and isinstance(last := self._answers[-1], Snapshot):
                    self._answers.pop()
                    answer = answer.after(last)
            self._answers.append(answer)
            wake = wake and not self._woken
            self._woken |= wake
        if wake and self._wake is not None:
            self._wake()

    def awake(self) -> None:
        """The window has been told: the next answer is to be announced again."""
        with self._lock:
            self._woken = False

    def take(self) -> Answer | None:
        """Remove and return the next answer; None where there is none."""
        with self._lock:
            return self._answers.popleft() if self._answers else None

    def _drop_runs_before(self, run_id: int) -> None:
        if run_id == self._run_id:
            return
        self._run_id = run_id
        self._answers = deque(
            answer
            for answer in self._answers
            if isinstance(answer, Returned) or answer.run_id >= run_id
        )


class Gate:
    """Holds the worker between two mini-batches while the window draws a frame.

    Without it a thread of tiny NumPy calls wins the interpreter lock again and again, and the
    window is hundreds of milliseconds late.

    Attributes
    ----------
    closed : bool
        Read by the worker after every mini-batch; `wait` is called only where it is set.
    """

    #: Seconds after which a forgotten gate opens for one mini-batch: never a dead worker.
    PATIENCE = 0.1

    def __init__(self) -> None:
        self.closed = False
        self._open = threading.Event()
        self._open.set()

    def hold(self) -> None:
        """Close the gate: the worker stops after the mini-batch at hand."""
        self._open.clear()
        self.closed = True

    def release(self) -> None:
        """Open the gate again."""
        self.closed = False
        self._open.set()

    def wait(self) -> None:
        """Wait, in the worker, until the gate opens."""
        self._open.wait(self.PATIENCE)
