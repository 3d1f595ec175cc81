"""What is known of the runs of a study: while they train, and when they are done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from playground.dataclass import dataclass
from playground.engine.regularization.penalty import penalty_value
from playground.experiment.history import EVALUATION_COLUMNS, MetricPoints
from playground.experiment.probes.surface import Surface

if TYPE_CHECKING:
    from playground.engine import Network
    from playground.experiment.inputs.plane import Plane
    from playground.experiment.inputs.preprocessing import Preprocessing
    from playground.experiment.session import Session
    from playground.experiment.stopping import Stop
    from playground.experiment.studies.study import Study, StudyRun
    from playground.experiment.studies.trail import Trail, TrailKeeper

#: Reasons to stop of a run that came to its own end.
_COMPLETE = ("finished", "early_stopping", "cost_reached", "error_reached")


@dataclass(frozen=True, eq=False)
class Start:
    """How a run began, and what does not change while it goes on.

    Attributes
    ----------
    network : Network
        Its architecture; the parameters it holds mean nothing.
    theta : ndarray, (n_parameters,)
        The initial parameters, read-only.
    preprocessing : Preprocessing
        As of `Session`.
    train_examples : int
        What it learns from.
    batches_per_epoch : int
    """

    network: Network
    theta: np.ndarray
    preprocessing: Preprocessing
    train_examples: int
    batches_per_epoch: int

    @classmethod
    def of(cls, session: Session) -> Start:
        """The start of a session that has not trained yet."""
        return cls(
            network=session.network,
            theta=session.network.frozen_theta(),
            preprocessing=session.preprocessing,
            train_examples=session.split.train.m,
            batches_per_epoch=session.trainer.batches_per_epoch,
        )

    def surface(self, plane: Plane) -> Surface:
        """What computes the decision surface over a plane; ``surface.map(record.theta)``."""
        return Surface(self.network, plane, self.preprocessing)


@dataclass(frozen=True, eq=False)
class RunRecord:
    """One run, as far as it has come.

    Attributes
    ----------
    run : StudyRun
        Its label, seed and whole experiment.
    stop : Stop or None
        Why it ended; None while it goes on. Beside the reasons of a session there are
        ``"cancelled"``, with all that was learned until then, and ``"failed"``, for an error.
    start : Start or None
        How it began; None where that failed.
    theta : ndarray, (n_parameters,), or None
        The parameters it has come to, read-only.
    points : MetricPoints or None
        The cost of every mini-batch and all evaluations.
    epoch : int
        Epochs completed.
    trail : Trail or None
        Where it has been, if its study wanted to know.
    random_state : dict or None
        The state of the generator that shuffles, as it stands now: equal states after equal
        starts mean equal orders of mini-batches.
    """

    run: StudyRun
    stop: Stop | None = None
    start: Start | None = None
    theta: np.ndarray | None = None
    points: MetricPoints | None = None
    epoch: int = 0
    trail: Trail | None = None
    random_state: Mapping | None = field(default=None, repr=False)

    @property
    def complete(self) -> bool:
        """Whether it came to its own end, so that its numbers may be compared."""
        return self.stop is not None and self.stop.reason in _COMPLETE

    @property
    def failure(self) -> str:
        """Why it failed, as a sentence; empty where it did not."""
        if self.stop is None or self.stop.reason not in ("failed", "diverged"):
            return ""
        return self.stop.sentence

    @property
    def cancelled(self) -> bool:
        """Whether it was ended from outside, before its own end."""
        return self.stop is not None and self.stop.reason == "cancelled"

    @property
    def steps(self) -> int:
        """Mini-batches taken."""
        return 0 if self.points is None else len(self.points.batch_costs)

    def column(self, name: str) -> np.ndarray:
        """One column of the evaluations by its name, ``(n_evaluations,)``."""
        if self.points is None:
            return np.empty(0)
        return self.points.evaluations[:, EVALUATION_COLUMNS.index(name)]

    def final(self, name: str) -> float:
        """The last value of a column, such as ``"dev_error"``; NaN where there is none."""
        values = self.column(name)
        return float(values[-1]) if values.size else math.nan

    @property
    def dev_loss(self) -> float:
        """The dev cost at the end without the penalty, which says nothing about the dev set."""
        if self.start is None or self.theta is None:
            return math.nan
        training, network = self.run.spec.training, self.start.network
        penalty = penalty_value(
            self.theta, network.layer_sizes, training.l1, training.l2, self.start.train_examples
        )
        return self.final("dev_cost") - penalty

    def steps_to(self, cost: float) -> int | None:
        """The step of the first evaluation at or below a train cost; None where none was.

        Evaluations come at the ends of epochs.
        """
        reached = np.flatnonzero(self.column("train_cost") <= cost)
        return int(self.column("step")[reached[0]]) if reached.size else None


@dataclass(frozen=True, eq=False)
class StudyResult:
    """All runs of a study.

    Attributes
    ----------
    study : Study
    records : tuple of RunRecord
        One for each run, in their order.
    notices : tuple of str
        What a person should know about how it was run, in sentences.
    seconds : float
        How long it took.
    step_seconds : mapping of str to float
        By label, the time of one mini-batch of a run that has the machine for itself; empty
        where it was not measured.
    """

    study: Study
    records: tuple[RunRecord, ...]
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    step_seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def cancelled(self) -> bool:
        """Whether it was ended before all runs were done."""
        return any(r.stop is None or r.stop.reason == "cancelled" for r in self.records)

    @property
    def failures(self) -> tuple[RunRecord, ...]:
        """The runs that failed or diverged."""
        return tuple(record for record in self.records if record.failure)

    @property
    def task(self) -> str:
        """What is learned: ``"binary"``, ``"multiclass"``, ``"regression"``; empty if unknown."""
        begun = (record.start for record in self.records if record.start is not None)
        return next((start.network.task for start in begun), "")

    @property
    def one_loss(self) -> bool:
        """Whether all runs have the same loss: costs of different losses are not comparable."""
        losses = {
            (r.start.network.loss.name, network.huber_delta, repr(network.class_weights))
            for r in self.records
            if r.start is not None and (network := r.run.spec.network)
        }
        return len(losses) < 2

    def of(self, label: str) -> tuple[RunRecord, ...]:
        """The runs of one variation, seed after seed."""
        return tuple(record for record in self.records if record.run.label == label)


def record_of(
    session: Session,
    run: StudyRun,
    start: Start,
    stop: Stop | None = None,
    trail: TrailKeeper | None = None,
) -> RunRecord:
    """A session as far as it has come; nothing that training will change later."""
    history = session.history
    return RunRecord(
        run=run,
        stop=stop or session.stop,
        start=start,
        theta=session.network.frozen_theta(),
        # Later steps are added behind these views, never in place of what they show.
        points=MetricPoints(0, history.batch_costs, history.evaluations),
        epoch=session.trainer.epoch,
        trail=None if trail is None else trail.until(session.trainer.steps),
        random_state=session.trainer.rng.bit_generator.state,
    )
