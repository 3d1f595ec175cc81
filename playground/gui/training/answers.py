"""What the worker says to the window, besides snapshots: small frozen messages. Qt-free."""

from __future__ import annotations

from typing import Any

from playground.dataclass import dataclass
from playground.experiment.snapshot import Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.calls import Call, Failure
from playground.gui.training.commands import Apply


@dataclass(frozen=True)
class Refused:
    """The run of this number cannot be built; the one before it goes on existing, paused.

    `failure` says why, with details where it was an error of the program.
    """

    run_id: int
    failure: Failure


@dataclass(frozen=True)
class NotApplied:
    """Settings could not be taken up: the very command that was sent, and those in force."""

    run_id: int
    command: Apply
    in_force: ExperimentSpec
    failure: Failure


@dataclass(frozen=True)
class Stopped:
    """An error of the program stopped the training of this run."""

    run_id: int
    failure: Failure


@dataclass(frozen=True)
class Returned:
    """What came of a call: what its function returned, or a `Failure`.

    Whoever called waits for it, whichever run stands meanwhile.
    """

    run_id: int
    call: Call
    outcome: Any


Answer = Snapshot | Refused | NotApplied | Stopped | Returned
