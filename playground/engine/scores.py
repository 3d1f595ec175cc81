"""How good a classifier is beyond its error: per class, over thresholds, as a probability.

All definitions are those of scikit-learn; a ratio of nothing to nothing is 0, an area that does
not exist (one class only) is NaN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class ClassScores(NamedTuple):
    """One number a class, each ``(K,)``.

    Attributes
    ----------
    precision : ndarray
        Of those predicted to be of the class, the share that is.
    recall : ndarray
        Of those that are of the class, the share predicted so.
    f1 : ndarray
        The harmonic mean of both.
    support : ndarray
        How many are of the class.
    """

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    support: np.ndarray

    @classmethod
    def of(cls, confusion: np.ndarray) -> ClassScores:
        """From counts ``(K, K)``: the true class in the row, the predicted one beside."""
        right = np.diag(confusion).astype(float)
        predicted, support = confusion.sum(axis=0), confusion.sum(axis=1)
        return cls(
            _ratio(right, predicted),
            _ratio(right, support),
            _ratio(2 * right, predicted + support),
            support,
        )


class ThresholdCurve(NamedTuple):
    """What every threshold would give, from the highest on; each ``(n,)``.

    Those at or above a threshold are called positive. The first threshold, infinity, calls
    nothing positive.

    Attributes
    ----------
    thresholds : ndarray
        Falling; every value that occurs, once.
    true_positives, false_positives : ndarray
        Counts.
    positives, negatives : int
        How many there are.
    """

    thresholds: np.ndarray
    true_positives: np.ndarray
    false_positives: np.ndarray
    positives: int
    negatives: int

    @classmethod
    def of(cls, positive: np.ndarray, score: np.ndarray) -> ThresholdCurve:
        """From the truth, ``(m,)`` of booleans, and scores, ``(m,)``, larger for positive."""
        order = np.argsort(-score, kind="stable")
        positive, score = positive[order], score[order]
        last = np.flatnonzero(np.append(score[1:] != score[:-1], len(score) > 0))
        hits = np.cumsum(positive)[last]
        return cls(
            np.concatenate([[np.inf], score[last]]),
            np.concatenate([[0], hits]),
            np.concatenate([[0], last + 1 - hits]),
            int(positive.sum()),
            int(len(positive) - positive.sum()),
        )

    @property
    def true_positive_rate(self) -> np.ndarray:
        """Recall at each threshold; NaN where nothing is positive."""
        return self.true_positives / (self.positives or np.nan)

    @property
    def false_positive_rate(self) -> np.ndarray:
        """The share of negatives called positive; NaN where nothing is negative."""
        return self.false_positives / (self.negatives or np.nan)

    @property
    def precision(self) -> np.ndarray:
        """Of those called positive, the share that is; 1 where nothing is called so."""
        called = self.true_positives + self.false_positives
        return np.where(called > 0, _ratio(self.true_positives, called), 1.0)

    @property
    def auc(self) -> float:
        """The area under the ROC curve: the chance that a positive scores above a negative."""
        return float(np.trapezoid(self.true_positive_rate, self.false_positive_rate))

    @property
    def average_precision(self) -> float:
        """The mean of the precisions, each weighted by the recall it adds."""
        return float(np.sum(np.diff(self.true_positive_rate) * self.precision[1:]))


class Calibration(NamedTuple):
    """How often what is predicted with a probability is so; each ``(bins used,)``.

    Attributes
    ----------
    predicted, observed : ndarray
        The mean probability in a bin, and the share that is positive.
    counts : ndarray
    """

    predicted: np.ndarray
    observed: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, positive: np.ndarray, probability: np.ndarray, bins: int = 10) -> Calibration:
        """In bins of equal width over 0 to 1, those that hold nothing left out."""
        edges = np.linspace(0.0, 1.0, bins + 1)
        place = np.searchsorted(edges[1:-1], probability)
        count = np.bincount(place, minlength=bins)
        used = count > 0
        sums = np.bincount(place, probability, bins), np.bincount(place, positive, bins)
        predicted, observed = (total[used] / count[used] for total in sums)
        return cls(predicted, observed, count[used])

    @property
    def error(self) -> float:
        """The mean difference between both, over the examples; NaN where there are none."""
        if not len(self.counts):
            return float("nan")
        return float(np.average(np.abs(self.predicted - self.observed), weights=self.counts))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """``part / whole``, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=np.asarray(whole) != 0)
