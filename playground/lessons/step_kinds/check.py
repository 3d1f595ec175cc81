"""Check: a goal that the learner is to reach."""

from __future__ import annotations

from playground.lessons.conditions import Condition
from playground.lessons.fields import Changes, changes, condition
from playground.lessons.step_kinds.run import LIMIT
from playground.lessons.step_kinds.task import Task, step_kinds
from playground.settings import SettingError, integer, text


@step_kinds.register("check")
class Check(Task):
    """A goal to be reached by the learner, with the gap shown."""

    # None is refused by `check`.
    goal: Condition = condition(label="Goal", help="The condition to be reached.")
    solution: Changes = changes(
        label="Solution",
        help="Settings with which training from the start reaches it; the learner never sees "
        "them, the check of a lesson needs them.",
    )
    epochs: int = integer(
        0,
        label="Epochs",
        help="Within how many epochs the solution is to reach it: 1,000 unless said otherwise.",
        within="[0, 100_000]",
    )
    hint: str = text("", label="Hint", help="What is said to whoever asks for help.")

    @property
    def limit(self) -> int:
        """The most epochs the solution takes."""
        return self.epochs or LIMIT

    def check(self) -> None:
        super().check()
        if self.goal is None:
            raise SettingError("goal", "the goal is missing.")
