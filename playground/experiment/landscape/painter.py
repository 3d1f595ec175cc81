"""LandscapePainter: computes the landscape of one session, ever finer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import numpy as np

from playground.engine.surface import CostPlane
from playground.experiment.errors import ExperimentError
from playground.experiment.landscape.companion import (
    Companion,
    drawn_otherwise,
    features_text,
    scaled_otherwise,
)
from playground.experiment.landscape.effort import FINEST, MOST_OF_FEW, most_moments, sides
from playground.experiment.landscape.examples import landscape_examples
from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.memory import Memory
from playground.experiment.landscape.moments import Moments
from playground.experiment.landscape.path import Hidden, Path
from playground.experiment.landscape.plane import ParameterPlane
from playground.experiment.landscape.planes import natural_plane
from playground.experiment.landscape.profile import profiles
from playground.experiment.landscape.request import LandscapeRequest
from playground.experiment.landscape.slopes import Gradients
from playground.experiment.session import Session

#: Seconds between two looks at whether others want their turn.
_TURN = 0.005

#: So often a path gets more of its moments, and other runs train on, before the landscape is
#: computed.
_REPLAYS, _ROUNDS = 6, 25

#: A path leaves the picture where its cost is so many times that at its start.
_WILD = 100.0

Map = Callable[[np.ndarray, np.ndarray], np.ndarray]


class LandscapePainter:
    """Computes the landscape of one session, pass after pass.

    Parameters
    ----------
    session : Session
        Read, not changed.
    asked : LandscapeRequest
        Of what.
    """

    def __init__(self, session: Session, asked: LandscapeRequest) -> None:
        self._asked = asked
        self._plane = asked.plane or natural_plane(session.network.n_parameters)
        self._network = network = session.network.copy("float64")
        if not asked.penalty:
            network.l1 = network.l2 = 0.0
        network.keep_prob = None
        X, Y, self._told = landscape_examples(session, session.split.train)
        self._train = X.astype(float), Y.astype(float)
        self._dev: tuple[np.ndarray, np.ndarray] | None = None
        if asked.dev and session.split.dev.m:
            X, Y, _ = landscape_examples(session, session.split.dev)
            self._dev = X.astype(float), Y.astype(float)
        m = self._train[0].shape[1]
        self._sides = sides(network, m + (self._dev[0].shape[1] if self._dev else 0), asked.slopes)
        self._memory = Memory.of(session, asked)
        most = most_moments(network, m)
        spacing = asked.spacing if most < MOST_OF_FEW else "both"
        self._moments = Moments(session, spacing, most, self._memory.moments)
        self._session = session
        self._beside: Landscape | None = None  # the last one of features scaled otherwise
        needs_others = self._plane.needs_others and not asked.others
        if not self._memory.companions and (needs_others or asked.beside):
            make = drawn_otherwise if needs_others else scaled_otherwise
            self._memory.companions = make(session)
        companions = self._memory.companions
        self._corners: tuple[Companion, ...] = companions if needs_others else ()
        self._others: tuple[Companion, ...] = () if needs_others else companions

    def __call__(self, theta: np.ndarray) -> Iterator[Landscape]:
        """Ever finer landscapes around `theta`."""
        here = self._session.trainer.steps
        found = None
        for found in self._own(theta):
            yield replace(found, beside=self._beside) if self._beside else found
        if found is None:
            return
        for other in self._others:
            found = replace(found, features=features_text(self._session))
            is_done = False
            while not is_done:
                other.follow(here)
                for beside in self._landscapes_of(other.at(here)):
                    self._beside = beside
                    yield replace(found, beside=beside)
                # While the run goes on, what is around its present network is more pressing.
                is_done = not other.is_behind(here) or self._session.trainer.steps != here

    def _landscapes_of(self, other: Session) -> Iterator[Landscape]:
        painter = LandscapePainter(other, replace(self._asked, beside=False))
        for beside in painter(other.network.theta):
            yield replace(beside, features=features_text(other))

    def _own(self, theta: np.ndarray) -> Iterator[Landscape]:
        here = self._session.trainer.steps
        path, finished = self._moments.path(theta), self._memory.finished
        is_complete = not any(corner.is_behind(here) for corner in self._corners)
        if finished is not None and is_complete and self._is_of(path, *finished):
            yield finished[1]
            return
        # A fine one of a moment ago is better than a rough one of now, but not for long.
        known = finished[1] if finished is not None and finished[1].plane is not None else None
        passes = self._passes(path)
        found = known or next(passes)
        for number in range(_ROUNDS):
            yield found
            behind = [corner for corner in self._corners if corner.is_behind(here)]
            missing = self._moments.missing and number < _REPLAYS
            if self._session.trainer.steps != here or not (missing or behind):
                break
            for corner in behind:
                corner.follow(here)
            if missing:
                path = self._moments.path(theta)
            passes = self._passes(path)  # with what has come since
        for found in passes:
            is_rough = found.plane is not None and len(found.b) < self._sides[-2:][0]
            yield known if known is not None and is_rough else found
            if not is_rough and self._session.trainer.steps != here:
                break  # what is around the present network is more pressing than finer contours
        self._memory.finished = path, found

    def _is_of(self, path: Path, known: Path, found: Landscape) -> bool:
        """Whether what was found around a known path is as fine as it gets, and of this one."""
        is_finest = found.plane is None or len(found.b) == self._sides[-1]
        same = (path.steps, known.steps), (path.thetas, known.thetas)
        return is_finest and all(np.array_equal(*both) for both in same)

    def _passes(self, path: Path) -> Iterator[Landscape]:
        costs = self._true_costs(path)
        tame = _tame(costs)
        told = self._told
        if tame < len(costs):
            path, costs = path.beginning(tame), costs[:tame]
            told += f" The path is drawn to step {path.steps[-1]:,}, before its cost exploded."
        try:
            others, late = self._thetas_of_others(int(path.steps[-1]))
            plane = self._plane.through(path, others)
        except ExperimentError as error:
            yield Landscape(problem=str(error), parameters=self._network.n_parameters)
            return
        self._network.theta = path.present
        gradients = Gradients(self._network, *self._train)
        cost_plane, dev_plane = self._cost_planes(plane)
        hidden = Hidden.of(path, plane, cost_plane, costs)
        a, b = hidden.points[-1].tolist()
        points = self._sides[-1] * (2 if self._sides[-1] == FINEST else 1)
        around = Landscape(
            plane,
            steps=path.steps,
            points=hidden.points,
            hidden=hidden,
            profiles=profiles(plane, (a, b), points, cost_plane, dev_plane),
            curvatures=(
                gradients.curvature(path.present, plane.u),
                gradients.curvature(path.present, plane.v),
            ),
            elongation=(
                gradients.elongation(path.present, plane.u, plane.v)
                if plane.same_unit
                else float("nan")
            ),
            told=(told + late).strip(),
            others=plane.project(np.stack(others)) if others else np.empty((0, 2)),
            parameters=self._network.n_parameters,
        )

        def slopes(along_a: np.ndarray, along_b: np.ndarray) -> np.ndarray:
            return gradients.norms(plane.theta(*point) for point in zip(along_a, along_b))

        maps: dict[str, Map] = {"costs": cost_plane.costs}
        if dev_plane is not None:
            maps["dev_costs"] = dev_plane.costs
        if self._asked.slopes:
            maps["slopes"] = slopes
        found: Landscape | None = None
        for side in self._sides:
            a, b = plane.grid(side)
            values = {name: np.empty((len(b), len(a))) for name in maps}
            for _ in _filled(values, maps, a, b):
                if found is not None:
                    yield found
            found = replace(around, a=a, b=b, **cast(dict[str, Any], values))
            yield found

    def _thetas_of_others(self, here: int) -> tuple[list[np.ndarray], str]:
        """The thetas that the plane goes through, and how far their runs are, if not here."""
        if not self._corners:
            return [np.array(other) for other in self._asked.others], ""
        sessions = [corner.at(here) for corner in self._corners]
        steps = min(session.trainer.steps for session in sessions)
        told = f" The other runs stand at step {steps:,}." if steps < here else ""
        return [session.network.theta.astype(float) for session in sessions], told

    def _cost_planes(self, plane: ParameterPlane) -> tuple[CostPlane, CostPlane | None]:
        self._network.theta = plane.origin
        train = CostPlane(self._network, *self._train, plane.u, plane.v)
        if self._dev is None:
            return train, None
        return train, CostPlane(self._network, *self._dev, plane.u, plane.v)

    def _true_costs(self, path: Path) -> list[float]:
        """The costs of the networks on the path; the past stays what it was."""
        known, past = self._memory.costs, path.steps[:-1].tolist()
        for step, theta in zip(past, path.thetas):
            if step not in known:
                known[step] = self._cost_at(theta)
        costs = [known[step] for step in past]
        if len(known) > 4 * len(path.steps) + MOST_OF_FEW:
            for step in set(known).difference(past):
                del known[step]
        return [*costs, self._cost_at(path.present)]

    def _cost_at(self, theta: np.ndarray) -> float:
        self._network.theta = theta
        return self._network.cost(*self._train)


def _filled(
    values: dict[str, np.ndarray], maps: dict[str, Map], a: np.ndarray, b: np.ndarray
) -> Iterator[None]:
    """Compute the values of maps over a grid; yields whenever some milliseconds have gone by."""
    along_a, along_b = (axis.ravel() for axis in np.meshgrid(a, b))
    start, some = 0, len(a)
    while start < len(along_a):
        began = time.perf_counter()
        part = slice(start, start + some)
        for name, compute in maps.items():
            values[name].reshape(-1)[part] = compute(along_a[part], along_b[part])
        start += some
        took = time.perf_counter() - began
        some = max(1, min(int(some * _TURN / max(took, 1e-9)), 4 * some))
        yield


def _tame(costs: list[float]) -> int:
    """How many of the costs along a path there are before they grow beyond all measure for good."""
    values = np.array(costs)
    tame = np.flatnonzero(values <= _WILD * max(values[0], 1e-300))
    return int(tame[-1]) + 1 if len(tame) else 1
