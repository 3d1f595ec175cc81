"""What the window can ask of the worker: small frozen messages, carried out in order. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from playground.experiment.probes.runner import Watch
from playground.experiment.probes.surface import Plane
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.calls import Call
from playground.gui.training.run_queue import Build


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
class Quit:
    """End the worker's loop."""


Command = Build | Call | Apply | Train | Pause | Look | Watch | SetParameter | Pace | Quit
