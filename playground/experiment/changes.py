"""What a person changed by hand while a session trained: kept, so that the run can be repeated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.wording import value_text
from playground.settings import SettingError, changed, find, number_text

if TYPE_CHECKING:
    from playground.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class Mark:
    """A place on the timeline at which something was changed by hand.

    Attributes
    ----------
    step : int
    sentence : str
        What was changed: ``"Learning rate: 0.01 to 0.1"``.
    """

    step: int
    sentence: str


class Changeable(Protocol):
    """What can be changed by hand: a session."""

    def apply(self, spec: ExperimentSpec) -> None: ...

    def set_parameter(self, index: int, value: float) -> None: ...

    def set_theta(self, theta: np.ndarray) -> None: ...

    def start_from(self, theta: np.ndarray, origin: str = "") -> None: ...


class Change(Protocol):
    """Something done to a session after so many of its steps.

    Attributes
    ----------
    step : int
    """

    @property
    def step(self) -> int: ...

    def repeat(self, session: Changeable) -> None:
        """Do it to another session, which has taken as many steps."""


@dataclass(frozen=True)
class SettingsChange:
    """Other settings were taken up, drawn points among them."""

    step: int
    spec: ExperimentSpec

    def repeat(self, session: Changeable) -> None:
        """Let another session take them up."""
        session.apply(self.spec)


@dataclass(frozen=True)
class ParameterChange:
    """One parameter, by its place in theta, was given another value."""

    step: int
    index: int
    value: float

    def repeat(self, session: Changeable) -> None:
        """Give it that value in another session."""
        session.set_parameter(self.index, self.value)


@dataclass(frozen=True, eq=False)
class ThetaChange:
    """All parameters were given other values: those of a point of the landscape.

    Attributes
    ----------
    step : int
    theta : ndarray, (n_parameters,)
        Read-only.
    """

    step: int
    theta: np.ndarray

    def repeat(self, session: Changeable) -> None:
        """Give them these values in another session."""
        session.set_theta(self.theta)


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

    def repeat(self, session: Changeable) -> None:
        """Let another session begin with them."""
        session.start_from(self.theta, self.origin)


def marks_of(begun: ExperimentSpec, changes: Iterable[Change]) -> tuple[Mark, ...]:
    """What was changed by hand and when, changes of one moment together.

    Parameters
    ----------
    begun : ExperimentSpec
        The settings before the first change.
    changes : iterable of Change
        In their order.
    """
    told: dict[int, list[str]] = {}
    spec = begun
    for change in changes:
        words = told.setdefault(change.step, [])
        match change:
            case SettingsChange():
                words += _differences(spec, change.spec)
                spec = change.spec
            case ParameterChange():
                words.append(f"A parameter set to {number_text(change.value)}")
            case ThetaChange():
                words.append("Went on from another point of the landscape")
            case InitialWeights():
                words.append(change.sentence or "Weights put in")
    return tuple(Mark(step, "; ".join(dict.fromkeys(words))) for step, words in told.items())


def _differences(before: ExperimentSpec, after: ExperimentSpec) -> list[str]:
    words = []
    for entry in changed(before, after):
        setting = entry.setting
        if setting.format == "points":
            words.append("Points drawn")
            continue
        try:
            old = value_text(find(before, entry.path).value, setting)
            words.append(f"{setting.label}: {old} to {value_text(entry.value, setting)}")
        except SettingError:  # a constant of what was not chosen before
            words.append(f"{setting.label}: {value_text(entry.value, setting)}")
    return words
