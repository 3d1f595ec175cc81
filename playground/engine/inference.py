"""Many outputs of one network, fast: decision boundaries and maps of single units."""

from __future__ import annotations

import numpy as np

from playground.engine.arguments import check_finite, checked_examples
from playground.engine.calls import run
from playground.engine.network import Network
from playground.engine.plan import ForwardPlan


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
    """

    def __init__(self, network: Network, X: np.ndarray, dtype: str = "float32") -> None:
        X = checked_examples(X, "X", network.layer_sizes[0], np.dtype(dtype))
        check_finite(X, "X")
        self._theta = np.empty(network.n_parameters, dtype)
        shape = network.layer_sizes, network.activations
        self._plan = ForwardPlan(*shape, self._theta, X.shape[1])
        self._plan.load(X)
        self._calls = self._plan.forward + self._plan.output

    def activations(self, theta: np.ndarray) -> list[np.ndarray]:
        """``[A[1], ..., A[L]]``, each ``(n[l], m)``, for parameters in the layout of theta.

        The arrays are this object's own and change with the next call.
        """
        self._theta[...] = theta
        run(self._calls)
        return self._plan.A

    def output(self, theta: np.ndarray) -> np.ndarray:
        """A[L] alone, ``(n_y, m)``; this object's own array."""
        return self.activations(theta)[-1]
