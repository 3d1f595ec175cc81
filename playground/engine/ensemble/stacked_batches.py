"""The training sets of K networks, cut into mini-batches for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class StackedBatches:
    """K training sets that are shuffled into a copy together, each in its own order.

    Members that share one generator are shuffled alike, by one permutation.

    Parameters
    ----------
    sets : sequence of (ndarray, ndarray)
        X ``(n_x, m)`` and encoded targets ``(n_y, m)`` of every member, all of one m.
    generators : sequence of numpy.random.Generator
        For shuffling, one for every member.
    batch_size : int
        From 1; the last batch holds what is left. With m or more there is one batch, the
        examples as they are.

    Attributes
    ----------
    orders : ndarray, (K, m)
        The permutations of the present epoch, once there is one.
    """

    def __init__(
        self,
        sets: Sequence[tuple[np.ndarray, np.ndarray]],
        generators: Sequence[np.random.Generator],
        batch_size: int,
    ) -> None:
        self._m, n_x = sets[0][0].shape[1], sets[0][0].shape[0]
        self.batch_size = min(batch_size, self._m)
        # One row an example, (K m, n_x + n_y), so that one call shuffles everything.
        self._rows = np.concatenate([np.concatenate(pair) for pair in sets], axis=1).T.copy()
        self._shuffled = np.empty_like(self._rows) if self.shuffles else self._rows
        columns = self._shuffled.reshape(len(sets), self._m, -1).swapaxes(1, 2)
        self._X, self._targets = columns[:, :n_x], columns[:, n_x:]

        own = {id(generator): generator for generator in generators}
        self._generators = list(own.values())
        self._whose = np.array([list(own).index(id(generator)) for generator in generators])
        self._first_rows = np.arange(0, len(self._rows), self._m)[:, np.newaxis]
        self.orders = np.empty((len(sets), 0), np.intp)

    def __len__(self) -> int:
        return -(-self._m // self.batch_size)

    @property
    def shuffles(self) -> bool:
        """Whether there is more than one batch, so that the order matters."""
        return self.batch_size < self._m

    def shuffle(self) -> None:
        """Put every member's examples into a new order."""
        drawn = np.array([generator.permutation(self._m) for generator in self._generators])
        self.orders = drawn.take(self._whose, axis=0)
        rows_in_order = (self.orders + self._first_rows).reshape(-1)
        self._rows.take(rows_in_order, axis=0, out=self._shuffled, mode="clip")

    def batch(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch i: X, ``(K, n_x, size)``, and targets, ``(K, n_y, size)``; views."""
        span = slice(i * self.batch_size, (i + 1) * self.batch_size)
        return self._X[..., span], self._targets[..., span]
