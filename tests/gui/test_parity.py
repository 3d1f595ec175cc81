"""What a person knows from the best-loved playground, found here: each through the real window.

One test for each promise, with an assertion on what is drawn or on the specification that results.
"""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from playground.data.sources import sources
from playground.engine.plan import blocks
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.session import Session
from playground.gui import theme as themes
from playground.gui.views.diagram.parts import Bias, Link, Unit
from playground.settings import find


@pytest.fixture
def window(window, qtbot):
    window.playground.looks.recolour(themes.LIGHT)
    # The maps of the units come with the next frame once the diagram is seen.
    qtbot.waitUntil(lambda: bool(bench(window).probes[SurfaceProbe].units))
    bench(window).set_pace(None)
    return window


def plane_of(window):
    return bench(window).probes[SurfaceProbe].plane


def bench(window):
    return window.playground.workbench


def spec(window, path):
    return find(bench(window).spec, path).value


def at_rest(window):
    def reached():
        it = bench(window)
        return not it.running and not it.busy and it.snapshot.spec == it.spec

    return reached


def press(window, name):
    action = window.findChild(QAction, name)
    assert action.isEnabled()
    action.trigger()


def train_to_the_end(window, qtbot):
    qtbot.waitUntil(at_rest(window))
    press(window, "run")
    qtbot.waitUntil(lambda: bench(window).snapshot.stop is not None, timeout=20_000)
    qtbot.waitUntil(at_rest(window))


def place(window, part):
    return QPointF(*canvas(window).layout_.centre(part))


def canvas(window):
    return window.playground.views["network"].canvas


def point_at(window, at):
    no, free = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    position = canvas(window).mapToGlobal(at)
    event = QMouseEvent(QEvent.Type.MouseMove, at, position, no, no, free)
    QApplication.sendEvent(canvas(window), event)


# ---------------------------------------------------------------- network diagram


def test_one_node_a_unit_with_its_map_and_a_bias_also_at_the_output(window):
    layout = canvas(window).layout_
    assert layout.layer_sizes == (2, 8, 4, 1)
    picture = canvas(window).grab().toImage()
    for part in (Unit(1, layout.columns[1].first), Unit(2, 3), Unit(3, 0)):
        at = place(window, part)
        side = 8
        colours = {
            picture.pixelColor(int(at.x()) + dx, int(at.y()) + dy).name()
            for dx in range(-side, side + 1, 2)
            for dy in range(-side, side + 1, 2)
        }
        assert len(colours) > 3, f"{part} shows no map"
    for layer in (1, 2, 3):
        at = place(window, Bias(layer, 0))
        assert picture.pixelColor(int(at.x()), int(at.y())) != picture.pixelColor(1, 1)


def test_a_heavier_link_is_drawn_wider_and_the_sign_is_its_colour(window, qtbot):
    qtbot.waitUntil(at_rest(window))
    pictures = {}
    for value in (0.1, 3.0, -3.0):
        bench(window).set_parameter(3, 0, 0, value)
        qtbot.waitUntil(
            lambda value=value: blocks(bench(window).snapshot.theta, (2, 8, 4, 1))[2][0, 0] == value
        )
        QApplication.processEvents()
        pictures[value] = canvas(window).grab().toImage()
    first, last = place(window, Unit(2, 0)), place(window, Unit(3, 0))
    x = int((first.x() + last.x()) / 2)
    columns = {
        value: [picture.pixelColor(x, y) for y in range(picture.height())]
        for value, picture in pictures.items()
    }
    ground = pictures[0.1].pixelColor(1, 1)
    inked = {value: sum(c != ground for c in column) for value, column in columns.items()}
    assert min(inked[3.0], inked[-3.0]) > inked[0.1]
    changed = [(p, n) for p, n in zip(columns[3.0], columns[-3.0]) if p != n]
    positive, negative = max(changed, key=lambda pair: pair[0].saturation())
    assert abs(positive.hue() - QColor(themes.LIGHT.color("class 2")).hue()) < 20
    assert abs(negative.hue() - QColor(themes.LIGHT.color("class 1")).hue()) < 20


def test_layers_and_units_by_button_and_by_number(window, qtbot):
    diagram = window.playground.views["network"]
    diagram.top_row.stepper.plus.click()
    qtbot.waitUntil(lambda: canvas(window).layout_.layer_sizes == (2, 8, 4, 4, 1))
    diagram.units_row.steppers[2].minus.click()
    qtbot.waitUntil(lambda: canvas(window).layout_.layer_sizes == (2, 8, 4, 3, 1))
    field = diagram.units_row.steppers[0].field
    field.setText("60")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: canvas(window).layout_.layer_sizes == (2, 60, 4, 3, 1))
    assert spec(window, "network.hidden_layers") == (60, 4, 3)
    column = canvas(window).layout_.columns[1]
    assert len(column.ys) < 60 and column.note == f"+ {60 - len(column.ys)} more"
    field = diagram.top_row.stepper.field
    field.setText("0")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: canvas(window).layout_.layer_sizes == (2, 1))


