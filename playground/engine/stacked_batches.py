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
        # Rows of examples, (K m, n), so that all are shuffled in one call.
        self._rows = tuple(np.concatenate([array.T for array in arrays]) for arrays in zip(*sets))
        self._size, self._m = len(sets), sets[0][0].shape[1]
        self.batch_size = min(batch_size, self._m)
        self._shuffled = self._rows
        if self.shuffles:
            self._shuffled = tuple(np.empty_like(rows) for rows in self._rows)
        self._views = tuple(
            rows.reshape(self._size, self._m, -1).swapaxes(1, 2) for rows in self._shuffled
        )
        self._own = {id(generator): generator for generator in generators}
        self._whose = [id(generator) for generator in generators]
        self.orders = np.empty((self._size, self._m), np.intp)

    def __len__(self) -> int:
        return -(-self._m // self.batch_size)

    @property
    def shuffles(self) -> bool:
        """Whether there is more than one batch, so that the order matters."""
        return self.batch_size < self._m

    def shuffle(self) -> None:
        """Put every member's examples into a new order."""
        drawn = {key: generator.permutation(self._m) for key, generator in self._own.items()}
        np.stack([drawn[key] for key in self._whose], out=self.orders)
        first_rows = np.arange(0, self._size * self._m, self._m)[:, np.newaxis]
        rows_in_order = (self.orders + first_rows).reshape(-1)
        for rows, shuffled in zip(self._rows, self._shuffled):
            rows.take(rows_in_order, axis=0, out=shuffled, mode="clip")

    def batch(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch i: X, ``(K, n_x, size)``, and targets, ``(K, n_y, size)``; views."""
        start = i * self.batch_size
        X, targets = self._views
        return X[..., start : start + self.batch_size], targets[
            ..., start : start + self.batch_size
        ]
