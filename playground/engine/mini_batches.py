"""A training set cut into mini-batches (NN 7, DNN 4, CS230 6.1-6.2)."""

from __future__ import annotations

import numpy as np

from playground.engine.plan import folds


class MiniBatches:
    """A training set that is shuffled into a copy once an epoch and cut into slices of it.

    Examples are kept as rows, each followed by a 1 for the bias, so that a mini-batch is one
    contiguous piece of memory; its transpose is what a folded plan reads.

    Parameters
    ----------
    X, Y : ndarray, (n_x, m) and (n_y, m)
        Checked examples, of the type of the network.
    batch_size : int
        From 1; the last batch holds what is left. With m or more there is one batch, and no
        shuffling.
    copy : bool
        Whether a full batch is copied too, so that later changes of X have no effect.
    """

    def __init__(self, X: np.ndarray, Y: np.ndarray, batch_size: int, copy: bool = True) -> None:
        self.m = X.shape[1]
        self.batch_size = min(batch_size, self.m)
        self.full = self.batch_size == self.m
        self.folded = not self.full or folds(X)
        self.order: np.ndarray | None = None
        if not self.full:
            self._rows = np.ones((self.m, X.shape[0] + 1), X.dtype)
            self._rows[:, :-1] = X.T
            self._labels = np.ascontiguousarray(Y.T)
            self._shuffled_rows = np.empty_like(self._rows)
            self._shuffled_labels = np.empty_like(self._labels)
            return
        if self.folded:
            self._X = np.concatenate([X, np.ones((1, self.m), X.dtype)])
        else:
            self._X = np.array(X, order="C") if copy else np.ascontiguousarray(X)
        self._Y = np.array(Y, order="C") if copy else np.ascontiguousarray(Y)

    def __len__(self) -> int:
        return -(-self.m // self.batch_size)

    def shuffle(self, order: np.ndarray) -> None:
        """Put the examples into the order given, a permutation of 0..m-1; not a full batch."""
        self.order = order
        self._rows.take(order, axis=0, out=self._shuffled_rows, mode="clip")
        self._labels.take(order, axis=0, out=self._shuffled_labels, mode="clip")

    def batch(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch i: X, above a row of ones where `folded`, and Y, ``(n_y, size)``."""
        if self.full:
            return self._X, self._Y
        start = i * self.batch_size
        stop = start + self.batch_size
        return self._shuffled_rows[start:stop].T, self._shuffled_labels[start:stop].T
