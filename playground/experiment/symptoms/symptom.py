"""Symptom: what one thing that may be wrong looks like, why it comes about, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, ClassVar

from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms.case import Case
from playground.limits import shortened
from playground.settings import Registry, Settings, number_text, replaced

symptoms = Registry("symptom")


@dataclass(frozen=True)
class Remedy:
    """What to do.

    Attributes
    ----------
    label : str
        A few words, for a button or after "Try:".
    changes : tuple of (str, value)
        The settings to change, in this order; empty where the help lies outside of them, as in
        collecting more examples.
    """

    label: str
    changes: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of_rate(cls, rate: float) -> Remedy:
        """Another learning rate."""
        return cls(f"Learning rate {number_text(rate)}", (("training.learning_rate", rate),))

    def applied_to(self, spec: ExperimentSpec) -> ExperimentSpec:
        """`spec` with the remedy followed."""
        for path, value in self.changes:
            spec = replaced(spec, path, value)
        return spec


@dataclass(frozen=True)
class Finding:
    """A symptom that was found.

    Attributes
    ----------
    name : str
        Of the symptom in the registry.
    sentence : str
        What was found, with its numbers.
    cause : str
        Why that is so, in a sentence.
    remedy : Remedy
    values : mapping of str to number or str
        The evidence.
    severity : float
        From 0 to 100: how much it matters beside others.
    lesson : str
        The name of the lesson that treats it; empty where none does.
    """

    name: str
    sentence: str
    cause: str
    remedy: Remedy
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: float = 0.0
    lesson: str = ""


class Symptom(Settings):
    """One thing that may be wrong with a run.

    Attributes
    ----------
    severity : float
        From 0 to 100. What explains other symptoms is graver than they are.
    lesson : str
    """

    severity: ClassVar[float] = 0.0
    lesson: ClassVar[str] = ""

    def look(self, case: Case) -> Finding | None:
        """The symptom as it shows in a case; None where it does not."""
        raise NotImplementedError

    def found(self, sentence: str, cause: str, remedy: Remedy, **values: Any) -> Finding:
        """A finding of this symptom."""
        said = shortened(sentence), shortened(cause)
        return Finding(self.name, *said, remedy, values, self.severity, self.lesson)
