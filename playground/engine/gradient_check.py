"""Gradient checking (NN 6.1, CS230 5.5.4-5.5.6): is backpropagation right?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from playground.dataclass import dataclass
from playground.engine.arguments import checked_generator, checked_number, checked_whole
from playground.engine.errors import EngineError
from playground.engine.network import Network
from playground.engine.plan import blocks

#: Up to the first difference a gradient is right, from the second on wrong (CS230 5.5.6).
RIGHT, WRONG = 1e-7, 1e-3

#: From such a part of their size on the slopes of the two sides may differ for a corner.
_CORNER = 1e-6


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
    share : float
        The same ``||approx - g||`` over the norms of the whole gradient. What is next to nothing
        beside the rest is known to so few digits from differences of the cost that it may differ
        much from itself.
    """

    layer: int
    kind: str
    difference: float
    share: float

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
    worst_gradient, worst_approximation : float
        The two there.
    gradient, approximation : ndarray, (n_parameters,)
        What backpropagation and what the differences give, in the layout of theta; the latter is
        NaN for parameters that were left out.
    """

    difference: float
    per_layer: tuple[LayerCheck, ...]
    worst: LayerCheck
    worst_index: tuple[int, int]
    worst_gradient: float
    worst_approximation: float
    gradient: np.ndarray
    approximation: np.ndarray

    @property
    def passed(self) -> bool:
        """Whether the difference is far below what a mistake would make."""
        return self.difference < WRONG

    @property
    def wrong(self) -> tuple[LayerCheck, ...]:
        """The parts that are wrong by themselves, and by enough to count in the whole."""
        return tuple(p for p in self.per_layer if p.difference >= WRONG and p.share > RIGHT)

    @property
    def verdict(self) -> str:
        """``"right"`` up to 1e-7, ``"bug"`` from 1e-3, ``"look closer"`` between."""
        if self.difference <= RIGHT:
            return "right"
        return "look closer" if self.passed else "bug"


def check_gradient(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    epsilon: float = 1e-7,
    masks: Sequence[np.ndarray | None] | None = None,
    *,
    at_most: int | None = None,
    rng: np.random.Generator | None = None,
) -> GradientCheck:
    """Compare the gradient with two-sided differences of the cost, parameter by parameter.

    The penalty is included. Dropout is off, or its masks are held fixed. The check runs in
    float64 on a copy, so the network stays as it is. At a corner of the cost, as where the weighted
    sum of a relu is exactly 0, there is no derivative: what lies between the slopes of its two
    sides is right.

    Parameters
    ----------
    network : Network
    X, Y : ndarray, (n_x, m) and (n_y, m)
    epsilon : float
        How far each parameter is moved.
    masks : sequence of (n[l], m) arrays or None, optional
        Fixed dropout masks for the layers 0..L-1.
    at_most : int, optional
        For large networks: check so many parameters of each W[l] and b[l], drawn by `rng`.
    rng : numpy.random.Generator, optional
        Needed with `at_most`.

    Raises
    ------
    EngineError
        When an argument is not allowed, or the network has diverged.
    """
    epsilon = checked_number(epsilon, "epsilon", 0, 1, open_low=True)
    clone = network.copy("float64")
    gradient = clone.gradient(X, Y, masks)
    if not np.isfinite(gradient).all():
        raise EngineError(
            "network: its gradient is not finite, so there is nothing to compare; check it at the "
            "initial parameters, or train with a lower learning rate."
        )
    indices = np.arange(gradient.size)
    if at_most is not None:
        at_most, rng = checked_whole(at_most, "at_most"), checked_generator(rng, "rng")
        parts = [part.ravel() for _, _, part in _parts(indices, clone.layer_sizes)]
        indices = np.concatenate(
            [rng.choice(part, min(at_most, part.size), replace=False) for part in parts]
        )
    approximation = np.full_like(gradient, np.nan)
    cost = clone.cost_function(X, Y, masks)
    here = cost()

    def around(i: int, distance: float) -> tuple[float, float]:
        value = clone.theta[i]
        clone.theta[i] = value + distance
        above = cost()
        clone.theta[i] = value - distance
        below = cost()
        clone.theta[i] = value
        return below, above

    for i in map(int, indices):
        below, above = around(i, epsilon)
        approximation[i] = (above - below) / (2 * epsilon)
        sides = (here - below) / epsilon, (above - here) / epsilon
        bend = abs(sides[1] - sides[0])
        if bend > _CORNER * max(map(abs, sides)):
            near = epsilon / 10
            below, above = around(i, near)
            if abs(above - 2 * here + below) / near > bend / 2:  # curvature would fade with it
                approximation[i] = np.clip(gradient[i], min(sides), max(sides))
    return compare_gradients(clone, gradient, approximation)


def compare_gradients(
    network: Network, gradient: np.ndarray, approximation: np.ndarray
) -> GradientCheck:
    """The findings for a gradient and its approximation, in the layout of theta."""
    parts = list(_parts(gradient, network.layer_sizes))
    approximations = [part for _, _, part in _parts(approximation, network.layer_sizes)]
    scale = _size(gradient, approximation)
    per_layer = tuple(
        LayerCheck(
            layer, kind, relative_difference(g, approx), relative_difference(g, approx, scale)
        )
        for (layer, kind, g), approx in zip(parts, approximations)
    )
    at = max(range(len(parts)), key=lambda i: per_layer[i].difference)
    apart = np.nan_to_num(np.abs(parts[at][2] - approximations[at]))
    row, column = np.unravel_index(apart.argmax(), apart.shape)
    return GradientCheck(
        relative_difference(gradient, approximation),
        per_layer,
        per_layer[at],
        (int(row), int(column)),
        float(parts[at][2][row, column]),
        float(approximations[at][row, column]),
        gradient,
        approximation,
    )


def relative_difference(g: np.ndarray, approx: np.ndarray, scale: float | None = None) -> float:
    """``||approx - g|| / (||approx|| + ||g||)`` where approx is known; 0 where both are 0.

    `scale` takes the place of what it is divided by.
    """
    scale = _size(g, approx) if scale is None else scale
    known = ~np.isnan(approx)
    return float(np.linalg.norm(approx[known] - g[known]) / scale) if scale else 0.0


def _size(g: np.ndarray, approx: np.ndarray) -> float:
    known = ~np.isnan(approx)
    return float(np.linalg.norm(approx[known]) + np.linalg.norm(g[known]))


def _parts(vector: np.ndarray, layer_sizes: Sequence[int]) -> Iterator[tuple[int, str, np.ndarray]]:
    """(layer, kind, array) for W[1], b[1], W[2], ... of a vector in the layout of theta."""
    for layer, block in enumerate(blocks(vector, layer_sizes), 1):
        yield layer, "W", block[:-1].T
        yield layer, "b", block[-1:].T
