"""The row of the timeline in the real window, by mouse, wheel and keys."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QLineEdit

from playground.gui.timeline.controller import FILE, read_bookmarks


@pytest.fixture
def trained(window, qtbot):
    bench = window.playground.workbench
    bench.set_pace(None)
    bench.set("training.epochs", 30)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None, timeout=20_000)
    return window


@pytest.fixture
def track(trained):
    return trained.findChild(QAbstractSlider, "timeline")


def at(track, step) -> QPoint:
    return track.place_of(step).toPoint()


def shows(window, step):
    snapshot = window.playground.workbench.snapshot
    return lambda: window.playground.workbench.snapshot.steps == step and snapshot is not None


def test_a_click_looks_back_and_every_view_shows_that_moment(trained, track, qtbot):
    bench, do = trained.playground.workbench, trained.actions_
    last = bench.snapshot.last_step
    assert track.maximum() == last == track.value()
    assert not do.branch.isEnabled() and "present" in do.branch.toolTip()
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=at(track, 40))
    qtbot.waitUntil(lambda: bench.snapshot.looking_back)
    step = bench.snapshot.steps
    assert abs(step - 40) <= 1 and track.value() == step
    words = trained.playground.timeline.row.words.text()
    assert words == f"Looking back: step {step:,} of {last:,}"
    values = trained.status._values
    assert values["step"].text() == f"{step:,}" and values["speed"].text() == "looking back"
    drawn = [view for view in trained.playground.views if view.frame is not None]
    assert drawn
    qtbot.waitUntil(lambda: all(view.frame.snapshot.steps == step for view in drawn))
    cost = next(view for view in trained.playground.views if view.name == "cost")
    assert cost.playhead.x == step
    assert do.branch.isEnabled() and do.to_latest.isEnabled()
    do.to_latest.trigger()
    qtbot.waitUntil(lambda: not bench.snapshot.looking_back)
    assert trained.playground.timeline.row.words.text() == "" and cost.playhead.x is None


def test_a_run_that_starts_over_can_be_looked_back_at(trained, qtbot):
    """Its first frames may go by undrawn, where the run before could be looked back at as well."""
    bench, do = trained.playground.workbench, trained.actions_
    assert do.step_back.isEnabled()
    bench.set("training.epochs", 5000)
    bench.train()
    qtbot.waitUntil(lambda: bench.running and bench.snapshot.last_step > 0)
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.spec.network.hidden_layers == (3,))
    qtbot.waitUntil(lambda: bench.snapshot.steps > 0 and do.step_back.isEnabled())
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.spec.network.hidden_layers != (3,))
    qtbot.waitUntil(lambda: bench.snapshot.steps > 0 and do.step_back.isEnabled())


def test_a_drag_follows_the_mouse_and_ends_where_it_was_let_go(trained, track, qtbot):
    bench = trained.playground.workbench
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=at(track, 10))
    seen = set()
    for step in range(20, 120, 7):
        qtbot.mouseMove(track, at(track, step))
        qtbot.wait(15)
        seen.add(bench.snapshot.steps)
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=at(track, step))
    qtbot.waitUntil(lambda: bench.snapshot.steps == track.value())
    assert len(seen) > 3 and abs(track.value() - step) <= 1


def test_wheel_and_keys_move_by_steps_and_epochs(trained, track, qtbot):
    bench = trained.playground.workbench
    last = bench.snapshot.last_step
    per_epoch = int(bench.history.column("step")[1])
    track.setFocus()
    qtbot.keyClick(track, Qt.Key.Key_Left)
    qtbot.waitUntil(shows(trained, last - 1))
    qtbot.keyClick(track, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(shows(trained, last - per_epoch))
    qtbot.keyClick(track, Qt.Key.Key_Home)
    qtbot.waitUntil(shows(trained, 0))
    qtbot.keyClick(track, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(shows(trained, per_epoch))
    none = Qt.KeyboardModifier.NoModifier
    for turn, step in ((120, per_epoch + 1), (-240, per_epoch - 1)):
        event = QWheelEvent(
            QPointF(5, 5), track.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, turn),
            Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(track, event)
        qtbot.waitUntil(shows(trained, step))
    qtbot.keyClick(track, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not bench.snapshot.looking_back)


def test_actions_step_through_time_and_go_on(trained, track, qtbot):
    bench, do = trained.playground.workbench, trained.actions_
    last, first = bench.snapshot.last_step, bench.run
    do.step_back.trigger()
    qtbot.waitUntil(shows(trained, last - 1))
    do.epoch_back.trigger()
    qtbot.waitUntil(lambda: bench.snapshot.steps < last - 1)
    do.to_start.trigger()
    qtbot.waitUntil(shows(trained, 0))
    do.branch.trigger()
    qtbot.waitUntil(lambda: bench.run is not first and not bench.busy)
    assert bench.snapshot.steps == 0 and track.maximum() == 0
    do.undo.trigger()
    qtbot.waitUntil(lambda: bench.snapshot.steps == last and not bench.busy)


def test_the_past_is_played_back_and_forth(trained, track, qtbot):
    bench, do = trained.playground.workbench, trained.actions_
    bench.set_pace(500)
    do.play_back.trigger()
    qtbot.waitUntil(lambda: bench.snapshot.steps < bench.snapshot.last_step - 30)
    do.play_back.trigger()
    qtbot.wait(100)
    here = bench.looking_at
    qtbot.wait(150)
    assert bench.looking_at == here, "it stands still"
    do.play.trigger()
    qtbot.waitUntil(lambda: not bench.snapshot.looking_back, timeout=10_000)


def test_a_moment_can_be_marked_and_named(trained, track, qtbot):
    bench, timeline = trained.playground.workbench, trained.playground.timeline
    bench.look_back(33)
    qtbot.waitUntil(shows(trained, 33))
    trained.actions_.bookmark.trigger()
    assert timeline.bookmarks == {33: "Step 33"}
    editor = trained.findChild(QLineEdit, "bookmark_name")
    editor.setText("Here it bends")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: timeline.bookmarks == {33: "Here it bends"})
    assert read_bookmarks(timeline.files()) == timeline.bookmarks
    assert "Here it bends" in track._told_at(track.place_of(33).x())
    trained.actions_.bookmark.trigger()
    assert timeline.bookmarks == {} and timeline.files() == {}


def test_the_field_for_a_name_goes_when_it_is_left_as_it_was(trained, qtbot):
    timeline = trained.playground.timeline
    trained.activateWindow()
    trained.actions_.bookmark.trigger()
    editor = trained.findChild(QLineEdit, "bookmark_name")
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: trained.findChild(QLineEdit, "bookmark_name") is None)
    assert list(timeline.bookmarks.values()) == [f"Step {next(iter(timeline.bookmarks))}"]


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"\xff", b'{"a": "b", "-1": "c", "3": 4}', b"[" * 100_000]
)
def test_what_is_no_bookmark_is_passed_over(content):
    assert read_bookmarks({FILE: content}) == {}
    assert read_bookmarks({FILE: json.dumps({"7": "ü" * 1000}).encode()}) == {7: "ü" * 120}


def test_the_other_way_stays_as_faint_curves(trained, track, qtbot):
    bench = trained.playground.workbench
    cost = next(view for view in trained.playground.views if view.name == "cost")
    before = bench.history.column("train_cost").copy()
    bench.look_back(30)
    qtbot.waitUntil(shows(trained, 30))
    bench.set("training.learning_rate", 0.1)
    qtbot.waitUntil(lambda: bench.run.parent is not None and not bench.busy)
    qtbot.waitUntil(lambda: len(cost.other["train"].x) > 0)
    np.testing.assert_array_equal(cost.other["train"].y, before)
    assert cost.plot.x_range[1] >= len(before)


def test_the_run_history_holds_every_way_with_its_parent_and_step(trained, track, qtbot):
    bench, recorder = trained.playground.workbench, trained.playground.studies.recorder
    last = bench.snapshot.last_step
    assert [run.number for run in recorder.past.runs] == [1]
    bench.look_back(30)
    qtbot.waitUntil(shows(trained, 30))
    bench.set("training.learning_rate", 0.1)
    qtbot.waitUntil(lambda: bench.run.parent is not None and not bench.busy)
    bench.step()
    qtbot.waitUntil(shows(trained, 31))
    runs = {run.number: run for run in recorder.past.runs}
    assert (runs[2].parent, runs[2].parted) == (1, 30)
    assert "from run 1, step 30" in runs[2].title
    assert runs[1].curves[0].evaluations[-1, 0] == last, "the way that was left is whole"
    assert runs[1].sentence == "Finished 30 epochs." and "Paused" in runs[2].sentence
    recorder.past.put(replace(runs[1], seconds=5.0))
    trained.actions_.undo.trigger()
    qtbot.waitUntil(lambda: bench.snapshot.steps == last and not bench.busy)
    assert recorder.live == 1
    assert 5 <= recorder.past[1].seconds < 6, "coming back costs it no time"
    trained.actions_.redo.trigger()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 31 and not bench.busy)
    bench.step()
    qtbot.waitUntil(shows(trained, 32))
    assert recorder.live == 2 and len(recorder.past.runs) == 2


def test_how_much_the_past_may_take_is_a_preference(trained, qtbot):
    bench, looks = trained.playground.workbench, trained.playground.looks

    def budget():
        found = []
        bench.call(lambda session: session.recording.budget).then(found.append)
        qtbot.waitUntil(lambda: bool(found))
        return found[0]

    assert budget() == 64 * 2**20
    looks.preferences = dataclasses.replace(looks.preferences, recording_megabytes=8)
    looks.follow()
    assert budget() == 8 * 2**20
    bench.set("network.hidden_layers", (3,))
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 3, 1))
    assert budget() == 8 * 2**20
