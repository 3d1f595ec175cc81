"""The one door to the way through ``X^T X``: where a trainer takes it, and where it comes back."""

from __future__ import annotations

import numpy as np

from playground.engine.network import Network
from playground.engine.optimizer_state import OptimizerState
from playground.engine.shortcut.gram import Gram, GramMatrix, suits


class Shortcut:
    """The shorter way of full batches of few examples, while it is taken.

    Parameters
    ----------
    network : Network
    optimizer_state : OptimizerState
        Of its theta; stands still on the way, and is brought up to date by `leave`.

    Attributes
    ----------
    way : Gram or None
        What trains the network meanwhile. Whether it still may, `gram` says.
    """

    def __init__(self, network: Network, optimizer_state: OptimizerState) -> None:
        self._network, self._optimizer_state = network, optimizer_state
        self._matrix: GramMatrix | None = None
        self.way: Gram | None = None

    @property
    def gram(self) -> Gram | None:
        """`way`, which is left where somebody has changed theta or the regularization."""
        if self.way is not None and not self.way.holds:
            self.leave()
        return self.way

    def begin_epoch(self, X: np.ndarray, Y: np.ndarray, in_one_batch: bool) -> None:
        """Go that way through the next epoch where it is the better one, or else leave it.

        Parameters
        ----------
        X, Y : ndarray, (n_x, m) and (n_y, m)
            The training set.
        in_one_batch : bool
            Whether the epoch is one batch of all examples.
        """
        if not in_one_batch or not self._suits(X):
            self.leave()
        elif self.gram is None:
            self._take(X, Y, np.stack([self._network.theta, *self._optimizer_state.vectors]))

    def settle(self) -> None:
        """Bring theta to where the way has led."""
        if self.way is not None:
            self.way.settle()

    def leave(self) -> None:
        """Bring theta and the optimizer's vectors to where the way has led, and leave it."""
        way, self.way = self.way, None
        if way is not None:
            way.settle()
            way.settle_vectors(self._optimizer_state.vectors)

    def state(self) -> dict[str, np.ndarray]:
        """`basis` and `coordinates` of the way, empty where it is not taken.

        The optimizer's vectors are brought up to date.
        """
        gram = self.gram
        if gram is None:
            return {"basis": np.empty((0, 0)), "coordinates": np.empty((0, 0))}
        gram.settle_vectors(self._optimizer_state.vectors)
        return {"basis": gram.basis.copy(), "coordinates": gram.coordinates.copy()}

    def restore(
        self, basis: np.ndarray, coordinates: np.ndarray, X: np.ndarray, Y: np.ndarray
    ) -> None:
        """Go on from a `state`, on the training set it is of.

        Raises
        ------
        EngineError
            When it is of something else.
        """
        if self._suits(X):
            self._take(X, Y, np.array(basis, np.float64), np.asarray(coordinates))

    def _suits(self, X: np.ndarray) -> bool:
        return suits(self._network, self._optimizer_state.optimizer, X.shape[1])

    def _take(
        self, X: np.ndarray, Y: np.ndarray, basis: np.ndarray, coordinates: np.ndarray | None = None
    ) -> None:
        """Go that way from `basis`, unless digits would be lost."""
        if self._matrix is None or self._matrix.X is not X:
            self._matrix = GramMatrix(X, Y)
        with np.errstate(all="ignore"):
            if self._matrix.exact:
                optimizer = self._optimizer_state.optimizer
                self.way = Gram(self._network, optimizer, self._matrix, basis, coordinates)
