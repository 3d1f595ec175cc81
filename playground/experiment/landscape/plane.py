"""A plane through the space of parameters, and where things lie in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from playground.dataclass import dataclass

#: What a random walk in many dimensions has of its variance in its first two directions: a path
#: that shows more than this says something, one that does not may be chance (Antognini and
#: Sohl-Dickstein 2018).
RANDOM_WALK_SHARES = (6 / np.pi**2, 6 / np.pi**2 / 4)

#: Of the lengths of thetas: what lies nearer to a plane than this lies in it.
_ROUND_OFF = 1e-12

Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class ParameterPlane:
    """``theta(a, b) = origin + a u + b v``.

    Attributes
    ----------
    origin, u, v : ndarray, (n_parameters,)
        In the layout of theta.
    labels : tuple of str
        What a and b are, for the axes.
    a_range, b_range : tuple of float
        The rectangle that is worth looking at first.
    same_unit : bool
        Whether a and b are measured alike, so that what is round should look round.
    """

    origin: np.ndarray
    u: np.ndarray
    v: np.ndarray
    labels: tuple[str, str]
    a_range: Range = (-1.0, 1.0)
    b_range: Range = (-1.0, 1.0)
    same_unit: bool = False

    def theta(self, a: float, b: float) -> np.ndarray:
        """The parameters at a point, ``(n_parameters,)``."""
        return self.origin + a * self.u + b * self.v

    def grid(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """a and b, ``(n,)``, evenly over the rectangle, its borders included."""
        return np.linspace(*self.a_range, n), np.linspace(*self.b_range, n)

    @cached_property
    def _orthogonal(self) -> tuple[np.ndarray, np.ndarray]:
        """Q and R of ``[u, v] = Q R``: the plane by directions at a right angle."""
        Q, R = np.linalg.qr(np.stack([self.u, self.v], axis=1))
        return Q, R

    def project(self, thetas: np.ndarray) -> np.ndarray:
        """a and b, ``(k, 2)``, of the points of the plane nearest to ``(k, n_parameters)``."""
        Q, R = self._orthogonal
        return np.linalg.solve(R, ((np.atleast_2d(thetas) - self.origin) @ Q).T).T

    def distances(self, thetas: np.ndarray) -> np.ndarray:
        """How far ``(k, n_parameters)`` lie outside the plane, ``(k,)``."""
        thetas = np.atleast_2d(thetas)
        inside = self.origin + self.project(thetas) @ np.stack([self.u, self.v])
        away = np.linalg.norm(thetas - inside, axis=1)
        round_off = _ROUND_OFF * np.linalg.norm(thetas, axis=1).max(initial=0.0)
        return np.where(away > round_off, away, 0.0)

    def variance_share(self, thetas: np.ndarray) -> float:
        """The share of a path's variance, ``(k, n_parameters)``, that lies in the plane.

        1 for a path that stands still. In many dimensions even a random walk has
        `RANDOM_WALK_SHARES` of it in the two directions that show most.
        """
        moved = thetas - thetas.mean(axis=0)
        total = np.square(moved).sum()
        return float(np.square(moved @ self._orthogonal[0]).sum() / total) if total else 1.0

    def around(self, thetas: np.ndarray, margin: float = 0.25) -> ParameterPlane:
        """The same plane with a rectangle that shows what `thetas` is, ``(k, n_parameters)``.

        `margin` is left on each side, as a share of the width; where something does not move at
        all, a tenth of the other side, or 1.
        """
        points = self.project(thetas)
        low, high = points.min(axis=0), points.max(axis=0)
        width = high - low
        width = np.maximum(width, width.max() / 10 or 1.0)
        middle = (low + high) / 2
        half = width * (0.5 + margin)
        (a_low, b_low), (a_high, b_high) = (middle - half).tolist(), (middle + half).tolist()
        return replace(self, a_range=(a_low, a_high), b_range=(b_low, b_high))

    def square(self) -> ParameterPlane:
        """The same plane with a rectangle as wide as high, around the same middle."""
        half = max(high - low for low, high in (self.a_range, self.b_range)) / 2
        (a, b) = (sum(ends) / 2 for ends in (self.a_range, self.b_range))
        return replace(
            self, a_range=(a - half, a + half), b_range=(b - half, b + half), same_unit=True
        )
