"""What a network is trained on: examples, and the mini-batches of the present epoch."""

from __future__ import annotations

import numpy as np

from playground.engine.loss import Loss
from playground.engine.mini_batches import MiniBatches


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
