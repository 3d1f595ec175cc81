"""Question: what a learner is asked, by a choice or otherwise; base of predict and observe."""

from __future__ import annotations

from collections.abc import Iterator

from playground.experiment.answers import Given
from playground.lessons.conditions import Condition
from playground.lessons.fields import entries
from playground.lessons.step_kinds.choice import Choice
from playground.lessons.step_kinds.task import Claim, Task
from playground.settings import SettingError, declared, number_text, text

_TYPES = {"number": float, "curve": tuple, "words": str}


@declared
class Question(Task):
    """Base of all kinds of step that ask something."""

    question: str = text("", label="Question", help="What the learner is asked.")
    choice: tuple[Choice, ...] = entries(
        Choice, label="Answers", help="The answers to choose from, each a [[choice]] of its own."
    )

    @property
    def form(self) -> str:
        """In what form it is answered: ``"choice"``, ``"number"``, ``"curve"`` or ``"words"``."""
        return "choice" if self.choice else "words"

    def fits(self, given: Given) -> bool:
        """Whether something is an answer, as it may not be once the question has changed."""
        if self.choice:
            return any(choice.text == given for choice in self.choice)
        return isinstance(given, _TYPES[self.form])

    def told(self, given: Given) -> str:
        """An answer in words."""
        match given:
            case str():
                return given
            case tuple():
                return f"a curve from {number_text(given[0][1])} to {number_text(given[-1][1])}"
            case _:
                return number_text(given)

    def check(self) -> None:
        super().check()
        if not self.question.strip():
            raise SettingError("question", "the question is missing.")

    def claimed(self) -> Iterator[Claim]:
        """What makes the right answer so, and what else is said."""
        for n, choice in enumerate(self.choice, start=1):
            if isinstance(choice.right, Condition):
                yield Claim(("choice", str(n), "right"), choice.right)
        yield from super().claimed()
