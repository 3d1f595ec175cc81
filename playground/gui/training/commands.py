"""What the window can ask of the worker: small frozen messages, carried out in order. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.data.datasets import Dataset
from playground.experiment.changes import InitialWeights
from playground.experiment.probes.runner import Watch
from playground.experiment.probes.surface import Plane
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class Start:
    """Build a session and show it; train at once where `running`.

    `dataset` is given where the data are those of the run before, so that a file is read once;
    `weights` where the run begins with others than drawn ones.
    """

    run_id: int
    spec: ExperimentSpec
    running: bool = False
    dataset: Dataset | None = None
    weights: InitialWeights | None = None


@dataclass(frozen=True)
class Resume:
    """Load a session from a file and show it, paused."""

    run_id: int
    path: str


@dataclass(frozen=True)
class Import:
    """Start the experiment over from the weights in a file, and show it, paused."""

    run_id: int
    path: str


@dataclass(frozen=True)
class Apply:
    """Take up settings that a running network can take up."""

    spec: ExperimentSpec


@dataclass(frozen=True)
class Train:
    """Train on: without end, or for one mini-batch, or to the end of the epoch."""

    until: str = "stopped"  # or "step", "epoch"


@dataclass(frozen=True)
class Pause:
    """Stop training after the mini-batch at hand."""


@dataclass(frozen=True)
class Look:
    """Show another plane of the input space, with the maps of hidden units or without."""

    plane: Plane
    with_units: bool = False


@dataclass(frozen=True)
class SetParameter:
    """Give one parameter of a run, by its place in theta, another value."""

    run_id: int
    index: int
    value: float


@dataclass(frozen=True)
class Pace:
    """Train at most `steps_per_second` mini-batches a second; None for flat out."""

    steps_per_second: float | None


@dataclass(frozen=True)
class Write:
    """Write something of the session to a file, between two mini-batches.

    `write` is called with the session in the worker's thread and raises an `OSError`, a
    `ValueError` or an error of the export layer with a sentence; `done` is said when it worked.
    """

    write: Callable[[Session], object]
    done: str


@dataclass(frozen=True)
class Quit:
    """End the worker's loop."""


Command = (
    Start
    | Resume
    | Import
    | Apply
    | Train
    | Pause
    | Look
    | Watch
    | SetParameter
    | Pace
    | Write
    | Quit
)
