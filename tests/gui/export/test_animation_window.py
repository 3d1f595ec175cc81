"""Animations from the window: what is drawn, what the dialog offers, how it ends."""

import os

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog
from view_frames import flower_beds, spec_of

from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.replay import Replay, spread
from playground.experiment.session import Session
from playground.gui.export.animation.dialog import AnimationDialog
from playground.gui.export.animation.stage import Stage
from playground.gui.export.animation.thread import AnimationThread
from playground.gui.plotting import colours
from playground.gui.theme import DARK, LIGHT
from playground.io import formats
from playground.io.animation.settings import AnimationSettings

image_module = pytest.importorskip("PIL.Image", reason="the extra 'test' installs it")


# ---------------------------------------------------------------------- stage


@pytest.fixture
def stage(qapp):
    """Makes stages, of which nothing is left afterwards."""
    widgets, stages = set(QApplication.allWidgets()), []

    def make(width=480, theme=LIGHT, with_cost=True, last_step=40, look=None):
        stages.append(Stage(width, theme, with_cost, last_step, look))
        return stages[-1]

    yield make
    for each in stages:
        each.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(QApplication.allWidgets()) <= widgets


def pictures(stage, session, steps, plane=None):
    plane = (plane or Plane.around(session.dataset)).cut(60)
    return [stage.draw(frame) for frame in Replay.of(session).frames(plane, steps)]


DATA = {
    "binary": lambda: Session(spec_of()),
    "several classes": lambda: Session(spec_of(), flower_beds()),
    "many features": lambda: Session(spec_of(), flower_beds(classes=2, n_x=60)),
    "regression": lambda: Session(spec_of(data__source="plane")),
    "one feature": lambda: Session(spec_of(data__source="curve")),
}


@pytest.mark.parametrize("make", DATA.values(), ids=DATA)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_kind_of_data_is_drawn(stage, make, theme):
    first, last = pictures(stage(theme=theme), make(), [0, 40])
    assert first.shape == last.shape and first.dtype == np.uint8
    assert not np.array_equal(first, last)
    for picture in (first, last):
        ground = np.array([int(theme.panel[place : place + 2], 16) for place in (1, 3, 5)])
        assert np.array_equal(picture[2, 2], ground)
        assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 60


@pytest.mark.parametrize("width", [480, 640, 960, 1280])
@pytest.mark.parametrize("with_cost", [True, False])
def test_sizes_are_even_and_as_asked_for(stage, width, with_cost):
    made = stage(width, with_cost=with_cost)
    (picture,) = pictures(made, DATA["binary"](), [5])
    assert picture.shape == (made.size[1], made.size[0], 3)
    assert made.size[0] == width and made.size[1] % 2 == 0
    assert made.size[1] > width if with_cost else made.size[1] < 1.05 * width


def test_the_map_shows_what_the_engine_computed_at_that_step(stage):
    """Read back from the pixels, at the first and the last frame."""
    session, steps = DATA["binary"](), [0, 40]
    plane = Plane.around(session.dataset).cut(60)
    made = stage(640, with_cost=False)
    table = colours.diverging(LIGHT)
    known = np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], axis=1).astype(int)
    for step, picture in zip(steps, pictures(made, session, steps, plane)):
        alone = Session(spec_of())
        for _ in range(step):
            alone.step()
        output = Surface.of(alone, plane).map(alone.network.theta).output[0]
        plot = made._boundary.plot
        x, y = plane.centres()
        corner = plot.box.mapToScene(0, 0)
        agreeing = 0
        for row in range(3, 57, 6):
            for column in range(3, 57, 6):
                (left,), (top,) = plot.to_pixels([x[column]], [y[row]])
                pixel = picture[round(52 + corner.y() + top), round(corner.x() + left)]
                level = np.abs(known - pixel).sum(axis=1).argmin()
                agreeing += abs(level / 255 - output[row, column]) < 0.03
        assert agreeing > 60  # of 81; elsewhere lie points and the line of the decision


def test_the_look_of_another_boundary_is_taken_over(stage):
    session = DATA["binary"]()
    look = {"ranges": ((0.0, 1.0), (0.0, 0.5)), "test": True, "discrete": True}
    plain, looking = stage(), stage(look=look)
    (before,), (after,) = (pictures(each, session, [40]) for each in (plain, looking))
    assert not np.array_equal(before, after)
    assert looking._boundary.plot.x_range == (0.0, 1.0)
    assert looking._boundary.view_state() == look


def test_the_axis_of_the_cost_stands_still(stage):
    session, made, ends = DATA["binary"](), stage(last_step=2000), []
    plane = Plane.around(session.dataset).cut(9)
    for frame in Replay.of(session).frames(plane, [0, 10, 2000]):
        made.draw(frame)
        ends.append(made._views[1].plot.x_range)
    assert len(set(ends)) == 1 and ends[0][1] > 2000


# ---------------------------------------------------------------------- dialog