def test_hovering_a_unit_shows_its_map_large_and_leaving_the_output(window, qtbot):
    view, surface = window.playground.views["boundary"], bench(window).probes[SurfaceProbe]
    before = view.pane.map.image
    layer = 2
    point_at(window, place(window, Unit(layer, 1)))
    values = surface.units[layer - 1][1]
    shown = view.pane.map.image
    assert shown != before
    row, column = np.unravel_index(values.argmax(), values.shape)
    hue = shown.pixelColor(int(column), shown.height() - 1 - int(row)).hue()
    assert abs(hue - QColor(themes.LIGHT.high).hue()) < 15
    assert view.pane.scale.name == "Unit 2 of layer 2"
    point_at(window, QPointF(2, 2))
    assert view.pane.map.image == before


@pytest.mark.parametrize("part", [Link(1, 1, 0), Bias(2, 0)], ids=["link", "bias"])
def test_a_clicked_weight_or_bias_is_edited_live_and_undone(window, qtbot, part):
    diagram = window.playground.views["network"]
    qtbot.waitUntil(at_rest(window))
    before = bench(window).history.latest
    theta = bench(window).snapshot.theta
    canvas(window).picked.emit(part)
    assert diagram.editor.isVisible()
    diagram.editor.field.setText("2.5")
    diagram.editor.field.returnPressed.emit()
    qtbot.waitUntil(lambda: 2.5 in bench(window).snapshot.theta)
    assert bench(window).history.latest["train_cost"] != before["train_cost"]
    assert float(diagram.editor.field.text()) == 2.5
    press(window, "undo")
    qtbot.waitUntil(lambda: np.array_equal(bench(window).snapshot.theta, theta))
    assert bench(window).history.latest["train_cost"] == before["train_cost"]


# ---------------------------------------------------------------- boundary


def test_the_output_is_continuous_or_discretised_with_a_line_at_one_half(window, qtbot):
    train_to_the_end(window, qtbot)
    view, surface = window.playground.views["boundary"], bench(window).probes[SurfaceProbe]
    x, y = surface.plane.centres()
    points = view.pane.contours.points[np.isfinite(view.pane.contours.points[:, 0])]
    columns, rows = np.searchsorted(x, points[:, 0]), np.searchsorted(y, points[:, 1])
    for row, column in zip(rows.tolist(), columns.tolist()):
        near = surface.output[0, max(0, row - 1) : row + 1, max(0, column - 1) : column + 1]
        assert near.min() <= 0.5 <= near.max()

    def colours():
        image = view.pane.map.image
        return {image.pixel(a, b) for a in range(image.width()) for b in range(image.height())}

    assert len(colours()) > 20
    view.options.discrete.trigger()
    assert len(colours()) == 2


def test_train_dev_and_on_request_test_points_are_told_apart(window):
    view, split = window.playground.views["boundary"], bench(window).snapshot.split
    assert len(view.points.x) == split.train.m + split.dev.m
    view.options.test.trigger()
    assert len(view.points.x) == split.train.m + split.dev.m + split.test.m
    styles = {view.points._styles[kind] for kind in view.points.kinds.tolist()}
    assert len(styles) == 6  # two classes in three parts
    assert [key.text for key in view.legend._keys][-3:] == ["train", "dev", "test"]


def test_drag_pans_wheel_zooms_and_a_double_click_fits(window, qtbot):
    view = window.playground.views["boundary"]
    whole = view.plot.x_range
    view.plot.setFocus()
    qtbot.keyClick(view.plot, Qt.Key.Key_Plus)
    qtbot.waitUntil(
        lambda: bench(window).probes[SurfaceProbe].plane.x_range == view.plot.x_range != whole
    )
    middle = view.plot.viewport().rect().center()
    qtbot.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.plot.x_range == whole
    qtbot.waitUntil(lambda: plane_of(window).x_range == whole)


# ---------------------------------------------------------------- features and data


@pytest.mark.parametrize(
    "formula", ["x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"], ids=lambda f: f
)
def test_a_feature_is_switched_on_and_off(window, qtbot, formula):
    box = window.controls.editor("data.features").boxes[formula]
    box.click()
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (3, 8, 4, 1))
    assert formula in spec(window, "data.features").split(", ")
    assert canvas(window).layout_.layer_sizes[0] == 3
    box.click()
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (2, 8, 4, 1))


def test_a_formula_of_ones_own_is_an_input_and_code_is_not(window, qtbot):
    line = window.controls.editor("data.features").line
    line.setText("x1*cos(2*x2)")
    line.editingFinished.emit()
    qtbot.waitUntil(lambda: "x1*cos(2*x2)" in bench(window).run.spec.data.features)
    assert bench(window).run.layer_sizes[0] == 3
    before = bench(window).spec
    line.setText("__import__('os')")
    line.editingFinished.emit()
    assert bench(window).spec == before


