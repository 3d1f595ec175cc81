"""Results: what a session predicts on one part of its data, beside the truth."""

from __future__ import annotations

from dataclasses import field

import numpy as np

from playground.dataclass import dataclass


@dataclass(frozen=True, eq=False)
class Results:
    """What was predicted for every example of a part, and the truth.

    Attributes
    ----------
    part : {"train", "dev", "test"}
    truth, predicted : ndarray, (m,)
        Classes by their index; for a regression, numbers in the labels' own unit, of the first
        of several quantities.
    output : ndarray, (n_y, m)
        The network's, in the labels' own unit.
    losses : ndarray, (m,)
        Of each example, as the network is trained on it: on scaled labels for a regression.
    errors, baseline_errors : ndarray, (m,)
        What `error` and `baseline_error` are the mean of, or the root of that: 1 where a class is
        wrong, or squared distances.
    error, baseline_error : float
        The network's error, and that of the best answer that looks at no feature: the class
        most frequent in the training set, or the mean of its labels. NaN where m is 0.
    lines : ndarray of int, (m,), or None
        Where each example stands in the file of the data, if in one.
    """

    part: str
    truth: np.ndarray
    predicted: np.ndarray
    output: np.ndarray
    losses: np.ndarray
    error: float
    baseline_error: float
    lines: np.ndarray | None = field(default=None, kw_only=True)

    @property
    def m(self) -> int:
        """The number of examples."""
        return len(self.truth)

    @property
    def errors(self) -> np.ndarray:
        raise NotImplementedError

    @property
    def baseline_errors(self) -> np.ndarray:
        raise NotImplementedError

    def worst_first(self) -> np.ndarray:
        """The places of all examples, ``(m,)``, the largest loss first."""
        return np.argsort(-np.nan_to_num(self.losses, nan=np.inf), kind="stable")

    def summary(self) -> dict:
        """The measures as plain numbers and lists, for a JSON file."""
        raise NotImplementedError


def mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")
