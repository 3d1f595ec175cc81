"""Where the runs of a study train: in this thread, in processes, or on a cluster."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from playground import extras
from playground.cli.arguments import UsageError, whole_number
from playground.experiment.studies.running.pool import process_pool

#: Seconds between two looks at the workers of a cluster.
LOOK = 5.0


def add_executor(parser: argparse.ArgumentParser) -> None:
    """Let a parser take where to train."""
    parser.add_argument(
        "--workers",
        default="1",
        metavar="N",
        help="processes to run on (default 1: networks of one shape train together in one)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="run on the Dask cluster with this scheduler"
    )


@contextlib.contextmanager
def executor_of(arguments: argparse.Namespace) -> Iterator[Executor | None]:
    """Where to train: a cluster, processes, or None for this thread.

    Raises
    ------
    UsageError
        When there is no such number of processes, or no such cluster.
    """
    workers = whole_number(arguments.workers, "workers", 4 * (os.cpu_count() or 1))
    if arguments.scheduler is not None:
        with _cluster(arguments.scheduler) as executor:
            yield executor
    elif workers > 1:
        with process_pool(workers) as executor:
            yield executor
    else:
        yield None


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(extras.missing("Studies on a cluster", "Dask", "cluster"))
    from distributed import Client

    try:
        client = Client(address, timeout=10)
    except Exception as error:  # an address may be wrong in ways of all the libraries below
        raise UsageError(f"--scheduler {address}: no scheduler answers there ({error}).") from None
    # Runs that came to nothing because their worker died are no fault of theirs.
    with client, told_of_dead_workers(lambda: len(client.scheduler_info()["workers"])):
        yield client.get_executor(retries=3)


@contextlib.contextmanager
def told_of_dead_workers(count: Callable[[], int]) -> Iterator[None]:
    """Within the block, say it when a cluster has no worker any more: nothing else would.

    Parameters
    ----------
    count : callable
        How many workers there are.
    """
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(count, ended), daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def _watch(count: Callable[[], int], ended: threading.Event) -> None:
    empty = 0
    while not ended.wait(LOOK):
        try:
            empty = 0 if count() else empty + 1
        except Exception:  # the scheduler itself is gone, which is said where the runs are
            return
        # One look may fall between two workers.
        if empty == 2:
            print(
                "The cluster has no worker any more. The study waits until there is one again; "
                "Ctrl+C ends it, and writes what there is.",
                file=sys.stderr,
            )
