"""The diagram on a workbench that trains: what is on the screen is what is in force."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from view_frames import shown

from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.workbench import Workbench
from playground.gui.views.diagram.navigation import Walk
from playground.gui.views.diagram.parts import Bias, Link
from playground.gui.views.diagram.view import DiagramView
from playground.settings import replaced


@pytest.fixture
def view(qapp):
    yield from shown(DiagramView(), (560, 300))


@pytest.fixture
def bench(qtbot, view):
    spec = replaced(ExperimentSpec(), "training.epochs", 10_000_000)
    bench = Workbench(replaced(spec, "data.source.samples", 60))
    bench.messages = []
    bench.message_changed.connect(bench.messages.append)
    bench.frame_ready.connect(view.draw)
    bench.spec_changed.connect(view.show_spec)
    view.setting_edited.connect(bench.set)
    view.parameter_edited.connect(bench.set_parameter)
    view.refused.connect(bench.refuse)
    bench.ask(view.probes())
    bench.start()
    qtbot.waitUntil(lambda: SurfaceProbe in bench.probes and bench.probes[SurfaceProbe].units != ())
    yield bench
    bench.close()


def at_rest(bench):
    return lambda: not bench.running and not bench.busy and bench.snapshot.spec == bench.spec


def test_a_layer_by_button_is_a_network_of_that_shape_and_undo_takes_it_back(view, bench, qtbot):
    view.top_row.stepper.plus.click()
    qtbot.waitUntil(lambda: view.canvas.layout_.layer_sizes == (2, 8, 4, 4, 1))
    view.units_row.steppers[2].plus.click()
    view.units_row.steppers[2].plus.click()
    qtbot.waitUntil(lambda: view.canvas.layout_.layer_sizes == (2, 8, 4, 6, 1))
    for _ in range(3):  # each click is a change of its own
        bench.undo()
    qtbot.waitUntil(lambda: view.canvas.layout_.layer_sizes == (2, 8, 4, 1))
    assert [stepper.field.text() for stepper in view.units_row.steppers] == ["8", "4"]


def test_a_weight_edited_in_the_diagram_moves_cost_boundary_and_maps(view, bench, qtbot):
    cost, surface = bench.history.latest["train_cost"], bench.probes[SurfaceProbe]
    view.canvas.picked.emit(Link(1, 2, 0))
    view.editor.field.setText("4")
    view.editor.field.returnPressed.emit()
    qtbot.waitUntil(lambda: bench.probes[SurfaceProbe] is not surface)
    assert bench.history.latest["train_cost"] != cost
    moved = [
        np.abs(a - b).max() > 0
        for a, b in zip(bench.probes[SurfaceProbe].units[0], surface.units[0])
    ]
    assert moved == [row == 2 for row in range(8)]
    assert not np.array_equal(bench.probes[SurfaceProbe].output, surface.output)
    assert float(view.editor.field.text()) == 4
    bench.undo()
    qtbot.waitUntil(lambda: bench.history.latest["train_cost"] == cost)
    np.testing.assert_array_equal(bench.probes[SurfaceProbe].output, surface.output)


def test_sizes_nobody_may_have_leave_everything_as_it_was(view, bench, qtbot):
    run = bench.run
    view.units_row.steppers[0].field.setText("99999")
    view.units_row.steppers[0].field.editingFinished.emit()
    assert bench.messages[-1].sentence.startswith("Hidden layers:")
    assert view.units_row.steppers[0].field.text() == "8"
    assert bench.run is run


@pytest.mark.parametrize("seed", [1, 2])
def test_anything_at_random_while_it_trains(view, bench, qtbot, seed):
    """Edits, layers, undo, runs and resets in any order: screen and network agree at the end."""
    rng = np.random.default_rng(seed)

    def edit():
        layer = int(rng.integers(1, len(bench.run.layer_sizes)))
        row = int(rng.integers(bench.run.layer_sizes[layer]))
        column = int(rng.integers(bench.run.layer_sizes[layer - 1]))
        part = Bias(layer, row) if rng.random() < 0.3 else Link(layer, row, column)
        if view.canvas.layout_.layer_sizes == bench.run.layer_sizes:
            view.canvas._select(Walk(part))
            view.canvas._pick(part)
            view.editor.slider.setValue(int(rng.integers(-500, 501)))

    def step(button):
        steppers = [view.top_row.stepper, *view.units_row.steppers]
        getattr(steppers[int(rng.integers(len(steppers)))], button).click()

    def walk():
        view.canvas.setFocus()
        view.canvas._step(bench.run, *[(1, 0), (-1, 0), (0, 1), (0, -1)][int(rng.integers(4))])

    actions = [
        edit,
        edit,
        walk,
        lambda: step("plus"),
        lambda: step("minus"),
        bench.undo,
        bench.redo,
        bench.train,
        bench.pause,
        bench.step,
        bench.reset,
        lambda: view.resize(int(rng.integers(300, 1200)), int(rng.integers(200, 700))),
    ]
    for _ in range(120):
        actions[int(rng.integers(len(actions)))]()
        for _ in range(int(rng.integers(3))):
            QApplication.processEvents()
    qtbot.waitUntil(lambda: not bench.busy)
    bench.pause()
    qtbot.waitUntil(at_rest(bench))
    assert not [m.sentence for m in bench.messages if m is not None and m.kind == "error"]
    sizes = bench.run.layer_sizes
    assert sizes[1:-1] == bench.spec.network.hidden_layers
    assert view.canvas.layout_.layer_sizes == sizes
    assert [int(s.field.text()) for s in view.units_row.steppers] == list(sizes[1:-1])
    assert int(view.top_row.stepper.field.text()) == len(sizes) - 2
    assert view.canvas.picture._frame.snapshot is bench.snapshot


def test_units_that_do_not_fit_are_a_click_away(view, bench, qtbot):
    bench.set("network.hidden_layers", (40,))
    qtbot.waitUntil(lambda: view.canvas.layout_.layer_sizes == (2, 40, 1))
    canvas = view.canvas

    def column():
        return canvas.layout_.columns[1]

    seen = set(column().shown)
    assert column().note.startswith("+ ")
    for _ in range(40):
        at = canvas.picture.note_box(column()).center().toPoint()
        qtbot.mouseMove(canvas, at)
        assert "next units" in canvas.toolTip()
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
        if not column().first:
            break
        seen |= set(column().shown)
    assert seen == set(range(40)) and not column().first


def test_a_button_that_is_off_says_why(view, bench, qtbot):
    stepper = view.units_row.steppers[0]
    assert not stepper.plus.isEnabled() and "type any number" in stepper.plus.toolTip()
    bench.set("network.hidden_layers", (7, 4))
    qtbot.waitUntil(lambda: stepper.plus.isEnabled())
    assert "Add one" in stepper.plus.toolTip()
