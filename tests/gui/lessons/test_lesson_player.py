"""The player in the real window: a small lesson gone through, left, and taken up again."""

from __future__ import annotations

import math

import pytest
from lesson_learner import Learner
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt

from playground.experiment.answers import Answer, Progress
from playground.experiment.spec import ExperimentSpec
from playground.gui.app import create_window
from playground.gui.lessons import memory, page
from playground.gui.lessons.gap import gaps
from playground.gui.lessons.list_page import _first_open
from playground.gui.lessons.parts import parts
from playground.lessons import catalogue
from playground.lessons.conditions import Condition
from playground.lessons.lesson_file import loads
from playground.lessons.step_kinds import step_kinds
from playground.settings import replaced

LESSON = """+++
title = "Zeros"
section = "NN 2.3.1"
minutes = 3
summary = "Units that start alike stay alike."
[experiment]
data.source = {kind = "circle", samples = 120}
network.hidden_layers = [3]
network.initializer = "zeros"
network.activation = "sigmoid"
+++

## A start

All weights are $0$.

## What will come?

```predict
question = "What will the error be?"
confidence = true
[[choice]]
text = "Near $0$ %"
feedback = "You expect the units to differ."
[[choice]]
text = "Far from it"
right = "train_error > 0.2"
feedback = "Yes: all units are alike."
```

## See

```run
epochs = 5
keep = "plain"
claims = ["train_error > 0.2"]
```

## What did you see?

```observe
question = "How do the units differ?"
verdict = "They are *alike*."
[[choice]]
text = "They differ"
feedback = "Look at their weights."
[[choice]]
text = "Not at all"
right = "identical_units == 3"
feedback = "Well seen."
```

## Another start

```set
lock = true
mark = ["network.initializer"]
[ask]
network.initializer = "he"
```

## How many?

```predict
question = "How many epochs have been trained after this run?"
number = "epoch"
tolerance = 1
unit = "epochs"
feedback_near = "Well counted."
feedback_far = "It starts anew."
```

## Again

```run
epochs = 4
```

## Reach it

```check
goal = "epoch >= 12 and identical_units == 0"
hint = "Let it run."
epochs = 20
[solution]
network.initializer = "he"
```

## The end

That was it.
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "small.lesson"
    path.write_text(LESSON, encoding="utf-8")
    return path


@pytest.fixture
def learner(window, qtbot, path):
    return Learner(window, qtbot).open(path)


def test_every_kind_of_step_has_a_part():
    assert list(parts) == list(step_kinds)


def test_it_goes_from_the_first_step_to_the_last(learner, path):
    learner.to(9)
    assert learner.window.isActiveWindow()  # nothing was a window of its own for a moment
    assert learner.page.primary.text() == "Finish"
    assert {step: answer.outcome for step, answer in learner.answers.items()} == {
        2: "right",
        4: "right",
        6: "right",
    }
    assert learner.answers[2].confidence == 50
    learner.press()
    assert learner.lessons.page is None
    assert memory.recalled("small", path).finished


def test_the_dock_stands_at_the_left_and_says_where_one_is(learner):
    dock = learner.lessons.dock
    assert learner.window.dockWidgetArea(dock) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert dock.isVisible() and dock.objectName() == "dock_lesson"
    assert dock.windowTitle() == "Lesson: Zeros"
    assert learner.page.place.text() == "step 1 of 9"
    assert learner.page.dots.accessibleName() == "Step 1 of 9"
    assert learner.page.text.accessibleDescription() == "All weights are 0."


def test_run_is_free_only_once_the_question_is_answered(learner):
    run = learner.window.actions_.run
    assert not run.isEnabled()
    assert run.toolTip().startswith("The lesson asks a question before the next run")
    learner.to(2)
    for action in (run, learner.window.actions_.step, learner.window.actions_.step_epoch):
        assert not action.isEnabled()
        assert action.toolTip() == "Answer the question of the lesson first; then Run is free."
    learner.choose(0)
    assert run.isEnabled()


def test_run_is_free_at_once_for_whoever_unlocks(learner):
    learner.to(2)
    assert not learner.window.actions_.run.isEnabled()
    learner.page.unlock.trigger()
    assert learner.window.actions_.run.isEnabled()


def test_run_after_the_answer_is_the_run_of_the_next_step(learner, qtbot):
    learner.to(2).choose(1)
    learner.window.actions_.run.trigger()
    qtbot.waitUntil(lambda: learner.step == 3)
    qtbot.waitUntil(lambda: learner.part.done, timeout=20_000)
    assert learner.bench.snapshot.epoch == 5


def test_going_back_from_an_answered_question_lets_run_go_on_without_end(learner):
    learner.to(2).choose(1)
    assert learner.bench.goal is not None
    learner.page.go_back()
    assert learner.bench.goal is None


def test_leaving_while_something_is_measured_is_safe(learner, qtbot):
    learner.to(4)
    learner.part.field.buttons[1].click()
    learner.press()
    learner.lessons.leave()
    answered = []
    learner.bench.call(lambda session: None).then(answered.append)
    qtbot.waitUntil(lambda: answered == [None])
    assert learner.lessons.page is None


def test_a_run_ends_where_the_step_says_and_keeps_what_it_measured(learner):
    learner.to(3).train()
    assert learner.bench.snapshot.epoch == 5
    assert not learner.bench.running
    assert learner.bench.goal is None


def test_a_wrong_answer_gets_its_feedback_after_the_observation(learner, qtbot):
    learner.to(2).choose(0)
    learner.press()
    learner.train()
    assert learner.answers[2].outcome == "wrong"
    assert not learner.part.feedback.isVisible()  # first the learner says what they saw
    learner.to(4)
    part = learner.part
    assert not part.verdict.isVisible()
    part.field.buttons[0].click()
    learner.press()
    qtbot.waitUntil(lambda: part.done and part.verdict.isVisible())
    assert "Look at their weights." in part.feedback.words
    assert "You expect the units to differ." in part.predictions.words
    assert "Not as you predicted." in part.predictions.words
    assert learner.answers[4].outcome == "wrong"


def test_a_number_is_judged_by_its_tolerance(learner):
    learner.to(6)
    learner.part.field.line.setText("nothing")
    assert not learner.page.primary.isEnabled()
    learner.part.field.line.setText("9")
    learner.press()
    learner.press()
    learner.train()
    assert learner.answers[6].outcome == "wrong"
    assert learner.answers[6].measured == "4 epochs"
    assert "It starts anew." in learner.part.feedback.words


def test_a_step_that_asks_locks_all_but_what_it_means(learner, qtbot):
    learner.to(5)
    controls, bench = learner.window.controls, learner.bench
    assert controls.editor("network.initializer").isEnabled()
    assert controls.editor("network.initializer").property("meant")
    assert not controls.editor("training.learning_rate").isEnabled()
    assert learner.window.panels["settings"].isVisible()
    before = bench.spec
    bench.set("training.learning_rate", 0.5)
    assert bench.spec == before
    assert learner.window.messages.message.action == "Unlock"
    assert not learner.part.done and not learner.page.primary.isEnabled()
    bench.set("network.initializer", "he")
    assert learner.part.done
    learner.press()
    assert controls.editor("training.learning_rate").isEnabled()
    assert not controls.editor("network.initializer").property("meant")


def test_a_lock_is_lifted_by_unlock(learner):
    learner.to(5)
    learner.page.free.click()
    assert learner.window.controls.editor("training.learning_rate").isEnabled()
    learner.bench.set("training.learning_rate", 0.5)
    assert learner.bench.spec.training.learning_rate == 0.5


def test_a_lock_is_lifted_by_leaving(learner):
    learner.to(5)
    learner.lessons.dock.close()
    assert learner.lessons.page is None
    assert learner.window.controls.editor("training.learning_rate").isEnabled()
    learner.bench.set("training.learning_rate", 0.5)
    assert learner.bench.spec.training.learning_rate == 0.5
    assert learner.window.actions_.run.isEnabled()


def test_undo_that_changes_what_is_locked_lifts_the_lock(learner, qtbot):
    learner.to(5)
    learner.bench.undo()
    qtbot.waitUntil(lambda: not learner.lessons.stage.locks.is_locked)
    assert learner.window.controls.editor("training.learning_rate").isEnabled()


def test_back_and_forth_keeps_answers_and_changes_nothing(learner, qtbot):
    learner.to(5)
    spec, epoch = learner.bench.spec, learner.bench.snapshot.epoch
    for step in (4, 3, 2, 1):
        learner.window.actions_.lesson_back.trigger()
        assert learner.step == step
    assert not learner.page.back.isEnabled()
    learner.press()
    assert learner.part.field.given == "Far from it"
    assert not learner.part.field.buttons[0].isEnabled()
    learner.press()
    assert learner.part.done
    learner.to(5)
    assert (learner.bench.spec, learner.bench.snapshot.epoch) == (spec, epoch)


def test_the_goal_shows_how_far_it_is_and_the_hint_comes_when_asked_for(learner, qtbot):
    learner.to(8)
    part = learner.part
    qtbot.waitUntil(lambda: len(part.rows) == 2)
    assert part.rows[0].name.text() == "Epoch 4"
    assert part.rows[0].value.text() == "wanted: at least 12"
    assert not part.hint.isVisible()
    part.show_hint.click()
    assert part.hint.toPlainText() == "Let it run."
    assert not learner.page.primary.isEnabled()
    learner.bench.train()
    qtbot.waitUntil(lambda: part.done, timeout=20_000)
    learner.bench.pause()
    qtbot.waitUntil(lambda: not learner.bench.running)
    assert learner.page.primary.isEnabled()


def test_a_step_can_be_skipped_but_not_a_prediction(learner):
    learner.to(3)
    assert learner.page.skip.isVisible()
    learner.page.skip.click()
    assert learner.step == 4
    learner.page.go_back()
    learner.page.go_back()
    learner.page.again.trigger()
    learner.qtbot.waitUntil(lambda: learner.part is not None and learner.step == 2)
    assert not learner.page.skip.isVisible()
    learner.page.go_on()
    assert learner.step == 2


def test_it_is_left_and_taken_up_again_after_a_restart(window, qtbot, path):
    learner = Learner(window, qtbot).open(path).to(4)
    theta = learner.bench.snapshot.theta.copy()
    answers = learner.answers
    window.close()
    other = create_window()
    try:
        bench = other.playground.workbench
        qtbot.waitUntil(lambda: other.arranged and bench.frame is not None, timeout=20_000)
        later = Learner(other, qtbot).open(path)
        assert later.step == 4
        assert later.answers == answers
        assert later.bench.snapshot.epoch == 5
        assert (later.bench.snapshot.theta == theta).all()
        later.to(9)
        assert later.answers[6].outcome == "right"
    finally:
        other.close()
        other.deleteLater()


def test_spoilt_progress_is_none(window, qtbot, path):
    QSettings().setValue("lessons/small", '{"lesson": "small", "step": "x"}')
    assert Learner(window, qtbot).open(path).step == 1


def test_the_old_arrangement_comes_back(window, qtbot, path):
    window.workspaces.show("results")
    before = window.layout_text()
    learner = Learner(window, qtbot).open(path)
    assert window.docks["cost"].isVisible()
    assert window.layout_text() == before  # for files and settings nothing else has happened
    learner.lessons.leave()
    assert not learner.lessons.dock.isVisible()
    assert not window.docks["cost"].isVisible()
    assert window.docks["results"].isVisible()


def test_a_step_is_set_up_again(learner, qtbot):
    learner.to(6)
    theta = learner.bench.snapshot.theta.copy()
    learner.bench.set("network.hidden_layers", (2,))
    learner.bench.train()
    qtbot.waitUntil(lambda: learner.bench.snapshot.epoch > 2)
    learner.bench.pause()
    qtbot.waitUntil(lambda: not learner.bench.running)
    learner.page.again.trigger()
    qtbot.waitUntil(lambda: learner.part is not None, timeout=20_000)
    assert learner.step == 6
    assert (learner.bench.snapshot.theta == theta).all()


def test_a_mistake_in_a_file_is_told_with_its_line(window, qtbot, tmp_path):
    path = tmp_path / "wrong.lesson"
    path.write_text(LESSON.replace("epochs = 5", "epochs = -5"), encoding="utf-8")
    window.playground.files.look_at_path(str(path))
    sentence = window.messages.message.sentence
    assert "line 34" in sentence and "wrong.lesson" in sentence
    assert window.playground.lessons.page is None


def test_a_lesson_opens_like_any_other_file(qtbot, path):
    QSettings().clear()
    window = create_window(str(path))
    try:
        lessons = window.playground.lessons
        learner = Learner(window, qtbot)
        qtbot.waitUntil(lambda: learner.part is not None, timeout=20_000)
        assert lessons.player.lesson.title == "Zeros"
    finally:
        window.close()
        window.deleteLater()


def test_it_is_complete_by_keyboard(learner, qtbot):
    window = learner.window
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert learner.step == 2
    part, buttons = learner.part, learner.part.field.buttons
    qtbot.waitUntil(buttons[0].isVisible)
    part.question.setFocus()
    stops = [window.focusWidget()]
    while len(stops) < 12 and stops[-1] is not learner.page.back:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        stops.append(window.focusWidget())
    assert stops[:2] == [part.question, buttons[0]]
    assert stops[-2:] == [part.confidence.slider, learner.page.back]
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert learner.part.field.given == "Far from it"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert learner.part.done


def forward(learner):
    """The key for the next step, wherever the keyboard is; then what has it."""
    step = learner.step
    focus = learner.window.focusWidget() or learner.window
    learner.qtbot.keyClick(focus, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    if learner.step != step:
        asked = learner.page.primary if learner.step == 3 else learner.part.question
        learner.qtbot.waitUntil(asked.hasFocus)
    return learner.window.focusWidget()


def test_keys_alone_lead_to_what_is_asked_and_the_keyboard_stays_in_the_lesson(learner, qtbot):
    assert learner.page.text.accessibleName() == "Step 1 of 9: A start"
    assert not learner.page.text.is_reached  # a lesson opened with the mouse marks nothing
    forward(learner)
    assert learner.part.question.is_reached
    first, second = learner.part.field.buttons
    assert forward(learner) is first  # nothing is answered yet
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert forward(learner) is learner.page.primary  # what was chosen is closed
    assert learner.part.done
    forward(learner)  # where there is nothing to read, the keyboard is on the way on
    learner.to(5)
    qtbot.waitUntil(learner.part.show_me.hasFocus)
    learner.window.actions_.lesson_forward.trigger()
    initializer = learner.window.controls.editor("network.initializer").focus_widget()
    qtbot.waitUntil(initializer.hasFocus)  # it is to be set before one can go on


def test_what_is_said_to_an_answer_is_reached_by_tab_before_the_way_on(learner, qtbot):
    learner.to(4)
    learner.part.field.buttons[1].click()
    learner.press()
    qtbot.waitUntil(lambda: learner.part.feedback.isVisible())
    learner.part.question.setFocus()
    stops = [learner.window.focusWidget()]
    while learner.page.primary not in stops and len(stops) < 12:
        qtbot.keyClick(stops[-1], Qt.Key.Key_Tab)
        stops.append(learner.window.focusWidget())
    said = learner.part.feedback._boxes[0].text
    assert stops.index(said) < stops.index(learner.page.back)


def test_tab_leaves_out_the_settings_that_lie_behind_the_lesson(learner, qtbot):
    settings = learner.window.panels["settings"]
    assert settings.visibleRegion().isEmpty()
    stop = learner.page.text
    stop.setFocus()
    for _ in range(60):
        qtbot.keyClick(stop, Qt.Key.Key_Tab)
        stop = learner.window.focusWidget()
        assert not settings.isAncestorOf(stop)


@pytest.mark.parametrize(
    "step, given",
    [(6, "eight"), (2, "Quite far from it")],
    ids=["a number is asked for now", "the answer has other words now"],
)
def test_a_question_that_its_author_has_changed_since_is_asked_anew(
    window, qtbot, path, step, given
):
    answer = Answer(step, "What?", given, given)
    memory.keep(Progress("small", "Zeros", step=step, furthest=step, answers=(answer,)), path)
    learner = Learner(window, qtbot).open(path)
    assert learner.step == step and not learner.part.done
    learner.do()
    assert learner.part.done and learner.answers[step].given != given


def test_everything_has_a_name_for_a_screen_reader(learner):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSlider, QTextEdit

    for step in range(1, 10):
        learner.to(step)
        for kind in (QAbstractButton, QLineEdit, QSlider, QTextEdit):
            for widget in learner.page.findChildren(kind):
                named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert named, (step, widget)


CURVE = """+++
title = "Sketch"
summary = "A curve that is drawn before it is seen."
[experiment]
data.source = {kind = "moons", samples = 120}
training.batch_size = 12
+++

