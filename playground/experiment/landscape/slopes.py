"""Slope and curvature of the cost: which way down, and is this a bowl or a saddle (CS230 6.10)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from playground.engine import Network
from playground.engine.calls import run
from playground.engine.step import Step

#: How far the gradients for a second derivative lie apart, in units of 1 + ||theta||.
_APART = 1e-5


class Gradients:
    """The gradient of the cost, penalty included, at any theta; dropout is off.

    Parameters
    ----------
    network : Network
        Left as it is.
    X, Y : ndarray, (n_x, m) and (n_y, m)
    """

    def __init__(self, network: Network, X: np.ndarray, Y: np.ndarray) -> None:
        self._network = network.copy("float64")
        self._gradient = np.empty(network.n_parameters)
        X, Y = self._network.checked_inputs(X), self._network.checked_targets(Y)
        nowhere = (False,) * network.n_layers
        self._step = Step(self._network, self._gradient, X.shape[1], nowhere)
        self._step.load(X)
        self._step.encode(Y)

    def at(self, theta: np.ndarray) -> np.ndarray:
        """``dJ/dtheta``, ``(n_parameters,)``; this object's own array."""
        self._network.theta = theta
        run(self._step.calls)
        return self._gradient

    def norms(self, thetas: Iterable[np.ndarray]) -> np.ndarray:
        """The lengths of the gradients at some thetas, ``(k,)``: small on plateaus and saddles."""
        return np.array([np.linalg.norm(self.at(theta)) for theta in thetas])

    def curvature(self, theta: np.ndarray, direction: np.ndarray) -> float:
        """The second derivative of the cost along a direction, per unit of length.

        ``d^T H d / d^T d`` with the Hessian H, by the difference of two gradients. Positive along
        two directions is a bowl, of both signs a saddle.
        """
        unit = direction / np.linalg.norm(direction)
        h = _APART * (1 + np.linalg.norm(theta))
        ahead = self.at(theta + h * unit) @ unit
        behind = self.at(theta - h * unit) @ unit
        return float((ahead - behind) / (2 * h))

    def elongation(self, theta: np.ndarray, u: np.ndarray, v: np.ndarray) -> float:
        """How many times as long as wide the contours around `theta` are, by second derivatives.

        Parameters
        ----------
        theta : ndarray, (n_parameters,)
        u, v : ndarray, (n_parameters,)
            Of length 1 and at right angles: the plane of the contours.

        Returns
        -------
        float
            The root of the ratio of the eigenvalues of the Hessian in the plane; NaN where it is
            no bowl there.
        """
        along_u, along_v = self.curvature(theta, u), self.curvature(theta, v)
        mixed = (self.curvature(theta, u + v) - self.curvature(theta, u - v)) / 2
        least, most = np.linalg.eigvalsh([[along_u, mixed], [mixed, along_v]])
        return float(np.sqrt(most / least)) if least > 0 else float("nan")
