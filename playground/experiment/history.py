"""The numbers of a run as it went: one cost a mini-batch, one evaluation an epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

#: The columns of an evaluation. The costs of train and dev are those of the notes, penalty
#: included and dropout off; both carry the penalty of the *training* set, so that the gap
#: between them is a gap between data and never between set sizes.
EVALUATION_COLUMNS = (
    "step",
    "epoch",
    "learning_rate",
    "train_cost",
    "dev_cost",
    "train_error",
    "dev_error",
)


@dataclass(frozen=True)
class MetricPoints:
    """What a history gained since it was last asked.

    Attributes
    ----------
    first : int
        The steps taken before the first of `batch_costs`.
    batch_costs : ndarray, (k,)
        The cost of each mini-batch before its update.
    evaluations : ndarray, (e, 7)
        Rows of `EVALUATION_COLUMNS`.
    """

    first: int
    batch_costs: np.ndarray
    evaluations: np.ndarray

    def followed_by(self, later: MetricPoints) -> MetricPoints:
        """These points and the ones that come right after them, as one."""
        return MetricPoints(
            self.first,
            np.concatenate([self.batch_costs, later.batch_costs]),
            np.concatenate([self.evaluations, later.evaluations]),
        )


class History:
    """All metric points of one run, in arrays that grow by doubling."""

    columns: ClassVar[tuple[str, ...]] = EVALUATION_COLUMNS

    def __init__(self) -> None:
        self._batch_costs = np.empty(1024)
        self._evaluations = np.empty((64, len(self.columns)))
        self.n_steps = 0
        self.n_evaluations = 0

    @property
    def batch_costs(self) -> np.ndarray:
        """The cost of every mini-batch, ``(n_steps,)``: a view that later steps do not change."""
        return self._batch_costs[: self.n_steps]

    @property
    def evaluations(self) -> np.ndarray:
        """All evaluations, ``(n_evaluations, 7)``, rows of `EVALUATION_COLUMNS`; a view."""
        return self._evaluations[: self.n_evaluations]

    def column(self, name: str) -> np.ndarray:
        """One column of the evaluations by its name, ``(n_evaluations,)``; a view."""
        return self.evaluations[:, self.columns.index(name)]

    @property
    def latest(self) -> dict[str, float]:
        """The last evaluation by column name; empty before the first."""
        if not self.n_evaluations:
            return {}
        return dict(zip(self.columns, self.evaluations[-1].tolist()))

    def latest_at(self, step: int) -> dict[str, float]:
        """The last evaluation up to a step, by column name; empty before the first."""
        count = int(np.searchsorted(self.column("step"), step, side="right"))
        return dict(zip(self.columns, self.evaluations[count - 1].tolist())) if count else {}

    def add_step(self, cost: float) -> None:
        """Record the cost of one mini-batch."""
        if self.n_steps == len(self._batch_costs):
            self._batch_costs = _doubled(self._batch_costs)
        self._batch_costs[self.n_steps] = cost
        self.n_steps += 1

    def add_evaluation(self, *row: float) -> None:
        """Record one row of `EVALUATION_COLUMNS`."""
        if self.n_evaluations == len(self._evaluations):
            self._evaluations = _doubled(self._evaluations)
        self._evaluations[self.n_evaluations] = row
        self.n_evaluations += 1

    def mark(self) -> tuple[int, int]:
        """Where the history ends now, for a later `since`."""
        return self.n_steps, self.n_evaluations

    def since(self, mark: tuple[int, int]) -> MetricPoints:
        """Copies of all points recorded after `mark`."""
        steps, evaluations = mark
        return MetricPoints(
            steps, self.batch_costs[steps:].copy(), self.evaluations[evaluations:].copy()
        )

    def until(self, steps: int, evaluations: int) -> History:
        """The beginning of this history: so many steps and so many evaluations of it; a copy."""
        beginning = History()
        points = MetricPoints(0, self.batch_costs[:steps], self.evaluations[:evaluations])
        beginning.extend(points)
        return beginning

    def extend(self, points: MetricPoints) -> None:
        """Append points that another history handed out with `since`.

        Raises
        ------
        ValueError
            When they do not follow on the last step of this history.
        """
        if points.first != self.n_steps:
            raise ValueError(f"Points from step {points.first} do not follow {self.n_steps}.")
        n, e = len(points.batch_costs), len(points.evaluations)
        while self.n_steps + n > len(self._batch_costs):
            self._batch_costs = _doubled(self._batch_costs)
        while self.n_evaluations + e > len(self._evaluations):
            self._evaluations = _doubled(self._evaluations)
        self._batch_costs[self.n_steps : self.n_steps + n] = points.batch_costs
        self._evaluations[self.n_evaluations : self.n_evaluations + e] = points.evaluations
        self.n_steps += n
        self.n_evaluations += e

    def best(self, name: str = "dev_cost") -> dict[str, float]:
        """The evaluation with the lowest value in column `name`; empty where there is none."""
        values = self.column(name)
        if not np.isfinite(values).any():
            return {}
        row = self.evaluations[int(np.nanargmin(values))]
        return dict(zip(self.columns, row.tolist()))


def _doubled(array: np.ndarray) -> np.ndarray:
    # A new array rather than resize(): views handed out earlier stay valid.
    larger = np.empty((2 * len(array), *array.shape[1:]))
    larger[: len(array)] = array
    return larger
