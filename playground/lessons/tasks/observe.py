"""Observe: what did you see? Then what there was to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from playground.lessons.conditions import Condition
from playground.lessons.fields import conditions, entries
from playground.lessons.tasks.choice import Choice, check_choices, claims_of
from playground.lessons.tasks.task import Claim, Task, tasks
from playground.settings import SettingError, text


@tasks.register("observe")
class Observe(Task):
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
        if not self.question.strip():
            raise SettingError("question", "the question is missing.")
        if not self.verdict.strip():
            raise SettingError("verdict", "the verdict is missing: what there was to see.")
        check_choices(self.choice, one_is_right=False)

    def claimed(self) -> Iterator[Claim]:
        """What makes the right answer so, and what else is said."""
        yield from claims_of(self.choice)
        yield from super().claimed()
