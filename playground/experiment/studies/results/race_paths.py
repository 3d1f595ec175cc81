"""Runs raced from one start as paths through the space of parameters, over the cost (CS230 6.8)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from playground.dataclass import dataclass
from playground.engine.initializers import initializers
from playground.engine.surface import CostPlane
from playground.experiment.landscape.directions import principal_directions
from playground.experiment.landscape.effort import sides
from playground.experiment.landscape.examples import landscape_examples
from playground.experiment.landscape.path import Path
from playground.experiment.landscape.plane import RANDOM_WALK_SHARES, ParameterPlane
from playground.experiment.landscape.planes import TwoParameters
from playground.experiment.session import Session
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.wording import measured

#: So many planes stand beside each other at most.
MOST_PANELS = 6

#: A path leaves its plane where the cost of a mini-batch is so many times the first one's.
_WILD = 100.0

#: Seconds between two planes while the runs go on, and points along a side meanwhile.
_INTERVAL, _LIVE_SIDE = 0.5, 32


@dataclass(frozen=True, eq=False)
class RacePath:
    """One run in a plane.

    Attributes
    ----------
    place : int
        Of its variation among those of the study, which decides its colour.
    label : str
    steps : ndarray of int, (k,)
    points : ndarray, (k, 2)
        a and b.
    """

    place: int
    label: str
    steps: np.ndarray
    points: np.ndarray

    def at(self, step: float) -> np.ndarray:
        """The points up to a step, which may lie between two moments."""
        before = self.steps <= step
        points = self.points[before]
        if not before.all() and before.any():
            k = len(points)
            share = (step - self.steps[k - 1]) / (self.steps[k] - self.steps[k - 1])
            tip = self.points[k - 1] + share * (self.points[k] - self.points[k - 1])
            points = np.concatenate([points, tip[np.newaxis]]) if share else points
        return points


@dataclass(frozen=True, eq=False)
class RacePanel:
    """Runs whose cost is one function, over it.

    Attributes
    ----------
    plane : ParameterPlane
    a, b : ndarray, (n,) and (n,)
    costs : ndarray, (n, n)
    paths : tuple of RacePath
    sentence : str
        What the plane hides of the paths.
    """

    plane: ParameterPlane
    a: np.ndarray
    b: np.ndarray
    costs: np.ndarray
    paths: tuple[RacePath, ...]
    sentence: str

    @property
    def steps(self) -> int:
        """Of the longest path."""
        return max(int(path.steps[-1]) for path in self.paths)


class RacePlotter:
    """Lays planes through the trails of a study.

    Runs of one network and one set of examples share a plane, that of all their paths together.
    Where architecture, activation or features are what is compared, each has a plane of its own.

    Parameters
    ----------
    datasets : DatasetCache
        Of the study.
    """

    def __init__(self, datasets: DatasetCache) -> None:
        self._datasets = datasets
        self._costs: dict[Any, _Costs] = {}
        self._panels: dict[Any, RacePanel] = {}
        self._due = 0.0

    def panels(self, records: Sequence[RunRecord], final: bool = False) -> tuple[RacePanel, ...]:
        """A panel for each cost function there is among runs.

        Parameters
        ----------
        records : sequence of RunRecord
            One for each variation, in their order.
        final : bool
            Whether nothing will change any more: then all is computed, as fine as it gets.
        """
        groups: dict[Any, list[tuple[int, RunRecord]]] = {}
        for place, record in enumerate(records):
            if record.start is not None and record.trail is not None:
                groups.setdefault(_function(record), []).append((place, record))
        anew = final or time.perf_counter() >= self._due
        for key in list(groups)[:MOST_PANELS]:
            found = self._panel(key, groups[key], final, anew)
            if found is not None:
                self._panels[key] = found
        if anew:
            self._due = time.perf_counter() + _INTERVAL
        return tuple(self._panels[key] for key in groups if key in self._panels)

    def _panel(
        self, key: Any, records: Sequence[tuple[int, RunRecord]], final: bool, anew: bool
    ) -> RacePanel | None:
        trails = [_Track.of(place, record) for place, record in records]
        thetas = np.concatenate([trail.thetas for trail in trails])
        if not (thetas != thetas[0]).any():
            return None
        before = self._panels.get(key)
        if before is not None and not anew:
            return replace(before, paths=tuple(trail.on(before.plane) for trail in trails))
        if key not in self._costs:
            self._costs[key] = _Costs(self._datasets, [record for _, record in records])
        costs = self._costs[key]
        layer_sizes = tuple(costs.network.layer_sizes)
        # In the end it lies as it does where nobody looked on: the same study, the same picture.
        turned_like = None if before is None or final else before.plane
        plane = _plane(layer_sizes, thetas, turned_like)
        return costs.panel(plane, trails, final)


@dataclass(frozen=True, eq=False)
class _Track:
    """The moments of a run that belong into a picture."""

    place: int
    label: str
    steps: np.ndarray
    thetas: np.ndarray

    @classmethod
    def of(cls, place: int, record: RunRecord) -> _Track:
        assert record.trail is not None
        steps, thetas = record.trail.steps.tolist(), list(record.trail.thetas)
        now, restored = record.steps, record.stop and record.stop.reason == "early_stopping"
        if record.theta is not None and now > steps[-1] and not restored:
            steps.append(now)
            thetas.append(record.theta)
        tame = _tame_steps(record.points.batch_costs) if record.points is not None else 0
        kept = [k for k, step in enumerate(steps) if step <= tame] or [0]
        chosen = np.stack([np.asarray(thetas[k], float) for k in kept])
        return cls(place, record.run.label, np.array([steps[k] for k in kept]), chosen)

    def on(self, plane: ParameterPlane) -> RacePath:
        return RacePath(self.place, self.label, self.steps, plane.project(self.thetas))


class _Costs:
    """The cost that runs have in common; without the penalty where theirs differ."""

    def __init__(self, datasets: DatasetCache, records: Sequence[RunRecord]) -> None:
        session: Session = datasets.session(records[0].run, evaluated=False)
        self.network = session.network.copy("float64")
        self.network.keep_prob = None
        penalties = {(r.run.spec.training.l1, r.run.spec.training.l2) for r in records}
        self.told = ""
        if len(penalties) > 1:
            self.network.l1 = self.network.l2 = 0.0
            self.told = "Without the penalties, which differ."
        X, Y, told = landscape_examples(session, session.split.train)
        self.told = " ".join(filter(None, [self.told, told]))
        self._X, self._Y = X.astype(float), Y.astype(float)

    def panel(self, plane: ParameterPlane, trails: Sequence[_Track], final: bool) -> RacePanel:
        """The runs over the cost in a plane."""
        side = sides(self.network, self._X.shape[1])[-1]
        a, b = plane.grid(side if final else min(side, _LIVE_SIDE))
        self.network.theta = plane.origin
        costs = CostPlane(self.network, self._X, self._Y, plane.u, plane.v)
        along_a, along_b = np.meshgrid(a, b)
        values = costs.costs(along_a.ravel(), along_b.ravel()).reshape(along_a.shape)
        paths = tuple(trail.on(plane) for trail in trails)
        return RacePanel(plane, a, b, values, paths, self._sentence(plane, costs, trails))

    def _sentence(self, plane: ParameterPlane, costs: CostPlane, trails: Sequence[_Track]) -> str:
        thetas = np.concatenate([trail.thetas for trail in trails])
        if thetas.shape[1] == 2:
            return f"These are all parameters: nothing is hidden. {self.told}".rstrip()
        words = f"The plane shows {100 * plane.variance_share(thetas):.0f} % of all paths' variance"
        if thetas.shape[1] > 20:
            chance = 100 * sum(RANDOM_WALK_SHARES)
            words += f" (of one random walk it would be {chance:.0f} %)"
        ends = np.stack([trail.thetas[-1] for trail in trails])
        in_plane = costs.costs(*plane.project(ends).T)
        off = [abs(self._cost_at(end) - cost) for end, cost in zip(ends, in_plane.tolist())]
        words += f". At their ends the true cost and that in it differ by {measured(max(off))}"
        return f"{words} at most. {self.told}".rstrip()

    def _cost_at(self, theta: np.ndarray) -> float:
        self.network.theta = theta
        return self.network.cost(self._X, self._Y)


def _plane(
    layer_sizes: tuple[int, ...], thetas: np.ndarray, before: ParameterPlane | None
) -> ParameterPlane:
    """The plane nearest to all points of all paths, turned like the one before."""
    if thetas.shape[1] == 2:
        return TwoParameters().through(Path(layer_sizes, np.arange(len(thetas)), thetas))
    (u, v), _ = principal_directions(thetas)
    if before is not None:
        u, v = (d if d @ old >= 0 else -d for d, old in ((u, before.u), (v, before.v)))
    labels = "first direction of all paths", "second direction of all paths"
    return ParameterPlane(thetas.mean(axis=0), u, v, labels).around(thetas)


def _function(record: RunRecord) -> Any:
    """Equal for runs whose cost is the same function of the same parameters."""
    spec = record.run.spec
    network = replace(spec.network, initializer=initializers["zeros"](), precision="float64")
    return network, spec.data, spec.data_draw, record.run.train_examples


def _tame_steps(batch_costs: np.ndarray) -> int:
    """How many steps a run took before its cost grew beyond all measure."""
    if not len(batch_costs):
        return 0
    wild = ~np.isfinite(batch_costs) | (batch_costs > _WILD * max(batch_costs[0], 1e-300))
    return int(wild.argmax()) if wild.any() else len(batch_costs)
