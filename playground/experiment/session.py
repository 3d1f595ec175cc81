"""A session: one experiment being run, one mini-batch at a time, with nothing hidden elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np

from playground.cancellation import check
from playground.data.datasets import Dataset, Scaler, Split
from playground.experiment.changes import (
    Change,
    InitialWeights,
    ParameterChange,
    SettingsChange,
    ThetaChange,
)
from playground.experiment.history import History, MetricPoints
from playground.experiment.learner import Learner
from playground.experiment.live import requires_restart, take_up
from playground.experiment.recording import Future, Keyframe, Recording
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import (
    Stop,
    diverged,
    early_stopping_of,
    goal_reached,
    stopped_early,
)


class Session(Learner):
    """One run of an experiment: a learner that is trained, keeps its past, and stops by itself.

    The same specification and data give the same numbers, whoever calls `step` and however fast.

    Parameters
    ----------
    spec, dataset, division, scalers
        As of `Learner`.
    evaluated : bool
        Whether the history begins with an evaluation; where not, somebody who measures many
        sessions at once is to add it with `take_up`.
    recorded : bool
        Whether it leaves keyframes for `recording` as it trains.

    Raises
    ------
    DataError, SettingError, EngineError
        As of `Learner`.

    Attributes
    ----------
    history : History
    endless : bool
        Whether it passes its last epoch; see `go_on`.
    stop : Stop or None
        Why the session stopped by itself; None while it may go on.
    origin : tuple of ExperimentSpec, Dataset and Split
        What it was built of.
    changes : list of Change
        What was changed by hand since then, in this order.
    recording : Recording
        Every step it took, to be visited again.
    futures : list of Future
        What came after the moments that it went back to.
    """

    def __init__(
        self,
        spec: ExperimentSpec,
        dataset: Dataset | None = None,
        division: Split | None = None,
        scalers: tuple[Scaler, Scaler | None] | None = None,
        *,
        evaluated: bool = True,
        recorded: bool = True,
    ) -> None:
        super().__init__(spec, dataset, division, scalers)
        self.origin = (spec, self.dataset, self.split)
        self.changes: list[Change] = []
        self.history = History()
        self.stop: Stop | None = None
        self._early_stopping = early_stopping_of(spec.training, self.split.dev.m)
        self.endless = False
        self._last_finite_cost = math.nan
        self.recording = Recording(self)
        self.futures: list[Future] = []
        self._keyframe_due = self.recording.due if recorded else math.inf
        check()
        if evaluated:
            self.evaluate()

    # ------------------------------------------------------------------ training

    def step(self) -> float:
        """Train on exactly one mini-batch and return its cost before the update.

        At the end of an epoch the session is evaluated; it may set `stop`. A session that has
        stopped takes no further step and returns the last cost.
        """
        if self.stop is not None:
            return self._last_finite_cost
        cost = self.trainer.advance()
        self.history.add_step(cost)
        if not math.isfinite(cost):
            self.stop = diverged(self)
            return cost
        self._last_finite_cost = cost
        if self.trainer.at_epoch_end:
            self.evaluate()
            self._consider_stopping()
        if self.trainer.steps >= self._keyframe_due:
            self.recording.leave(self)
            self._keyframe_due = self.recording.due
        return cost

    def take_up(self, points: MetricPoints) -> None:
        """Take up mini-batches that an ensemble has trained in this session's place.

        Network and trainer stand where these mini-batches led already; history and `stop`
        follow, as if `step` had been called.

        Parameters
        ----------
        points : MetricPoints
            The cost of each mini-batch, of which only the last may be infinite or nan, which
            means divergence; and the evaluations at the ends of epochs. Where early stopping is
            on, there is one at most.
        """
        self.history.extend(points)
        if points.batch_costs.size:
            if not math.isfinite(points.batch_costs[-1]):
                self.stop = diverged(self)
                return
            self._last_finite_cost = float(points.batch_costs[-1])
        if len(points.evaluations) and self.trainer.steps:
            self._consider_stopping()

    def _consider_stopping(self) -> None:
        latest, epoch, early = self.history.latest, self.trainer.epoch, self._early_stopping
        if not math.isfinite(latest["train_cost"]):
            self.stop = diverged(self)
        elif early and early.update(latest["dev_cost"], self.network.theta, epoch):
            early.restore_best(self.network.theta)
            self.evaluate()
            self.stop = stopped_early(early, epoch)
        else:
            self.stop = goal_reached(self, self.history, self.endless)

    def evaluate(self) -> None:
        """Add the costs and errors of train and dev at the present parameters to the history."""
        self.history.add_evaluation(*self.evaluation())

    def step_epoch(self) -> None:
        """Train to the end of the present epoch."""
        self.step()
        while self.stop is None and not self.trainer.at_epoch_end:
            self.step()

    def run(self, on_epoch: Callable[[Session], object] | None = None) -> Stop:
        """Train until the session stops by itself; call `on_epoch` after every epoch."""
        while self.stop is None:
            self.step_epoch()
            if on_epoch is not None:
                on_epoch(self)
        return self.stop

    def go_on(self) -> Self:
        """From now on pass the last epoch, unless the settings ask to stop after it.

        For somebody who looks on and pauses it, or who knows how far it is to go.
        """
        self.endless = self.recording.endless = True
        if self.stop is not None and self.stop.is_goal:
            self.stop = goal_reached(self, self.history, self.endless)
        return self

    def apply(self, spec: ExperimentSpec) -> None:
        """Take up the settings of `spec` that a running network can take up.

        Raises
        ------
        ValueError
            When `spec` differs in a setting that only a new session can have.
        DataError, SettingError, EngineError
            When its data, or a setting with them, cannot be; the session then is as it was.
        """
        if entries := requires_restart(self.spec, spec, self.dataset):
            paths = ", ".join(entry.path for entry in entries)
            raise ValueError(f"Only a new session can change {paths}.")
        other_data = spec.data.source != self.spec.data.source
        spec.check_layers()
        augmenter = self._augmenter(spec)
        if other_data:
            self._take_data(spec)
        take_up(self.trainer, spec)
        self.trainer.augmentation = augmenter
        training, before = spec.training, self.spec.training
        self.spec = spec
        self.changes.append(SettingsChange(self.trainer.steps, spec))
        watched = (before.patience, before.min_delta)
        if other_data or watched != (training.patience, training.min_delta):
            # What was best on other data says nothing.
            self._early_stopping = early_stopping_of(training, self.split.dev.m)
        if other_data:
            self.evaluate()
            if self.stop is not None and self.stop.reason == "early_stopping":
                self.stop = None
        if self.stop is not None and self.stop.is_goal:
            self.stop = goal_reached(self, self.history, self.endless)

    def set_parameter(self, index: int, value: float) -> None:
        """Give the parameter at a place of theta another value, and evaluate the session anew.

        Raises
        ------
        IndexError
            When theta has no such place.
        """
        if not 0 <= index < self.network.n_parameters:
            raise IndexError(f"There is no parameter {index} among {self.network.n_parameters}.")
        self.network.theta[index] = value
        self.changes.append(ParameterChange(self.trainer.steps, index, value))
        self.evaluate()

    def set_theta(self, theta: np.ndarray) -> None:
        """Give all parameters the values of `theta`, ``(n_parameters,)``, and evaluate anew."""
        self.network.theta = theta
        self.changes.append(ThetaChange(self.trainer.steps, self.network.frozen_theta()))
        self.evaluate()

    # ------------------------------------------------------------------ keeping

    @property
    def initial_weights(self) -> InitialWeights | None:
        """The parameters the session began with, where they were not drawn."""
        taken = (change for change in reversed(self.changes) if isinstance(change, InitialWeights))
        return next(taken, None)

    def start_from(self, theta: np.ndarray, origin: str = "") -> None:
        """Begin with the parameters `theta`, ``(n_parameters,)``, in place of drawn ones.

        `origin` is the name of the file they come from, where they come from one.

        Raises
        ------
        ValueError
            When the session has trained already.
        """
        if self.trainer.steps:
            raise ValueError("Only a session that has not trained yet can start from weights.")
        self.network.theta = theta
        self.changes.append(InitialWeights(0, self.network.frozen_theta(), origin))
        self.history = History()
        self.evaluate()

    def state(self) -> dict[str, Any]:
        """All that `restore` needs besides specification, data set and split; copies.

        That of `progress`, and the `MetricPoints` of the whole history.
        """
        return self.progress() | {"points": self.history.whole()}

    def progress(self) -> dict[str, Any]:
        """All that decides how training goes on, besides specification, data set and split.

        ``theta``, the trainer's and the early stopping's own states, ``stop`` and the
        ``last_cost`` that was finite; copies.
        """
        return {
            "theta": self.network.frozen_theta(),
            "trainer": self.trainer.state(),
            "early_stopping": self._early_stopping and self._early_stopping.state(),
            "stop": self.stop,
            "last_cost": self._last_finite_cost,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on, bit for bit, where a session of the same specification and data stood.

        Raises
        ------
        EngineError
            When the state belongs to another network, optimizer or training set.
        """
        self._go_on(state)
        self.history = History()
        self.history.extend(state["points"])
        costs = self.history.batch_costs
        finite = costs[np.isfinite(costs)]
        self._last_finite_cost = float(finite[-1]) if finite.size else math.nan
        self.recording.begin_at(self)
        self._keyframe_due = min(self._keyframe_due, self.recording.due)

    def remember(
        self,
        origin: tuple[ExperimentSpec, Dataset, Split],
        changes: Sequence[Change],
        first: int,
        keyframes: Sequence[Keyframe],
    ) -> None:
        """Take up the past of this session again, as a file kept it.

        Parameters
        ----------
        origin, changes
            As the attributes.
        first, keyframes
            As of `Recording.remembered`.
        """
        self.origin, self.changes = origin, list(changes)
        self._record(Recording.remembered(self, first, keyframes))

    def branch(self, step: int, key: int = 0) -> Future:
        """Go on from an earlier moment; what came after it is kept.

        Parameters
        ----------
        step : int
            One of ``recording.steps``.
        key : int
            By which what comes after is to be found again among `futures`.

        Returns
        -------
        Future
            What came after, for `return_to`; also the last of `futures`.

        Raises
        ------
        ValueError
            When the session was never there.
        """
        moment = self.recording.state_at(step)
        future = Future.of(self, step, key)
        self.history = self.history.until(step, moment.evaluations)
        self.changes = self.changes[: moment.changes]
        self.resume(moment)
        self._record(self.recording.cut(self, moment))
        self._keep(future)
        return future

    def return_to(self, future: Future) -> Future:
        """Take up a future again that `branch` left; the present one is kept in its place."""
        present = Future.of(self, future.parted, future.key)
        self.futures.remove(future)
        self.history, self.changes = future.history, future.changes
        self.resume(future.last)
        future.recording.go_on(self.recording.budget)
        self._record(future.recording)
        self._keep(present)
        return present

    def _record(self, recording: Recording) -> None:
        self.recording = recording
        if self._keyframe_due < math.inf:
            self._keyframe_due = recording.due

    def _keep(self, future: Future) -> None:
        """Keep a future; all of them together remember half as much as the present."""
        self.futures.append(future)
        for kept in self.futures:
            kept.recording.thin(self.recording.budget // (2 * len(self.futures)))

    def resume(self, moment: Keyframe) -> None:
        """Go on, bit for bit, where this session or one like it stood; its history stays."""
        spec = moment.spec
        if moment.split is not self.split:
            self._attach(moment.split)
        take_up(self.trainer, spec)
        self.trainer.augmentation = self._augmenter(spec)
        self.spec, self.dataset, self.split = spec, moment.dataset, moment.split
        self._early_stopping = early_stopping_of(spec.training, self.split.dev.m)
        self._go_on(moment.state)
        self._last_finite_cost = moment.state["last_cost"]

    def _go_on(self, progress: dict[str, Any]) -> None:
        self.network.theta = progress["theta"]
        self.trainer.restore(progress["trainer"])
        if self._early_stopping is not None and progress["early_stopping"] is not None:
            self._early_stopping.restore(progress["early_stopping"])
        self.stop = progress["stop"]
