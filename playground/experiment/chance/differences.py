"""How often chance makes two models differ as much: the tests behind every comparison.

Pairs are judged: of equal seeds, which have equal data, splits and initial weights, or of equal
examples. A paired t test asks whether the mean of their differences may be 0. Errors are shares of
few examples, though, and seeds are few: where all differences happen to be equal, t is infinite. So
the exact count has to agree: had every difference as well come with the other sign, how many of all
choices of signs would give as large a mean?
"""

from __future__ import annotations

import math

import numpy as np

#: How often a difference may be seen where there is none.
LEVEL = 0.05

#: Fewer differences can tell nothing from chance.
FEWEST_PAIRS = 5

#: The smallest share of the signs that so few differences can have, both ends: 2 of 32.
_SIGNS_LEVEL = 2.0 ** (1 - FEWEST_PAIRS)

#: Of more differences than these the signs are not counted: the t test is right by then.
_MOST_COUNTED = 14

#: So many coins, or degrees of freedom, are as good as normally distributed.
_MANY = 1_000


def chance_of_mean(differences: np.ndarray) -> float:
    """The chance of a mean as far from 0 where there is no difference; 1 where too few could tell.

    Parameters
    ----------
    differences : ndarray, (n,)
        One for each pair.
    """
    n = len(differences)
    if n < FEWEST_PAIRS or not (mean := float(differences.mean())):
        return 1.0
    if n <= _MOST_COUNTED and _share_of_signs(differences) > _SIGNS_LEVEL:
        return 1.0
    spread = float(differences.std(ddof=1)) / math.sqrt(n)
    return t_tails(abs(mean) / spread if spread > 0 else math.inf, n - 1)


def chance_of(one: np.ndarray, other: np.ndarray) -> float:
    """The chance that two models equally good differ as much on the same examples, one by one.

    Where errors are counted it is the exact sign test over the examples that one of both gets
    wrong (McNemar 1947); where they are measured, that of `chance_of_mean`.

    Parameters
    ----------
    one, other : ndarray, (m,)
        The errors of each on every example.
    """
    apart = other - one
    if len(np.unique(np.abs(apart[apart != 0]))) <= 1:
        return sign_tails(int((apart > 0).sum()), int((apart < 0).sum()))
    return chance_of_mean(apart)


def sign_tails(for_one: int, for_other: int) -> float:
    """The chance that so many coins, thrown, fall at least as far from half and half."""
    n = for_one + for_other
    if n > _MANY:
        return math.erfc(max(0, abs(for_one - for_other) - 1) / math.sqrt(2 * n))
    tail = sum(math.comb(n, k) for k in range(max(for_one, for_other), n + 1))
    return min(1.0, 2 * tail / 2**n)


def t_tails(t: float, df: int) -> float:
    """The chance that Student's t of `df` degrees of freedom lies beyond -t or t.

    The finite series for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).
    """
    if df > _MANY or math.isinf(t):
        return math.erfc(t / math.sqrt(2))
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


def _share_of_signs(differences: np.ndarray) -> float:
    """Of all choices of signs, the share that gives a mean at least as far from 0."""
    n = len(differences)
    signs = 1.0 - 2.0 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
    sums = np.abs(signs @ differences)
    return float(np.mean(sums >= abs(differences.sum()) * (1 - 1e-9)))
