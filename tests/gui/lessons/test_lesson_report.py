"""Answers stand in the report that the window writes; names that it does not know are refused."""

from __future__ import annotations

from playground.gui.views.registry import views
from playground.lessons.answering import answer_of
from playground.lessons.catalogue import built_in
from playground.lessons.lesson_file import loads, read

LESSON = """+++
title = "Zeros"
summary = "Alike stays alike."
[experiment]
data.source = {kind = "circle", samples = 60}
+++
## What will come?
```predict
question = "What will the error be?"
[[choice]]
text = "Near 0"
feedback = "You expect the units to differ."
[[choice]]
text = "Far from it"
right = "train_error > 0.2"
```
## See
```run
epochs = 2
```
"""


def test_answers_stand_in_the_report_of_the_window(window, qtbot):
    lessons, exporting = window.playground.lessons, window.playground.exporting
    lesson = loads(LESSON)
    lessons.open(lesson)
    step = lesson.steps[0]
    qtbot.waitUntil(lambda: window.playground.workbench.snapshot is not None)
    lessons.player.answer(answer_of(step, step.task.choice[0].text, 70))
    exporting.ask()
    qtbot.waitUntil(lambda: bool(exporting.dialog.report.jobs()))
    [job] = exporting.dialog.report.jobs()
    reports = []
    window.playground.workbench.call(job.look).then(reports.append)
    qtbot.waitUntil(lambda: bool(reports))
    [section] = [s for s in reports[0].sections if s.heading == "Lesson: Zeros"]
    assert section.blocks[1].rows == (("1", "What will the error be?", "Near 0", "70 %", ""),)
    exporting.dialog.close()


def test_a_lesson_names_only_what_the_window_has(window, qtbot, tmp_path):
    for listed in built_in():
        read(listed.path).check_names(tuple(views), window.actions_.declared)
    path = tmp_path / "x.lesson"
    path.write_text(LESSON.replace("epochs = 2", 'epochs = 2\nview = "costs"'), encoding="utf-8")
    qtbot.waitUntil(lambda: window.arranged)
    window.playground.lessons.open_path(str(path))
    assert window.playground.lessons.player is None
    words = "x.lesson, line 20: view: there is no panel 'costs'"
    assert words in window.messages.message.sentence
