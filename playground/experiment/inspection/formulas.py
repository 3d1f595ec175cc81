"""A network as the formulas of the notes take it, and back to one flat vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from playground.engine import Network, reference
from playground.engine.plan import blocks

#: Lists of arrays or functions, indexed by the layer as in the notes; None where there is no such
#: layer.
Arrays = list[Any]


class Formulas(NamedTuple):
    """The parameters of a network in float64, and the functions that it is made of.

    Attributes
    ----------
    W, b : list of ndarray
    g, slope : list of callable
        The activations of Z, and their derivatives.
    loss, loss_dZ : callable
        The loss of each example, and dZ of the output layer.
    """

    W: Arrays
    b: Arrays
    g: Arrays
    slope: Arrays
    loss: Callable[..., np.ndarray]
    loss_dZ: Callable[..., np.ndarray]

    @classmethod
    def of(cls, network: Network) -> Formulas:
        """Those of a network as it is now."""
        of = reference.function_of
        return cls(
            *parameters(network.theta.astype(np.float64), network.layer_sizes),
            [None, *map(of, network.activations)],
            [None, *(of(each, "_derivative") for each in network.activations)],
            of(network.loss),
            of(network.loss, "_dZ"),
        )


def parameters(theta: np.ndarray, layer_sizes: Sequence[int]) -> tuple[Arrays, Arrays]:
    """W and b of a vector in the layout of theta, indexed by the layer."""
    layers = blocks(theta, layer_sizes)
    return [None, *(block[:-1].T for block in layers)], [None, *(block[-1:].T for block in layers)]


def flat(W: Arrays, b: Arrays) -> np.ndarray:
    """A vector in the layout of theta."""
    return np.concatenate([np.vstack([w.T, c.T]).ravel() for w, c in zip(W[1:], b[1:])])
