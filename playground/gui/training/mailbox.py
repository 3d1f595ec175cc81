"""The lock-guarded place where the worker leaves snapshots and the window takes them. Qt-free."""

from __future__ import annotations

import threading

from playground.experiment.snapshot import Snapshot


class Mailbox:
    """Holds at most one snapshot: the state of the latest, the metric points of all.

    Attributes
    ----------
    requested : bool
        Set by the window to ask for a snapshot; the worker clears it when it answers. A plain
        flag, because the worker reads it after every mini-batch.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self.requested = False

    def post(self, snapshot: Snapshot) -> None:
        """Leave a snapshot; what the one before it gathered is kept with it."""
        with self._lock:
            self._snapshot = snapshot.after(self._snapshot)
            self.requested = False

    def take(self) -> Snapshot | None:
        """Remove and return what was left since the last call; None where nothing was."""
        with self._lock:
            snapshot, self._snapshot = self._snapshot, None
            return snapshot


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