@pytest.mark.parametrize(
    "name",
    [
        *("circle", "xor", "gaussians", "spiral", "moons", "flower", "rings"),
        *("plane", "multi_gaussian", "curve"),
    ],
)
def test_a_data_set_is_chosen_by_its_picture_and_its_examples_are_drawn(window, qtbot, name):
    gallery = window.controls.editor("data.source")
    qtbot.waitUntil(lambda: not gallery.buttons[name].icon().isNull())
    gallery.buttons[name].click()
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source.name == name)
    qtbot.waitUntil(at_rest(window))
    data, view = bench(window).run.dataset, window.playground.views["boundary"]
    expected = Session(bench(window).spec).dataset
    np.testing.assert_array_equal(data.X, expected.X)
    split = bench(window).snapshot.split
    drawn = np.concatenate([split.train.X[0], split.dev.X[0]])
    np.testing.assert_array_equal(np.sort(view.points.x), np.sort(drawn))
    words = "Regression" if data.task == "regression" else f"{len(data.class_names)} classes"
    assert gallery.problem.text().startswith(words)
    assert gallery.buttons[name].isChecked()


def test_noise_points_and_shares_are_set_and_both_regenerations_work(window, qtbot):
    for path, value in (("data.source.noise", "0.3"), ("data.source.samples", "120")):
        line = window.controls.editor(path).line
        line.setText(value)
        line.editingFinished.emit()
    qtbot.waitUntil(lambda: bench(window).run.dataset.m == 120 and at_rest(window)())
    bench(window).set("data.division", "by_hand")
    line = window.controls.editor("data.train_share").line
    line.setText("0.5")
    line.editingFinished.emit()
    qtbot.waitUntil(lambda: bench(window).snapshot.split.train.m == 60)
    qtbot.waitUntil(at_rest(window))
    gallery = window.controls.editor("data.source")
    run, X = bench(window).run, bench(window).run.dataset.X
    gallery.again.click()
    qtbot.waitUntil(lambda: bench(window).run is not run)
    np.testing.assert_array_equal(bench(window).run.dataset.X, X)
    gallery.other.click()
    qtbot.waitUntil(lambda: not np.array_equal(bench(window).run.dataset.X, X))
    assert spec(window, "seed") == run.spec.seed
    assert spec(window, "data_draw") == 1


# ---------------------------------------------------------------- running


def test_reset_step_run_and_pause_and_the_counter(window, qtbot):
    status = window.status._values
    qtbot.waitUntil(at_rest(window))
    theta = bench(window).snapshot.theta
    press(window, "step")
    qtbot.waitUntil(lambda: bench(window).snapshot.steps == 1 and at_rest(window)())
    press(window, "step_epoch")
    qtbot.waitUntil(lambda: bench(window).snapshot.epoch == 1 and at_rest(window)())
    assert status["epoch"].text() == "1"
    press(window, "run")
    qtbot.waitUntil(lambda: bench(window).snapshot.epoch > 3, timeout=10_000)
    bench(window).pause()
    qtbot.waitUntil(at_rest(window))
    assert status["epoch"].text() == f"{bench(window).snapshot.epoch:,}"
    press(window, "reset")
    qtbot.waitUntil(lambda: bench(window).snapshot.steps == 0)
    np.testing.assert_array_equal(bench(window).snapshot.theta, theta)


@pytest.mark.parametrize(
    "path",
    [
        "data.source",
        "network.activation",
        "training.learning_rate",
        "training.batch_size",
        "training.l2",
        "training.keep_prob",
    ],
)
def test_what_is_turned_most_is_in_reach_without_scrolling(window, path):
    bench(window).set("training.stop_after", False)
    editor = window.controls.editor(path)
    corner = editor.mapTo(window.controls.viewport(), QPoint(0, editor.height()))
    assert 0 < corner.y() <= window.controls.viewport().height()


@pytest.mark.parametrize("name", ["circle", "xor", "gaussians"])
def test_the_default_tasks_are_solved_from_the_default_settings(window, qtbot, name):
    window.controls.editor("data.source").buttons[name].click()
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source == sources[name]())
    train_to_the_end(window, qtbot)
    assert bench(window).history.latest["dev_error"] < 0.02


def test_the_spiral_is_solved_from_its_preset(window, qtbot):
    menu = next(m for m in window.findChildren(QMenu) if m.title() == "Open &preset")
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Spiral").trigger()
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source.name == "spiral")
    assert "Two arms" in window.messages.message.sentence
    bench(window).set("training.stop_after", True)
    train_to_the_end(window, qtbot)
    assert bench(window).history.latest["dev_error"] < 0.02
