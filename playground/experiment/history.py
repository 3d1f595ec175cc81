"""The numbers of a run as it went: one cost a mini-batch, one evaluation an epoch.

A run may take any number of steps in bounded memory: the last `DETAILED_STEPS` costs and the last
`DETAILED_EVALUATIONS` evaluations, at least, are kept one by one. Of what is older, the costs
become the lowest, highest and mean of stretches (`CostCells`), and of each stretch of evaluations
two remain, that with the lowest dev cost and that with the highest train cost.
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.cost_cells import CostCells
from playground.settings import one_of

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

#: The last so many are always there one by one; once there are twice as many, half are condensed.
DETAILED_STEPS = 1 << 19
DETAILED_EVALUATIONS = 1 << 15

#: Of older evaluations at most so many remain.
MOST_OLDER = 1 << 15

_TRAIN, _DEV = EVALUATION_COLUMNS.index("train_cost"), EVALUATION_COLUMNS.index("dev_cost")


@dataclass(frozen=True)
class Older:
    """What a history has condensed.

    Attributes
    ----------
    cells : CostCells
        Of the costs before the first that is there by itself.
    rows : int
        How many of the first evaluations are what is left of more: two of each stretch.
    width : int
        Evaluations in a stretch, a power of two.
    """

    cells: CostCells = field(default_factory=CostCells)
    rows: int = 0
    width: int = 4

    @property
    def evaluations(self) -> int:
        """The evaluations that there were in place of the rows."""
        return self.rows // 2 * self.width


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
    older : Older or None
        Where the points are a whole history, what it has condensed: they follow on nothing.
    """

    first: int
    batch_costs: np.ndarray
    evaluations: np.ndarray
    older: Older | None = None

    def followed_by(self, later: MetricPoints) -> MetricPoints:
        """These points and the ones that come right after them, as one."""
        if later.older is not None:
            return later
        if self.older is not None:
            history = History()
            history.extend(self)
            history.extend(later)
            return history.whole()
        return MetricPoints(
            self.first,
            np.concatenate([self.batch_costs, later.batch_costs]),
            np.concatenate([self.evaluations, later.evaluations]),
        )


