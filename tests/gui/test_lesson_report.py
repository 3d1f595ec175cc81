"""What was answered in a lesson stands in the report that the window writes."""

from __future__ import annotations

from playground.lessons.answering import choice_answer
from playground.lessons.lesson_file import loads

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
    lessons.player.answer(choice_answer(step, step.task.choice[0], 70))
    exporting.ask()
    qtbot.waitUntil(lambda: bool(exporting.dialog.report.jobs()))
    [job] = exporting.dialog.report.jobs()
    reports = []
    window.playground.workbench.call(job.look).then(reports.append)
    qtbot.waitUntil(lambda: bool(reports))
    [section] = [s for s in reports[0].sections if s.heading == "Lesson: Zeros"]
    assert section.blocks[1].rows == (("1", "What will the error be?", "Near 0", "70 %", ""),)
    exporting.dialog.close()
