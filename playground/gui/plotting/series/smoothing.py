"""A growing series and its exponentially weighted average, kept up to date."""

from __future__ import annotations

import numpy as np

from playground.engine.average import WeightedAverage


class Smoothed:
    """The average after each value of a series (CS230 6.3-6.5).

    Each value is computed once, so a series of millions costs what it gained.

    Parameters
    ----------
    beta : float
        In [0, 1); it averages over about 1 / (1 - beta) values.
    corrected : bool
        Whether with bias correction.
    """

    def __init__(self, beta: float, corrected: bool = True) -> None:
        self._average = WeightedAverage(beta, corrected)
        self._values = np.empty(1024, np.float32)
        self._filled = self._first = 0

    @property
    def values(self) -> np.ndarray:
        """The average after each value so far, ``(n,)``; a view."""
        return self._values[: self._filled]

    def update(self, series: np.ndarray, first: int = 0) -> None:
        """Take in what a series gained since the last call.

        Parameters
        ----------
        series : ndarray, (n,)
            From the place `first` on: what was before it is forgotten.
        """
        n, gone = len(series), min(first - self._first, self._filled)
        if gone:
            self._values[: self._filled - gone] = self._values[gone : self._filled].copy()
            self._filled -= gone
        self._first = first
        if n > len(self._values):
            larger = np.empty(max(n, 2 * len(self._values)), np.float32)
            larger[: self._filled] = self.values
            self._values = larger
        self._values[self._filled : n] = self._average.extend(series[self._filled :])
        self._filled = n
