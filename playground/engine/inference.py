"""Many outputs of one network, fast: decision boundaries and maps of single units."""

from __future__ import annotations

import numpy as np

from playground.engine.arguments import check_finite, checked_examples
from playground.engine.calls import run
from playground.engine.network import Network
from playground.engine.plan import ForwardPlan

# So many numbers of the widest layer at a time stay in the cache from call to call.
_AT_A_TIME = 1 << 16


class Inference:
    """All activations of one architecture on one fixed set of points.

    The arrays are made once; a call with other parameters only fills them. In float32, which is
    fine enough for a picture, it takes half the time.

    Parameters
    ----------
    network : Network
        Its architecture; its parameters are not looked at.
    X : ndarray, (n_x, m)
        The points, such as those of a grid.
    dtype : {"float32", "float64"}

    Raises
    ------
    EngineError
        When X does not fit the network.
    """

    def __init__(self, network: Network, X: np.ndarray, dtype: str = "float32") -> None:
        given = X
        with np.errstate(over="ignore"):
            X = checked_examples(given, "X", network.layer_sizes[0], np.dtype(dtype))
        if not np.isfinite(X).all():
            check_finite(np.asarray(given), "X")
            X = np.nan_to_num(X)  # beyond float32 its largest number is far enough for a picture
        self._theta = np.empty(network.n_parameters, dtype)
        m = X.shape[1]
        self._all = [np.empty((n, m), dtype) for n in network.layer_sizes[1:]]

        size = max(1, _AT_A_TIME // max(network.layer_sizes))
        plans: dict[int, ForwardPlan] = {}
        self._pieces = []
        for start in range(0, m, size):
            piece = slice(start, min(start + size, m))
            width = piece.stop - piece.start
            if width not in plans:
                shape = network.layer_sizes, network.activations
                plans[width] = ForwardPlan(*shape, self._theta, width)
            self._pieces.append((piece, np.ascontiguousarray(X[:, piece]), plans[width]))

    def activations(self, theta: np.ndarray) -> list[np.ndarray]:
        """``[A[1], ..., A[L]]``, each ``(n[l], m)``, for parameters in the layout of theta.

        The arrays are this object's own and change with the next call.
        """
        self._fill(theta, range(len(self._all)))
        return self._all

    def output(self, theta: np.ndarray) -> np.ndarray:
        """A[L] alone, ``(n_y, m)``; this object's own array."""
        self._fill(theta, [len(self._all) - 1])
        return self._all[-1]

    def _fill(self, theta: np.ndarray, layers: range | list[int]) -> None:
        with np.errstate(all="ignore"):
            self._theta[...] = theta
        for piece, X, plan in self._pieces:
            plan.load(X)
            run(plan.forward + plan.output)
            for i in layers:
                self._all[i][:, piece] = plan.A[i]
