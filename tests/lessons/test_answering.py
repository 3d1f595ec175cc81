"""Answers are judged by what was measured, and told as the learner gave them."""

from __future__ import annotations

import math

import pytest
from lesson_texts import block, lesson, run

from playground.lessons.answering import (
    choice_answer,
    curve_answer,
    judge,
    needed,
    number_answer,
    words_answer,
)

CHOICES = (
    'question = "What?"',
    "[[choice]]",
    'text = "Low"',
    'feedback = "You expect units to differ."',
    "[[choice]]",
    'text = "High"',
    'right = "dev_error > 0.3"',
    'feedback = "Yes."',
)
NUMBER = (
    'question = "How much?"',
    'number = "100 * dev_error"',
    "tolerance = 2",
    'unit = "%"',
    'feedback_near = "Near."',
    'feedback_far = "Far."',
)


def step_of(kind: str, *keys: str):
    before = run("epochs = 1")
    return lesson(before + block(kind, *keys) + run("epochs = 1")).steps[1]


def test_a_choice_gets_the_feedback_of_the_answer_that_was_taken():
    step = step_of("predict", *CHOICES)
    assert needed(step) == ("dev_error",)
    low, high = step.task.choice
    wrong = judge(step, choice_answer(step, low, 80), {"dev_error": 0.5})
    assert (wrong.answer.outcome, wrong.answer.measured) == ("wrong", "High")
    assert wrong.feedback == "You expect units to differ." and not wrong.surprise
    assert wrong.answer.confidence == 80 and wrong.answer.question == "What?"
    right = judge(step, choice_answer(step, high), {"dev_error": 0.5})
    assert (right.answer.outcome, right.feedback) == ("right", "Yes.")


def test_a_run_that_came_out_otherwise_makes_nobody_wrong():
    step = step_of("predict", *CHOICES)
    judged = judge(step, choice_answer(step, step.task.choice[0]), {"dev_error": 0.1})
    assert judged.answer.outcome == "seen" and "'High' is what most runs show" in judged.surprise


@pytest.mark.parametrize(
    "given, outcome, feedback",
    [(10.0, "right", "Near."), (14.0, "right", "Near."), (14.1, "wrong", "Far.")],
)
def test_a_number_counts_within_its_tolerance(given, outcome, feedback):
    step = step_of("predict", *NUMBER)
    judged = judge(step, number_answer(step, given), {"dev_error": 0.12})
    assert (judged.answer.outcome, judged.feedback) == (outcome, feedback)
    assert judged.answer.measured == "12 %" and judged.answer.text == f"{given:g} %"


def test_a_number_that_is_not_defined_makes_nobody_wrong():
    step = step_of("predict", *NUMBER)
    judged = judge(step, number_answer(step, 3), {"dev_error": math.nan})
    assert judged.answer.outcome == "seen" and judged.surprise


def test_a_sketch_is_told_beside_where_the_curve_ended():
    step = step_of("predict", 'question = "?"', 'curve = "dev_error"', 'feedback = "Look."')
    assert needed(step) == ("dev_error",)
    answer = curve_answer(step, [(0, 0.5), (10, 0.1)])
    judged = judge(step, answer, {"dev_error": 0.25})
    assert (judged.answer.outcome, judged.feedback) == ("seen", "Look.")
    assert judged.answer.text == "a curve from 0.5 to 0.1"
    assert judged.answer.measured == "it ended at 25 %"
    assert judge(step, answer, {"dev_error": 0.25}, "regression").answer.measured.endswith("0.25")


def test_words_have_no_outcome_but_having_been_said():
    step = step_of("observe", 'verdict = "It fell."')
    judged = judge(step, words_answer(step, "It fell at once"), {})
    assert (judged.answer.outcome, judged.answer.text) == ("seen", "It fell at once")