## Draw

```predict
question = "How will the train cost go?"
curve = "train_cost"
feedback = "It falls."
```

## See

```run
epochs = 10
```
"""


def test_a_curve_is_drawn_with_the_mouse_and_lies_over_the_true_one(window, qtbot, tmp_path):
    path = tmp_path / "sketch.lesson"
    path.write_text(CURVE, encoding="utf-8")
    learner = Learner(window, qtbot).open(path)
    plot = window.playground.views["cost"].plot
    qtbot.waitUntil(lambda: plot.hand is not None)
    batches = -(-learner.bench.snapshot.split.train.m // 12)
    assert plot.x_range[1] >= 10 * batches
    assert not learner.page.primary.isEnabled()
    area, button = plot.box.rect(), Qt.MouseButton.LeftButton
    top = plot.mapFromScene(plot.box.mapToScene(area.topLeft() + QPointF(2, 20)))
    bottom = plot.mapFromScene(plot.box.mapToScene(area.bottomRight() - QPointF(4, 20)))
    qtbot.mousePress(plot.viewport(), button, pos=top)
    qtbot.mouseMove(plot.viewport(), (top + bottom) / 2)
    qtbot.mouseMove(plot.viewport(), bottom)
    qtbot.mouseRelease(plot.viewport(), button, pos=bottom)
    assert learner.page.primary.isEnabled()
    learner.press()
    epochs, costs = zip(*learner.answers[1].given)
    assert epochs[-1] == pytest.approx(10, rel=0.1)
    assert costs[0] > 2 * costs[-1]
    learner.press()
    learner.train()
    sketch = learner.lessons.player.sketching.sketch
    assert plot.hand is None and len(sketch.points) > 10
    assert any(key.text == "your sketch" for key in window.playground.views["cost"].legend._keys)
    assert learner.answers[1].outcome == "seen"
    assert "It falls." in learner.part.feedback.words
    learner.lessons.leave()
    assert window.playground.views["cost"].overlay is None


def test_the_lesson_of_these_tests_is_one():
    assert len(loads(LESSON).steps) == 9


def test_answers_are_kept_with_the_session_which_takes_the_lesson_up(learner, qtbot, tmp_path):
    learner.to(4)
    window, answers = learner.window, learner.answers
    theta = learner.bench.snapshot.theta.copy()
    path = str(tmp_path / "kept.playground")
    with qtbot.waitSignal(window.playground.files.saving.saved):
        window.playground.files.saving.save_path(path)
    learner.lessons.leave()
    QSettings().remove("lessons")
    learner.bench.open(ExperimentSpec())
    qtbot.waitUntil(lambda: not learner.bench.busy)
    assert learner.lessons.files() == {}
    window.playground.files.open_path(path)
    qtbot.waitUntil(lambda: learner.part is not None, timeout=20_000)
    assert learner.step == 4
    assert learner.answers == answers
    assert (learner.bench.snapshot.theta == theta).all()
    learner.to(9)


def test_other_data_are_a_change_like_any_other_and_another_experiment_ends_the_lesson(learner):
    learner.to(3)
    bench = learner.bench
    bench.open(replaced(bench.spec, "data.source", "moons"))
    learner.settle()
    assert learner.lessons.page is not None
    bench.open(replaced(bench.spec, "network.hidden_layers", (5, 5)))
    learner.settle()
    assert learner.lessons.page is None
    assert learner.lessons.files() == {}


def test_a_lesson_left_before_its_run_stands_goes_into_no_file(window, qtbot, tmp_path):
    app = window.playground
    lessons, bench, files = app.lessons, app.workbench, app.files
    qtbot.waitUntil(lambda: window.arranged and bench.frame is not None)
    own = str(tmp_path / "own.toml")
    files.saving.save_path(own)
    qtbot.waitUntil(lambda: files.document.path == own)
    lessons.open(loads(LESSON))
    lessons.leave()
    qtbot.waitUntil(lambda: not bench.busy and files.document.path == "")
    assert not window.isWindowModified()
    bench.open(replaced(bench.spec, "network.hidden_layers", (5, 5)))
    assert lessons.files() == {}


def test_another_experiment_takes_the_place_of_a_lesson_whose_run_does_not_stand_yet(window, qtbot):
    lessons, bench = window.playground.lessons, window.playground.workbench
    qtbot.waitUntil(lambda: window.arranged and bench.frame is not None)
    lessons.open(loads(LESSON), Progress("small", "Zeros", step=5, furthest=5))
    assert bench.busy
    bench.open(replaced(ExperimentSpec(), "network.hidden_layers", (5, 5)))
    qtbot.waitUntil(lambda: not bench.busy)
    assert lessons.page is None and lessons.files() == {}
    assert bench.run.spec.network.hidden_layers == (5, 5)


def test_the_list_says_how_far_one_has_come(window, qtbot, path):
    QSettings().setValue("preferences/lessons_folder", str(path.parent))
    (path.parent / "broken.lesson").write_text("nothing", encoding="utf-8")
    learner = Learner(window, qtbot).open(path).to(4)
    learner.lessons.leave()
    window.actions_.lessons.trigger()
    listed = learner.lessons.list
    qtbot.waitUntil(lambda: listed.list.count() > 0, timeout=20_000)
    texts = [listed.list.item(row).text() for row in range(listed.list.count())]
    built_in = len(catalogue.built_in())
    assert len(texts) == built_in + 2
    assert texts[built_in].startswith("broken.lesson")
    assert not listed.list.item(built_in).flags() & Qt.ItemFlag.ItemIsEnabled
    assert "at step 4" in texts[built_in + 1]
    assert listed.list.currentRow() == built_in + 1
    assert listed.begin.text() == "Go on"
    listed.begin.click()
    qtbot.waitUntil(lambda: learner.part is not None, timeout=20_000)
    assert learner.step == 4


TWICE_SEEN = """+++
title = "Told once"
summary = "What came of an answer is told once."
[experiment]
network.hidden_layers = []
+++

