"""Every lesson that comes with the program, from its menu entry to its last step."""

import pytest
from lesson_learner import Learner
from PySide6.QtCore import Qt

from playground.gui.lessons import memory
from playground.lessons import catalogue

LESSONS = catalogue.built_in()


class Alternating(Learner):
    """Right and wrong answers by turns; a number is far off in even steps."""

    @property
    def is_right(self):
        return self.step % 2 == 1

    @is_right.setter
    def is_right(self, value):
        pass

    def guess(self, step):
        return -1e6


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_a_lesson_goes_to_its_last_step(window, qtbot, lesson):
    learner = Alternating(window, qtbot)
    window.actions_.lessons.trigger()
    listed = learner.lessons.list.list
    qtbot.waitUntil(lambda: listed.count() >= len(LESSONS), timeout=20_000)
    paths = [listed.item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed.count())]
    listed.setCurrentRow(paths.index(str(lesson.path)))
    learner.lessons.list.begin.click()
    qtbot.waitUntil(lambda: learner.part is not None, timeout=20_000)
    steps = learner.lessons.player.lesson.steps
    learner.to(len(steps)).do()
    for step in steps:
        answer = learner.answers.get(step.number)
        if getattr(step.task, "choice", ()) or getattr(step.task, "number", None):
            assert answer.outcome, step.heading
        if getattr(step.task, "choice", ()) and step.number % 2 == 0:
            assert answer.outcome != "right", step.heading
        if getattr(step.task, "number", None):
            assert answer.outcome != "right", step.heading
    assert learner.page.primary.text() == "Finish"
    learner.press()
    assert memory.recalled(lesson.name).finished
    assert learner.lessons.page is None
