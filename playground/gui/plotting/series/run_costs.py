"""The costs of all mini-batches as a line to draw: each of the last ones, stretches before."""

from __future__ import annotations

import numpy as np

from playground.experiment.history import History
from playground.gui.plotting.series.pyramid import Pyramid


class RunCosts:
    """What of a history is drawn of its mini-batches, at the cost of a screen's width.

    Attributes
    ----------
    history : History
        What was taken in last.
    lowest, highest : float
        The bounds of all finite costs above 0; nan for none.
    first : int
        The steps before the first whose cost is known by itself.
    """

    def __init__(self) -> None:
        self.lowest = self.highest = np.nan
        self.first = 0
        self._recent = Pyramid()
        self.history = History()
        self._cells = self.history.cells

    def __len__(self) -> int:
        return self.history.n_steps

    def update(self, history: History) -> None:
        """Take in what the history gained since the last call."""
        if history is not self.history or history.cells is not self._cells:
            self._cells, self.first = history.cells, history.first
            self._recent = Pyramid()
            low, high = history.cells.low, history.cells.high
            self._reach(low[low > 0], high[high > 0])
        self.history = history
        self._recent.update(history.batch_costs)
        self._reach(*np.array([[self._recent.lowest], [self._recent.highest]]))

    def _reach(self, low: np.ndarray, high: np.ndarray) -> None:
        self.lowest = float(np.fmin.reduce(low, initial=self.lowest))
        self.highest = float(np.fmax.reduce(high, initial=self.highest))

    def value(self, step: int) -> float:
        """The cost at a place, counted from 0; of those long past the mean of their stretch."""
        if step >= self.first:
            return self._recent.value(step - self.first)
        cells = self.history.cells
        return float(cells.mean[step // cells.width])

    def outline(self, first: int, last: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """The costs from the place `first` to before `last` as a line: see `Pyramid.outline`."""
        share = columns / max(1, last - first)
        boundary = min(max(first, self.first), last)
        older = self._older(max(0, first), boundary, int(share * (boundary - first)))
        x, y = self._recent.outline(
            boundary - self.first, last - self.first, max(1, int(share * (last - boundary)))
        )
        return np.concatenate([older[0], x + self.first]), np.concatenate([older[1], y])

    def means(self, first: int, last: int, most: int) -> tuple[np.ndarray, np.ndarray]:
        """The middle and the mean of at most so many stretches between two places."""
        cells = self.history.cells
        start, stop = max(0, first) // cells.width, -(-min(last, self.first) // cells.width)
        places = np.arange(start, stop, max(1, (stop - start) // max(1, most)))
        return (places + 0.5) * cells.width, cells.mean[places]

    def _older(self, first: int, last: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
        cells = self.history.cells
        start, stop = first // cells.width, -(-min(last, self.first) // cells.width)
        if stop <= start:
            return np.empty(0), np.empty(0)
        starts = np.arange(start, stop, max(1, (stop - start) // max(1, columns)))
        low = np.fmin.reduceat(cells.low[:stop], starts)
        high = np.fmax.reduceat(cells.high[:stop], starts)
        x = starts[:, np.newaxis] + (0.25, 0.75) * np.diff(starts, append=stop)[:, np.newaxis]
        return (x * cells.width).ravel(), np.stack([high, low], axis=1).ravel()
