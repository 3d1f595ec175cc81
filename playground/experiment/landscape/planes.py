"""Which plane to lay through the space of parameters: the choices there are.

Each is a class with its settings; `through` lays it through a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from playground.experiment.errors import ExperimentError
from playground.experiment.landscape.directions import filter_normalized, principal_directions
from playground.experiment.landscape.naming import parameter_name
from playground.experiment.landscape.path import Path
from playground.experiment.landscape.plane import ParameterPlane
from playground.settings import Registry, Settings, integer, option

planes = Registry("plane")


class PlaneKind(Settings):
    """One way to choose the directions u and v.

    Attributes
    ----------
    needs_others : bool
        Whether it goes through networks of other runs.
    """

    needs_others: ClassVar[bool] = False

    def through(self, path: Path, others: Sequence[np.ndarray] = ()) -> ParameterPlane:
        """The plane for a run.

        Parameters
        ----------
        path : Path
            Of the run, at least the present theta.
        others : sequence of ndarray, (n_parameters,)
            The thetas of other runs of the same architecture, for planes that need some.

        Raises
        ------
        ExperimentError
            When the run does not span such a plane, with a sentence that says why.
        """
        raise NotImplementedError

    def missing(self, path: Path, others: Sequence[np.ndarray] = ()) -> str:
        """Why the plane cannot be laid, in a sentence; empty where it can."""
        try:
            self.through(path, others)
        except ExperimentError as error:
            return str(error)
        return ""


def _seed() -> int:
    return integer(
        0,
        label="Seed",
        help="Another seed, other directions.",
        within=f"[0, {2**32 - 1}]",
    )


@planes.register("parameters", label="Two parameters")
class TwoParameters(PlaneKind):
    """Two weights or biases, all others as they are. The axes show their values. With one
    feature and no hidden layer this is the whole landscape: the bowl over w and b."""

    first: int = integer(
        0,
        label="To the right",
        help="The parameter that a is, by its place in theta.",
        within="[0, inf)",
    )
    second: int = integer(
        1,
        label="Upwards",
        help="The parameter that b is, by its place in theta.",
        within="[0, inf)",
    )

    def through(self, path, others=()):
        """u and v are unit vectors, and the origin is where both parameters are 0."""
        n = path.present.size
        if self.first == self.second or max(self.first, self.second) >= n:
            raise ExperimentError(
                f"Choose two different parameters; this network has {n:,} of them."
            )
        u, v = np.zeros((2, n))
        u[self.first] = v[self.second] = 1
        origin = path.present * (1 - u - v)
        right, up = (parameter_name(path.layer_sizes, i) for i in (self.first, self.second))
        plane = ParameterPlane(origin, u, v, (right, up))
        return plane.around(path.thetas, margin=1).square()


@planes.register("path", label="Path of the run")
class PathPlane(PlaneKind):
    """The two directions in which the run has moved most (its principal components). The axes
    show distances in the space of all parameters."""

    def through(self, path, others=()):
        """Through the present theta, along the principal directions of the centred path."""
        _check_moved(path)
        (u, v), _ = principal_directions(path.thetas)
        labels = "first direction of the path", "second direction of the path"
        return ParameterPlane(path.present, u, v, labels).around(path.thetas)


@planes.register("start_to_end", label="Start to end")
class StartToEnd(PlaneKind):
    """To the right the straight way from the start to the present network, upwards a random
    direction at a right angle. The axes show shares of that way."""

    seed: int = _seed()

    def through(self, path, others=()):
        """``u = theta_T - theta_0`` from theta_0; v is random, orthogonal and as long as u."""
        _check_moved(path)
        start = path.thetas[0]
        u = path.present - start
        v = np.random.default_rng(self.seed).standard_normal(u.size)
        v -= u * (u @ v) / (u @ u)
        v *= np.linalg.norm(u) / np.linalg.norm(v)
        labels = "share of the way from start to end", "share of it, at a right angle"
        return ParameterPlane(start, u, v, labels, (-0.5, 1.5), (-1.0, 1.0))


@planes.register("random", label="Random directions")
class RandomPlane(PlaneKind):
    """Two random directions, each unit's part as long as the weights of that unit, so that
    pictures of different networks can be compared (Li et al. 2018)."""

    seed: int = _seed()

    def through(self, path, others=()):
        """Gaussian directions, filter-normalized; biases stay as they are."""
        rng = np.random.default_rng(self.seed)
        u, v = (filter_normalized(rng, path.present, path.layer_sizes) for _ in range(2))
        labels = "multiples of a random direction", "multiples of another"
        return ParameterPlane(path.present, u, v, labels)


@planes.register("three_networks", label="Three networks")
class ThreeNetworks(PlaneKind):
    """Through this network and two others of the same shape. The axes show shares of the way
    to each of them."""

    needs_others = True

    end: str = option(
        "present",
        {"present": "Present network", "start": "Start of the run"},
        label="From",
        help="Which network of this run is the first of the three.",
    )

    def through(self, path, others=()):
        """``u = theta_1 - theta`` and ``v = theta_2 - theta``."""
        if len(others) < 2:
            raise ExperimentError(
                "This plane needs two other runs of a network of the same shape. They are trained "
                "beside this one where the examples take no more than 64 MB."
            )
        _check_finite(path.thetas, *others)
        origin = path.present if self.end == "present" else path.thetas[0]
        u, v = (np.asarray(other, float) - origin for other in others[:2])
        sizes = np.linalg.norm(u), np.linalg.norm(v)
        if not min(sizes) or 1 - abs(u @ v) / (sizes[0] * sizes[1]) < 1e-12:
            raise ExperimentError(
                "The three networks lie on one line, so they span no plane; choose another run."
            )
        labels = "share of the way to the first", "share of the way to the second"
        return ParameterPlane(origin, u, v, labels, (-0.5, 1.5), (-0.5, 1.5))


def natural_plane(parameters: int) -> PlaneKind:
    """What to look at first: of two parameters all there is, of more the path of the run."""
    return TwoParameters() if parameters == 2 else PathPlane()


def _check_moved(path: Path) -> None:
    _check_finite(path.thetas)
    if not (path.thetas != path.thetas[-1]).any():
        raise ExperimentError("The run has not moved yet; train a few steps first.")


def _check_finite(*thetas: np.ndarray) -> None:
    if not all(np.isfinite(each).all() for each in thetas):
        raise ExperimentError("The run has diverged; choose a plane around an earlier step.")