## What is known

```predict
view = "inspector"
question = "Is 1 more than 0?"
[[choice]]
text = "Yes"
right = true
feedback = "Of course."
[[choice]]
text = "No"
feedback = "Count."
```

## What is measured

```predict
question = "Steps?"
number = "steps"
tolerance = 0.5
feedback_near = "Right."
feedback_far = "Wrong."
```

## Run

```run
steps = 4
```

## Look

```observe
verdict = "So it is."
```

## Look once more

```observe
verdict = "Still."
```
"""


@pytest.fixture
def twice_seen(window, qtbot, tmp_path):
    path = tmp_path / "told.lesson"
    path.write_text(TWICE_SEEN, encoding="utf-8")
    return Learner(window, qtbot).open(path)


def test_where_nothing_measured_decides_the_answer_is_told_at_once(twice_seen):
    learner = twice_seen
    learner.do()
    learner.wait(lambda: learner.answers[1].outcome == "right")
    assert "Of course." in learner.part.feedback.words
    assert not learner.part.note.isVisible()


AT_ONCE = f"""+++
title = "At once"
section = "NN 1"
minutes = 1
summary = "The answer is known before any run."
[experiment]
data.source = {{kind = "csv", path = "table.csv", label = "y"}}
network.hidden_layers = [4]
+++

