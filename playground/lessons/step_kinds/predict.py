"""Predict: a question that is answered before the run is free."""

from __future__ import annotations

from playground.experiment.answers import Given
from playground.experiment.history import EVALUATION_COLUMNS
from playground.lessons.conditions import Condition, Expression
from playground.lessons.fields import conditions, expression
from playground.lessons.step_kinds.choice import check_choices
from playground.lessons.step_kinds.question import Question
from playground.lessons.step_kinds.task import step_kinds
from playground.settings import SettingError, boolean, option, text
from playground.settings import number as number_key

#: What can be sketched.
CURVES = EVALUATION_COLUMNS[2:]


@step_kinds.register("predict")
class Predict(Question):
    """A question to be answered before the next run: a choice, a number, or a sketched curve."""

    confidence: bool = boolean(
        False, label="Confidence", help="Whether to ask how sure the learner is."
    )
    number: Expression | None = expression(
        label="Number", help="In place of answers: what the number asked for turns out to be."
    )
    tolerance: float = number_key(
        0.0,
        label="Tolerance",
        help="How far off a number may be and still count.",
        within="[0, inf)",
    )
    unit: str = text("", label="Unit", help="The unit of the number.")
    feedback_near: str = text(
        "", label="Feedback, near", help="What is said to a number within the tolerance."
    )
    feedback_far: str = text(
        "", label="Feedback, far", help="What is said to any other number, with the misconception."
    )
    curve: str = option(
        "",
        {"": "None"} | {name: name for name in CURVES},
        label="Curve",
        help="In place of answers: the curve that is sketched into its plot.",
    )
    feedback: str = text(
        "", label="Feedback", help="What is said when the sketch lies over the true curve."
    )
    at_once: bool = boolean(
        False,
        label="At once",
        help="Whether what decides is so already, so that the answer is judged without a run.",
    )
    claims: tuple[Condition, ...] = conditions(
        label="Claims", help="What else is so at the end of the next run; at_once: already."
    )

    @property
    def form(self) -> str:
        """A choice, a curve or a number."""
        return "choice" if self.choice else "curve" if self.curve else "number"

    def told(self, given: Given) -> str:
        """An answer in words, a number with its unit."""
        words = super().told(given)
        return f"{words} {self.unit}".rstrip() if self.form == "number" else words

    @property
    def awaits_run(self) -> bool:
        """Unless what decides is so already, or nothing that is measured decides."""
        decided = any(choice.right is True for choice in self.choice)
        return not self.at_once and (bool(self.claims) or not decided)

    def check(self) -> None:
        super().check()
        if bool(self.choice) + bool(self.number) + bool(self.curve) != 1:
            raise SettingError(
                "question",
                "it is answered in one way: by [[choice]] tables, by a number, or by a curve.",
            )
        if self.at_once and self.curve:
            raise SettingError("at_once", "a sketch is compared with the run that follows.")
        if self.choice:
            check_choices(self.choice, one_is_right=True)
        if self.number is not None:
            if not self.tolerance:
                raise SettingError("tolerance", "a number needs a tolerance above 0.")
            for name in ("feedback_near", "feedback_far"):
                if not getattr(self, name).strip():
                    raise SettingError(name, "what is said then is missing.")
