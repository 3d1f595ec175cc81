"""What a person changed by hand while a session trained: kept, so that the run can be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from playground.experiment.session import Session
    from playground.experiment.spec import ExperimentSpec


class Change(Protocol):
    """Something done to a session after so many of its steps.

    Attributes
    ----------
    step : int
    """

    step: int

    def repeat(self, session: Session) -> None:
        """Do it to another session, which has taken as many steps."""


@dataclass(frozen=True)
class SettingsChange:
    """Other settings were taken up, drawn points among them."""

    step: int
    spec: ExperimentSpec

    def repeat(self, session: Session) -> None:
        """Let another session take them up."""
        session.apply(self.spec)


@dataclass(frozen=True)
class ParameterChange:
    """One parameter, by its place in theta, was given another value."""

    step: int
    index: int
    value: float

    def repeat(self, session: Session) -> None:
        """Give it that value in another session."""
        session.set_parameter(self.index, self.value)


@dataclass(frozen=True, eq=False)
class InitialWeights:
    """The session began with the parameters `theta` in place of drawn ones.

    Attributes
    ----------
    step : int
    theta : ndarray, (n_parameters,)
        Read-only.
    origin : str
        The name of the file they come from; empty where they come from elsewhere.
    """

    step: int
    theta: np.ndarray
    origin: str = ""

    @property
    def sentence(self) -> str:
        """What to tell of a run that began so."""
        return f"Began with the weights in {self.origin}." if self.origin else ""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, InitialWeights)
            and (self.step, self.origin) == (other.step, other.origin)
            and np.array_equal(self.theta, other.theta)
        )

    def __hash__(self) -> int:
        return hash((self.step, self.origin, self.theta.size))

    def repeat(self, session: Session) -> None:
        """Let another session begin with them."""
        session.start_from(self.theta, self.origin)
