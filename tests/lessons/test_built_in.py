"""The course: what each lesson claims is true for its own seed and those after it."""

from __future__ import annotations

import pytest

from playground.experiment.symptoms import symptoms
from playground.lessons.catalogue import built_in, lesson_called
from playground.lessons.checking import check_lesson
from playground.lessons.formulas import broken_formulas
from playground.lessons.lesson_file import read
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.run import Run

COURSE = built_in()
SEEDS = 10


def test_the_course_is_complete():
    assert [listed.path.stem[:2] for listed in COURSE] == [f"{n:02}" for n in range(1, 20)]
    assert len({listed.name for listed in COURSE}) == len({listed.title for listed in COURSE}) == 19
    for listed in COURSE:
        assert not listed.problem and listed.section and listed.summary.endswith(".")
        assert 4 <= listed.minutes <= 12 and lesson_called(listed.name) == listed.path


@pytest.mark.parametrize("listed", COURSE, ids=lambda listed: listed.name)
def test_what_a_lesson_claims_is_so(listed):
    lesson = read(listed.path)
    assert list(broken_formulas(lesson)) == []
    tasks = [step.task for step in lesson.steps]
    assert len(tasks) >= 5 and any(isinstance(task, Predict) for task in tasks)
    assert any(isinstance(task, (Run, Check)) for task in tasks)
    claims = check_lesson(lesson, SEEDS)
    assert claims and [claim.sentence() for claim in claims if not claim.is_true] == []


def test_a_symptom_names_a_lesson_that_there_is():
    named = {symptom.lesson for symptom in symptoms.values() if symptom.lesson}
    assert named and [name for name in named if lesson_called(name) is None] == []


def test_a_link_between_lessons_leads_to_one():
    for listed in COURSE:
        for word in listed.path.read_text(encoding="utf-8").split("](lesson:")[1:]:
            assert lesson_called(word.partition(")")[0]), (listed.name, word[:40])
