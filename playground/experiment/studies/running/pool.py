"""A pool of processes for studies that do not fit one: quick to stop, deaf to Ctrl+C."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

#: Seconds between two looks of a worker process whether its parent is still there.
_LOOK = 1.0

#: In a worker process, what its pool sets when its runs are to stop.
_stop = None


def stopping() -> bool:
    """In a worker process of a `StudyPool`, whether to stop; False elsewhere."""
    return _stop is not None and _stop.is_set()


class StudyPool(ProcessPoolExecutor):
    """An executor of processes whose runs can be told to stop and hand in what they have.

    Parameters
    ----------
    workers : int, optional
        The number of processes; one for each processor by default.
    """

    def __init__(self, workers: int | None = None) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks and windows
        self._stop = context.Event()
        super().__init__(
            workers or os.cpu_count(), context, initializer=_begin, initargs=(self._stop,)
        )

    def stop(self) -> None:
        """Let all runs end after a few mini-batches, with what they have learned; for good."""
        self._stop.set()


@contextlib.contextmanager
def process_pool(workers: int | None = None) -> Iterator[StudyPool]:
    """A `StudyPool` that ends with the block; runs that are still going on then are given up.

    Ctrl+C reaches the calling process only.
    """
    pool = StudyPool(workers)
    try:
        yield pool
    finally:
        pool.stop()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(stop) -> None:
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """End this process once the one that asked for it is gone, however it went.

    Nobody would take what it computes; and its queue would wait for ever.
    """
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)
