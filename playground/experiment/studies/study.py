"""A study: experiments that differ in stated settings, described before any of them runs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.wording import listed, short_name, value_text
from playground.settings import Registry, SettingError, find, replaced

#: A study of more runs than this is a slip of the keyboard.
MOST_MEMBERS = 10_000


@dataclass(frozen=True)
class Variation:
    """One thing that is tried: the settings that are changed, and what it is called.

    Attributes
    ----------
    label : str
        For legends and tables.
    changes : tuple of (str, value)
        Dotted paths of settings with their new values, as `playground.settings.replaced` takes
        them; carried out in this order.
    train_examples : int or None
        Learn from so many examples of the training set only; None for all of them.
    noun : str
        What stands before the label inside a sentence, such as ``"L2 penalty "`` before a
        number; empty where the label is a name.
    """

    label: str
    changes: tuple[tuple[str, Any], ...] = ()
    train_examples: int | None = None
    noun: str = ""

    def applied_to(self, spec: ExperimentSpec) -> ExperimentSpec:
        """`spec` with the changes made.

        Raises
        ------
        SettingError
            When there is no such setting or it cannot have such a value.
        """
        for path, value in self.changes:
            spec = replaced(spec, path, value)
        return spec

    def followed_by(self, other: Variation) -> Variation:
        """Both at once, for a study over a pair of settings."""
        return Variation(
            ", ".join(filter(None, [self.label, other.label])),
            self.changes + other.changes,
            other.train_examples or self.train_examples,
        )


@dataclass(frozen=True)
class Member:
    """One run of a study.

    Attributes
    ----------
    index : int
        Its place among the members of the study, from 0.
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
        What all members have in common.
    variations : tuple of Variation
    seeds : tuple of int
        Each variation runs once with each seed. Members of equal seed have the same data, split,
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
        if len(self.variations) * len(self.seeds) > MOST_MEMBERS:
            raise ExperimentError(
                f"{len(self.variations):,} values with {len(self.seeds):,} seeds make "
                f"{len(self.variations) * len(self.seeds):,} runs; at most {MOST_MEMBERS:,} "
                "are allowed."
            )
        for what, items in (("value", self.labels), ("seed", self.seeds)):
            twice = [item for i, item in enumerate(items) if item in items[:i]]
            if twice:
                raise ExperimentError(f"the {what} {twice[0]!r} is given twice.")
        if "seed" in self.paths:
            raise ExperimentError("the seed is no value to compare; say how many seeds instead.")
        names = {}
        for variation in self.variations:
            spec = variation.applied_to(self.base)
            names |= {path: find(spec, path).setting.label for path, _ in variation.changes}
        object.__setattr__(self, "title", self.title or listed(names.values()))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the variations, in their order."""
        return tuple(variation.label for variation in self.variations)

    @property
    def paths(self) -> tuple[str, ...]:
        """The dotted paths of all settings that some variation changes, in order."""
        return tuple(dict.fromkeys(path for v in self.variations for path, _ in v.changes))

    @property
    def noun(self) -> str:
        """That of all variations; empty where they do not share one."""
        nouns = {variation.noun for variation in self.variations}
        return nouns.pop() if len(nouns) == 1 else ""

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """All runs: variation by variation, each with every seed."""
        members = []
        for variation in self.variations:
            spec = variation.applied_to(self.base)
            for seed in self.seeds:
                own = replace(spec, seed=seed)
                members.append(
                    Member(len(members), variation.label, seed, own, variation.train_examples)
                )
        return tuple(members)


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


def variations_over(
    base: ExperimentSpec, path: str, values: Iterable[Any], named: bool = False
) -> list[Variation]:
    """One variation for each value of the setting at a dotted path.

    Parameters
    ----------
    named : bool
        Whether labels say which setting a number belongs to, as they must beside another's.

    Raises
    ------
    SettingError
        When there is no such setting, or a value is not allowed.
    """
    setting = find(base, path).setting
    is_name = setting.kind is Registry or bool(setting.options)
    noun = "" if is_name else f"{short_name(setting)} "
    variations = []
    for value in values:
        label = value_text(find(replaced(base, path, value), path).value, setting)
        words = (noun + label, "") if named else (label, noun)
        variations.append(Variation(words[0], ((path, value),), noun=words[1]))
    return variations


def crossed(*rows: Sequence[Variation]) -> tuple[Variation, ...]:
    """Every combination of one variation from each row, the last row changing fastest."""
    variations = []
    for combination in product(*rows):
        variation = combination[0]
        for other in combination[1:]:
            variation = variation.followed_by(other)
        variations.append(variation)
    return tuple(variations)


def parsed_variations(base: ExperimentSpec, over: Sequence[str]) -> tuple[Variation, ...]:
    """The variations that texts like ``training.l2=0,0.01,0.1`` write, every one with every other.

    Raises
    ------
    SettingError
        When one is no such text, or there is no such setting or value.
    """
    rows = []
    for text in over:
        path, equals, values = (part.strip() for part in text.partition("="))
        if not equals or not path:
            problem = "names no values; write a setting and its values: training.l2=0,0.01,0.1."
            raise SettingError("", f"'{text}' {problem}")
        setting = find(base, path).setting
        parsed = [setting.parsed(word, path) for word in values.split(",")]
        rows.append(variations_over(base, path, parsed, named=len(over) > 1))
    return crossed(*rows)


def numeric_values(study: Study) -> tuple[float, ...] | None:
    """The value of each variation, where one setting is varied and all its values are numbers."""
    if len(study.paths) != 1 or any(len(v.changes) != 1 for v in study.variations):
        return None
    values = [v.changes[0][1] for v in study.variations]
    if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in values):
        return None
    return tuple(float(v) for v in values) if all(map(math.isfinite, values)) else None
