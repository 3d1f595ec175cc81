"""The cost on a plane through the space of parameters (CS230 2.1.5, 6.10).

``theta(a, b) = theta0 + a u + b v``. The first layer is affine in a and b,

    Z[1](a, b) = Z[1](theta0) + a (U X) + b (V X)

so its product with X is computed three times in all, however many points are asked for. What
follows it is computed for many points at once.
"""

from __future__ import annotations

import numpy as np

from playground.engine.arguments import check_finite, check_same_m
from playground.engine.calls import quiet
from playground.engine.errors import EngineError
from playground.engine.network import Network
from playground.engine.plan import ForwardPlan, blocks

# So many numbers of all layers stay in the processor's cache from call to call.
_CACHED = 1 << 16
# Fewer examples at a time would spend more on calls than on numbers.
_FEWEST_EXAMPLES = 256


def cost_surface(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
) -> np.ndarray:
    """The cost over a grid, penalty included; dropout is off.

    Parameters
    ----------
    network : Network
        Left as it is; its theta is where a and b are 0.
    X, Y : ndarray, (n_x, m) and (n_y, m)
    u, v : ndarray, (n_parameters,)
        The directions, in the layout of theta.
    a, b : ndarray, (n_a,) and (n_b,)
        How far to go along u and along v.

    Returns
    -------
    ndarray, (n_b, n_a)
        In float64, whatever the network is in; infinite or NaN where the cost is.

    Raises
    ------
    EngineError
        When an argument does not fit.
    """
    a, b = np.asarray(a, float).ravel(), np.asarray(b, float).ravel()
    along_a, along_b = np.meshgrid(a, b)
    costs = CostPlane(network, X, Y, u, v).costs(along_a.ravel(), along_b.ravel())
    return costs.reshape(along_a.shape)


class CostPlane:
    """The cost at any points of one plane.

    For a grid that is refined in passes, or for single points beside it: what all points share
    is computed once.

    Parameters
    ----------
    network, X, Y, u, v
        As for `cost_surface`; the network may change afterwards.
    penalty : bool
        Whether the costs include it.
    """

    def __init__(
        self,
        network: Network,
        X: np.ndarray,
        Y: np.ndarray,
        u: np.ndarray,
        v: np.ndarray,
        penalty: bool = True,
    ) -> None:
        X, Y = network.checked_inputs(X), network.checked_targets(Y)
        check_same_m(X, Y)
        self._m = m = X.shape[1]
        self._spanned = np.stack([network.theta, _direction(network, u), _direction(network, v)])
        penalized = penalty and (network.l1 or network.l2)
        self._penalty = _Penalty(network, self._spanned, m) if penalized else None
        first = blocks(self._spanned, network.layer_sizes)[0]  # (3, n_x + 1, n[1])
        W = first[:, :-1].swapaxes(1, 2).reshape(-1, len(X))  # of all three, one below the other
        Z = (W @ X.astype(float, copy=False)).reshape(3, -1, m) + first[:, -1, :, np.newaxis]

        sizes = network.layer_sizes[1:]
        self.at_once = max(1, _CACHED // (sum(sizes) * min(m, _FEWEST_EXAMPLES)))
        fits = max(_FEWEST_EXAMPLES, _CACHED // (sum(sizes) * self.at_once))
        self._theta = np.zeros((self.at_once, network.n_parameters))
        self._later = slice(first[0].size, None)
        self._pieces = [
            _Examples(
                network, self._theta, Z[..., start : start + fits], Y[:, start : start + fits]
            )
            for start in range(0, m, fits)
        ]
        self._quiet = quiet()

    def costs(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The costs, ``(n,)``, at ``theta0 + a_i u + b_i v`` for a and b of shape ``(n,)``."""
        points = np.stack([np.ones(np.shape(a)), a, b], axis=-1).astype(float)
        costs = np.empty(len(points))
        for start in range(0, len(points), self.at_once):
            some = points[start : start + self.at_once]
            costs[start : start + len(some)] = self._quiet.run(self._some_costs, some)
        return costs

    def _some_costs(self, points: np.ndarray) -> np.ndarray:
        n = len(points)
        if n < self.at_once:  # the plans are for so many
            points = np.concatenate([points, np.tile(points[-1:], (self.at_once - n, 1))])
        np.matmul(points, self._spanned[:, self._later], out=self._theta[:, self._later])
        costs = sum(piece.losses(points) for piece in self._pieces) / self._m
        if self._penalty is not None:
            costs += self._penalty.values(points)
        return costs[:n]


class _Examples:
    """Some of the examples, from Z[1] of all points to the sum of their losses."""

    def __init__(self, network: Network, theta: np.ndarray, Z: np.ndarray, Y: np.ndarray) -> None:
        m = Y.shape[1]
        plan = ForwardPlan(network.layer_sizes, network.activations, theta, m)
        self._first = plan.A[0].swapaxes(0, 1)  # (n[1], K, m), as it lies in memory
        self._spanned = np.ascontiguousarray(Z.swapaxes(0, 1))  # (n[1], 3, m)
        self._loss = network.loss.bind(plan.A[-1], network.activations[-1])
        network.loss.encoder(self._loss.targets)(Y)
        self._calls = plan.later + self._loss.value
        self._weight = self._loss.weight * m

    def losses(self, points: np.ndarray) -> np.ndarray:
        """The sums, ``(K,)``, at points ``(K, 3)``."""
        np.matmul(points, self._spanned, out=self._first)
        for bound in self._calls:
            bound()
        return self._loss.total() * self._weight


class _Penalty:
    """The penalty at any points: with L2 the length of a vector of three numbers."""

    def __init__(self, network: Network, spanned: np.ndarray, m: int) -> None:
        weights = [block[:, :-1].reshape(3, -1) for block in blocks(spanned, network.layer_sizes)]
        self._l1, self._l2 = network.l1 / (2 * m), network.l2 / (2 * m)
        self._weights = np.concatenate(weights, axis=1)
        # ||W c|| = ||R c||, which keeps its digits where the weights cancel.
        _, self._R = np.linalg.qr(self._weights.T)

    def values(self, points: np.ndarray) -> np.ndarray:
        total = np.zeros(len(points))
        if self._l2:
            total += self._l2 * np.square(points @ self._R.T).sum(axis=1)
        if self._l1:
            total += [self._l1 * np.abs(point @ self._weights).sum() for point in points]
        return total


def _direction(network: Network, direction: np.ndarray) -> np.ndarray:
    direction = np.asarray(direction, float)
    if direction.shape != (network.n_parameters,):
        raise EngineError(
            f"direction: the shape {direction.shape} is not allowed; it must be that of theta, "
            f"({network.n_parameters},)."
        )
    check_finite(direction[np.newaxis], "direction")
    return direction
