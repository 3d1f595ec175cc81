"""The parts of a study in this thread, one after another or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from playground.experiment.studies.batched_run import BatchedRun
from playground.experiment.studies.batches import Part, waves_of
from playground.experiment.studies.dataset_cache import DatasetCache
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.single_run import Interrupted, SingleRun
from playground.experiment.studies.study import Member, Study
from playground.experiment.studies.watch import Watch

#: Seconds that one part trains before it is another's turn, or a report is due.
_SLICE = 0.02


class Unit(Protocol):
    """Members that train as one: a `SingleRun` or a `BatchedRun`."""

    members: tuple[Member, ...]
    done: bool  # whether there is nothing left to train
    ended: int  # members that are over
    steps: int  # mini-batches of all members so far

    def advance(self, seconds: float, interrupted: Interrupted) -> None:
        """Train for about so long, or until interrupted or done."""

    def cancel(self) -> None:
        """End what is not done, with what it has learnt so far."""

    def records(self) -> list[RunRecord]:
        """The runs as far as they have come."""


class LocalRuns:
    """Trains the parts of a study in the calling thread.

    Parameters
    ----------
    study : Study
    parts : sequence of Part
    supply : Supply
    watch : Watch
    memory : int or None
        The bytes that may be used.

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
        memory: int | None = None,
    ) -> None:
        # Side by side only where somebody looks: one after another leaves more finished.
        self._waves = waves_of(parts, memory) if watch.wants_frames else [[p] for p in parts]
        self._study, self._supply, self._watch = study, supply, watch
        self._records: list[RunRecord | None] = [None] * len(study.members)
        self._all_steps = max(1, sum(part.steps for part in parts))
        self._steps_before = self._ended_before = 0
        self.notices: tuple[str, ...] = ()

    def run(self) -> list[RunRecord | None]:
        """Train everything; one record for each member, None for those that never began."""
        self._show([])
        for wave in self._waves:
            if self._watch.cancelled():
                break
            self._train(wave)
        self._show([], force=True)
        return self._records

    def _train(self, wave: Sequence[Part]) -> None:
        planned = {}
        for part in wave:
            if self._watch.cancelled():
                break
            planned[begun(part.members, self._supply)] = part.steps
        while active := [unit for unit in planned if not unit.done]:
            if self._watch.cancelled():
                break
            unit = min(active, key=lambda unit: unit.steps / planned[unit])
            try:
                unit.advance(_SLICE, self._watch.cancelled)
            except Exception:
                # Whoever is to blame will say so when it runs alone; the others are not.
                share = planned.pop(unit) // len(unit.members)
                planned |= {SingleRun(member, self._supply): share for member in unit.members}
            self._show(planned)
        for unit in planned:
            unit.cancel()
            self._keep(unit)
        self._steps_before += sum(part.steps for part in wave)
        self._ended_before += sum(unit.ended for unit in planned)

    def _keep(self, unit: Unit) -> None:
        for record in unit.records():
            self._records[record.member.index] = record

    def _show(self, units: Sequence[Unit], force: bool = False) -> None:
        def present() -> tuple[RunRecord | None, ...]:
            for unit in units:
                self._keep(unit)
            return tuple(self._records)

        steps = self._steps_before + sum(unit.steps for unit in units)
        ended = self._ended_before + sum(unit.ended for unit in units)
        self._watch.show(min(1.0, steps / self._all_steps), ended, present, force)


def begun(members: Sequence[Member], supply: DatasetCache) -> Unit:
    """Members of one part, ready to train."""
    if len(members) == 1:
        return SingleRun(members[0], supply)
    return BatchedRun(members, supply)
