"""RegressionResults: how far a regression is from the truth, quantity by quantity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.dataclass import dataclass
from playground.engine import metrics
from playground.experiment.results.of_part import Results
from playground.experiment.results.of_part import mean as mean_of


@dataclass(frozen=True, eq=False)
class RegressionResults(Results):
    """Results of a regression; errors are root mean squares in the labels' own unit.

    Attributes
    ----------
    targets : ndarray, (n_y, m)
        The truth of every quantity.
    mean : ndarray, (n_y, 1)
        Of the labels of the training set.
    """

    targets: np.ndarray
    mean: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        return np.square(self.output - self.targets).sum(axis=0)

    @property
    def baseline_errors(self) -> np.ndarray:
        return np.square(self.mean - self.targets).sum(axis=0)

    def of_quantity(self, number: int) -> RegressionResults:
        """Those of one of several quantities, by its place; the losses stay those of all."""
        targets, output = self.targets[[number]], self.output[[number]]
        mean = self.mean[[number]]
        return replace(
            self,
            truth=targets[0],
            predicted=output[0],
            output=output,
            error=mean_of(np.square(output - targets)) ** 0.5,
            baseline_error=mean_of(np.square(mean - targets)) ** 0.5,
            targets=targets,
            mean=mean,
        )

    @property
    def residuals(self) -> np.ndarray:
        """Truth minus prediction, ``(m,)``."""
        return self.truth - self.predicted

    @property
    def r_squared(self) -> float:
        """The share of the labels' variance that is explained; NaN where there is none."""
        if not self.m:
            return float("nan")
        return metrics.r_squared(self.output, self.targets)

    @property
    def mean_absolute_error(self) -> float:
        """In the labels' own unit; NaN where m is 0."""
        return float(np.abs(self.targets - self.output).mean()) if self.m else float("nan")

    def summary(self) -> dict:
        """The measures as plain numbers, for a JSON file."""
        return {
            "examples": self.m,
            "error": self.error,
            "baseline_error": self.baseline_error,
            "r_squared": self.r_squared,
            "mean_absolute_error": self.mean_absolute_error,
        }
