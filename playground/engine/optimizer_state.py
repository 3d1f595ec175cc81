"""An optimizer at work on one vector of parameters: what it remembers, its bound calls."""

from __future__ import annotations

import numpy as np

from playground.engine.calls import Call
from playground.engine.errors import EngineError
from playground.engine.optimizers import Optimizer, Prepare


class OptimizerState:
    """Moves theta by the rule of an optimizer.

    Parameters
    ----------
    theta : ndarray, (n_parameters,)
        Moved in place.
    optimizer : Optimizer

    Attributes
    ----------
    optimizer : Optimizer
    gradient : ndarray, (2, n_parameters)
        Row 0 is where the gradient is to be; row 1 is for the rule to calculate in.
    vectors : ndarray, (n_vectors, n_parameters)
        What the optimizer remembers.
    t : int
        Steps taken since the optimizer started afresh, t of its formulas.
    rule : tuple
        ``prepare``, to be called with rate and t; the calls that move theta; the vectors.
    """

    def __init__(self, theta: np.ndarray, optimizer: Optimizer) -> None:
        self._theta = theta
        self.gradient = np.empty((2, theta.size), theta.dtype)
        self._start(optimizer)

    def _start(self, optimizer: Optimizer) -> None:
        self.vectors = np.zeros((len(optimizer.state), self._theta.size), self._theta.dtype)
        self.t = 0
        self._bind(optimizer)

    def _bind(self, optimizer: Optimizer) -> None:
        self.optimizer = optimizer
        bound = bind_in_pieces(optimizer, self._theta, self.gradient, self.vectors)
        self.rule = (*bound, self.vectors)

    def change(self, optimizer: Optimizer) -> None:
        """Go on with another optimizer; what is remembered stays where both are of one class."""
        if type(optimizer) is not type(self.optimizer):
            self._start(optimizer)
            return
        # Other constants mean another scale of what is remembered.
        for vector, old, new in zip(self.vectors, self.optimizer.scales(), optimizer.scales()):
            vector *= old / new
        self._bind(optimizer)

    def checked_vectors(self, vectors: np.ndarray) -> np.ndarray:
        """Vectors from a saved state, or an `EngineError` where they are of something else."""
        vectors = np.asarray(vectors)
        if vectors.shape != self.vectors.shape:
            raise EngineError(
                f"state: what the optimizer remembers has the shape {vectors.shape}; this network "
                f"and optimizer need {self.vectors.shape}."
            )
        return vectors


def bind_in_pieces(
    optimizer: Optimizer, theta: np.ndarray, G: np.ndarray, state: np.ndarray
) -> tuple[Prepare, list[Call]]:
    """As `Optimizer.bind`, piece by piece where theta, ``(n_parameters,)``, is long.

    An update passes over its vectors some eight times. Pieces of a megabyte stay in the
    processor's cache meanwhile; whole vectors would come from memory every time. Smaller pieces
    spend as much on getting going as they save: a quarter of this takes a tenth longer.
    """
    length = (1 << 20) // theta.itemsize
    if theta.size <= 2 * length:
        return optimizer.bind(theta, G, state)
    pieces = [slice(start, start + length) for start in range(0, theta.size, length)]
    bound = [optimizer.bind(theta[piece], G[:, piece], state[:, piece]) for piece in pieces]

    def prepare(rate: float, t: int) -> None:
        for prepare_piece, _ in bound:
            prepare_piece(rate, t)

    return prepare, [call for _, calls in bound for call in calls]
