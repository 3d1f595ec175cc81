"""Garbage: what Python's collector finds is let go in the window's thread, and nowhere else."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

#: Milliseconds between two looks at how much there may be.
INTERVAL = 1000


class GarbageCollector(QObject):
    """Collects in the thread it lives in, while nothing collects by itself.

    Left to itself Python collects in whichever thread happens to make an object next. A widget
    or timer that is part of a cycle would then be deleted by a worker, while the window's thread
    may be inside it: the process crashes. From `start` to `close` it collects only here.

    A look collects no more than the youngest generations whose counts have passed Python's
    thresholds, so nearly every one is short: the oldest is due in one of a hundred.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=INTERVAL, timeout=self.collect)

    def start(self) -> None:
        """Collect here from now on."""
        gc.disable()
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold())]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

    def close(self) -> None:
        """Leave it to Python again: no other thread may hold anything of the window."""
        self._timer.stop()
        gc.enable()
