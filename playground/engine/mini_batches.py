"""A training set, cut into mini-batches for every epoch (NN 7, DNN 4, CS230 6.1-6.2)."""

from __future__ import annotations

import numpy as np

from playground.engine.loss import Loss
from playground.limits import MOST_NUMBERS_AT_ONCE


class MiniBatches:
    """A training set that is shuffled into a copy once an epoch and cut into slices of it.

    Examples are kept as rows, so that a mini-batch is one contiguous piece of memory. A large set
    is not copied: its mini-batches are gathered one by one, with the same numbers in them.

    Parameters
    ----------
    X, Y : ndarray, (n_x, m) and (n_y, m)
        Checked examples, of the type of the network; Y as its loss encodes it.
    batch_size : int
        From 1; the last batch holds what is left. With m or more there is one batch, the
        examples as they are.
    """

    def __init__(self, X: np.ndarray, Y: np.ndarray, batch_size: int) -> None:
        self.m = m = X.shape[1]
        self.batch_size = min(batch_size, m)
        self.order = np.empty(0, np.int64)
        self._whole: tuple[np.ndarray, np.ndarray] | None = None
        if self.batch_size == m:
            self._whole = np.ascontiguousarray(X), np.ascontiguousarray(Y)
            return
        self._rows = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T)
        self._gathered = X.size > MOST_NUMBERS_AT_ONCE
        if self._gathered:
            self._batch = tuple(np.empty_like(rows[: self.batch_size]) for rows in self._rows)
            return
        self._shuffled = tuple(np.empty_like(rows) for rows in self._rows)
        # One index then gives a mini-batch with its examples as columns again.
        n_full = m // self.batch_size
        self._full = tuple(
            rows[: n_full * self.batch_size].reshape(n_full, self.batch_size, -1).swapaxes(1, 2)
            for rows in self._shuffled
        )
        self._rest = tuple(rows[n_full * self.batch_size :].T for rows in self._shuffled)

    def __len__(self) -> int:
        return -(-self.m // self.batch_size)

    @property
    def shuffles(self) -> bool:
        """Whether there is more than one batch, so that the order matters."""
        return self._whole is None

    def shuffle(self, order: np.ndarray) -> None:
        """Put the examples into the order given, a permutation of 0..m-1."""
        self.order = order
        if self._gathered:
            return
        for rows, shuffled in zip(self._rows, self._shuffled):
            rows.take(order, axis=0, out=shuffled, mode="clip")

    def batch(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch i: X, ``(n_x, size)``, and Y, ``(n_y, size)``; views, changed by `shuffle`."""
        if self._whole is not None:
            return self._whole
        if self._gathered:
            return self._gather(self.order[i * self.batch_size : (i + 1) * self.batch_size])
        X, Y = self._full
        if i == len(X):
            X_rest, Y_rest = self._rest
            return X_rest, Y_rest
        return X[i], Y[i]

    def _gather(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The examples at some places, in arrays that the next mini-batch takes again."""
        batch = tuple(into[: len(places)] for into in self._batch)
        for rows, into in zip(self._rows, batch):
            rows.take(places, axis=0, out=into, mode="clip")
        X, Y = batch
        return X.T, Y.T


class TrainingSet:
    """Examples that are cut into mini-batches, shuffled anew for every epoch.

    Parameters
    ----------
    X, Y : ndarray, (n_x, m) and (n_y, m)
        Checked examples, of the type of the network.
    loss : Loss
        Encodes Y.

    Attributes
    ----------
    X, Y : ndarray
        As given.
    m : int
        The number of examples.
    batches : MiniBatches or None
        Those of the present epoch, or of the last; None before the first.
    """

    def __init__(self, X: np.ndarray, Y: np.ndarray, loss: Loss) -> None:
        self.X, self.Y, self.m = X, Y, X.shape[1]
        self._loss = loss
        self.batches: MiniBatches | None = None

    def begin_epoch(
        self, batch_size: int, rng: np.random.Generator, order: np.ndarray | None = None
    ) -> MiniBatches:
        """Cut the examples into mini-batches and shuffle them, by `order` where it is given."""
        size = min(batch_size, self.m)
        if self.batches is None or self.batches.batch_size != size:
            self.batches = MiniBatches(self.X, self._loss.encoded(self.Y), size)
        if self.batches.shuffles:
            self.batches.shuffle(rng.permutation(self.m) if order is None else order)
        return self.batches
