"""Where the runs of a study train: in this thread, in processes, or on a cluster."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
from collections.abc import Iterator
from concurrent.futures import Executor

from playground.cli.arguments import UsageError, whole_number
from playground.experiment.studies.running.pool import process_pool


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
        raise UsageError(
            "--scheduler needs Dask; install it with: pip install 'neural-playground[cluster]'"
        )
    from distributed import Client

    try:
        client = Client(address, timeout=10)
    except Exception as error:  # an address may be wrong in ways of all the libraries below
        raise UsageError(f"--scheduler {address}: no scheduler answers there ({error}).") from None
    with client:
        # Runs that came to nothing because their worker died are no fault of theirs.
        yield client.get_executor(retries=3)
