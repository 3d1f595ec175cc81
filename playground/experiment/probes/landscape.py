"""The landscape: the cost over a plane through the space of parameters, and what it hides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from playground.engine.surface import CostPlane
from playground.experiment.errors import ExperimentError
from playground.experiment.landscape.examples import landscape_examples
from playground.experiment.landscape.path import Hidden, Path, path_steps
from playground.experiment.landscape.plane import ParameterPlane
from playground.experiment.landscape.planes import PathPlane, PlaneKind
from playground.experiment.landscape.slopes import Gradients
from playground.experiment.probes.probe import Probe
from playground.experiment.probes.registry import probes

if TYPE_CHECKING:
    from playground.experiment.session import Session

#: Points along a side, from pass to pass.
PASSES = (16, 32, 64)

#: Rows of points that are computed in one go.
_ROWS = 8

#: The most moments of a path, and the bytes that their thetas take.
MOST_MOMENTS, _PATH_BYTES = 80, 32 * 2**20

#: Seconds of replay that are spent on moments of the path in one answer.
_PATIENCE = 0.3


@dataclass(frozen=True, eq=False)
class Landscape:
    """The cost around a network.

    Attributes
    ----------
    plane : ParameterPlane or None
        None where the run spans no such plane: `problem` says why.
    a, b : ndarray, (n,) and (n,)
    costs : ndarray, (n_b, n_a)
        Of the training set, with the penalty where it was asked for.
    dev_costs, slopes : ndarray, (n_b, n_a), or None
        The same of the dev set; the length of the gradient.
    steps, points : ndarray, (k,) and (k, 2)
        The path: mini-batches taken, and where it lies in the plane.
    hidden : Hidden or None
        What the plane hides of the path.
    curvatures : tuple of float
        Second derivatives along a and b at the present theta.
    told : str
        Of which examples, where not of all.
    problem : str
    parameters : int
        The length of theta.
    """

    plane: ParameterPlane | None = None
    a: np.ndarray = field(default_factory=lambda: np.empty(0))
    b: np.ndarray = field(default_factory=lambda: np.empty(0))
    costs: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    dev_costs: np.ndarray | None = None
    slopes: np.ndarray | None = None
    steps: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    points: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    hidden: Hidden | None = None
    curvatures: tuple[float, float] = (float("nan"), float("nan"))
    told: str = ""
    problem: str = ""
    parameters: int = 0


class LandscapePainter:
    """Computes the landscape of one session, pass after pass."""

    def __init__(self, session: Session, asked: LandscapeProbe) -> None:
        self._session, self._asked = session, asked
        self._network = session.network.copy("float64")
        if not asked.penalty:
            self._network.l1 = self._network.l2 = 0.0
        self._network.keep_prob = None
        X, Y, self._told = landscape_examples(session, session.split.train)
        self._train = X.astype(float), Y.astype(float)
        self._dev: tuple[np.ndarray, np.ndarray] | None = None
        if asked.dev and session.split.dev.m:
            X, Y, _ = landscape_examples(session, session.split.dev)
            self._dev = X.astype(float), Y.astype(float)
        self._moments: dict[int, np.ndarray] = {}
        self._most = max(4, min(MOST_MOMENTS, _PATH_BYTES // self._network.theta.nbytes))

    def __call__(self, theta: np.ndarray) -> Iterator[Landscape]:
        """Ever finer landscapes around `theta`."""
        path = self._path(theta)
        n = self._network.n_parameters
        try:
            plane = self._asked.plane.through(
                path, [np.array(other) for other in self._asked.others]
            )
        except ExperimentError as error:
            yield Landscape(problem=str(error), parameters=n)
            return
        self._network.theta = path.present
        gradients = Gradients(self._network, *self._train)
        curved = (
            gradients.curvature(path.present, plane.u),
            gradients.curvature(path.present, plane.v),
        )
        cost_plane, dev_plane = self._cost_planes(plane)
        true = [self._cost_at(theta) for theta in path.thetas]
        hidden = Hidden.of(path, plane, cost_plane, true)

        def slopes(along_a: np.ndarray, along_b: np.ndarray) -> np.ndarray:
            return gradients.norms(plane.theta(*point) for point in zip(along_a, along_b))

        maps: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]
        maps = {"costs": cost_plane.costs}
        if dev_plane is not None:
            maps["dev_costs"] = dev_plane.costs
        if self._asked.slopes:
            maps["slopes"] = slopes
        found: Landscape | None = None
        for size in PASSES:
            a, b = plane.grid(size)
            values = {name: np.empty((len(b), len(a))) for name in maps}
            for start in range(0, len(b), _ROWS):
                rows = slice(start, start + _ROWS)
                along = [axis.ravel() for axis in np.meshgrid(a, b[rows])]
                for name, computed in maps.items():
                    values[name][rows] = computed(*along).reshape(-1, len(a))
                if found is not None:
                    yield found  # a pass is a few milliseconds: others want their turn
            found = Landscape(
                plane,
                a,
                b,
                values["costs"],
                values.get("dev_costs"),
                values.get("slopes"),
                steps=path.steps,
                points=hidden.points,
                hidden=hidden,
                curvatures=curved,
                told=self._told,
                parameters=n,
            )
            yield found

    def _cost_planes(self, plane: ParameterPlane) -> tuple[CostPlane, CostPlane | None]:
        self._network.theta = plane.origin
        train = CostPlane(self._network, *self._train, plane.u, plane.v)
        if self._dev is None:
            return train, None
        return train, CostPlane(self._network, *self._dev, plane.u, plane.v)

    def _cost_at(self, theta: np.ndarray) -> float:
        self._network.theta = theta
        return self._network.cost(*self._train)

    # ------------------------------------------------------------------ the path

    def _path(self, theta: np.ndarray) -> Path:
        """The path up to the moment shown: what is at hand, and what a short replay adds."""
        session, recording = self._session, self._session.recording
        first, here = recording.steps[0], session.trainer.steps
        for keyframe in recording.keyframes:
            if keyframe.step <= here:
                self._moments.setdefault(keyframe.step, keyframe.theta)
        wanted = path_steps(first, here, self._most, self._asked.spacing)
        spent = 0.0
        for step in wanted[:-1].tolist():
            if step not in self._moments:
                spent += recording.seconds_to(step)
                if spent > _PATIENCE and step != first:
                    break
                self._moments[step] = recording.state_at(step).theta
        known = np.array(sorted(step for step in self._moments if step < here))
        if len(known):
            nearest = np.abs(known[np.newaxis] - wanted[:-1, np.newaxis]).argmin(axis=1)
            known = np.unique(known[nearest])
        if len(self._moments) > 4 * self._most:
            self._moments = {step: self._moments[step] for step in known.tolist()}
        thetas = [self._moments[step] for step in known.tolist()] + [theta]
        return Path(
            tuple(self._network.layer_sizes),
            np.append(known, here).astype(int),
            np.stack([np.asarray(moment, float) for moment in thetas]),
        )


@probes.register("landscape")
@dataclass(frozen=True)
class LandscapeProbe(Probe[Landscape]):
    """The cost over a plane.

    Attributes
    ----------
    plane : PlaneKind
        Which one, with its settings.
    dev : bool
        Whether the cost of the dev set is computed too.
    penalty : bool
        Whether the costs hold the penalty.
    slopes : bool
        Whether the length of the gradient is computed too.
    spacing : {"equal", "logarithmic"}
        Of the moments of the path.
    others : tuple of tuple of float
        The thetas of other runs, for a plane through three networks.
    """

    interval = 0.5

    plane: PlaneKind = field(default_factory=PathPlane)
    dev: bool = False
    penalty: bool = True
    slopes: bool = False
    spacing: str = "equal"
    others: tuple[tuple[float, ...], ...] = ()

    def cost(self, session: Session) -> int:
        """The examples at all points of the finest pass."""
        return PASSES[-1] ** 2 * min(2_000, session.split.train.m)

    def bind(self, session: Session) -> LandscapePainter:
        """Of the training set, or of some of it."""
        return LandscapePainter(session, self)
