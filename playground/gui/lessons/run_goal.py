"""Where a run of a lesson pauses; asked by the worker after every mini-batch. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from playground.dataclass import dataclass
from playground.experiment.session import Session
from playground.lessons.conditions import Condition
from playground.lessons.measures import measure_session
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.run import Run


@dataclass(frozen=True)
class RunGoal:
    """The end of one run.

    Attributes
    ----------
    task : Run
    epoch, steps : int
        Where it begins.
    kept : mapping of str to float
        Values of earlier runs that its condition may name.
    """

    task: Run
    epoch: int = 0
    steps: int = 0
    kept: Mapping[str, float] = field(default_factory=dict)

    def __call__(self, session: Session) -> bool:
        """Whether a session is there; as without a window, the condition counts after an epoch."""
        trainer, task = session.trainer, self.task
        if session.stop is not None and not session.stop.is_goal:
            return True
        if task.steps:
            return trainer.steps >= self.steps + task.steps
        if not trainer.steps or not trainer.at_epoch_end or trainer.epoch <= self.epoch:
            return False
        if trainer.epoch >= self.epoch + task.limit:
            return True
        return task.until is not None and _holds(task.until, session, self.kept)

    def share(self, epoch: int, steps: int) -> float:
        """How much of it is done, from 0 to 1; of a condition, the epochs that it may take."""
        if self.task.steps:
            return min(1.0, (steps - self.steps) / self.task.steps)
        return min(1.0, (epoch - self.epoch) / self.task.limit)


def _holds(condition: Condition, session: Session, kept: Mapping[str, float]) -> bool:
    names = [name for name in condition.names if name not in kept]
    return condition.holds({**kept, **measure_session(session, names)})


@dataclass(frozen=True)
class CheckGoal:
    """Where the learner has reached a goal, or has used up the epochs it can be reached within.

    Attributes
    ----------
    task : Check
    kept : mapping of str to float
        As of `RunGoal`.
    """

    task: Check
    kept: Mapping[str, float] = field(default_factory=dict)

    def __call__(self, session: Session) -> bool:
        """Whether a run is to pause here; as without a window, the goal counts after an epoch."""
        trainer = session.trainer
        if not trainer.steps or not trainer.at_epoch_end:
            return False
        return trainer.epoch == self.task.limit or _holds(self.task.goal, session, self.kept)
