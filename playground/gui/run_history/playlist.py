"""The run history as a playlist: its experiments one after another, for who shows them. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable

from playground.dataclass import dataclass
from playground.experiment.run_log import RunEntry


@dataclass(frozen=True)
class Played:
    """An entry whose turn it is, and its place among those that are played, from 1 on."""

    run: RunEntry
    place: int
    total: int

    @property
    def sentence(self) -> str:
        """What to say of it."""
        return f"{self.place:,} of {self.total:,}: {self.run.name}"


def playlist(runs: Iterable[RunEntry]) -> list[RunEntry]:
    """The pinned runs, or all where none is pinned; of the same experiment the first alone.

    So what is trained while it is played, again, does not make it longer.
    """
    runs = list(runs)
    pinned = [run for run in runs if run.pinned]
    played: list[RunEntry] = []
    for run in pinned or runs:
        if all(run.spec != other.spec for other in played):
            played.append(run)
    return played


class Player:
    """Knows which entry was opened last."""

    def __init__(self) -> None:
        self._number = 0

    def step(self, runs: Iterable[RunEntry], by: int) -> Played | None:
        """The entry `by` places further on, the first again after the last; None without any.

        The first one, or the last, where none has been opened yet.
        """
        played = playlist(runs)
        if not played:
            return None
        numbers = [run.number for run in played]
        if self._number in numbers:
            at = (numbers.index(self._number) + by) % len(numbers)
        else:
            at = 0 if by > 0 else len(numbers) - 1
        self._number = numbers[at]
        return Played(played[at], at + 1, len(played))
