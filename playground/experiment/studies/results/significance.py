"""The one rule by which studies tell a difference from chance: seed by seed, at 5 %."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import methodcaller

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.chance.differences import FEWEST_PAIRS, LEVEL, chance_of_mean
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.wording import count, percent

#: As many times the seeds may show what they do not.
_MORE, _MOST_SEEDS = 4, 100


@dataclass(frozen=True)
class Difference:
    """How one variation differs from another, seed by seed.

    Attributes
    ----------
    seeds : int
        How many seeds both have complete runs of.
    mean : float
        The mean of the differences, the second minus the first; NaN without any.
    largest : float
        The size of the largest of them.
    p : float
        The chance of a mean as far from 0 where there is no difference; 1 where too few seeds
        could tell.
    comparisons : int
        How many comparisons it is one of; the more are made, the surer each has to be.
    """

    seeds: int
    mean: float
    largest: float
    p: float
    comparisons: int = 1

    @property
    def seen(self) -> bool:
        """Whether it is told from chance."""
        return self.p * self.comparisons <= LEVEL

    @property
    def sentence(self) -> str:
        """That it is not seen, and what might show it."""
        if self.seeds < FEWEST_PAIRS:
            return _too_few(self.seeds)
        return f"No difference seen with {count(self.seeds, 'seed')}; more may show one."


def difference(one: np.ndarray, other: np.ndarray, comparisons: int = 1) -> Difference:
    """The difference of two variations.

    Parameters
    ----------
    one, other : ndarray, (n_seeds,)
        A number of each for equal seeds in equal order; where one is not finite, the seed is left
        out.
    comparisons : int
        How many are made at once (Bonferroni).
    """
    differences = np.asarray(other, float) - np.asarray(one, float)
    differences = differences[np.isfinite(differences)]
    n = len(differences)
    if not n:
        return Difference(0, math.nan, math.nan, 1.0, comparisons)
    mean, largest = float(differences.mean()), float(np.abs(differences).max())
    return Difference(n, mean, largest, chance_of_mean(differences), comparisons)


Measure = str | Callable[[RunRecord], float]


def between(
    result: StudyResult, one: str, other: str, measure: Measure = "dev_error", comparisons: int = 1
) -> Difference:
    """The difference of two variations of a study in what their runs are judged by."""
    number = methodcaller("final", measure) if isinstance(measure, str) else measure
    first, second = (
        np.array([number(r) if r.complete else math.nan for r in result.of(label)])
        for label in (one, other)
    )
    return difference(first, second, comparisons)


def alike(
    result: StudyResult, label: str, others: Sequence[str], measure: Measure = "dev_error"
) -> list[str]:
    """Which others no difference from a variation is seen of, where that was chosen as the best.

    Whoever picks the best of k compares all with all, k (k - 1) / 2 times.
    """
    k = len(others) + 1
    return [
        other
        for other in others
        if not between(result, label, other, measure, k * (k - 1) // 2).seen
    ]


def alike_clause(
    result: StudyResult, label: str, others: Sequence[str], column: str = "dev_error"
) -> str:
    """The same in words; empty where the best differs from all others."""
    same, seeds = alike(result, label, others, column), len(result.study.seeds)
    if not same:
        return ""
    names = result.study.spoken(same)
    if seeds < FEWEST_PAIRS:
        return _too_few(seeds)
    return (
        f"No difference from {names} is seen with {count(seeds, 'seed')} (paired t test at "
        f"{percent(LEVEL)}); more seeds may show one."
    )


def _too_few(seeds: int) -> str:
    return (
        f"With {count(seeds, 'seed')} no difference can be told from chance; that takes "
        f"{FEWEST_PAIRS} or more."
    )


def more_seeds(seeds: int) -> int:
    """How many seeds to try where so many see no difference; 0 where more would be too many."""
    more = min(_MOST_SEEDS, _MORE * max(seeds, FEWEST_PAIRS))
    return more if more > seeds else 0
