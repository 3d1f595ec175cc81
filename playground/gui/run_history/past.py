"""What has been run so far: settings, results and how they differ. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.wording import value_text
from playground.settings import SettingError, changed, find, settings_of


@dataclass(frozen=True)
class PastRun:
    """One run, or one study, and what came of it.

    Attributes
    ----------
    number : int
        From 1 on, in the order of their beginnings.
    kind : {"run", "study"}
    name : str
        What the person calls it.
    spec : ExperimentSpec
        The experiment; of a study, what its runs have in common.
    seeds : tuple of int
    epochs : int
        Completed; of a study, of its longest run.
    train_cost, train_error, dev_error : float
        At the end; of a study, medians of its best variation. NaN where there are none.
    task : str
        As of `Dataset`, for the unit of the errors.
    seconds : float
        How long it trained.
    began : float
        The time, in seconds since the epoch of the system.
    sentence : str
        How it ended, or what the study shows.
    pinned : bool
    """

    number: int
    kind: str
    name: str
    spec: ExperimentSpec
    seeds: tuple[int, ...]
    epochs: int
    train_cost: float
    train_error: float
    dev_error: float
    task: str
    seconds: float
    began: float
    sentence: str = ""
    pinned: bool = False


class Past:
    """All that has been run, the newest last; at most so many, pinned ones the longest."""

    #: More runs than this are not kept: an experiment with drawn points may be large.
    MOST = 1000

    def __init__(self) -> None:
        self._runs: dict[int, PastRun] = {}
        self._last = 0

    @property
    def runs(self) -> tuple[PastRun, ...]:
        """In the order of their beginnings."""
        return tuple(self._runs.values())

    def next_number(self) -> int:
        """The number of a run that begins now."""
        self._last += 1
        return self._last

    def put(self, run: PastRun) -> None:
        """Add a run, or renew it; the name and the pin that a person gave it stay."""
        known = self._runs.get(run.number)
        if known is not None:
            run = replace(run, name=known.name, pinned=known.pinned)
        self._runs[run.number] = run
        if len(self._runs) > self.MOST:
            loose = (run.number for run in self._runs.values() if not run.pinned)
            del self._runs[next(loose, next(iter(self._runs)))]

    def rename(self, number: int, name: str) -> None:
        """Call a run something else; an empty name changes nothing."""
        if name.strip():
            self._runs[number] = replace(self._runs[number], name=name.strip())

    def pin(self, number: int, pinned: bool) -> None:
        """Keep a run at the top, or no longer."""
        self._runs[number] = replace(self._runs[number], pinned=pinned)


def differing_paths(specs: Iterable[ExperimentSpec]) -> tuple[str, ...]:
    """The dotted paths of the settings in which some experiments differ; the seed is not one."""
    specs = list(specs)
    paths: dict[str, None] = {}
    for spec in specs[1:]:
        for entry in changed(specs[0], spec):
            paths.setdefault(entry.path)
    paths.pop("seed", None)
    sections = list(settings_of(ExperimentSpec))
    return tuple(sorted(paths, key=lambda path: sections.index(path.partition(".")[0])))


def settings_text(spec: ExperimentSpec, paths: Sequence[str]) -> str:
    """An experiment's values of some settings: ``"Optimizer Adam, L2 penalty (λ) 0.1"``."""
    words = []
    for path in paths:
        try:
            entry = find(spec, path)
        except SettingError:
            continue  # of another choice than the one made here
        if path == "data.source":
            words.append(f"{entry.setting.label} {entry.value.label}")
        elif not entry.is_section:
            text = value_text(entry.value)
            words.append(f"{entry.setting.label} {text if len(text) < 40 else text[:39] + '…'}")
    return ", ".join(words)
