"""Running a study: its members together, in turn, or on other processes and machines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from playground.data.datasets import Dataset
from playground.experiment.studies.batches import parts_of
from playground.experiment.studies.dataset_cache import DatasetCache
from playground.experiment.studies.local import LocalRuns
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.remote import MOST_REMOTE, RemoteRuns
from playground.experiment.studies.single_run import cancellation
from playground.experiment.studies.study import Study
from playground.experiment.studies.timing import step_seconds
from playground.experiment.studies.watch import Progress, StudyFrame, Watch


def run(
    study: Study,
    executor: Executor | None = None,
    *,
    dataset: Dataset | None = None,
    progress: Callable[[Progress], object] | None = None,
    frames: Callable[[StudyFrame], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
    frame_interval: float = 0.1,
    time_steps: bool = False,
    memory: int | None = None,
) -> StudyResult:
    """Run all members of a study; blocks until they are done.

    Each run equals a `Session` of its experiment, to rounding where networks train together.
    An error or a divergence inside one member ends that member alone and is told in its record.

    Parameters
    ----------
    study : Study
    executor : concurrent.futures.Executor, optional
        Where to train: a process pool, the executor of a cluster, ... By default all happens in
        this thread.
    dataset : Dataset, optional
        The examples of ``study.base``, where no seed would make them again, or to spare reading
        a file.
    progress : callable, optional
        Called with a `Progress` ten times a second at most, in this thread.
    frames : callable, optional
        Called with a `StudyFrame` every `frame_interval` seconds at most, in this thread. While
        it is given, all members move side by side as far as memory allows. From an executor
        come finished runs only.
    cancelled : callable, optional
        Whether to stop. Asked between any two mini-batches here; it may wait, for the sake of a
        window that draws. What is finished is kept, and so is what has begun here, marked as
        cancelled.
    frame_interval : float
        In seconds.
    time_steps : bool
        Whether to measure how long a mini-batch of each variation takes by itself.
    memory : int, optional
        The bytes that may be used; a quarter of this machine's memory by default.

    Returns
    -------
    StudyResult
    """
    watch = Watch(study, progress, frames, cancelled, frame_interval)
    supply = DatasetCache(study.base, dataset)
    most = None if executor is None else MOST_REMOTE
    parts, notices = parts_of(study.members, supply, most, memory, watch.cancelled)
    if executor is None:
        runs = LocalRuns(study, parts, supply, watch, memory)
    else:
        runs = RemoteRuns(study, parts, supply, watch, executor, dataset)
    with np.errstate(all="ignore"):  # what becomes infinite is told in the records
        records = runs.run()
    finished = tuple(
        record or RunRecord(member, stop=cancellation(0))
        for member, record in zip(study.members, records)
    )
    times = step_seconds(study, supply, watch.cancelled) if time_steps else {}
    notices = (*notices, *runs.notices)
    return StudyResult(study, finished, notices, watch.seconds, times)