## Count

{"So many lines stand above the question that it is not to be seen. " * 40}

```predict
question = "How many parameters has $W^{{[1]}}$?"
number = "parameters - 9"
at_once = true
tolerance = 0.5
feedback_near = "$4 \\\\cdot 2$."
feedback_far = "It is $4 \\\\cdot 2$."
```
"""


@pytest.fixture
def known(window, qtbot, tmp_path):
    rows = [f"{n % 7},{n % 5 if n != 3 else ''},{n % 2}" for n in range(60)]
    (tmp_path / "table.csv").write_text("\n".join(["x1,x2,y", *rows]), encoding="utf-8")
    path = tmp_path / "known.lesson"
    path.write_text(AT_ONCE, encoding="utf-8")
    return Learner(window, qtbot).open(path)


def test_what_is_so_already_is_answered_at_once_and_scrolled_to(known):
    known.part.field.line.setText("8")
    known.press()
    feedback, scroll = known.part.feedback, known.page.scroller
    known.wait(lambda: known.answers[1].outcome == "right")
    assert feedback.words == "Right. 4 \\cdot 2."

    def is_seen():
        top = feedback.mapTo(scroll.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + feedback.height() <= scroll.viewport().height()

    known.wait(is_seen)


def test_a_screen_reader_is_told_what_comes_of_an_answer(known, monkeypatch):
    heard = []
    tell = lambda event: heard.append(event.message())  # noqa: E731
    monkeypatch.setattr(page.QAccessible, "updateAccessibility", tell)
    known.part.field.line.setText("9")
    known.press()
    known.wait(lambda: known.answers[1].outcome == "wrong")
    assert heard[-1] == "Not so. You said: 9 In fact: 8 It is 4 \\cdot 2."


def test_news_of_a_lessons_own_table_do_not_cover_the_plots(known, tmp_path, window):
    assert known.bench.run.dataset.notices
    assert window.messages.message is None
    known.bench.set("data.source.missing", "fill")
    known.settle()
    assert "table.csv" in window.messages.message.sentence


def test_what_came_of_a_prediction_is_told_once(twice_seen):
    learner = twice_seen
    learner.to(4).do()
    assert learner.part.predictions.words == "As you predicted. Right."
    learner.press()
    learner.wait(lambda: learner.step == 5)
    learner.do()
    assert learner.part.verdict.isVisible()
    assert not learner.part.predictions.isVisible()


def test_another_lesson_begins_as_lessons_begin(twice_seen, path):
    learner, window = twice_seen, twice_seen.window
    learner.wait(lambda: window.docks["inspector"].isVisible())
    learner.lessons.show_list()
    learner.lessons.open(learner.lessons._read(path))
    learner.wait(lambda: learner.part is not None)
    assert not window.docks["inspector"].isVisible()
    assert window.docks["boundary"].isVisible()


def test_what_was_to_be_said_of_a_step_goes_with_it(twice_seen):
    learner = twice_seen
    learner.do()
    learner.settle()
    learner.bench.note("Something has stopped.")
    assert learner.window.messages.message is not None
    learner.press()
    assert learner.window.messages.message is None


def test_a_lesson_called_as_one_of_ours_has_a_progress_of_its_own(tmp_path):
    ours, theirs = catalogue.lesson_called("zeros"), tmp_path / "06-zeros.lesson"
    memory.keep(Progress("zeros", "Zeros", finished=True), theirs)
    assert memory.recalled("zeros", ours) is None
    assert memory.recalled("zeros", theirs).finished
    memory.keep(Progress("zeros", "Zeros", step=3), ours)
    assert memory.recalled("zeros", ours).step == 3
    assert memory.recalled("zeros", theirs).finished


def test_a_goal_is_full_when_it_is_reached_and_half_when_off_by_as_much_again():
    goal = Condition.parsed("train_cost < 0.05 and units == 0")
    near = [gap.share for gap in gaps(goal, {"train_cost": 0.1, "units": 1}, "binary")]
    assert near == [pytest.approx(0.5), pytest.approx(0.5)]
    far = [gap.share for gap in gaps(goal, {"train_cost": 1e20, "units": 0}, "binary")]
    assert far == [pytest.approx(0, abs=1e-6), 1]
    lost = [gap.share for gap in gaps(goal, {"train_cost": math.inf, "units": 99}, "binary")]
    assert lost == [0, pytest.approx(0.01)]


def test_after_a_lesson_the_next_one_is_offered():
    done, new = Progress("a", "A", finished=True), None
    begun = Progress("b", "B", step=2)
    assert _first_open([new, new]) == 0
    assert _first_open([new, done, new]) == 2
    assert _first_open([new, done]) == 0
    assert _first_open([done, new, begun]) == 2
    assert _first_open([done]) == 0


def test_from_lesson_to_lesson_nothing_is_asked_but_for_an_experiment_of_ones_own(
    twice_seen, path, monkeypatch
):
    learner, asked = twice_seen, []
    saving = learner.window.playground.files.saving
    monkeypatch.setattr(saving, "before_losing", asked.append)
    learner.lessons.show_list()
    learner.lessons.open_path(str(path))
    learner.wait(lambda: learner.part is not None)
    assert not asked and learner.lessons.player.lesson.title == "Zeros"
    learner.lessons.leave()
    learner.lessons.open_path(str(path))
    assert len(asked) == 1 and learner.part is None


def test_who_opens_a_lesson_reads_on_with_the_keyboard(learner):
    learner.wait(lambda: learner.page.isAncestorOf(learner.window.focusWidget()))
