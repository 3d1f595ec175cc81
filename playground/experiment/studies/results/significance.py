"""The one rule by which studies tell a difference from chance: seed by seed, at 5 %.

Equal seeds have equal data, equal splits and equal initial weights, so the differences seed by seed
are what to judge by. A paired t test asks whether their mean may be 0. Errors are shares of few
examples, though, and seeds are few: where all differences happen to be equal, t is infinite. So the
exact count has to agree: had every difference as well come with the other sign, how many of all
choices of signs would give as large a mean?
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import methodcaller

import numpy as np

from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.wording import count, percent

#: How often a difference may be seen where there is none.
LEVEL = 0.05

#: Fewer seeds can tell no difference from chance.
FEWEST_SEEDS = 5

#: The smallest share of the signs that `FEWEST_SEEDS` differences can have, both ends: 2 of 32.
_SIGNS_LEVEL = 2.0 ** (1 - FEWEST_SEEDS)

#: Of more seeds than these the signs are not counted: the t test is right by then.
_MOST_COUNTED = 14

#: So many coins are as good as normally distributed.
_MANY_COINS = 1_000

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
        if self.seeds < FEWEST_SEEDS:
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
    if n < FEWEST_SEEDS or not mean:
        return Difference(n, mean, largest, 1.0, comparisons)
    if n <= _MOST_COUNTED and _share_of_signs(differences) > _SIGNS_LEVEL:
        return Difference(n, mean, largest, 1.0, comparisons)
    spread = float(differences.std(ddof=1)) / math.sqrt(n)
    t = abs(mean) / spread if spread > 0 else math.inf
    return Difference(n, mean, largest, t_tails(t, n - 1), comparisons)


#: What a run is judged by: the final value of a column, or any number of its record.
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
    if seeds < FEWEST_SEEDS:
        return _too_few(seeds)
    return (
        f"No difference from {names} is seen with {count(seeds, 'seed')} (paired t test at "
        f"{percent(LEVEL)}); more seeds may show one."
    )


def _too_few(seeds: int) -> str:
    return (
        f"With {count(seeds, 'seed')} no difference can be told from chance; that takes "
        f"{FEWEST_SEEDS} or more."
    )


def more_seeds(seeds: int) -> int:
    """How many seeds to try where so many see no difference; 0 where more would be too many."""
    more = min(_MOST_SEEDS, _MORE * max(seeds, FEWEST_SEEDS))
    return more if more > seeds else 0


def t_tails(t: float, df: int) -> float:
    """The chance that Student's t of `df` degrees of freedom lies beyond -t or t.

    The finite series for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).
    """
    if math.isinf(t):
        return 0.0
    angle = math.atan(t / math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2
    term = cosine if odd else 1.0
    inside = term if df > 1 else 0.0
    for k in range(2 + odd, df - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        inside += term
    inside *= sine
    if odd:
        inside = 2 / math.pi * (angle + inside)
    return max(0.0, 1.0 - inside)


def chance_of(one: np.ndarray, other: np.ndarray) -> float:
    """The chance that two models equally good differ as much on the same examples, one by one.

    Where errors are counted it is the exact sign test over the examples that one of both gets
    wrong (McNemar 1947); where they are measured, that of `difference`.

    Parameters
    ----------
    one, other : ndarray, (m,)
        The errors of each on every example.
    """
    apart = np.asarray(other, float) - np.asarray(one, float)
    apart = apart[apart != 0]
    if len(np.unique(np.abs(apart))) <= 1:
        return sign_tails(int((apart > 0).sum()), int((apart < 0).sum()))
    return difference(one, other).p


def sign_tails(for_one: int, for_other: int) -> float:
    """The chance that so many coins, thrown, fall at least as far from half and half."""
    n = for_one + for_other
    if n > _MANY_COINS:
        return math.erfc(max(0, abs(for_one - for_other) - 1) / math.sqrt(2 * n))
    tail = sum(math.comb(n, k) for k in range(max(for_one, for_other), n + 1))
    return min(1.0, 2 * tail / 2**n)


def _share_of_signs(differences: np.ndarray) -> float:
    """Of all choices of signs, the share that gives a mean at least as far from 0."""
    n = len(differences)
    signs = 1.0 - 2.0 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
    sums = np.abs(signs @ differences)
    return float(np.mean(sums >= abs(differences.sum()) * (1 - 1e-9)))
