"""Set: settings that are changed for the learner, or by the learner."""

from __future__ import annotations

from playground.experiment.studies.kinds.kind import study_kinds
from playground.lessons.conditions import Condition
from playground.lessons.fields import Changes, changes, conditions
from playground.lessons.step_kinds.task import Task, step_kinds
from playground.settings import SettingError, boolean, one_of, text


@step_kinds.register("set")
class Set(Task):
    """Settings changed for the learner, or asked of them."""

    change: Changes = changes(label="Change", help="Settings that are changed for the learner.")
    ask: Changes = changes(
        label="Ask",
        help="Settings the learner is to choose: a value, or in quotation marks a condition over "
        'the name value, such as "value >= 0.1".',
    )
    solution: Changes = changes(
        label="Solution", help="Values that meet the conditions of ask, for the check of a lesson."
    )
    restart: bool = boolean(
        False,
        label="Start over",
        help="Whether training starts over from the same first weights, also where what is changed "
        "could be taken up on the way.",
    )
    study: str = text("", label="Study", help="A study to open, such as rate_finder.")
    claims: tuple[Condition, ...] = conditions(label="Claims", help="What is so after the change.")

    def check(self) -> None:
        super().check()
        if self.study and self.study not in study_kinds:
            raise SettingError("study", f"there is no study '{self.study}'; {one_of(study_kinds)}.")
