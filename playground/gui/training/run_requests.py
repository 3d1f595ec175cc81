"""What a run can be built of, one class each: a specification, a file, a branch. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.attachments import Attachments
from playground.experiment.changes import InitialWeights
from playground.experiment.errors import ExperimentError
from playground.experiment.recording import Future
from playground.experiment.session import Session
from playground.experiment.snapshot import BranchPoint, Run
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.undo import LeftRun


class Built(NamedTuple):
    """A session, and what of its `Run` it does not know itself."""

    session: Session
    about: Mapping[str, Any] = MappingProxyType({})

    def as_run(self, run_id: int) -> Run:
        """What stays the same while the session trains."""
        return Run.of(self.session, run_id, **self.about)


class RunRequest:
    """What a run is to be built of.

    Attributes
    ----------
    running : bool
        Whether it trains at once.
    spec : ExperimentSpec or None
        The specification it is of; None where a file may be at fault if it cannot be built.
    weights : InitialWeights or None
        What it begins with, where that is known and is not random.
    session_path : str
        The session file it goes on from; empty for none.
    leaves : LeftRun or None
        Where the run that stands is kept, where it is to be taken up again.
    """

    running: bool = False
    spec: ExperimentSpec | None = None
    weights: InitialWeights | None = None
    session_path: str = ""
    leaves: LeftRun | None = None

    @property
    def doing(self) -> str:
        """What the worker is at while it builds this, as it follows "is still"."""
        return "building the network"

    def build(self, present: Session | None = None) -> Built:
        """In the worker: the session; raises what the layers below raise, with a sentence.

        `present` is the one that stands, which a branch goes on with.
        """
        raise NotImplementedError

    def after(self, earlier: RunRequest | None) -> RunRequest:
        """This request with what holds on of an `earlier` one that it takes the place of."""
        return self

    def knowing(self, run: Run | None) -> RunRequest:
        """This request with what need not be made anew, since the run that stands has it."""
        return self

    def training(self, running: bool) -> RunRequest:
        """This request for a run that trains at once, or does not, where there is a choice."""
        return self


@dataclass(frozen=True)
class NewRun(RunRequest):
    """A run from its first step.

    Attributes
    ----------
    dataset : Dataset or None
        What ``spec.data.source`` makes, where that is known already.
    weights : InitialWeights or None
        What it begins with, where not with random initial weights.
    reread : bool
        Whether the data are read anew although the run that stands has them.
    """

    spec: ExperimentSpec
    running: bool = False
    dataset: Dataset | None = None
    weights: InitialWeights | None = None
    reread: bool = False
    leaves: LeftRun | None = None

    @property
    def doing(self) -> str:
        """Reading, where the data are in a file that has not been read yet."""
        path = getattr(self.spec.data.source, "path", "")
        if path and self.dataset is None:
            return f"reading {Path(path).name}"
        return super().doing

    def build(self, present: Session | None = None) -> Built:
        """Make the data where they are not known, and draw or take the weights."""
        session = Session(self.spec, self.dataset)
        if self.weights is not None:
            session.start_from(self.weights.theta, self.weights.origin)
        if self.leaves is not None:
            self.leaves.session = present
        return Built(session)

    def after(self, earlier: RunRequest | None) -> NewRun:
        """Data that were handed over or were to be read anew still are; so is what is left."""
        if not isinstance(earlier, NewRun):
            return self
        leaves = self.leaves or earlier.leaves
        if not _same_data(earlier.spec, self.spec):
            return replace(self, leaves=leaves)
        dataset = self.dataset
        if dataset is None and not self.reread:
            dataset = earlier.dataset
        reread = self.reread or earlier.reread
        return replace(self, dataset=dataset, reread=reread, leaves=leaves)

    def knowing(self, run: Run | None) -> NewRun:
        """The examples of the run that stands, where they are the same."""
        if run is None or self.dataset is not None or self.reread:
            return self
        return replace(self, dataset=run.dataset) if _same_data(run.spec, self.spec) else self

    def training(self, running: bool) -> NewRun:
        """There is."""
        return replace(self, running=running)


@dataclass(frozen=True)
class ImportedRun(RunRequest):
    """A run from its first step, paused, that begins with the weights in a file."""

    new: NewRun
    path: str

    def build(self, present: Session | None = None) -> Built:
        """Put the weights into a new session, where they fit."""
        from playground.io.weights.weights import import_weights

        session = Session(self.new.spec, self.new.dataset)
        return Built(session, {"remark": import_weights(session, self.path)})

    def after(self, earlier: RunRequest | None) -> ImportedRun:
        """As of the run it is."""
        return replace(self, new=self.new.after(earlier))

    def knowing(self, run: Run | None) -> ImportedRun:
        """As of the run it is."""
        return replace(self, new=self.new.knowing(run))


@dataclass(frozen=True)
class ResumedRun(RunRequest):
    """A run that goes on where a session in a file stood, paused."""

    session_path: str

    @property
    def doing(self) -> str:
        """Opening the file."""
        return f"opening {Path(self.session_path).name}"

    def build(self, present: Session | None = None) -> Built:
        """Read the file."""
        from playground.io.session.file import read_session

        loaded = read_session(self.session_path)
        beside = Attachments(runs=loaded.runs, window=loaded.window, written=loaded.written)
        return Built(loaded.session, {"attached": beside})


@dataclass(frozen=True)
class TakenUpRun(RunRequest):
    """A run that takes up again the one that was left, paused; `run_id` is left in its place."""

    left: LeftRun
    run_id: int
    spec: ExperimentSpec
    weights: InitialWeights | None = None

    def build(self, present: Session | None = None) -> Built:
        """Let both change places."""
        left = self.left
        if left.session is None:
            raise ExperimentError("the run before is not kept any more.")
        session, takes_up = left.session, left.run_id
        left.session, left.run_id = present, self.run_id
        return Built(session, {"takes_up": takes_up})


@dataclass(frozen=True)
class BranchedRun(RunRequest):
    """A run that goes on from an earlier moment of the one that stands.

    Attributes
    ----------
    step : int
        The moment.
    key : int
        By which `ReturnedRun` finds again what came after it.
    spec : ExperimentSpec
        The settings it goes on with.
    edit : tuple of (int, float) or None
        A place in theta and the value that it is given there.
    theta : ndarray or None
        All parameters that it goes on with, where not with those of the moment.
    """

    step: int
    key: int
    spec: ExperimentSpec
    running: bool = False
    weights: InitialWeights | None = None
    edit: tuple[int, float] | None = None
    theta: np.ndarray | None = None

    def build(self, present: Session | None = None) -> Built:
        """Take the session back and let it go another way."""
        if present is None:
            raise ExperimentError("there is no run to go back in.")
        future = present.branch(self.step, self.key)
        try:
            if present.spec != self.spec:
                present.apply(self.spec)
            if self.theta is not None:
                present.set_theta(self.theta)
            if self.edit is not None:
                present.set_parameter(*self.edit)
        except Exception:
            present.return_to(future)
            present.futures.pop()
            raise
        return Built(present, {"parent": _point_of(future)})


@dataclass(frozen=True)
class ReturnedRun(RunRequest):
    """A run that takes up again what a `BranchedRun` of this key had left, paused."""

    key: int
    spec: ExperimentSpec
    weights: InitialWeights | None = None

    def build(self, present: Session | None = None) -> Built:
        """Let the present way and the other one change places."""
        futures = () if present is None else present.futures
        future = next((future for future in futures if future.key == self.key), None)
        if present is None or future is None:
            raise ExperimentError("what came after is not kept any more.")
        left = present.return_to(future)
        return Built(present, {"parent": _point_of(left, returns=True)})


def _point_of(future: Future, returns: bool = False) -> BranchPoint:
    points = future.history.since((0, 0))
    return BranchPoint(future.key, future.parted, points, returns)


def _same_data(old: ExperimentSpec, new: ExperimentSpec) -> bool:
    """Whether both make the same data set; scaling and division are applied afterwards."""
    chance = old.seed, old.data_draw
    return chance == (new.seed, new.data_draw) and old.data.source == new.data.source
