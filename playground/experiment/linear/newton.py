"""Newton's method for a network without hidden layers: its cost is convex, so there is an end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.cancellation import check
from playground.engine import Network, reference
from playground.engine.plan import blocks

_MOST_STEPS, _MOST_PRODUCTS = 60, 400

#: The gradient at the end, as a part of what it was with all parameters 0.
_CONVERGED = 1e-9


def train_to_the_end(network: Network, X: np.ndarray, Y: np.ndarray) -> bool:
    """Bring a network of one layer to the lowest cost there is, from where its parameters are.

    Each step solves ``H v = -gradient`` by conjugate gradients, for which the Hessian H need not
    be formed: along v it is ``dZ / (A - Y)`` times g' times what v makes of the examples. That is
    exact for losses whose dZ is ``w (A - Y)``, and for Huber's a parabola above it.

    Parameters
    ----------
    network : Network
        With a sigmoid, softmax or linear output and the loss that belongs to it; its L2 penalty
        is minded. Standardised features let it come there in a few steps.
    X, Y : ndarray, (n_x, m) and (n_y, m)

    Returns
    -------
    bool
        Whether it came there.
    """
    [theta] = blocks(network.theta, network.layer_sizes)  # (n_x + 1, n_y), biases last
    examples = np.concatenate([X, np.ones((1, X.shape[1]))])
    slope = _Slope(network, examples, Y)
    start = float(np.linalg.norm(slope.at(np.zeros_like(theta))[0]))
    cost = slope.cost(theta)
    for _ in range(_MOST_STEPS):
        gradient, curvature = slope.at(theta)
        if np.linalg.norm(gradient) <= _CONVERGED * start:
            return True
        step, size = _conjugate_gradients(curvature, -gradient), 1.0
        while (lower := slope.cost(theta + size * step)) > cost * (1 + 1e-14) and size > 1e-6:
            size /= 2
        if size <= 1e-6:
            return False
        theta += size * step
        cost = lower
    return False


class _Slope:
    """Cost, gradient and curvature of one layer on fixed examples; all ``(n_x + 1, n_y)``."""

    def __init__(self, network: Network, examples: np.ndarray, Y: np.ndarray) -> None:
        self._examples, self._Y, self._m = examples, Y, Y.shape[1]
        [activation], loss = network.activations, network.loss
        self._activation = reference.function_of(activation)
        self._derivative = reference.function_of(activation, "_derivative")
        self._is_softmax = activation.name == "softmax"
        self._loss = reference.function_of(loss)
        self._dZ = reference.function_of(loss, "_dZ")
        self._l2 = np.full((len(examples), 1), network.l2)
        self._l2[-1] = 0  # biases are not penalised

    def cost(self, theta: np.ndarray) -> float:
        Z = theta.T @ self._examples
        losses = self._loss(Z, self._activation(Z), self._Y)
        return float(losses.mean() + (self._l2 * theta**2).sum() / (2 * self._m))

    def at(self, theta: np.ndarray) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
        """The gradient, and the product of the Hessian with a direction."""
        check()
        Z = theta.T @ self._examples
        A = self._activation(Z)
        dZ, errors = self._dZ(Z, A, self._Y, np.ones_like), A - self._Y
        weights = np.divide(dZ, errors, out=np.ones_like(dZ), where=errors != 0)

        bend = self._bend(Z, A)

        def curvature(v: np.ndarray) -> np.ndarray:
            check()
            return self._down(weights * bend(v.T @ self._examples), v)

        return self._down(dZ, theta), curvature

    def _bend(self, Z: np.ndarray, A: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        """How A moves with Z."""
        if self._is_softmax:  # its matrix for each example, multiplied out
            return lambda U: A * (U - (A * U).sum(axis=0))
        slope = self._derivative(Z)
        return lambda U: slope * U

    def _down(self, by_example: np.ndarray, theta: np.ndarray) -> np.ndarray:
        return (self._examples @ by_example.T + self._l2 * theta) / self._m


def _conjugate_gradients(
    product: Callable[[np.ndarray], np.ndarray], wanted: np.ndarray
) -> np.ndarray:
    """v with ``product(v) = wanted``, as near as it comes; product is positive semidefinite."""
    v, rest = np.zeros_like(wanted), wanted.copy()
    direction, size = rest.copy(), float((rest**2).sum())
    near = 1e-10 * size
    for _ in range(_MOST_PRODUCTS):
        bent = product(direction)
        curve = float((direction * bent).sum())
        if curve <= 0:
            break
        v += size / curve * direction
        rest -= size / curve * bent
        last, size = size, float((rest**2).sum())
        if size <= near:
            break
        direction = rest + size / last * direction
    return v if v.any() else wanted
