"""The batches of a study in this thread, one after another or side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Self

from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.running.batched_run import BatchedRun
from playground.experiment.studies.running.batches import Batch, waves_of
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.progress import ProgressReporter
from playground.experiment.studies.running.underway import SingleRun
from playground.experiment.studies.study import Study, StudyRun
from playground.experiment.studies.trail import TrailKeepers

#: Seconds that one batch trains before it is another's turn, or a report is due.
_SLICE = 0.02


Unit = SingleRun | BatchedRun
"""Runs that train as one."""


class Runs:
    """The runs of a study while they train: what has come of each.

    Parameters
    ----------
    study : Study
    batches : sequence of Batch
    datasets : DatasetCache
    reporter : ProgressReporter
    trails : TrailKeepers, optional
        Where it is to be known on which way runs went.

    Attributes
    ----------
    records : list of RunRecord or None
        One for each run; None for those that have not begun.
    notices : tuple of str
        What a person should know about how it went.
    """

    def __init__(
        self,
        study: Study,
        batches: Sequence[Batch],
        datasets: DatasetCache,
        reporter: ProgressReporter,
        trails: TrailKeepers | None = None,
    ) -> None:
        self._study, self._batches, self._datasets = study, batches, datasets
        self._reporter, self._trails = reporter, trails
        self._all_steps = max(1, sum(batch.steps for batch in batches))
        self.records: list[RunRecord | None] = [None] * len(study.runs)
        self.notices: tuple[str, ...] = ()

    def _keep(self, records: Iterable[RunRecord | None]) -> None:
        for record in records:
            if record is not None:
                self.records[record.run.index] = record


class LocalRuns(Runs):
    """Trains the batches of a study in the calling thread."""

    _steps_before = _ended_before = 0

    def run(self, memory: int | None = None) -> Self:
        """Train everything in so many bytes; returns itself when that is done or cancelled."""
        # Side by side only where somebody looks: one after another leaves more finished.
        waves = [[batch] for batch in self._batches]
        if self._reporter.wants_frames:
            waves = waves_of(self._batches, memory)
        self._show([])
        for wave in waves:
            if self._reporter.cancelled():
                break
            self._train(wave)
        self._show([], force=True)
        return self

    def _train(self, wave: Sequence[Batch]) -> None:
        planned: dict[Unit, int] = {}
        for batch in wave:
            if self._reporter.cancelled():
                break
            planned[begun(batch.runs, self._datasets, self._trails)] = batch.steps
        while active := [unit for unit in planned if not unit.done]:
            if self._reporter.cancelled():
                break
            unit = min(active, key=lambda unit: unit.steps / planned[unit])
            try:
                unit.advance(_SLICE, self._reporter.cancelled)
            except Exception:
                # Whoever is to blame will say so when it runs alone; the others are not.
                share = planned.pop(unit) // len(unit.runs)
                planned |= {
                    SingleRun(run, self._datasets, self._trails): share for run in unit.runs
                }
            self._show(planned)
        for unit in planned:
            unit.cancel()
            self._keep(unit.records())
        self._steps_before += sum(batch.steps for batch in wave)
        self._ended_before += sum(unit.ended for unit in planned)

    def _show(self, units: Collection[Unit], force: bool = False) -> None:
        def present() -> tuple[RunRecord | None, ...]:
            for unit in units:
                self._keep(unit.records())
            return tuple(self.records)

        steps = self._steps_before + sum(unit.steps for unit in units)
        ended = self._ended_before + sum(unit.ended for unit in units)
        self._reporter.show(min(1.0, steps / self._all_steps), ended, present, force)


def begun(
    runs: Sequence[StudyRun], datasets: DatasetCache, trails: TrailKeepers | None = None
) -> Unit:
    """Runs of one batch, ready to train."""
    if len(runs) == 1:
        return SingleRun(runs[0], datasets, trails)
    return BatchedRun(runs, datasets, trails)
