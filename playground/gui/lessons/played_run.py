"""A run as a lesson has it before one of its steps: everything that comes before is done again."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.session import Session
from playground.gui.training.run_requests import Built, RunRequest
from playground.lessons.lesson import Lesson
from playground.lessons.playthrough import Playthrough


@dataclass(frozen=True, eq=False)
class PlayedRun(RunRequest):
    """What a learner who did all that was asked has before the step of that number, paused.

    The same seed gives the same bits: it is the run they had when they left.
    """

    lesson: Lesson
    number: int

    @property
    def doing(self) -> str:
        """Training again what was trained before."""
        return "training what the lesson has trained so far"

    def build(self, present: Session | None = None) -> Built:
        """Take all steps before."""
        return Built(Playthrough(self.lesson, recorded=True).session_before(self.number))
