"""The 3-D arrays of an ensemble: K trainers' state in one, stepped by the same bound calls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from playground.engine.calls import Call, quiet
from playground.engine.ensemble.stacked_batches import StackedBatches
from playground.engine.ensemble.stacking import stacked, stacking_key
from playground.engine.network import Network
from playground.engine.optimizers import Prepare, flush
from playground.engine.plan import Plan
from playground.engine.regularization.dropout import draw_stacked_masks
from playground.engine.regularization.penalty import Penalty
from playground.engine.schedules import Schedule
from playground.engine.trainer import Trainer


class _Step(NamedTuple):
    plan: Plan
    penalty: Penalty
    calls: list[Call]
    masked: bool


class _Update(NamedTuple):
    """The update of those rows that have one kind of optimizer."""

    rows: slice
    prepare: Prepare
    calls: list[Call]
    vectors: np.ndarray  # (n_vectors, rows, n_parameters)


class Stack:
    """K trainers of one architecture, from one epoch boundary on.

    Rows are sorted so that members with the same kind of optimizer are neighbours; what goes in
    and out is in the order of the trainers.

    Parameters
    ----------
    trainers : sequence of Trainer
        Alike, as `Ensemble` checks. Their generators are used, their other state is copied.
        Those that share one generator are shuffled alike.

    Attributes
    ----------
    epoch, position, steps : int
        As of `Trainer`.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        kinds = [stacking_key(trainer.optimizer) for trainer in trainers]
        by_kind = sorted(range(len(trainers)), key=kinds.__getitem__)
        self._row_of = np.argsort(by_kind)
        self._trainers = [trainers[k] for k in by_kind]
        networks = [trainer.network for trainer in self._trainers]
        states = [trainer.state() for trainer in self._trainers]
        first = self._trainers[0]
        self.epoch, self.position, self.steps = first.epoch, 0, first.steps

        self._network: Network = networks[0]
        self._theta = np.stack([network.theta for network in networks])
        self._gradient = np.empty((2, *self._theta.shape), self._theta.dtype)
        self._l1 = np.array([[network.l1] for network in networks])
        self._l2 = np.array([[network.l2] for network in networks])
        self._keep_prob = np.array([network.keep_prob for network in networks])
        self._t = states[0]["t"]
        self._diverged = np.empty(0, int)  # rows
        self._ones = np.ones(len(networks), self._theta.dtype)
        self._updates = self._bound_updates([kinds[k] for k in by_kind], states)

        self._initial_rates = np.array([[trainer.learning_rate] for trainer in self._trainers])
        self._schedules = self._stacked_schedules()
        self._known: dict[int, _Step] = {}
        self._augmenting = [
            (row, trainer.augmentation, trainer.augmentation_rng)
            for row, trainer in enumerate(self._trainers)
            if trainer.augmentation is not None
        ]
        self._quiet = quiet()
        encode = self._network.loss.encoded
        sets = [(X, encode(Y)) for X, Y in (trainer.training_set for trainer in self._trainers)]
        generators = [trainer.rng for trainer in self._trainers]
        self._batches = StackedBatches(sets, generators, first.batch_size)

    def _bound_updates(self, kinds: list[tuple], states: list[dict]) -> list[_Update]:
        borders = [0, *(i for i in range(1, len(kinds)) if kinds[i] != kinds[i - 1]), len(kinds)]
        updates = []
        for start, stop in pairwise(borders):
            rows = slice(start, stop)
            vectors = np.stack([state["vectors"] for state in states[rows]], axis=1)
            optimizer = stacked([trainer.optimizer for trainer in self._trainers[rows]])
            bound = optimizer.bind(self._theta[rows], self._gradient[:, rows], vectors)
            updates.append(_Update(rows, *bound, vectors))
        return updates

    def _stacked_schedules(self) -> list[tuple]:
        """(rows, schedule) for those members whose rate changes, kind by kind."""
        by_kind: dict[tuple, tuple[list[int], list[Schedule]]] = {}
        for row, trainer in enumerate(self._trainers):
            schedule = trainer.schedule
            if schedule is not None and not schedule.steady:
                rows, members = by_kind.setdefault(stacking_key(schedule), ([], []))
                rows.append(row)
                members.append(schedule)
        return [(rows, stacked(members)) for rows, members in by_kind.values()]

    def _rates(self) -> np.ndarray:
        """The rates of the next step, ``(K, 1)``."""
        if not self._schedules:
            return self._initial_rates
        rates = self._initial_rates.copy()
        for rows, schedule in self._schedules:
            rates[rows] = schedule.rate(rates[rows], self.epoch + 1, self.steps + 1)
        return rates

    def advance(self) -> np.ndarray:
        """The next mini-batch of every member; the costs before the update, ``(K,)``."""
        if self.position == 0 and self._batches.shuffles:
            self._batches.shuffle()
        X, targets = self._batches.batch(self.position)
        if self._augmenting:
            X = X.copy()
            for row, augmented, rng in self._augmenting:
                X[row] = augmented(X[row], rng)
        step = self._step(X.shape[-1])
        self._load(step, X)
        step.plan.targets[...] = targets
        costs = self._quiet.run(self._descend, step)
        self.position += 1
        if self.position == len(self._batches):
            self.position = 0
            self.epoch += 1
        return costs[self._row_of]

    def step(self, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """The same mini-batch, ``(n_x, m)`` and ``(n_y, m)``, for every member."""
        step = self._step(X.shape[-1])
        self._load(step, X)
        step.plan.encode(Y)
        return self._quiet.run(self._descend, step)[self._row_of]

    def _load(self, step: _Step, X: np.ndarray) -> None:
        if step.masked:
            generators = [trainer.dropout_rng for trainer in self._trainers]
            draw_stacked_masks(step.plan.masks, self._keep_prob, generators)
        step.plan.load(X)

    def _descend(self, step: _Step) -> np.ndarray:
        for bound in step.calls:
            bound()
        costs = step.plan.total() * step.plan.weight
        if step.penalty.calls:
            costs += step.penalty.value()
        kept = None
        if self._diverged.size or not math.isfinite(self._ones.dot(costs)):
            self._diverged = np.union1d(self._diverged, np.flatnonzero(~np.isfinite(costs)))
            kept = self._theta[self._diverged]
        self._t += 1
        rates = self._rates()
        self.steps += 1
        for rows, prepare, calls, _ in self._updates:
            prepare(rates[rows], self._t)
            for bound in calls:
                bound()
        if kept is not None:
            self._theta[self._diverged] = kept
        if self.steps % 64 == 0:
            for update in self._updates:
                flush(update.vectors)
        return costs

    def _step(self, m: int) -> _Step:
        if m not in self._known:
            network, gradient = self._network, self._gradient[0]
            shape = network.layer_sizes, network.activations, network.loss
            dropping = [bool((keep < 1).any()) for keep in self._keep_prob.T]
            plan = Plan(*shape, self._theta, gradient, m, dropping)
            penalty = Penalty(self._theta, gradient, network.layer_sizes, self._l1, self._l2, m)
            calls = plan.value + plan.backward + penalty.calls
            self._known[m] = _Step(plan, penalty, calls, any(dropping))
        return self._known[m]

    @property
    def theta(self) -> np.ndarray:
        """The parameters, ``(K, n_parameters)``; a copy."""
        return self._theta[self._row_of]

    def write_back(self) -> None:
        """Copy the parameters into the trainers' networks."""
        for trainer, theta in zip(self._trainers, self._theta):
            trainer.network.theta = theta

    def release(self) -> None:
        """Copy everything into the trainers."""
        self.write_back()
        for update in self._updates:
            for i, row in enumerate(range(update.rows.start, update.rows.stop)):
                trainer = self._trainers[row]
                state = trainer.state() | {
                    "vectors": update.vectors[:, i],
                    "t": self._t,
                    "steps": self.steps,
                    "epoch": self.epoch,
                    "position": self.position,
                }
                if self.position:
                    state["order"] = self._batches.orders[row]
                trainer.restore(state)
