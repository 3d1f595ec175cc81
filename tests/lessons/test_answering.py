"""Answers are judged by what was measured, and told as the learner gave them."""

from __future__ import annotations

import math

import pytest
from lesson_texts import block, lesson, run

from playground.lessons.answering import answer_of, judge, needed, said_to

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
    wrong = judge(step, answer_of(step, low.text, 80), {"dev_error": 0.5})
    assert (wrong.outcome, wrong.measured) == ("wrong", "High")
    assert said_to(step, wrong) == ("You expect units to differ.", "")
    assert wrong.confidence == 80 and wrong.question == "What?"
    right = judge(step, answer_of(step, high.text), {"dev_error": 0.5})
    assert right.outcome == "right" and said_to(step, right) == ("Yes.", "")


def test_a_run_that_came_out_otherwise_makes_nobody_wrong():
    step = step_of("predict", *CHOICES)
    judged = judge(step, answer_of(step, "Low"), {"dev_error": 0.1})
    assert judged.outcome == "seen"
    assert "'High' is what most runs show" in said_to(step, judged)[1]


@pytest.mark.parametrize(
    "given, outcome, feedback",
    [(10.0, "right", "Near."), (14.0, "right", "Near."), (14.1, "wrong", "Far.")],
)
def test_a_number_counts_within_its_tolerance(given, outcome, feedback):
    step = step_of("predict", *NUMBER)
    judged = judge(step, answer_of(step, given), {"dev_error": 0.12})
    assert judged.outcome == outcome and said_to(step, judged) == (feedback, "")
    assert judged.measured == "12 %" and judged.text == f"{given:g} %"


def test_a_number_that_is_not_defined_makes_nobody_wrong():
    step = step_of("predict", *NUMBER)
    judged = judge(step, answer_of(step, 3.0), {"dev_error": math.nan})
    assert judged.outcome == "seen"
    assert said_to(step, judged) == ("", "In this run the number is not defined.")


def test_a_sketch_is_told_beside_where_the_curve_ended():
    step = step_of("predict", 'question = "?"', 'curve = "dev_error"', 'feedback = "Look."')
    assert needed(step) == ("dev_error",)
    answer = answer_of(step, ((0, 0.5), (10, 0.1)))
    judged = judge(step, answer, {"dev_error": 0.25})
    assert judged.outcome == "seen" and said_to(step, judged) == ("Look.", "")
    assert judged.text == "a curve from 0.5 to 0.1"
    assert judged.measured == "it ended at 25 %"
    assert judge(step, answer, {"dev_error": 0.25}, "regression").measured.endswith("0.25")


def test_words_have_no_outcome_but_having_been_said():
    step = step_of("observe", 'verdict = "It fell."')
    judged = judge(step, answer_of(step, "It fell at once"), {})
    assert (judged.outcome, judged.text) == ("seen", "It fell at once")
    assert said_to(step, judged) == ("", "")
