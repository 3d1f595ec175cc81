"""K networks of one architecture measured at once, each on examples of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.calls import quiet
from playground.engine.network import Network
from playground.engine.plan import ForwardPlan

# So many numbers stay in the processor's cache; more networks at once are no faster.
_CACHED = 1 << 16


class Evaluation:
    """Costs and errors of K networks, as `Network.cost_and_error` finds them one by one.

    Parameters
    ----------
    network : Network
        Any of the K: its architecture, loss and type are theirs.
    examples : sequence of (ndarray, ndarray)
        X ``(n_x, m)`` and Y ``(n_y, m)`` of each network, all of one m, at least 1.
    """

    def __init__(self, network: Network, examples: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        m = examples[0][0].shape[1]
        at_once = max(1, _CACHED // (m * sum(network.layer_sizes)))
        self._pieces = [
            _Piece(network, examples[start : start + at_once])
            for start in range(0, len(examples), at_once)
        ]
        self._quiet = quiet()

    def measure(self, thetas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Costs without penalty and errors, both ``(K,)``, for the rows of ``(K, n_parameters)``.

        The error is the fraction misclassified, or for a regression the root of the mean squared
        error.
        """
        costs, errors = np.empty((2, len(thetas)))
        start = 0
        for piece in self._pieces:
            stop = start + piece.size
            found = self._quiet.run(piece.measure, thetas[start:stop])
            costs[start:stop], errors[start:stop] = found
            start = stop
        return costs, errors


class _Piece:
    """Those networks that are measured by the same calls."""

    def __init__(self, network: Network, examples: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        self.size = len(examples)
        X, self._Y = (np.stack(arrays) for arrays in zip(*examples))
        self._theta = np.empty((self.size, network.n_parameters), network.dtype)
        shape = network.layer_sizes, network.activations
        self._plan = ForwardPlan(*shape, self._theta, X.shape[-1])
        self._plan.load(X)
        self._loss = network.loss.bind(self._plan.A[-1], network.activations[-1])
        network.loss.encoder(self._loss.targets)(self._Y)
        self._regression = network.task == "regression"
        self._classes = None if self._regression else _classes(self._Y)

    def measure(self, thetas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self._theta[...] = thetas
        for bound in self._plan.forward + self._loss.value:
            bound()
        costs = self._loss.total() * self._loss.weight
        for bound in self._loss.output:
            bound()
        output = self._plan.A[-1]
        if self._regression:
            squares = np.square(output - self._Y).sum(axis=(-2, -1))
            return costs, np.sqrt(squares / output.shape[-1])
        wrong = np.count_nonzero(_classes(output) != self._classes, axis=-1)
        return costs, wrong / output.shape[-1]


def _classes(Y: np.ndarray) -> np.ndarray:
    """The class of every column, ``(K, m)``: a >= 0.5 of one row, or the largest of several."""
    return Y[:, 0] >= 0.5 if Y.shape[-2] == 1 else Y.argmax(axis=-2)
