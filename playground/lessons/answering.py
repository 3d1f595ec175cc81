"""What a learner may answer, and how an answer is judged by what was measured. Qt-free."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from playground.experiment.answers import Answer, Given
from playground.lessons.conditions import Condition, Expression
from playground.lessons.lesson import Step
from playground.lessons.measures import value_text
from playground.lessons.step_kinds.choice import Choice
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.question import Question

_NOT_DEFINED = "In this run the number is not defined."
_OTHERWISE = (
    "In this run it came out otherwise than usual: '{}' is what most runs show. Another seed may "
    "tell."
)


def answer_of(step: Step, given: Given, confidence: int | None = None) -> Answer:
    """The answer to the question of a step."""
    task = _question(step)
    return Answer(step.number, task.question, task.told(given), given, confidence)


def _question(step: Step) -> Question:
    assert isinstance(step.task, Question)
    return step.task


def judge(
    step: Step, answer: Answer, values: Mapping[str, float], data_task: str = "binary"
) -> Answer:
    """An answer with what it turned out to be, and what was measured; see `said_to`.

    Parameters
    ----------
    step : Step
        Whose question it answers.
    answer : Answer
    values : mapping of str to float
        What was measured, and the kept values, for the names of `needed`.
    data_task : str
        What is asked of the data, by which errors are told.
    """
    task = _question(step)
    if task.choice:
        return _judge_choice(task.choice, answer, values)
    if isinstance(task, Predict) and task.number is not None:
        return _judge_number(task, task.number, answer, values)
    if isinstance(task, Predict) and task.curve:
        truth = values.get(task.curve, math.nan)
        end = "" if math.isnan(truth) else value_text(task.curve, truth, data_task)
        answer = replace(answer, measured=end and f"it ended at {end}")
    return replace(answer, outcome="seen")  # words and sketches are compared by eye


def said_to(step: Step, answer: Answer) -> tuple[str, str]:
    """The author's words to an answer that was judged, as Markdown; empty for none.

    And a sentence for a run that came out otherwise than the author says; empty else.
    """
    task = _question(step)
    if task.choice:
        taken, right = _taken_and_right(task.choice, answer)
        surprised = right is not None and answer.outcome == "seen"
        surprise = _OTHERWISE.format(right.text) if right is not None and surprised else ""
        return taken.feedback if taken is not None else "", surprise
    if isinstance(task, Predict) and task.number is not None:
        if answer.outcome == "seen":
            return "", _NOT_DEFINED
        return (task.feedback_near if answer.outcome == "right" else task.feedback_far), ""
    return task.feedback if isinstance(task, Predict) else "", ""


def needed(step: Step) -> tuple[str, ...]:
    """The names that judging an answer to a step, or showing its goal, needs."""
    found = [name for _, expression in step.task.expressions() for name in expression.names]
    if isinstance(step.task, Predict) and step.task.curve:
        found.append(step.task.curve)
    return tuple(dict.fromkeys(found))


def _taken_and_right(
    choices: Sequence[Choice], answer: Answer
) -> tuple[Choice | None, Choice | None]:
    taken = next((choice for choice in choices if choice.text == answer.given), None)
    return taken, next((choice for choice in choices if choice.right is not None), None)


def _judge_choice(choices: Sequence[Choice], answer: Answer, values: Mapping[str, float]) -> Answer:
    taken, right = _taken_and_right(choices, answer)
    if right is None or (isinstance(right.right, Condition) and not right.right.holds(values)):
        return replace(answer, outcome="seen")
    return replace(answer, outcome="right" if taken is right else "wrong", measured=right.text)


def _judge_number(
    task: Predict, number: Expression, answer: Answer, values: Mapping[str, float]
) -> Answer:
    truth = number.value(values)
    if not math.isfinite(truth) or not isinstance(answer.given, float):
        return replace(answer, outcome="seen")
    near = abs(answer.given - truth) <= task.tolerance * (1 + 1e-9)
    measured = task.told(float(f"{truth:.4g}"))
    return replace(answer, outcome="right" if near else "wrong", measured=measured)
