"""Layers: does the signal get through, forward and back (CS230 5.5.2)?"""

from __future__ import annotations

import itertools

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.engine import Network, reference
from playground.engine.activations import Activation
from playground.experiment.inspection.formulas import Formulas
from playground.experiment.wording import measured

#: So many examples are looked at, evenly spread over the training set.
MOST_EXAMPLES = 512

#: A unit with a smaller part of the steepest slope is saturated: a sigmoid outside of 0.01..0.99,
#: a tanh beyond 0.98.
SATURATED = 0.04

#: The bins of a layer's histograms.
BINS = 24


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer on some examples: its signals and its gradient.

    Attributes
    ----------
    Z, A, dZ, slope : ndarray, (n[l], m)
        dZ is that of each example, not divided by m; slope is g'(Z).
    W, dW : ndarray, (n[l], n[l-1])
    b : ndarray, (n[l], 1)
    activation : Activation
    """

    Z: np.ndarray
    A: np.ndarray
    dZ: np.ndarray
    slope: np.ndarray
    W: np.ndarray
    dW: np.ndarray
    b: np.ndarray
    activation: Activation

    @property
    def saturated(self) -> float:
        """The share of answers at the flat ends of the activation; 0 for one without such."""
        if not self.activation.bounded:
            return 0.0
        return float(np.mean(self.slope < SATURATED * self.activation.steepest))

    @property
    def dead(self) -> int:
        """The units whose slope is 0 for every example, so that they learn nothing."""
        return 0 if self.activation.bounded else int((self.slope == 0).all(axis=1).sum())

    @property
    def gain(self) -> float:
        """By what factor the layer is expected to pass a spread on (CS230 5.5.3).

        The root of ``n[l-1] Var(W)``, halved for an activation that drops half of its input. For
        small signals through tanh or a line; a sigmoid passes a quarter of it.
        """
        variance = self.W.shape[1] * float(np.mean(np.square(self.W)))
        return self.activation.passes * variance**0.5


def layers_of(network: Network, X: np.ndarray, Y: np.ndarray) -> list[Layer]:
    """Every layer on examples as the network sees them, by the formulas of the notes.

    Parameters
    ----------
    network : Network
        Not changed. Dropout is off.
    X, Y : ndarray, (n_x, m) and (n_y, m)
    """
    X, Y = X.astype(np.float64), Y.astype(np.float64)
    W, b, g, slope, _, loss_dZ = Formulas.of(network)
    with np.errstate(all="ignore"):  # a network that has diverged is looked at too
        Z, A = reference.forward(X, W, b, g)
        dZ, _, dW, _ = reference.backward(Y, Z, A, W, slope, loss_dZ, network.l1, network.l2)
        return [
            Layer(Z[i], A[i], dZ[i], slope[i](Z[i]), W[i], dW[i], b[i], activation)
            for i, activation in enumerate(network.activations, start=1)
        ]


def identical_units(layer: Layer, after: Layer) -> int:
    """How many units of a layer another one equals to 1e-12, in all weights in and out."""
    units = np.hstack([layer.W, layer.b, after.W.T])
    if len(units) < 2 or not np.isfinite(units).all():
        return 0
    rounded = np.round(units, 12) + 0.0  # without a negative zero
    distinct = len({row.tobytes() for row in rounded})
    return len(units) - distinct + 1 if distinct < len(units) else 0


def sample_of(train: Dataset) -> Dataset:
    """The examples that are looked at: all, or `MOST_EXAMPLES` evenly spread; unscaled."""
    if train.m <= MOST_EXAMPLES:
        return train
    return train.take(np.linspace(0, train.m - 1, MOST_EXAMPLES).astype(int))


@dataclass(frozen=True, eq=False)
class Signals:
    """How spread passes through all layers, at one moment; each array ``(L,)``.

    Attributes
    ----------
    input_std : float
        Of A[0], what the network is given.
    Z_std, A_std, dZ_std : ndarray
        Over all units and examples of a layer.
    W_norm, dW_norm : ndarray
        Euclidean.
    saturated : ndarray
        Share of answers at the flat ends.
    dead, identical, units : ndarray of int
    gain : ndarray
        As of `Layer.gain`.
    A_histogram : list of (ndarray, ndarray)
        Counts, ``(BINS,)``, and edges, ``(BINS + 1,)``; None where nothing is finite, or values
        lie infinitely far apart.
    activations : tuple of str
    """

    input_std: float
    Z_std: np.ndarray
    A_std: np.ndarray
    dZ_std: np.ndarray
    W_norm: np.ndarray
    dW_norm: np.ndarray
    saturated: np.ndarray
    dead: np.ndarray
    identical: np.ndarray
    units: np.ndarray
    gain: np.ndarray
    A_histogram: list[tuple[np.ndarray, np.ndarray] | None]
    activations: tuple[str, ...]

    @classmethod
    def of(cls, network: Network, X: np.ndarray, Y: np.ndarray) -> Signals:
        """Of a network on examples as it sees them, ``(n_x, m)`` and ``(n_y, m)``."""
        layers = layers_of(network, X, Y)
        twins = [identical_units(*pair) for pair in itertools.pairwise(layers)] + [0]
        with np.errstate(all="ignore"):
            return cls(
                input_std=float(np.std(X)),
                Z_std=_each(np.std, [layer.Z for layer in layers]),
                A_std=_each(np.std, [layer.A for layer in layers]),
                dZ_std=_each(np.std, [layer.dZ for layer in layers]),
                W_norm=_each(np.linalg.norm, [layer.W for layer in layers]),
                dW_norm=_each(np.linalg.norm, [layer.dW for layer in layers]),
                saturated=np.array([layer.saturated for layer in layers]),
                dead=np.array([layer.dead for layer in layers]),
                identical=np.array(twins),
                units=np.array([len(layer.W) for layer in layers]),
                gain=np.array([layer.gain for layer in layers]),
                A_histogram=[_histogram(layer.A) for layer in layers],
                activations=tuple(layer.activation.name for layer in layers),
            )

    @property
    def forward_factor(self) -> float:
        """By what a hidden layer multiplies the spread, on average; NaN without two of them."""
        return _factor(self.A_std[:-1])

    @property
    def backward_factor(self) -> float:
        """By what a layer multiplies the spread of dZ on its way back, on average."""
        return _factor(self.dZ_std[::-1])

    @property
    def expected_factor(self) -> float:
        """What `forward_factor` would be by the weights alone (CS230 5.5.3)."""
        gains = self.gain[1:-1]
        with np.errstate(all="ignore"):
            return float(np.exp(np.mean(np.log(gains)))) if len(gains) else float("nan")

    def sentence(self) -> str:
        """Whether the signal gets through, with the factor a layer, in plain words."""
        if self.identical.any():
            layer = int(np.argmax(self.identical))
            return (
                f"{self.identical[layer]} of the {self.units[layer]} units of layer {layer + 1} "
                "are identical: they learn the same forever."
            )
        if len(self.A_std) < 3:
            return ""
        forward, back = self.forward_factor, self.backward_factor
        if not (np.isfinite(forward) and np.isfinite(back)):
            return "The signal is 0 or infinite somewhere on its way: nothing can be learned."
        steps = len(self.A_std) - 2
        told = (
            f"{measured(forward, 2)} a layer forward ({measured(forward**steps, 2)} over {steps}; "
            f"by the weights alone {measured(self.expected_factor, 2)}), {measured(back, 2)} a "
            f"layer back ({measured(back ** (steps + 1), 2)} over {steps + 1})"
        )
        if min(forward**steps, back ** (steps + 1)) < 0.01:
            return f"The signal vanishes: × {told}."
        if max(forward**steps, back ** (steps + 1)) > 100:
            return f"The signal explodes: × {told}."
        return f"The signal gets through: × {told}."


def _factor(spreads: np.ndarray) -> float:
    """The geometric mean of the factors from one spread to the next."""
    if len(spreads) < 2:
        return float("nan")
    with np.errstate(all="ignore"):
        return float((spreads[-1] / spreads[0]) ** (1 / (len(spreads) - 1)))


def _each(function, arrays: list[np.ndarray]) -> np.ndarray:
    return np.array([float(function(array)) for array in arrays])


def _histogram(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return None
    low, high = float(finite.min()), float(finite.max())
    if np.isinf(high - low):
        return None  # diverged so far that bins between them have no width
    room = 1e-9 * max(abs(low), abs(high))
    if high - low <= room:  # alike, or so close that floating-point numbers make no bins
        low, high = low - max(0.5, room), high + max(0.5, room)
    return np.histogram(finite, BINS, (low, high))
