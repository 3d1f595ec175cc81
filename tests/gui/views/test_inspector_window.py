"""The inspector in the running program."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from playground.experiment.probes.inspection import InspectionProbe
from playground.gui.plotting.formulas import formulas


@pytest.fixture
def view(window, qtbot):
    """The inspector of a window, with the numbers of the first step."""
    window.actions_.inspector.trigger()
    views = window.playground.views
    qtbot.waitUntil(lambda: "inspector" in views and views["inspector"].inspection is not None)
    yield views["inspector"]
    formulas().give_up()
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)


def test_do_this_step_takes_exactly_the_step_announced(window, qtbot, view):
    bench = window.playground.workbench
    for step in range(1, 4):
        announced = view.inspection.update.new_theta
        qtbot.waitUntil(view.step.isEnabled)
        view.step.click()
        qtbot.waitUntil(lambda n=step: bench.snapshot.steps == n and not bench.running)
        assert np.array_equal(bench.snapshot.theta, announced)
        qtbot.waitUntil(lambda n=step: view.inspection.steps == n)


def test_it_takes_the_keyboard_when_it_is_asked_for_and_arrows_go_through_the_step(window, qtbot):
    window.actions_.inspector.trigger()
    views = window.playground.views
    qtbot.waitUntil(lambda: "inspector" in views)
    view = views["inspector"]
    qtbot.waitUntil(lambda: window.focusWidget() is view and view.inspection is not None)
    for stage, layer in (("Forward", 2), ("Forward", 3), ("Loss", 3), ("Backward", 3)):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        assert (view.controls.station.stage, view.controls.station.layer) == (stage, layer)
    window.controls.setFocus()
    window.actions_.inspector.trigger()
    assert window.focusWidget() is view


def test_the_gradient_is_checked_though_nobody_has_seen_the_inspector(window, qtbot):
    window.actions_.check_gradient.trigger()
    views = window.playground.views
    qtbot.waitUntil(lambda: "inspector" in views)
    qtbot.waitUntil(lambda: views["inspector"].check_panel.checks is not None)
    assert views["inspector"].controls.aside == "Check"


def test_what_is_announced_follows_the_settings(window, qtbot, view):
    bench = window.playground.workbench
    bench.set("training.learning_rate", 0.25)
    qtbot.waitUntil(lambda: view.inspection.update.alpha == 0.25, timeout=5000)


def test_check_gradient_from_the_menu(window, qtbot, view):
    window.docks["inspector"].hide()
    qtbot.waitUntil(
        lambda: (
            not any(
                isinstance(request, InspectionProbe)
                for request in window.playground.workbench.requests
            )
        )
    )
    window.actions_.check_gradient.trigger()
    qtbot.waitUntil(lambda: view.check_panel.checks is not None)
    assert view.isVisible() and "Right" in view.check_panel.verdict.text()
    panel = view.check_panel
    panel.mistake.setCurrentIndex(panel.mistake.findData("transposed"))
    panel.ask()
    qtbot.waitUntil(lambda: panel.checks.mistake == "transposed")
    assert "Only dW[1] is wrong" in panel.verdict.text()
    assert not panel.mistake.model().item(panel.mistake.findData("no_penalty")).isEnabled()


def test_the_tab_of_the_check_checks_at_once_and_once(window, qtbot, view):
    asked = []
    view.check_panel.call_requested.connect(lambda *call: asked.append(call))
    view.controls.tabs.setCurrentIndex(4)
    qtbot.waitUntil(lambda: view.check_panel.checks is not None)
    assert "Right" in view.check_panel.verdict.text()
    view.controls.tabs.setCurrentIndex(0)
    view.controls.tabs.setCurrentIndex(4)
    assert len(asked) == 1
    window.actions_.check_gradient.trigger()
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_the_findings_of_a_check_say_their_step_and_go_with_their_run(window, qtbot, view):
    bench, panel = window.playground.workbench, view.check_panel
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1 and not bench.busy)
    window.actions_.check_gradient.trigger()
    qtbot.waitUntil(lambda: panel.checks is not None)
    assert panel.checks.steps == 1 and "at step 1," in panel.words.text()
    bench.step()
    qtbot.waitUntil(lambda: view.inspection.steps == 2)
    assert "at step 1," in panel.words.text()
    bench.set("data.source", "circle")
    qtbot.waitUntil(lambda: panel.checks is None)
    assert not panel.verdict.text()


#: What the notes print, from their example's preset: stage, layer, what is read, its value, and
#: how exactly the notes have it.
WORKED = {
    "by_hand_1_2_1": [
        ("Forward", 1, "A[1]", [[0.599], [0.646]], 5e-4),
        ("Forward", 2, "A[2]", [[0.24]], 5e-3),
        ("Backward", 2, "dZ[2]", [[-0.14]], 5e-3),
        ("Backward", 1, "dZ[1]", [[-0.03], [0.0955]], 5e-3),
    ],
    "by_hand_3_4_3": [
        ("Forward", 1, "A[1]", [[0.86], [0.87], [0.93], [0.80]], 6e-3),
        ("Forward", 2, "Z[2]", [[2.66], [1.76], [2.01]], 6e-3),
        ("Forward", 2, "A[2]", [[0.93], [0.85], [0.88]], 6e-3),
        ("Backward", 2, "dZ[2]", [[-0.0040], [-0.0183], [-0.0122]], 2e-4),
        ("Backward", 1, "dZ[1]", [[-0.002], [-0.002], [-0.001], [-0.002]], 5e-4),
    ],
    "by_hand_relu_softmax": [
        ("Forward", 2, "A[2]", [[0.4291], [0.2215], [0.3495]], 1e-4),
        ("Loss", 2, "Loss", [[1.0514]], 1e-3),
        ("Backward", 2, "dW[2]", [[0.9782, 0], [0.505, 0], [-1.4832, 0]], 1e-3),
        ("Backward", 1, "dW[1]", [[-0.0909, 0.0341], [0, 0]], 1e-4),
    ],
    "by_hand_logistic_regression": [
        ("Forward", 1, "Z[1]", [[0.1]], 1e-12),  # 0.5 - 0.25 * 2 + 0.1
        ("Forward", 1, "A[1]", [[0.525]], 1e-4),  # 1 / (1 + e^-0.1)
        ("Backward", 1, "dW[1]", [[-0.475, -0.95]], 1e-4),  # (a - y) x
        ("Backward", 1, "db[1]", [[-0.475]], 1e-4),
        ("Update", 1, "W[1] new", [[0.5475, -0.155]], 1e-4),  # by 0.1 dW
    ],
}


def read(view, name):
    """The matrix of a name as it is written on the page."""
    for matrices in view._page._matrices:
        for matrix in matrices:
            if matrix.value.label == name:
                found = [[float(text.replace("−", "-")) for text in row] for row in matrix.texts]
    return found


@pytest.mark.parametrize("name", sorted(WORKED))
def test_the_worked_numbers_of_the_notes_stand_on_the_screen(window, qtbot, view, name):
    from playground.experiment.text import codec
    from playground.gui.document.presets import presets

    bench = window.playground.workbench
    (preset,) = [preset for preset in presets() if preset.path.stem == name]
    bench.open(codec.read(preset.path))
    qtbot.waitUntil(
        lambda: (
            bench.snapshot.spec.network.initializer.name == "given"
            and view.inspection is not None
            and view.inspection.network.layer_sizes == bench.run.layer_sizes
        )
    )
    for stage, layer, matrix, expected, tolerance in WORKED[name]:
        view.controls.go_to(stage, layer)
        np.testing.assert_allclose(read(view, matrix), expected, atol=tolerance)
    window.actions_.check_gradient.trigger()
    qtbot.waitUntil(lambda: view.check_panel.checks is not None)
    assert "Right" in view.check_panel.verdict.text()


def test_differences_stand_beside_dW_on_request(window, qtbot, view):
    view.controls.go_to("Backward", 2)
    assert not view.differences.isHidden() and view.inspection.differences is None
    view.differences.click()
    qtbot.waitUntil(lambda: view.inspection.differences is not None)
    assert "apart by" in view.summary()
    np.testing.assert_allclose(
        view.inspection.differences, view.inspection.batch.dW[2], rtol=1e-5, atol=1e-8
    )
    view.controls.go_back()  # the layer after it
    qtbot.waitUntil(lambda: view.inspection.differences.shape == view.inspection.batch.dW[3].shape)


def test_loops_and_matrices_side_by_side(window, qtbot, view):
    view.controls.tabs.setCurrentIndex(5)
    view.loops_panel.measure.click()
    qtbot.waitUntil(lambda: view.loops_panel.comparison is not None)
    assert "times as fast, with the same numbers" in view.summary()
    assert "def forward_loops" in view.loops_panel.loops.toPlainText()
    assert "def forward(" in view.loops_panel.matrices.toPlainText()


def test_an_example_that_is_clicked_in_the_boundary_is_looked_at_alone(window, qtbot, view):
    boundary, bench = window.playground.views["boundary"], window.playground.workbench
    train, dev = bench.snapshot.split.train, bench.snapshot.split.dev

    def click(x, y):
        pixels = QPointF(*(float(value) for value in boundary.plot.to_pixels(x, y)))
        at = boundary.plot.mapFromScene(boundary.plot.box.mapToScene(pixels))
        qtbot.mouseClick(boundary.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))

    qtbot.waitUntil(lambda: len(boundary.points.x) == train.m + dev.m)
    # One that lies alone, so that the click means it and no other.
    everywhere = np.concatenate([train.X, dev.X], axis=1)
    away = np.linalg.norm(train.X[:, :, None] - everywhere[:, None, :], axis=0)
    place = int(np.argmax(np.sort(away, axis=1)[:, 1]))
    click(*train.X[:, place])
    qtbot.waitUntil(lambda: view.inspection.single)
    expected = bench.snapshot.run.scaler.apply(train.X[:, [place]])
    assert np.allclose(view.inspection.shown.X, expected)
    assert view.controls.of.currentText() == "One" and view.controls.asked_example == place
    assert boundary.ring.at == (tuple(train.X[:, place].tolist()),)
    view.controls.example.setValue(3)
    assert boundary.ring.at == (tuple(train.X[:, 2].tolist()),)
    view.controls.of.setCurrentIndex(0)
    view.controls.of.activated.emit(0)
    assert boundary.ring.at == ()
    qtbot.waitUntil(lambda: not view.inspection.single)
