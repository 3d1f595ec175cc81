"""What the window can ask of the worker: small frozen messages, carried out in order. Qt-free."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.probe import Probe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.calls import Call
from playground.gui.training.run_queue import Build


@dataclass(frozen=True)
class Apply:
    """Take up settings that a running network can take up."""

    spec: ExperimentSpec


@dataclass(frozen=True)
class Train:
    """Train on: to the goal or without end, or for one mini-batch, or to the end of the epoch."""

    until: str = "stopped"  # or "step", "epoch"


@dataclass(frozen=True)
class Aim:
    """Pause every run, from now on, where this says so of its session; None for no such place.

    It is asked after every mini-batch.
    """

    goal: Callable[[Session], bool] | None


@dataclass(frozen=True, eq=False)
class LookBack:
    """Show the run of that number as it stood after so many steps; None for as it is now.

    Where `theta`, ``(n_parameters,)``, is given: as it is now, if its parameters were these.
    """

    run_id: int
    step: int | None
    theta: np.ndarray | None = None


@dataclass(frozen=True)
class Pause:
    """Stop training after the mini-batch at hand."""


@dataclass(frozen=True)
class Ask:
    """Compute with the snapshots, from now on, what these probes ask for.

    Where another run than that of `run_id` stands by then, what belongs to its data is left out.
    """

    run_id: int
    requests: tuple[Probe, ...]


@dataclass(frozen=True)
class SetParameter:
    """Give one parameter of a run, by its place in theta, another value."""

    run_id: int
    index: int
    value: float


@dataclass(frozen=True)
class Remember:
    """Let the keyframes of a run take at most so many bytes, now and from now on."""

    budget: int


@dataclass(frozen=True)
class Pace:
    """Train at most `steps_per_second` mini-batches a second; None for flat out."""

    steps_per_second: float | None


@dataclass(frozen=True)
class Quit:
    """End the worker's loop."""


Command = (
    Build
    | Call
    | Apply
    | Train
    | Aim
    | LookBack
    | Pause
    | Ask
    | SetParameter
    | Pace
    | Remember
    | Quit
)
