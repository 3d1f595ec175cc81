"""What goes on inside the layers, measured on request (CS230 5.5.2: vanishing and exploding)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.network import Network
from playground.engine.plan import blocks


@dataclass(frozen=True)
class Spread:
    """Mean, standard deviation and Euclidean norm of the numbers of one array."""

    mean: float
    deviation: float
    norm: float

    @classmethod
    def of(cls, array: np.ndarray) -> Spread:
        """The three of an array of any shape."""
        return cls(float(array.mean()), float(array.std()), float(np.linalg.norm(array)))


@dataclass(frozen=True)
class LayerStatistics:
    """One layer on one set of examples.

    Attributes
    ----------
    layer : int
        l, from 1.
    A, Z : Spread
        Of the activations and of what goes into g, ``(n[l], m)``.
    W, dW : Spread
        Of the weights and of their gradient.
    dead : float
        Share of units with a slope of 0 on every example: they do not learn.
    saturated : float
        Share of (unit, example) pairs whose slope is below 1 % of the largest that the
        activation has: they hardly learn.
    """

    layer: int
    A: Spread
    Z: Spread
    W: Spread
    dW: Spread
    dead: float
    saturated: float


def layer_statistics(network: Network, X: np.ndarray, Y: np.ndarray) -> list[LayerStatistics]:
    """Statistics of every layer, first to last, on examples X ``(n_x, m)`` and Y ``(n_y, m)``.

    Dropout is off. Nothing is measured unless this is called.

    Raises
    ------
    EngineError
        When X or Y does not fit the network.
    """
    gradients = blocks(network.gradient(X, Y), network.layer_sizes)
    found = []
    with np.errstate(all="ignore"):
        before = np.asarray(X, network.dtype)
        for i, A in enumerate(network.forward(X)):
            W, activation = network.weights[i], network.activations[i]
            Z = W @ before + network.biases[i]
            slope = np.abs(A * (1 - A) if activation.output_only else activation.slope(Z))
            found.append(
                LayerStatistics(
                    layer=i + 1,
                    A=Spread.of(A),
                    Z=Spread.of(Z),
                    W=Spread.of(W),
                    dW=Spread.of(gradients[i][:-1]),
                    dead=float((slope == 0).all(axis=1).mean()),
                    saturated=float((slope < 0.01 * activation.steepest).mean()),
                )
            )
            before = A
    return found
