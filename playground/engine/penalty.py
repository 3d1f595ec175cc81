"""L1 and L2 penalties on the weights (NN 5, ML5, DNN 6.2, CS230 5.4); never on biases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.plan import blocks


class Penalty:
    """``R = l2/(2m) sum W^2 + l1/(2m) sum |W|`` on vectors in the layout of theta.

    Parameters
    ----------
    theta : ndarray, (n_parameters,) or (K, n_parameters)
        The parameters, read whenever a method is called.
    layer_sizes : sequence of int
        n[0], ..., n[L].
    """

    def __init__(self, theta: np.ndarray, layer_sizes: Sequence[int]) -> None:
        self._theta = theta
        self._term = np.empty_like(theta)
        self._on_weights = np.ones(theta.shape[-1], theta.dtype)
        for block in blocks(self._on_weights, layer_sizes):
            block[-1] = 0

    def add_gradient(self, gradient: np.ndarray, l1: float, l2: float, m: int) -> float:
        """Add ``l2/m W + l1/(2m) sign W`` to a gradient and return R.

        For K networks l1 and l2 may be columns, ``(K, 1)``, and R is ``(K,)``.
        """
        term, value = self._term, 0.0
        if np.any(l2):
            np.multiply(self._theta, self._on_weights, term)
            np.multiply(term, np.asarray(l2 / m, term.dtype), term)
            np.add(gradient, term, gradient)
            value += self._inner(term) / 2
        if np.any(l1):
            np.sign(self._theta, term)
            np.multiply(term, self._on_weights, term)
            np.multiply(term, np.asarray(l1 / (2 * m), term.dtype), term)
            np.add(gradient, term, gradient)
            value += self._inner(term)
        return value

    def value(self, l1: float, l2: float, m: int) -> float:
        """R alone."""
        weights = self._theta * self._on_weights
        squares = (weights * weights).sum(axis=-1) if np.any(l2) else 0.0
        sizes = np.abs(weights).sum(axis=-1) if np.any(l1) else 0.0
        return (l2 * squares + l1 * sizes) / (2 * m)

    def _inner(self, term: np.ndarray) -> float:
        if term.ndim == 1:
            return self._theta.dot(term)
        return np.einsum("kp,kp->k", self._theta, term)
