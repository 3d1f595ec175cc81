"""Observe: what did you see? Then what there was to see."""

from __future__ import annotations

from typing import ClassVar

from playground.lessons.conditions import Condition
from playground.lessons.fields import conditions, entries
from playground.lessons.step_kinds.choice import Choice, check_choices
from playground.lessons.step_kinds.question import Question
from playground.lessons.step_kinds.task import step_kinds
from playground.settings import SettingError, text


@step_kinds.register("observe")
class Observe(Question):
    """What did you see? Answered by a choice or in words, before the verdict."""

    needs_run_before: ClassVar[bool] = True

    question: str = text("What did you see?", label="Question", help="What the learner is asked.")
    choice: tuple[Choice, ...] = entries(
        Choice,
        label="Answers",
        help="The answers to choose from, each a [[choice]] of its own; none: an answer in words.",
    )
    verdict: str = text(
        "", label="Verdict", help="What there was to see: shown after the answer, in Markdown."
    )
    claims: tuple[Condition, ...] = conditions(
        label="Claims", help="What is so at this moment: what the verdict says."
    )

    def check(self) -> None:
        super().check()
        if not self.verdict.strip():
            raise SettingError("verdict", "the verdict is missing: what there was to see.")
        check_choices(self.choice, one_is_right=False)
