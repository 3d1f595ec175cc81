"""Running a study: its runs together, in turn, or on other processes and machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from playground.data.datasets import Dataset
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.running.batches import batches_of
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.local import LocalRuns, Runs
from playground.experiment.studies.running.progress import Progress, ProgressReporter, StudyFrame
from playground.experiment.studies.running.timing import step_seconds
from playground.experiment.studies.running.underway import cancellation
from playground.experiment.studies.study import Study
from playground.experiment.studies.trail import TrailKeepers

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: Runs of a batch elsewhere: enough to train together well, few enough that every worker gets
#: some.
MOST_REMOTE = 10


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
    trails: bool = False,
) -> StudyResult:
    """Run all runs of a study; blocks until they are done.

    Each run equals a `Session` of its experiment, to rounding where networks train together.
    An error or a divergence inside one run ends that run alone and is told in its record.

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
        it is given, all runs move side by side as far as memory allows. From an executor
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
    trails : bool
        Whether to keep where the runs of the first seed have been.

    Returns
    -------
    StudyResult
    """
    reporter = ProgressReporter(study, progress, frames, cancelled, frame_interval)
    datasets = DatasetCache(study.base, dataset)
    most = None if executor is None else MOST_REMOTE
    batches, notices = batches_of(study.runs, datasets, most, memory, reporter.cancelled)
    keepers = TrailKeepers(study) if trails else None
    of_all = study, batches, datasets, reporter, keepers
    with np.errstate(all="ignore"):  # what becomes infinite is told in the records
        if executor is None:
            runs: Runs = LocalRuns(*of_all).run(memory)
        else:
            from playground.experiment.studies.running.remote import RemoteRuns  # multiprocessing

            runs = RemoteRuns(*of_all).run(executor, dataset)
    finished = tuple(
        record or RunRecord(run, stop=cancellation(0))
        for run, record in zip(study.runs, runs.records)
    )
    times = step_seconds(study, datasets, reporter.cancelled) if time_steps else {}
    notices = (*notices, *runs.notices)
    return StudyResult(study, finished, notices, reporter.seconds, times)
