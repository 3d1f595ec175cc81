"""L1 and L2 penalties on the weights (NN 5, ML5, DNN 6.2, CS230 5.4); never on biases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from playground.engine.calls import Call, call, inner
from playground.engine.plan import blocks


class Penalty:
    """``R = l2/(2m) sum W^2 + l1/(2m) sum |W|`` and its gradient, bound to arrays.

    Parameters
    ----------
    theta, gradient : ndarray, (n_parameters,) or (K, n_parameters)
        The parameters, and the gradient that ``l2/m W + l1/(2m) sign W`` is added to.
    layer_sizes : sequence of int
        n[0], ..., n[L].
    l1, l2 : float or ndarray, (K, 1)
        The strengths.
    m : int
        The number of examples.

    Attributes
    ----------
    calls : list of calls
        Add the gradient; nothing where both strengths are 0.
    value : callable
        R after these calls; ``(K,)`` for K networks.
    """

    def __init__(
        self,
        theta: np.ndarray,
        gradient: np.ndarray,
        layer_sizes: Sequence[int],
        l1: float | np.ndarray,
        l2: float | np.ndarray,
        m: int,
    ) -> None:
        on_weights = np.ones_like(theta)
        for block in blocks(on_weights, layer_sizes):
            block[..., -1, :] = 0
        self.calls: list[Call] = []
        parts: list[Call] = []
        if np.any(l2):
            decay, term = on_weights * np.asarray(l2 / m, theta.dtype), np.empty_like(theta)
            self.calls.append(call(np.multiply, theta, decay, term))
            self.calls.append(call(np.add, gradient, term, gradient))
            half = inner(theta, term)
            parts.append(lambda: half() / 2)
        if np.any(l1):
            decay, term = on_weights * np.asarray(l1 / (2 * m), theta.dtype), np.empty_like(theta)
            self.calls.append(call(np.sign, theta, term))
            self.calls.append(call(np.multiply, term, decay, term))
            self.calls.append(call(np.add, gradient, term, gradient))
            parts.append(inner(theta, term))
        self.value: Callable[[], float] = lambda: sum(part() for part in parts)


def penalty_value(
    theta: np.ndarray, layer_sizes: Sequence[int], l1: float, l2: float, m: int
) -> float:
    """R of one network, ``(n_parameters,)``."""
    squares = sizes = 0.0
    for block in blocks(theta, layer_sizes):
        W = block[:-1]
        squares += float(np.vdot(W, W)) if l2 else 0.0
        sizes += float(np.abs(W).sum()) if l1 else 0.0
    return (l2 * squares + l1 * sizes) / (2 * m)
