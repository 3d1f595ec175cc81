"""Gradient checking (NN 6.1, CS230 5.5.4-5.5.6): is backpropagation right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.arguments import checked_number
from playground.engine.network import Network
from playground.engine.plan import blocks


@dataclass(frozen=True)
class LayerCheck:
    """The check of one W[l] or b[l].

    Attributes
    ----------
    layer : int
        l, from 1.
    kind : {"W", "b"}
    difference : float
        ``||approx - g|| / (||approx|| + ||g||)`` over this part alone.
    """

    layer: int
    kind: str
    difference: float

    @property
    def name(self) -> str:
        """``"W[2]"``."""
        return f"{self.kind}[{self.layer}]"


@dataclass(frozen=True)
class GradientCheck:
    """What a gradient check found.

    Attributes
    ----------
    difference : float
        ``||approx - g|| / (||approx|| + ||g||)`` over all parameters.
    per_layer : tuple of LayerCheck
        The same for W[1], b[1], W[2], ...
    worst : LayerCheck
        The one that differs most.
    worst_index : tuple of int
        Where in it, (row, column), the two gradients are furthest apart.
    gradient, approximation : ndarray, (n_parameters,)
        What backpropagation and what the differences give, in the layout of theta.
    """

    difference: float
    per_layer: tuple[LayerCheck, ...]
    worst: LayerCheck
    worst_index: tuple[int, int]
    gradient: np.ndarray
    approximation: np.ndarray

    @property
    def passed(self) -> bool:
        """Whether the difference is far below what a mistake would make."""
        return self.difference < 1e-3

    @property
    def verdict(self) -> str:
        """``"right"`` up to 1e-7, ``"bug"`` from 1e-3, ``"look closer"`` between."""
        if self.difference <= 1e-7:
            return "right"
        return "look closer" if self.passed else "bug"


def check_gradient(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    epsilon: float = 1e-7,
    masks: Sequence[np.ndarray | None] | None = None,
) -> GradientCheck:
    """Compare the gradient with two-sided differences of the cost, parameter by parameter.

    The penalty is included. Dropout is off, or its masks are held fixed. The check runs in
    float64 on a copy, so the network stays as it is.

    Parameters
    ----------
    network : Network
    X, Y : ndarray, (n_x, m) and (n_y, m)
    epsilon : float
        How far each parameter is moved.
    masks : sequence of (n[l], m) arrays or None, optional
        Fixed dropout masks for the layers 0..L-1.

    Raises
    ------
    EngineError
        When an argument is not allowed.
    """
    epsilon = checked_number(epsilon, "epsilon", 0, 1, open_low=True)
    twin = network.copy("float64")
    gradient = twin.gradient(X, Y, masks)
    return compare_gradients(twin, gradient, _differences(twin, X, Y, epsilon, masks))


def _differences(network: Network, X, Y, epsilon, masks) -> np.ndarray:
    theta = network.theta
    approximation = np.empty_like(theta)
    for i, value in enumerate(theta.copy()):
        theta[i] = value + epsilon
        above = network.cost_with_masks(X, Y, masks)
        theta[i] = value - epsilon
        below = network.cost_with_masks(X, Y, masks)
        theta[i] = value
        approximation[i] = (above - below) / (2 * epsilon)
    return approximation


def relative_difference(a: np.ndarray, b: np.ndarray) -> float:
    """``||a - b|| / (||a|| + ||b||)``, 0 where both are 0."""
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / scale) if scale else 0.0


def compare_gradients(
    network: Network, gradient: np.ndarray, approximation: np.ndarray
) -> GradientCheck:
    """The findings for a gradient and its approximation, in the layout of theta."""
    parts = []
    for i, (g, approx) in enumerate(
        zip(blocks(gradient, network.layer_sizes), blocks(approximation, network.layer_sizes))
    ):
        parts.append(("W", i + 1, g[:-1].T, approx[:-1].T))
        parts.append(("b", i + 1, g[-1:].T, approx[-1:].T))
    per_layer = tuple(
        LayerCheck(layer, kind, relative_difference(g, approx)) for kind, layer, g, approx in parts
    )
    at = max(range(len(parts)), key=lambda i: per_layer[i].difference)
    _, _, g, approx = parts[at]
    row, column = np.unravel_index(np.abs(g - approx).argmax(), g.shape)
    return GradientCheck(
        relative_difference(gradient, approximation),
        per_layer,
        per_layer[at],
        (int(row), int(column)),
        gradient,
        approximation,
    )
