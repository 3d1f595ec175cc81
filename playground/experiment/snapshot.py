"""What is seen of a running session: frozen, copied, safe to hand to another thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.datasets import Dataset, Scaler, Split
from playground.data.features import FeatureMap
from playground.dataclass import dataclass
from playground.experiment.changes import InitialWeights, Mark
from playground.experiment.history import History, MetricPoints
from playground.experiment.probe import ProbeResults
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop, exploded

if TYPE_CHECKING:
    from playground.experiment.attachments import Attachments
    from playground.experiment.session import Session


@dataclass(frozen=True, eq=False)
class BranchPoint:
    """Where a run left another one.

    Attributes
    ----------
    key : int
        Stays the same when the one and the other change places.
    step : int
        The last step that both have in common.
    other : MetricPoints
        How the other one went, from its first step on.
    returns : bool
        Whether the run comes back to a way it had left.
    """

    key: int
    step: int
    other: MetricPoints
    returns: bool = False


@dataclass(frozen=True)
class Run:
    """What stays the same from reset to reset.

    Attributes
    ----------
    run_id : int
        Grows with every new run; a snapshot with another number is stale.
    spec : ExperimentSpec
        As the run started; live changes since then are in the snapshots.
    dataset : Dataset
        All examples, unscaled, as the run started.
    split : Split
        Train, dev and test, unscaled, as the run started.
    scaler : Scaler
        From raw features to what the network sees, fitted on the training set.
    features : FeatureMap
        From the columns of the data set to raw features.
    layer_sizes : tuple of int
        ``n[0] .. n[L]``; ``n[0]`` is the number of features.
    remark : str
        What there is to tell of where it comes from; empty for nothing.
    attached : Attachments or None
        What lay beside it, where this run comes from a session file.
    parent : BranchPoint or None
        Where it left another run to go its own way.
    initial_weights : InitialWeights or None
        The parameters it began with, where they were not drawn.
    takes_up : int
        The number of the run that it takes up again; 0 for none.
    """

    run_id: int
    spec: ExperimentSpec
    dataset: Dataset
    split: Split
    scaler: Scaler
    features: FeatureMap
    layer_sizes: tuple[int, ...]
    remark: str = ""
    attached: Attachments | None = None
    parent: BranchPoint | None = None
    initial_weights: InitialWeights | None = None
    takes_up: int = 0

    @classmethod
    def of(cls, session: Session, run_id: int = 0, **details: Any) -> Run:
        """What stays the same while a session trains; `details` are more of the attributes."""
        return cls(
            run_id,
            session.spec,
            session.dataset,
            session.split,
            session.scaler,
            session.features,
            tuple(session.network.layer_sizes),
            initial_weights=session.initial_weights,
            **details,
        )

    @property
    def window(self) -> Mapping[str, bytes]:
        """What the window wants to find again, by name."""
        return {} if self.attached is None else self.attached.window


@dataclass(frozen=True)
class Snapshot:
    """The state of a session between two mini-batches.

    Attributes
    ----------
    run : Run
        The run this belongs to.
    spec : ExperimentSpec
        The settings in force.
    steps, epoch : int
        Mini-batches taken, epochs completed.
    learning_rate : float
        The rate of the next step.
    theta : ndarray, (n_parameters,)
        A read-only copy of all parameters.
    points : MetricPoints
        The metric points since the snapshot before this one.
    dataset : Dataset
        All examples as they are now: those of the run, unless points have been drawn since.
    split : Split
        Its train, dev and test set.
    running : bool
        Whether the session goes on training.
    probes : ProbeResults
        What was computed of theta besides, by the class of the probe; those that were not
        renewed are missing.
    steps_per_second : float
        Measured over the last moments of training; 0 while nothing runs.
    stop : Stop or None
        Why the session stopped by itself, where it did.
    looking_back : bool
        Whether this is a moment of the past, which the run has gone on from.
    elsewhere : mapping of str to float or None
        The evaluation, by column name, of another network of the same shape that is looked at in
        place of the run's; None for the run's own.
    first_step, last_step : int
        The moments that can be looked at; by default this one alone.
    exact_in : float
        Where this is only the nearest moment at hand, about how many seconds it takes to compute
        the one that was asked for.
    marks : tuple of Mark
        What was changed by hand, and when.
    """

    run: Run
    spec: ExperimentSpec
    steps: int
    epoch: int
    learning_rate: float
    theta: np.ndarray
    points: MetricPoints
    dataset: Dataset
    split: Split
    running: bool = False
    probes: ProbeResults = field(default_factory=ProbeResults)
    steps_per_second: float = 0.0
    stop: Stop | None = None
    looking_back: bool = False
    elsewhere: Mapping[str, float] | None = None
    first_step: int = 0
    last_step: int = 0
    exact_in: float = 0.0
    marks: tuple[Mark, ...] = ()

    @classmethod
    def of(cls, session: Session, run: Run, points: MetricPoints, **details: Any) -> Snapshot:
        """The present state of a session, copied; `details` are more of the attributes."""
        trainer = session.trainer
        return cls(
            run=run,
            spec=session.spec,
            steps=trainer.steps,
            epoch=trainer.epoch,
            learning_rate=trainer.current_learning_rate,
            theta=session.network.frozen_theta(),
            points=points,
            stop=session.stop,
            dataset=session.dataset,
            split=session.split,
            **details,
        )

    @property
    def run_id(self) -> int:
        """The number of the run this belongs to."""
        return self.run.run_id

    def after(self, earlier: Snapshot | None) -> Snapshot:
        """This snapshot, with what only an `earlier` one holds that nobody has taken yet."""
        if earlier is None or earlier.run is not self.run:
            return self
        return replace(
            self,
            points=earlier.points.followed_by(self.points),
            probes=self.probes.after(earlier.probes),
        )


@dataclass(frozen=True)
class Frame:
    """All that a view needs to draw itself.

    Attributes
    ----------
    snapshot : Snapshot
        The latest state.
    history : History
        All metric points of the run.
    probes : ProbeResults
        The latest results there are, which may be older than the snapshot; by default its own.
    """

    snapshot: Snapshot
    history: History
    probes: ProbeResults = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.probes is None:
            object.__setattr__(self, "probes", self.snapshot.probes)

    @property
    def latest(self) -> dict[str, float]:
        """The last evaluation up to the moment that is shown, or that of the network that is
        looked at in its place, by column name; empty for none."""
        elsewhere = self.snapshot.elsewhere
        return self.latest_of_run if elsewhere is None else dict(elsewhere)

    @property
    def latest_of_run(self) -> dict[str, float]:
        """The last evaluation of the run itself up to the moment that is shown."""
        if self.snapshot.looking_back:
            return self.history.latest_at(self.snapshot.steps)
        return self.history.latest

    @property
    def has_diverged(self) -> bool:
        """Whether the network that is shown is worth nothing: its run stopped for it, or would."""
        stop, latest = self.snapshot.stop, self.latest
        if stop is not None and stop.reason == "diverged" and not self.snapshot.looking_back:
            return True
        return bool(latest) and exploded(self.history.column("train_cost")[0], latest["train_cost"])

    @property
    def dataset(self) -> Dataset:
        """All examples at this moment: they can be drawn on while a run goes on."""
        return self.snapshot.dataset

    @property
    def split(self) -> Split:
        """Their parts."""
        return self.snapshot.split

    @property
    def run(self) -> Run:
        """The run that is shown; another object means that everything drawn before is stale."""
        return self.snapshot.run
