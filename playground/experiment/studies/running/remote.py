"""The batches of a study on an executor: other processes, or the machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Self

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.running import pool
from playground.experiment.studies.running.batches import Batch
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.local import LocalRuns, Runs, begun
from playground.experiment.studies.study import StudyRun
from playground.experiment.studies.trail import TrailKeepers
from playground.experiment.wording import count

#: Seconds between two looks at whether to stop.
_PATIENCE = 0.05

#: Seconds that a worker has to hand in what it has learned, once it is told to stop.
_GRACE = 2.0

#: Seconds that a batch trains between two looks at whether its process is to stop.
_SLICE = 0.1


def run_batch(
    runs: Sequence[StudyRun],
    base: ExperimentSpec,
    dataset: Dataset | None,
    trails: TrailKeepers | None = None,
) -> list[RunRecord]:
    """Train runs that belong together to their end, in whatever process this is called."""
    unit = begun(runs, DatasetCache(base, dataset), trails)
    try:
        while not unit.done and not pool.stopping():
            unit.advance(_SLICE, lambda: False)
    except Exception:
        # Whoever is to blame will say so when it runs alone; the others are not.
        return [record for run in runs for record in run_batch([run], base, dataset, trails)]
    unit.cancel()
    return unit.records()


class RemoteRuns(Runs):
    """Hands the batches of a study to an executor and gathers what comes back.

    A batch that is lost, because its process died or could not take it, is trained here.
    """

    _steps = 0

    def run(self, executor: Executor, dataset: Dataset | None) -> Self:
        """Train everything, `dataset` sent along with every batch; returns itself then."""
        lost: list[Batch] = []
        futures: dict[Future, Batch] = {}
        for batch in self._batches:
            try:
                future = executor.submit(
                    run_batch, batch.runs, self._study.base, dataset, self._trails
                )
            except RuntimeError:  # it takes nothing any more: broken, or shut down
                lost.append(batch)
            else:
                futures[future] = batch
        pending = set(futures)
        self._show()
        while pending and not self._reporter.cancelled():
            done, pending = wait(pending, _PATIENCE, FIRST_COMPLETED)
            lost += self._gathered(done, futures)
            self._show()
        self._stop(executor, pending, futures)
        if lost and not self._reporter.cancelled():
            self._train_here(lost)
        self._show(force=True)
        return self

    def _gathered(self, done: Iterable[Future], futures: Mapping[Future, Batch]) -> list[Batch]:
        """Keep the records that came back; the batches that did not."""
        lost = []
        for future in done:
            if future.cancelled() or future.exception() is not None:
                lost.append(futures[future])
            else:
                self._keep(future.result())
                self._steps += futures[future].steps
        return lost

    def _stop(
        self, executor: Executor, pending: Iterable[Future], futures: Mapping[Future, Batch]
    ) -> None:
        """Call back what is not done, and keep what it has learned where it can be had soon."""
        running = [future for future in pending if not future.cancel()]
        if running and isinstance(executor, pool.StudyPool):
            executor.stop()
            self._gathered(wait(running, _GRACE).done, futures)

    def _train_here(self, lost: Sequence[Batch]) -> None:
        local = LocalRuns(self._study, lost, self._datasets, self._reporter, trails=self._trails)
        self._keep(local.run().records)
        self.notices = (
            f"{count(len(lost), 'part').capitalize()} did not come back from the workers and "
            "ran here instead.",
        )

    def _show(self, force: bool = False) -> None:
        ended = sum(record is not None for record in self.records)
        fraction = self._steps / self._all_steps
        self._reporter.show(fraction, ended, lambda: tuple(self.records), force)
