"""A pool of processes for studies that do not fit one: quick to stop, deaf to Ctrl+C."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

#: In a worker process, what its pool sets when it closes.
_stop = None


def stopping() -> bool:
    """In a worker process of `process_pool`, whether the pool is closing; False elsewhere."""
    return _stop is not None and _stop.is_set()


@contextlib.contextmanager
def process_pool(workers: int | None = None) -> Iterator[Executor]:
    """An executor of processes, one for each processor, that ends with the block.

    When the block ends, runs that are still going on are given up at once. Ctrl+C reaches the
    calling process only.

    Parameters
    ----------
    workers : int, optional
        The number of processes.
    """
    context = multiprocessing.get_context("spawn")  # a fork would copy locks and open windows
    stop = context.Event()
    pool = ProcessPoolExecutor(
        workers or os.cpu_count(), context, initializer=_begin, initargs=(stop,)
    )
    try:
        yield pool
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(stop) -> None:
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
