"""The check of a lesson: every claim over several seeds, and how often each of them held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.lessons.lesson import Lesson, Step
from playground.lessons.playthrough import Finding, Playthrough

#: A claim is true where it holds for so large a share of the seeds.
ENOUGH = 0.9

#: So many failures are told in a sentence.
_TOLD = 3


@dataclass
class CheckedClaim:
    """One claim, and for which seeds it held.

    Attributes
    ----------
    step : Step
    line : int
        Of the file.
    text : str
    held, failed : list of int
        The seeds, as what is added to that of the lesson.
    failures : list of Finding
        Where it failed.
    """

    step: Step
    line: int
    text: str
    held: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    failures: list[Finding] = field(default_factory=list)

    @property
    def is_true(self) -> bool:
        """Whether it held for enough of the seeds."""
        return len(self.held) >= ENOUGH * (len(self.held) + len(self.failed))

    def sentence(self) -> str:
        """How often it held, and where it failed what was measured."""
        seeds = len(self.held) + len(self.failed)
        often = f"held for {len(self.held)} of {seeds} seeds"
        if not self.failed:
            return f"line {self.line}: {self.text}: {often}."
        measured = "; ".join(failure.measured for failure in self.failures[:_TOLD])
        return f"line {self.line}: {self.text}: {often}; where it failed: {measured}."

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "step": self.step.number,
            "heading": self.step.heading,
            "line": self.line,
            "claim": self.text,
            "held": len(self.held),
            "seeds": len(self.held) + len(self.failed),
            "is_true": self.is_true,
            "failed": [
                {"seed": seed, "values": failure.values}
                for seed, failure in zip(self.failed, self.failures)
            ],
        }


def check_lesson(
    lesson: Lesson, seeds: int, after_seed: Callable[[int], object] | None = None
) -> list[CheckedClaim]:
    """Every claim of a lesson, in the order of the file.

    Parameters
    ----------
    lesson : Lesson
    seeds : int
        How many there are: the lesson's own, and those that follow on it.
    after_seed : callable, optional
        Called with the number of seeds that are done.

    Raises
    ------
    LessonError
        When a step cannot be taken, naming its line.
    """
    claims: dict[tuple[int, tuple[str, ...]], CheckedClaim] = {}
    for shift in range(seeds):
        for finding in Playthrough(lesson, shift).findings():
            _note(claims, shift, finding)
        if after_seed is not None:
            after_seed(shift + 1)
    return [claims[key] for key in sorted(claims, key=lambda key: claims[key].line)]


def _note(claims: dict[Any, CheckedClaim], shift: int, finding: Finding) -> None:
    step, key = finding.step, (finding.step.number, finding.path)
    if key not in claims:
        claims[key] = CheckedClaim(step, step.block.line(finding.path), finding.text)
    claim = claims[key]
    if finding.held:
        claim.held.append(shift)
    else:
        claim.failed.append(shift)
        claim.failures.append(finding)
