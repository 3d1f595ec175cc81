"""The lessons that come with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playground.assets import resource
from playground.experiment.symptoms import symptoms
from playground.lessons.checking import check_lesson
from playground.lessons.lesson_file import SUFFIX, loads, read
from playground.lessons.step_kinds.observe import Observe
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.run import Run

LESSONS = sorted(resource("lessons").glob(f"*{SUFFIX}"))


def test_there_are_nineteen_in_the_order_of_their_numbers():
    assert [path.name[:2] for path in LESSONS] == [f"{n:02}" for n in range(1, 20)]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_can_be_read_and_begins_with_a_prediction(path: Path):
    """What one commits to before it is seen is what one learns from."""
    lesson = read(path)
    assert re.search(r"\b(NN|DLP|ML5|DNN|CS230)\b", lesson.section)
    assert 5 <= lesson.minutes <= 10
    assert isinstance(lesson.steps[0].task, Predict)
    assert any(isinstance(step.task, Run) for step in lesson.steps)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_wrong_answer_is_told_what_leads_to_it(path: Path):
    for step in read(path).steps:
        for choice in getattr(step.task, "choice", ()):
            assert choice.feedback, f"{step.heading}: {choice.text}"
        if isinstance(step.task, Observe) and step.task.choice:
            assert sum(choice.right is not None for choice in step.task.choice) == 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_a_lesson_claims_holds_for_nine_seeds_of_ten(path: Path):
    """And for the seed it is played with."""
    claims = check_lesson(read(path), 10)
    assert claims
    false = [c.sentence() for c in claims if not (c.is_true and 0 in c.held)]
    assert not false, "\n".join(false)


def test_a_claim_that_does_not_hold_is_found():
    """The test above could fail."""
    written = LESSONS[0].read_text(encoding="utf-8")
    wrong = written.replace('claims = ["train_error > 0.02"', 'claims = ["train_error > 0.2"')
    line = 1 + wrong[: wrong.index('train_error > 0.2"')].count("\n")
    false = [claim for claim in check_lesson(loads(wrong), 3) if not claim.is_true]
    assert [(claim.line, claim.text) for claim in false] == [(line, "train_error > 0.2")]


def test_every_lesson_that_a_symptom_sends_to_is_there():
    sent_to = {symptom.lesson for symptom in symptoms.values()} - {""}
    assert sent_to <= {read(path).name for path in LESSONS}


@pytest.mark.parametrize("kind", ["predict", "run", "observe", "check", "explain"])
def test_every_kind_of_step_can_bring_a_panel_to_the_front(kind: str):
    """Not only the one that changes settings."""
    block = {
        "predict": 'question = "?"\nnumber = "steps"\ntolerance = 1\nfeedback_near = "a"\n'
        'feedback_far = "b"',
        "run": "steps = 1",
        "observe": 'verdict = "so"',
        "check": 'goal = "steps > 0"\nepochs = 1',
        "explain": "",
    }[kind]
    lesson = loads(
        '+++\ntitle = "t"\nsummary = "s"\n+++\n## First\n```run\nsteps = 1\n```\n'
        f'## Second\n```{kind}\nview = "landscape"\n{block}\n```\n'
        "## Last\n```run\nsteps = 1\n```\n"
    )
    assert lesson.steps[1].task.view == "landscape"
    assert lesson.steps[0].task.view == ""