@pytest.fixture
def dialog(qtbot):
    dialog = AnimationDialog(AnimationSettings(last=500), "The run stands at step 500.", None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_enter_in_a_field_saves_and_never_cancels(dialog, qtbot):
    qtbot.waitActive(dialog)
    line = dialog.form.editor("frames").line
    line.setFocus()
    line.setText("30")
    with qtbot.waitSignal(dialog.wanted) as wanted:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert wanted.args == [AnimationSettings(last=500, frames=30)]
    line.setText("a few")
    with qtbot.assertNotEmitted(dialog.wanted):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.problem.text() == "Frames: 'a few' is not a whole number."


def test_what_is_edited_is_requested(dialog, qtbot):
    dialog.form.edited.emit("frames", 30)
    dialog.form.edited.emit("spacing", "log")
    with qtbot.waitSignal(dialog.wanted) as wanted:
        dialog.save.click()
    assert wanted.args == [AnimationSettings(last=500, frames=30, spacing="log")]


def test_what_contradicts_itself_is_said_and_not_taken(dialog):
    dialog.form.edited.emit("first", 500)
    assert dialog.problem.isVisible()
    assert dialog.problem.text().startswith("To step: 500 must be above the step of the first")
    assert dialog.settings.first == 0
    dialog.form.edited.emit("first", 20)
    assert not dialog.problem.isVisible() and dialog.settings.first == 20


def test_a_kind_without_an_encoder_cannot_be_chosen_and_says_why(qtbot, monkeypatch):
    real = formats.find_spec
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "PIL" else real("json"))
    dialog = AnimationDialog(AnimationSettings(), "", None)
    qtbot.addWidget(dialog)
    model = dialog.form.editor("kind").combo.model()
    assert [model.item(place).isEnabled() for place in range(2)] == [False, True]
    assert "GIF files need Pillow; install it with: pip" in dialog.lacking.text()
    assert dialog.settings.kind == "mp4" and dialog.save.isEnabled()
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    neither = AnimationDialog(AnimationSettings(), "", None)
    qtbot.addWidget(neither)
    assert not neither.save.isEnabled() and "PyAV" in neither.lacking.text()


# ---------------------------------------------------------------------- window


@pytest.fixture
def window(window):
    bench(window).set_pace(None)
    return window


def bench(window):
    return window.playground.workbench


def train_epochs(window, qtbot, epochs):
    for epoch in range(1, epochs + 1):
        bench(window).step_epoch()
        qtbot.waitUntil(lambda e=epoch: bench(window).snapshot.epoch == e)


def ask(window, **settings):
    """Open the dialog and choose some settings."""
    action = window.findChild(QAction, "export_animation")
    assert action in window.menuBar().actions()[0].menu().actions()
    action.trigger()
    dialog = window.playground.animations.dialog
    for name, value in {"frames": 8, "seconds": 1.0, "width": "480", **settings}.items():
        dialog.form.edited.emit(name, value)
    return dialog


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def test_an_animation_of_the_run_on_screen(window, qtbot, tmp_path):
    train_epochs(window, qtbot, 3)
    dialog = ask(window)
    steps = bench(window).snapshot.steps
    assert dialog.settings.last == steps and dialog.settings.theme == LIGHT.name
    assert dialog.findChildren(QFileDialog) == []
    dialog.save.click()
    file_dialog = window.playground.animations.question.dialog
    assert file_dialog.defaultSuffix() == "gif"
    file_dialog.fileSelected.emit(str(tmp_path / "moons.gif"))
    file_dialog.close()
    qtbot.waitUntil(lambda: window.playground.animations.dialog is None, timeout=20_000)
    assert message(window).startswith("Saved the animation as moons.gif: 8 frames, ")
    assert window.messages.message.kind == "note"
    with image_module.open(tmp_path / "moons.gif") as image:
        assert image.n_frames == 8 and image.width == 480
    assert os.listdir(tmp_path) == ["moons.gif"]
    assert bench(window).snapshot.steps == steps


def test_frames_come_from_the_engine_with_all_that_was_changed_by_hand(
    window, qtbot, tmp_path, monkeypatch
):
    drawn = []

    def draw(stage, frame):
        drawn.append((frame.snapshot.steps, frame.snapshot.theta, frame.probes[SurfaceProbe]))
        return real(stage, frame)

    real = Stage.draw
    monkeypatch.setattr(Stage, "draw", draw)
    train_epochs(window, qtbot, 1)
    bench(window).set("training.learning_rate", 0.07)
    bench(window).set_parameter(1, 0, 0, 1.5)
    train_epochs_on = bench(window).snapshot.epoch + 1
    bench(window).step_epoch()
    qtbot.waitUntil(lambda: bench(window).snapshot.epoch == train_epochs_on)
    here = bench(window).snapshot
    ask(window)
    window.playground.animations.make(str(tmp_path / "a.gif"))
    qtbot.waitUntil(lambda: window.playground.animations.dialog is None, timeout=20_000)
    assert "leaves the run" not in message(window)
    assert [steps for steps, *_ in drawn] == spread(0, here.steps, 8)
    fresh = Session(here.run.spec)
    assert np.array_equal(drawn[0][1], fresh.network.theta)
    assert np.array_equal(drawn[-1][1], here.theta)
    surface = drawn[-1][2]
    expected = Surface.of(fresh, surface.plane).map(here.theta)
    assert np.array_equal(surface.output, expected.output)


