"""The costs of mini-batches long past: their lowest, highest and mean, stretch by stretch."""

from __future__ import annotations

from dataclasses import field
from functools import partial

import numpy as np

from playground.dataclass import dataclass

#: Steps in the shortest stretch, and how many stretches there may be.
NARROWEST = 16
MOST = 1 << 16

_BLOCK = 1 << 15  # values folded at a time: what they become on the way stays in the cache

_NONE = partial(np.empty, 0)


@dataclass(frozen=True, eq=False)
class CostCells:
    """Stretches of equal length from the first step of a run on.

    Attributes
    ----------
    width : int
        Steps in a stretch, `NARROWEST` times a power of two.
    low, high, mean : ndarray, (n_cells,)
        Of the finite costs in each stretch; the mean is nan where one is not finite.
    """

    width: int = NARROWEST
    low: np.ndarray = field(default_factory=_NONE)
    high: np.ndarray = field(default_factory=_NONE)
    mean: np.ndarray = field(default_factory=_NONE)

    @property
    def steps(self) -> int:
        """The steps they cover."""
        return self.width * len(self.low)

    def followed_by(self, costs: np.ndarray) -> CostCells:
        """These and the cells of the costs right after them.

        Parameters
        ----------
        costs : ndarray, (k,)
            k is a power of two times `width`.
        """
        if not np.isfinite(costs).all():
            costs = np.where(np.isfinite(costs), costs, np.nan)
        low, high = folded(np.fmin, costs, self.width), folded(np.fmax, costs, self.width)
        mean = folded(np.add, costs, self.width) / self.width
        cells = CostCells(
            self.width,
            np.concatenate([self.low, low]),
            np.concatenate([self.high, high]),
            np.concatenate([self.mean, mean]),
        )
        while len(cells.low) > MOST and cells.width < len(costs):
            cells = cells.in_pairs()
        return cells

    def in_pairs(self) -> CostCells:
        """The same in stretches of twice the length; there must be an even number of them."""
        low, high, mean = (part.reshape(-1, 2).T for part in (self.low, self.high, self.mean))
        return CostCells(2 * self.width, np.fmin(*low), np.fmax(*high), (mean[0] + mean[1]) / 2)

    def cut(self, n: int) -> tuple[CostCells, np.ndarray]:
        """The first n, and for the steps of the others costs that stand in for theirs.

        They are the lowest and the highest of each stretch, and the mean for the rest of it.
        """
        costs = np.repeat(self.mean[n:], self.width).reshape(-1, self.width)
        costs[:, 0], costs[:, 1] = self.low[n:], self.high[n:]
        return CostCells(self.width, self.low[:n], self.high[:n], self.mean[:n]), costs.ravel()


def folded(fold: np.ufunc, values: np.ndarray, width: int) -> np.ndarray:
    """What becomes of each stretch where `fold` makes one number of two, again and again.

    Parameters
    ----------
    fold : ufunc
        Of two arguments, `np.fmin` for example.
    values : ndarray, (n,)
        n is a multiple of `width`.
    width : int
        Values in a stretch, a power of two.

    Returns
    -------
    ndarray, (n / width,)
    """
    size, stretches = max(_BLOCK, width), [values[:0]]
    for start in range(0, len(values), size):
        block = values[start : start + size]
        for _ in range(width.bit_length() - 1):
            block = fold(block[::2], block[1::2])
        stretches.append(block)
    return np.concatenate(stretches)
