"""Runs of a study that train together, on an `Ensemble`."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np

from playground.engine import Ensemble
from playground.experiment.history import EVALUATION_COLUMNS, MetricPoints
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.measures import Measures
from playground.experiment.studies.running.underway import Interrupted, RunUnderway
from playground.experiment.studies.study import StudyRun
from playground.experiment.studies.trail import TrailKeepers

_STEP, _TRAIN_COST = map(EVALUATION_COLUMNS.index, ("step", "train_cost"))

#: Mini-batches whose costs wait in the group before all sessions are told.
_MOST_UNTOLD = 4096


class BatchedRun:
    """Sessions of one architecture, data size and mini-batch size, trained together.

    Each ends as a session alone would, to rounding: the same initial weights, the same
    mini-batches, the same evaluations, early stopping and verdict on divergence. What is common
    to all is done for all at once; a session hears of it when its turn to stop has come, or when
    somebody looks.

    Parameters
    ----------
    runs : sequence of StudyRun
    datasets : DatasetCache
    trails : TrailKeepers, optional

    Raises
    ------
    Exception
        `advance` passes on whatever goes wrong for all at once; the runs are to be trained
        alone then.
    """

    def __init__(
        self, runs: Sequence[StudyRun], datasets: DatasetCache, trails: TrailKeepers | None = None
    ) -> None:
        self.runs = tuple(runs)
        self._trails = trails
        self._trail_due = math.inf
        self.steps = 0
        self._datasets = datasets
        self._places: list[RunUnderway] = []
        self._rows: list[RunUnderway] = []  # in the order of the ensemble
        self._assembled = False
        self._ensemble: Ensemble

    @property
    def done(self) -> bool:
        """Whether there is nothing left to train."""
        return len(self._places) == len(self.runs) and all(p.done for p in self._places)

    @property
    def ended(self) -> int:
        """How many runs are over."""
        return sum(place.done for place in self._places)

    def advance(self, seconds: float, interrupted: Interrupted) -> None:
        """Train for about so long, or until interrupted or done."""
        until = time.perf_counter() + seconds
        while len(self._places) < len(self.runs):
            if interrupted():
                return
            run = self.runs[len(self._places)]
            self._places.append(RunUnderway(run, self._datasets, self._trails, evaluated=False))
            if time.perf_counter() >= until:
                return
        if not self._assembled:
            self._assemble([place for place in self._places if not place.done])
            if self._n_going_on:
                self._evaluations.append(self._measures.taken(self._ensemble.theta, 0, 0))
        while self._n_going_on and not interrupted():
            self._costs.append(self._ensemble.advance())
            self.steps += self._n_going_on
            if self._ensemble.steps >= self._trail_due:
                self._keep_trails()
            if self._ensemble.at_epoch_end:
                self._end_epoch()
            if time.perf_counter() >= until:
                return

    def cancel(self) -> None:
        """Let those that are not over be, with what they have learned so far."""
        self._tell_all()
        for place in self._places:
            place.cancel()

    def records(self) -> list[RunRecord]:
        """The runs as far as they have come, those that have begun."""
        self._tell_all()
        return [place.record() for place in self._places]

    # ------------------------------------------------------------------ inside

    def _assemble(self, places: list[RunUnderway]) -> None:
        """Train these together from now on."""
        self._rows = places
        self._going_on, self._n_going_on = np.ones(len(places), bool), len(places)
        self._costs: list[np.ndarray] = []  # since the sessions were told last, (K,) each
        self._evaluations: list[np.ndarray] = []  # likewise, (K, 7) each
        self._told = np.zeros((len(places), 2), int)  # how many of both each session knows
        if places:
            self._assembled = True
            sessions = [place.session for place in places]
            leaders = {session.spec.seed: session.trainer for session in reversed(sessions)}
            for session in sessions:
                # Equal seeds shuffle alike: one generator does it for all of them.
                session.trainer.rng = leaders[session.spec.seed].rng
            self._ensemble = Ensemble([session.trainer for session in sessions])
            self._batches_per_epoch = sessions[0].trainer.batches_per_epoch
            self._measures = Measures(sessions)
            self._last_epochs = np.array([s.last_epoch for s in sessions])
            self._watching = np.array([s.spec.training.may_stop_early for s in sessions])
            self._trail_due = min((p.trail.due for p in places if p.trail), default=math.inf)

    def _keep_trails(self) -> None:
        step, thetas = self._ensemble.steps, self._ensemble.theta
        trails = [(place.trail, theta) for place, theta in zip(self._rows, thetas) if place.trail]
        for trail, theta in trails:
            if step >= trail.due:
                trail.keep(step, theta)
        self._trail_due = min((trail.due for trail, _ in trails), default=math.inf)

    def _end_epoch(self) -> None:
        ensemble = self._ensemble
        thetas = ensemble.theta
        rows = self._measures.taken(thetas, ensemble.steps, ensemble.epoch)
        self._evaluations.append(rows)
        costs = np.array(self._costs[-self._batches_per_epoch :])
        pressing = self._watching | (self._last_epochs <= ensemble.epoch)
        pressing |= ~np.isfinite(costs).all(axis=0) | ~np.isfinite(rows[:, _TRAIN_COST])
        self._tell(np.flatnonzero(pressing & self._going_on).tolist(), thetas)
        if 0 < self._n_going_on <= len(self._rows) // 2:
            self._tell_all()
            ensemble.release()
            self._assemble([place for place in self._rows if not place.done])
        elif len(self._costs) >= _MOST_UNTOLD:
            self._tell_all()

    def _tell_all(self) -> None:
        if not self._assembled:
            return
        self._tell(np.flatnonzero(self._going_on).tolist(), self._ensemble.theta)
        self._costs.clear()
        self._evaluations.clear()
        self._told[...] = 0

    def _tell(self, rows: list[int], thetas: np.ndarray) -> None:
        """Let sessions take up what was trained in their place since they were told last."""
        if not rows:
            return
        costs_told, evaluations_told = self._told[rows].min(axis=0).tolist()
        costs = np.array(self._costs[costs_told:]).reshape(-1, len(self._rows)).T
        evaluations = np.array(self._evaluations[evaluations_told:])
        evaluations = evaluations.reshape(-1, len(self._rows), len(EVALUATION_COLUMNS))
        for row in rows:
            first, first_evaluation = self._told[row] - (costs_told, evaluations_told)
            self._take_up(row, thetas[row], costs[row, first:], evaluations[first_evaluation:, row])
        self._told[rows] = len(self._costs), len(self._evaluations)

    def _take_up(
        self, row: int, theta: np.ndarray, costs: np.ndarray, evaluations: np.ndarray
    ) -> None:
        place = self._rows[row]
        session, trainer = place.session, place.session.trainer
        session.network.theta = theta
        before, trainer.epoch = session.history.n_steps, self._ensemble.epoch
        broken = np.flatnonzero(~np.isfinite(costs))
        if broken.size:
            # It ended with that mini-batch; what came after is no longer its own.
            costs = costs[: broken[0] + 1]
            trainer.epoch = (before + len(costs)) // self._batches_per_epoch
            evaluations = evaluations[evaluations[:, _STEP] < before + len(costs)]
        trainer.steps = before + len(costs)
        session.take_up(MetricPoints(before, costs, evaluations))
        if session.stop is not None:
            place.end()
            self._going_on[row] = False
            self._n_going_on -= 1
