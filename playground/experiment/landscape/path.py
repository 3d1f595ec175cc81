"""The path of a run through the space of parameters, and what a plane hides of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from playground.dataclass import dataclass
from playground.engine.surface import CostPlane
from playground.experiment.landscape.plane import ParameterPlane


@dataclass(frozen=True, eq=False)
class Path:
    """Where a run has been.

    Attributes
    ----------
    layer_sizes : tuple of int
        n[0], ..., n[L].
    steps : ndarray of int, (k,)
        Rising; the last is the present.
    thetas : ndarray, (k, n_parameters)
        In float64.
    """

    layer_sizes: tuple[int, ...]
    steps: np.ndarray
    thetas: np.ndarray

    @classmethod
    def of(
        cls,
        layer_sizes: Sequence[int],
        steps: Sequence[int] | np.ndarray,
        theta_at: Callable[[int], np.ndarray],
    ) -> Path:
        """The path through `theta_at(step)` for every step.

        >>> Path.of(net.layer_sizes, path_steps(*recording.steps),
        ...         lambda step: recording.state_at(step).theta)
        """
        thetas = np.stack([np.asarray(theta_at(int(step)), float) for step in steps])
        return cls(tuple(layer_sizes), np.asarray(steps), thetas)

    @property
    def present(self) -> np.ndarray:
        """The last theta, ``(n_parameters,)``."""
        return self.thetas[-1]

    def beginning(self, moments: int) -> Path:
        """The first of its moments, as a path of their own."""
        return Path(self.layer_sizes, self.steps[:moments], self.thetas[:moments])


def path_steps(first: int, last: int, most: int = 100, spacing: str = "equal") -> np.ndarray:
    """Steps of a run to look at, from the first to the last of them.

    Parameters
    ----------
    first, last : int
        As of `Recording.steps`.
    most : int
        So many at most, at least 2.
    spacing : {"equal", "logarithmic", "both"}
        Evenly, or ever further apart: most of a path is walked in its first steps; or half of
        them so and half so.
    """
    if spacing == "both":
        halves = (path_steps(first, last, most // 2, each) for each in ("equal", "logarithmic"))
        return np.union1d(*halves)
    span = last - first
    if spacing == "logarithmic":
        apart = np.geomspace(1, span + 1, most) - 1
    else:
        apart = np.linspace(0, span, most)
    return first + np.unique(np.round(apart).astype(int))


@dataclass(frozen=True, eq=False)
class Hidden:
    """What a plane hides of a path.

    Attributes
    ----------
    points : ndarray, (k, 2)
        a and b of the points of the plane nearest to the path.
    share : float
        The share of the path's variance that lies in the plane; see `RANDOM_WALK_SHARES`.
    distances : ndarray, (k,)
        How far the path lies outside.
    plane_costs, true_costs : ndarray, (k,)
        At the points of the plane, and on the path itself.
    """

    points: np.ndarray
    share: float
    distances: np.ndarray
    plane_costs: np.ndarray
    true_costs: np.ndarray

    @classmethod
    def of(cls, path: Path, plane: ParameterPlane, costs: CostPlane, true: Sequence[float]):
        """For a path whose true costs are known.

        Parameters
        ----------
        path : Path
        plane : ParameterPlane
        costs : CostPlane
            Of that plane, on the same examples as the true costs.
        true : sequence of float, (k,)
        """
        points = plane.project(path.thetas)
        return cls(
            points,
            plane.variance_share(path.thetas),
            plane.distances(path.thetas),
            costs.costs(points[:, 0], points[:, 1]),
            np.asarray(true, float),
        )

    @property
    def differences(self) -> np.ndarray:
        """True minus plane cost, ``(k,)``: what to add to the picture to be on the path."""
        return self.true_costs - self.plane_costs
