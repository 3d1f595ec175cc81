"""A study: experiments that differ in stated settings, described before any of them runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from playground.dataclass import dataclass
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.variations import Variation, spoken
from playground.settings import find

#: A study of more runs than this is a slip of the keyboard.
MOST_RUNS = 10_000


@dataclass(frozen=True)
class StudyRun:
    """One run of a study.

    Attributes
    ----------
    index : int
        Its place among the runs of the study, from 0.
    label : str
        The label of its variation.
    seed : int
        The seed of `spec`.
    spec : ExperimentSpec
        The whole experiment: a `Session` of it gives the same numbers.
    train_examples : int or None
        As in `Variation`.
    """

    index: int
    label: str
    seed: int
    spec: ExperimentSpec
    train_examples: int | None = None


@dataclass(frozen=True)
class Study:
    """What is varied, and how often each variation is repeated.

    Attributes
    ----------
    kind : str
        ``"compare"``, ``"sweep"``, ``"learning_curve"``, ``"recipe"`` or ``"tune"``.
    base : ExperimentSpec
        What all runs have in common.
    variations : tuple of Variation
    seeds : tuple of int
        Each variation runs once with each seed. Runs of equal seed have the same data, split,
        initial weights and order of mini-batches, as far as their settings let them.
    title : str
        What is varied, in a few words; the names of the settings by default.

    Raises
    ------
    ExperimentError
        When there is nothing to run, or two variations could not be told apart.
    SettingError
        When a variation changes what does not exist, or to a value that is not allowed.
    """

    kind: str
    base: ExperimentSpec
    variations: tuple[Variation, ...]
    seeds: tuple[int, ...]
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "variations", tuple(self.variations))
        object.__setattr__(self, "seeds", tuple(self.seeds))
        if not self.variations or not self.seeds:
            raise ExperimentError("a study needs at least one value and one seed.")
        if len(self.variations) * len(self.seeds) > MOST_RUNS:
            raise ExperimentError(
                f"{len(self.variations):,} values with {len(self.seeds):,} seeds make "
                f"{len(self.variations) * len(self.seeds):,} runs; at most {MOST_RUNS:,} "
                "are allowed."
            )
        for what, items in (("value", self.labels), ("seed", self.seeds)):
            twice = [item for i, item in enumerate(items) if item in items[:i]]
            if twice:
                raise ExperimentError(f"the {what} {twice[0]!r} is given twice.")
        if "seed" in self.paths:
            raise ExperimentError("the seed is no value to compare; say how many seeds instead.")
        names: dict[str, str] = {}
        for variation in self.variations:
            spec = variation.applied_to(self.base)
            names |= {path: find(spec, path).setting.label for path, _ in variation.changes}
        object.__setattr__(self, "title", self.title or " · ".join(names.values()))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the variations, in their order."""
        return tuple(variation.label for variation in self.variations)

    @property
    def paths(self) -> tuple[str, ...]:
        """The dotted paths of all settings that some variation changes, in order."""
        return tuple(dict.fromkeys(path for v in self.variations for path, _ in v.changes))

    def spoken(self, labels: Sequence[str]) -> str:
        """The variations of these labels inside a sentence: ``"Adam and RMSprop"``."""
        return spoken(variation for variation in self.variations if variation.label in labels)

    @property
    def columns(self) -> int:
        """Where every value of one setting meets every value of another, how many the second has.

        0 where the variations are no such table.
        """
        rows: dict[Any, list[Any]] = {}
        for variation in self.variations:
            if len(variation.changes) < 2:
                return 0
            (_, first), (path, second) = variation.changes[:2]
            rows.setdefault(repr(first), []).append((path, repr(second)))
        first, *others = rows.values()
        return len(first) if others and all(row == first for row in others) else 0

    @cached_property
    def runs(self) -> tuple[StudyRun, ...]:
        """All runs: variation by variation, each with every seed."""
        runs: list[StudyRun] = []
        for variation in self.variations:
            spec = variation.applied_to(self.base)
            for seed in self.seeds:
                own = replace(spec, seed=seed)
                runs.append(
                    StudyRun(len(runs), variation.label, seed, own, variation.train_examples)
                )
        return tuple(runs)


def seeds_from(first: int, number: int) -> tuple[int, ...]:
    """`number` seeds in a row, the seed `first` of the experiment among them.

    Raises
    ------
    ExperimentError
        When there would be none.
    """
    if number < 1:
        raise ExperimentError(f"{number} seeds are not enough; it must be at least 1.")
    largest = 2**32 - 1
    first = min(first, largest - number + 1)
    return tuple(range(first, first + number))


def numeric_values(study: Study) -> tuple[float, ...] | None:
    """The value of each variation, where one setting is varied and all its values are numbers."""
    if len(study.paths) != 1 or any(len(v.changes) != 1 for v in study.variations):
        return None
    values = [v.changes[0][1] for v in study.variations]
    if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in values):
        return None
    return tuple(float(v) for v in values) if all(map(math.isfinite, values)) else None
