"""Profiles: the cost along one axis of a plane, through the present network."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine.surface import CostPlane
from playground.experiment.landscape.plane import ParameterPlane


@dataclass(frozen=True, eq=False)
class Profile:
    """The cost along one axis of a plane.

    Along the first axis of the plane from start to end it is the cost on the straight way between
    the two (Goodfellow, Vinyals and Saxe 2015).

    Attributes
    ----------
    along : ndarray, (k,)
        a, or b.
    costs : ndarray, (k,)
    dev_costs : ndarray, (k,), or None
        The same of the dev set.
    """

    along: np.ndarray
    costs: np.ndarray
    dev_costs: np.ndarray | None = None

    @property
    def lines(self) -> tuple[np.ndarray, ...]:
        """The costs, and those of the dev set where they are known."""
        return (self.costs,) if self.dev_costs is None else (self.costs, self.dev_costs)


def profiles(
    plane: ParameterPlane,
    at: tuple[float, float],
    n: int,
    costs: CostPlane,
    dev: CostPlane | None = None,
) -> tuple[Profile, Profile]:
    """The cost along a, and along b, over the rectangle of a plane.

    Parameters
    ----------
    plane : ParameterPlane
    at : tuple of float
        The point of the plane that both go through.
    n : int
        Points of each.
    costs, dev : CostPlane
        Of that plane.
    """

    def along(axis: int) -> Profile:
        line = plane.grid(n)[axis]
        point = [np.full(n, value) for value in at]
        point[axis] = line
        return Profile(line, costs.costs(*point), None if dev is None else dev.costs(*point))

    return along(0), along(1)