class History:
    """The metric points of one run, in arrays that grow by doubling up to a bound.

    Attributes
    ----------
    n_steps, n_evaluations : int
        How many there have been in all.
    older : Older
        What is condensed. With its `cells` the costs begin elsewhere, with its `evaluations` the
        rows do.
    """

    columns: ClassVar[tuple[str, ...]] = EVALUATION_COLUMNS

    def __init__(self) -> None:
        self._batch_costs = np.empty(1024)
        self._evaluations = np.empty((64, len(self.columns)))
        self._costs_filled = self._rows_filled = 0
        self.older = Older()

    @property
    def n_steps(self) -> int:
        """The mini-batches there have been."""
        return self.older.cells.steps + self._costs_filled

    @property
    def n_evaluations(self) -> int:
        """The evaluations there have been."""
        return self.older.evaluations - self.older.rows + self._rows_filled

    @property
    def first(self) -> int:
        """The steps before the first whose cost is there by itself; 0 in all but long runs."""
        return self.older.cells.steps

    @property
    def cells(self) -> CostCells:
        """The costs of the steps before `first`."""
        return self.older.cells

    @property
    def batch_costs(self) -> np.ndarray:
        """The costs from `first` on, ``(n_steps - first,)``: a view that later
        steps do not change."""
        return self._batch_costs[: self._costs_filled]

    @property
    def evaluations(self) -> np.ndarray:
        """The evaluations, ``(n, 7)``, rows of `EVALUATION_COLUMNS`; a view that stays."""
        return self._evaluations[: self._rows_filled]

    def column(self, name: str) -> np.ndarray:
        """One column of the evaluations by its name, ``(n,)``; a view.

        Raises
        ------
        KeyError
            When there is none of this name.
        """
        if name not in self.columns:
            raise KeyError(f"there is no column {name!r}; {one_of(self.columns)}")
        return self.evaluations[:, self.columns.index(name)]

    @property
    def latest(self) -> dict[str, float]:
        """The last evaluation by column name; empty before the first."""
        if not self._rows_filled:
            return {}
        return dict(zip(self.columns, self.evaluations[-1].tolist()))

    def latest_at(self, step: int) -> dict[str, float]:
        """The last evaluation up to a step, by column name; empty before the first."""
        count = int(np.searchsorted(self.column("step"), step, side="right"))
        return dict(zip(self.columns, self.evaluations[count - 1].tolist())) if count else {}

    def add_step(self, cost: float) -> None:
        """Record the cost of one mini-batch."""
        if self._costs_filled == len(self._batch_costs):
            self._make_room_for_costs()
        self._batch_costs[self._costs_filled] = cost
        self._costs_filled += 1

    def add_evaluation(self, *row: float) -> None:
        """Record one row of `EVALUATION_COLUMNS`."""
        if self._rows_filled == len(self._evaluations):
            self._make_room_for_rows()
        self._evaluations[self._rows_filled] = row
        self._rows_filled += 1

    def mark(self) -> tuple[int, int]:
        """Where the history ends now, for a later `since`."""
        return self.n_steps, self.n_evaluations

    def since(self, mark: tuple[int, int]) -> MetricPoints:
        """Copies of all points recorded after `mark`.

        They are the whole history where some of those points have been condensed already.
        """
        steps, evaluations = mark
        first = self.first
        if steps < first or evaluations < self.older.evaluations:
            return self.whole()
        row = evaluations - self.older.evaluations + self.older.rows
        return MetricPoints(
            steps, self.batch_costs[steps - first :].copy(), self.evaluations[row:].copy()
        )

    def whole(self) -> MetricPoints:
        """All there is, what is condensed included; views that later steps do not change."""
        return MetricPoints(self.first, self.batch_costs, self.evaluations, self.older)

    def until(self, steps: int, evaluations: int) -> History:
        """The beginning of this history: so many steps and so many evaluations of it; a copy.

        Where it ends among what is condensed, the last costs are those of `CostCells.cut`, and
        the last evaluations those that are left.
        """
        older, cells = self.older, self.older.cells
        costs = self.batch_costs[: max(0, steps - cells.steps)]
        if steps < cells.steps:
            whole = steps // DETAILED_STEPS * DETAILED_STEPS
            cells, costs = cells.cut(whole // cells.width)
            costs = costs[: steps - whole]
        rows = older.rows + evaluations - older.evaluations
        if rows < older.rows:
            rows = 2 * (evaluations // older.width)
            older = Older(cells, rows, older.width)
            rows += 2
        kept = self.evaluations[:rows]
        kept = kept[: max(older.rows, np.count_nonzero(kept[:, 0] <= steps))]
        beginning = History()
        older = Older(cells, older.rows, older.width)
        beginning.extend(MetricPoints(cells.steps, costs, kept, older))
        return beginning

    def extend(self, points: MetricPoints) -> None:
        """Append points that another history handed out with `since`.

        A whole history takes the place of this one.

        Raises
        ------
        ValueError
            When they do not follow on the last step of this history.
        """
        if points.older is not None:
            History.__init__(self)
            self.older = points.older
        if points.first != self.n_steps:
            raise ValueError(f"Points from step {points.first} do not follow {self.n_steps}.")
        costs, rows = points.batch_costs, points.evaluations
        while len(costs):
            if self._costs_filled == len(self._batch_costs):
                self._make_room_for_costs()
            n = min(len(costs), len(self._batch_costs) - self._costs_filled)
            self._batch_costs[self._costs_filled : self._costs_filled + n] = costs[:n]
            self._costs_filled += n
            costs = costs[n:]
        while len(rows):
            if self._rows_filled == len(self._evaluations):
                self._make_room_for_rows()
            n = min(len(rows), len(self._evaluations) - self._rows_filled)
            self._evaluations[self._rows_filled : self._rows_filled + n] = rows[:n]
            self._rows_filled += n
            rows = rows[n:]

    def best(self, name: str = "dev_cost") -> dict[str, float]:
        """The evaluation with the lowest value in column `name`; empty where there is none."""
        values = self.column(name)
        if not np.isfinite(values).any():
            return {}
        row = self.evaluations[int(np.nanargmin(values))]
        return dict(zip(self.columns, row.tolist()))

    # ------------------------------------------------------------------ bounds

    def _make_room_for_costs(self) -> None:
        costs, older = self._batch_costs, self.older
        if len(costs) < 2 * DETAILED_STEPS:
            self._batch_costs = _moved(2 * len(costs), costs)
            return
        cells = older.cells.followed_by(costs[:DETAILED_STEPS])
        self._batch_costs = _moved(len(costs), costs[DETAILED_STEPS:])
        self._costs_filled -= DETAILED_STEPS
        self.older = Older(cells, older.rows, older.width)

    def _make_room_for_rows(self) -> None:
        rows, older = self.evaluations, self.older
        room = older.rows + 2 * DETAILED_EVALUATIONS
        if len(rows) < room:
            self._evaluations = _moved(min(2 * len(rows), room), rows)
            return
        end = older.rows + DETAILED_EVALUATIONS
        kept = np.concatenate([rows[: older.rows], condensed(rows[older.rows : end], older.width)])
        width = older.width
        while len(kept) > MOST_OLDER and width < DETAILED_EVALUATIONS:
            kept, width = condensed(kept, 4), 2 * width
        self._evaluations = _moved(len(kept) + 2 * DETAILED_EVALUATIONS, kept, rows[end:])
        self._rows_filled = len(kept) + len(rows) - end
        self.older = Older(older.cells, len(kept), width)


def condensed(rows: np.ndarray, width: int) -> np.ndarray:
    """Two of every `width` evaluations, in their order, ``(2 n / width, 7)``.

    They are the one with the lowest dev cost, or train cost where there is no dev set, and the
    one with the highest train cost; in the first stretch, the first.

    Parameters
    ----------
    rows : ndarray, (n, 7)
        n is a multiple of `width`.
    """
    stretches = rows.reshape(-1, width, rows.shape[1])
    train, dev = stretches[:, :, _TRAIN], stretches[:, :, _DEV]
    judged = np.where(np.isnan(dev), train, dev)
    low = np.argmin(np.where(np.isnan(judged), np.inf, judged), axis=1)
    high = np.argmax(np.where(np.isnan(train), -np.inf, train), axis=1)
    high = np.where(high == low, (low + width // 2) % width, high)
    if len(high) and low[0]:
        high[0] = 0
    kept = np.sort(np.stack([low, high], axis=1), axis=1)
    return np.take_along_axis(stretches, kept[:, :, np.newaxis], axis=1).reshape(-1, rows.shape[1])


def _moved(room: int, *parts: np.ndarray) -> np.ndarray:
    """A new array with room for so many, which begins with these."""
    # A new array rather than resize(): views handed out earlier stay valid.
    larger, filled = np.empty((room, *parts[0].shape[1:])), 0
    for part in parts:
        larger[filled : filled + len(part)] = part
        filled += len(part)
    return larger
