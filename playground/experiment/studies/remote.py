"""The parts of a study on an executor: other processes, or the machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from playground.data.datasets import Dataset
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies import pool
from playground.experiment.studies.batches import Part
from playground.experiment.studies.dataset_cache import DatasetCache
from playground.experiment.studies.local import LocalRuns, begun
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.study import Member, Study
from playground.experiment.studies.watch import Watch
from playground.experiment.studies.wording import count

#: Members of a part: enough to train together well, few enough that every worker gets some.
MOST_REMOTE = 10

#: Seconds between two looks at whether to stop.
_PATIENCE = 0.05

#: Seconds that a worker has to hand in what it has learnt, once it is told to stop.
_GRACE = 2.0

#: Seconds that a part trains between two looks at whether its process is to stop.
_SLICE = 0.1


def run_part(
    members: Sequence[Member], base: ExperimentSpec, dataset: Dataset | None
) -> list[RunRecord]:
    """Train members that belong together to their end, in whatever process this is called."""
    unit = begun(members, DatasetCache(base, dataset))
    try:
        while not unit.done and not pool.stopping():
            unit.advance(_SLICE, lambda: False)
    except Exception:
        # Whoever is to blame will say so when it runs alone; the others are not.
        return [record for member in members for record in run_part([member], base, dataset)]
    unit.cancel()
    return unit.records()


class RemoteRuns:
    """Hands the parts of a study to an executor and gathers what comes back.

    A part that is lost, because its process died or could not take it, is trained here.

    Parameters
    ----------
    study : Study
    parts : sequence of Part
    supply : Supply
    watch : Watch
    executor : concurrent.futures.Executor
    dataset : Dataset or None
        Sent along with every part.

    Attributes
    ----------
    notices : tuple of str
        What a person should know about how it went.
    """

    def __init__(
        self,
        study: Study,
        parts: Sequence[Part],
        supply: DatasetCache,
        watch: Watch,
        executor: Executor,
        dataset: Dataset | None,
    ) -> None:
        self._study, self._parts, self._supply = study, parts, supply
        self._watch, self._executor, self._dataset = watch, executor, dataset
        self._records: list[RunRecord | None] = [None] * len(study.members)
        self._all_steps = max(1, sum(part.steps for part in parts))
        self._steps = 0
        self.notices: tuple[str, ...] = ()

    def run(self) -> list[RunRecord | None]:
        """Train everything; one record for each member, None for those that did not come back."""
        lost: list[Part] = []
        futures: dict[Future, Part] = {}
        for part in self._parts:
            try:
                future = self._executor.submit(
                    run_part, part.members, self._study.base, self._dataset
                )
            except RuntimeError:  # it takes nothing any more: broken, or shut down
                lost.append(part)
            else:
                futures[future] = part
        pending = set(futures)
        self._show()
        while pending and not self._watch.cancelled():
            done, pending = wait(pending, _PATIENCE, FIRST_COMPLETED)
            lost += self._gathered(done, futures)
            self._show()
        self._stop(pending, futures)
        if lost and not self._watch.cancelled():
            self._train_here(lost)
        self._show(force=True)
        return self._records

    def _gathered(self, done: Iterable[Future], futures: Mapping[Future, Part]) -> list[Part]:
        """Keep the records that came back; the parts that did not."""
        lost = []
        for future in done:
            if future.cancelled() or future.exception() is not None:
                lost.append(futures[future])
            else:
                self._keep(future.result(), futures[future])
        return lost

    def _stop(self, pending: Iterable[Future], futures: Mapping[Future, Part]) -> None:
        """Call back what is not done, and keep what it has learnt where it can be had soon."""
        running = [future for future in pending if not future.cancel()]
        if running and isinstance(self._executor, pool.StudyPool):
            self._executor.stop()
            self._gathered(wait(running, _GRACE).done, futures)

    def _train_here(self, lost: Sequence[Part]) -> None:
        local = LocalRuns(self._study, lost, self._supply, self._watch)
        for record in local.run():
            if record is not None:
                self._records[record.member.index] = record
        self.notices = (
            f"{count(len(lost), 'part').capitalize()} did not come back from the workers and "
            "ran here instead.",
        )

    def _keep(self, records: Sequence[RunRecord], part: Part) -> None:
        for record in records:
            self._records[record.member.index] = record
        self._steps += part.steps

    def _show(self, force: bool = False) -> None:
        ended = sum(record is not None for record in self._records)
        fraction = self._steps / self._all_steps
        self._watch.show(fraction, ended, lambda: tuple(self._records), force)