def test_an_animation_of_what_will_come(window, qtbot, tmp_path):
    bench(window).set("training.epochs", 2)
    qtbot.waitUntil(lambda: bench(window).snapshot.spec.training.epochs == 2)
    dialog = ask(window)
    assert dialog.settings.last == 2 * 6
    dialog.form.edited.emit("last", 50)
    window.playground.animations.make(str(tmp_path / "a.gif"))
    qtbot.waitUntil(lambda: window.playground.animations.dialog is None, timeout=20_000)
    assert "The run stops by itself after step 12." in message(window)


def making_one(window, qtbot, path):
    """A long animation that is under way."""
    dialog = ask(window, last=10_000_000, frames=500, seconds=60.0)
    bench(window).set("training.epochs", 10_000_000)
    window.playground.animations.make(str(path))
    qtbot.waitUntil(lambda: window.playground.animations._thread is not None)
    qtbot.waitUntil(lambda: os.listdir(path.parent) != [])
    return dialog


def test_cancel_leaves_no_file(window, qtbot, tmp_path):
    dialog = making_one(window, qtbot, tmp_path / "a.gif")
    assert not dialog.form.isEnabled() and dialog.progress.isVisible()
    dialog.reject()
    assert window.playground.animations.dialog is None
    qtbot.waitUntil(lambda: not window.playground.animations.running)
    assert os.listdir(tmp_path) == []


def test_after_a_cancel_another_can_be_made_at_once(window, qtbot, tmp_path):
    making_one(window, qtbot, tmp_path / "a.gif").reject()
    ask(window, last=20)
    window.playground.animations.make(str(tmp_path / "b.gif"))
    qtbot.waitUntil(lambda: not window.playground.animations.running, timeout=20_000)
    assert window.playground.animations.dialog is None
    assert os.listdir(tmp_path) == ["b.gif"]


def test_closing_the_window_ends_it_and_leaves_no_file(window, qtbot, tmp_path):
    making_one(window, qtbot, tmp_path / "a.gif")
    window.close()
    assert os.listdir(tmp_path) == []


def test_the_dialog_that_is_open_is_the_only_one(window):
    first = ask(window)
    assert ask(window) is first
    first.reject()
    assert window.playground.animations.dialog is None


def test_a_file_that_cannot_be_is_a_sentence_and_can_be_mended(window, qtbot, tmp_path):
    dialog = ask(window, last=20)
    window.playground.animations.make(str(tmp_path / "none" / "a.gif"))
    qtbot.waitUntil(lambda: not window.playground.animations.running)
    assert dialog.problem.text().endswith("there is no such file or folder.")
    assert dialog.form.isEnabled() and dialog.save.isEnabled()
    window.playground.animations.make(str(tmp_path / "a.gif"))
    qtbot.waitUntil(lambda: window.playground.animations.dialog is None, timeout=20_000)


def test_an_error_while_drawing_is_told(window, qtbot, tmp_path, monkeypatch):
    def fail(stage, frame):
        raise RuntimeError("no colours left")

    monkeypatch.setattr(Stage, "draw", fail)
    dialog = ask(window, last=20)
    window.playground.animations.make(str(tmp_path / "a.gif"))
    qtbot.waitUntil(lambda: not window.playground.animations.running)
    assert dialog.problem.text().endswith("an error in the program: no colours left")
    assert os.listdir(tmp_path) == []
    dialog.reject()


def test_the_window_waits_for_no_frame(window, qtbot, tmp_path):
    """The thread asks for one picture at a time, and waits for it."""
    session = Session(spec_of())
    replay, plane = Replay.of(session), Plane.around(session.dataset)
    settings = AnimationSettings(last=20, frames=5, seconds=1)
    thread = AnimationThread(tmp_path / "a.gif", settings, replay, plane, bench(window).gate)
    frames = []
    thread.frame_ready.connect(frames.append)
    thread.start()
    try:
        for count in range(1, 6):
            qtbot.waitUntil(lambda n=count: len(frames) == n)
            thread.hand_over(np.full((20, 30, 3), 40 * count, np.uint8))
    finally:
        thread.cancelled |= thread.isRunning() and len(frames) < 5
        assert thread.wait(10_000)
    assert thread.result.frames == 5
    with image_module.open(tmp_path / "a.gif") as image:
        image.seek(4)
        assert image.convert("RGB").getpixel((3, 3)) == (200, 200, 200)
