"""What may differ from layer to layer: in the form, at the head of a layer, and in the drawings."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from view_frames import frame_of, shown, with_results

from playground.engine.activations import activations
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.panel import ControlPanel
from playground.gui.theme import LIGHT
from playground.gui.views.activation import ActivationView
from playground.gui.views.diagram.view import DiagramView
from playground.settings import find, replaced

TANH, RELU, LEAKY = (activations[name]() for name in ("tanh", "relu", "leaky_relu"))
ACTIVATION, WEIGHTS, KEEP = "network.activation", "network.initializer", "training.keep_prob"


@pytest.fixture
def panel(qtbot):
    """A panel that accepts every edit, as the window does."""
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.spec = ExperimentSpec()

    def accept(path, value):
        panel.spec = replaced(panel.spec, path, value)
        panel.show_spec(panel.spec)

    panel.edited.connect(accept)
    panel.show_spec(panel.spec)
    return panel


def value(panel, path):
    return find(panel.spec, path).value


def choose(combo, name):
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


@pytest.mark.parametrize(("path", "n"), [(ACTIVATION, 2), (WEIGHTS, 3), (KEEP, 2)])
def test_a_button_parts_the_value_and_puts_it_together_again(panel, path, n):
    one, editor = value(panel, path), panel.editor(path)
    assert editor.button.isHidden()
    panel.show_advanced(True)
    assert not editor.button.isHidden() and not editor.below.editors
    editor.button.click()
    assert value(panel, path) == (one,) * n and len(editor.below.editors) == n
    assert editor.button.isChecked()
    panel.show_advanced(False)
    assert not editor.button.isHidden()  # what has an effect is to be seen
    editor.button.click()
    assert value(panel, path) == one and not editor.below.editors


def test_one_layer_gets_another_value(panel):
    for path in (ACTIVATION, WEIGHTS, KEEP):
        panel.editor(path).button.click()
    choose(panel.editor(ACTIVATION).below.editors[1].combo, "leaky_relu")
    choose(panel.editor(WEIGHTS).below.editors[2].combo, "zeros")
    line = panel.editor(KEEP).below.editors[0].line
    line.setText("0,8")
    line.editingFinished.emit()
    assert value(panel, ACTIVATION) == (TANH, LEAKY)
    assert [each.name for each in value(panel, WEIGHTS)] == ["xavier", "xavier", "zeros"]
    assert value(panel, KEEP) == (0.8, 1)
    assert Session(panel.spec).network.keep_prob == (1, 0.8, 1)
    names = [each.focus_widget().accessibleName() for each in panel.editor(WEIGHTS).below.editors]
    assert names == [f"Initial weights, {which}" for which in ("layer 1", "layer 2", "output")]


def test_tab_goes_from_a_choice_along_its_layers(panel):
    panel.show()
    editor = panel.editor(ACTIVATION)
    editor.button.click()
    stops = [editor.combo, editor.button, *(each.combo for each in editor.below.editors)]
    stop = editor.combo
    for expected in stops[1:]:
        stop = stop.nextInFocusChain()
        while not stop.focusPolicy() & Qt.FocusPolicy.TabFocus or stop.window() is not panel:
            stop = stop.nextInFocusChain()
        assert stop is expected


def test_a_choice_for_all_layers_takes_the_place_of_a_row(panel):
    editor = panel.editor(ACTIVATION)
    editor.button.click()
    assert editor.combo.currentIndex() == -1 and editor.combo.placeholderText() == "By layer"
    choose(editor.combo, "relu")
    assert value(panel, ACTIVATION) == RELU and not editor.below.editors


def test_a_row_can_be_typed_where_a_number_stands(panel, qtbot):
    line = panel.editor(KEEP).line
    line.setText("0.9, 0.7")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert value(panel, KEEP) == (0.9, 0.7) and line.text() == "0.9, 0.7"
    assert not panel.editor(KEEP).slider.isEnabled()
    qtbot.keyClick(line, Qt.Key.Key_Up)  # no step from a row
    assert value(panel, KEEP) == (0.9, 0.7)


def test_a_row_that_does_not_fit_is_not_cut_to_another(panel):
    panel.edited.emit("network.hidden_layers", (8, 4, 3))
    panel.edited.emit(KEEP, (0.95, 0.85, 1.0))
    editor = panel.editor(KEEP)
    assert editor.line.text() == "by layer" and editor.line.toolTip() == "0.95, 0.85, 1"
    assert [each.line.text() for each in editor.below.editors] == ["0.95", "0.85", "1"]
    editor.line.editingFinished.emit()  # left as it is
    assert value(panel, KEEP) == (0.95, 0.85, 1)


def test_a_wrong_value_of_one_layer_is_a_sentence(panel):
    refused = []
    panel.refused.connect(refused.append)
    panel.editor(KEEP).button.click()
    line = panel.editor(KEEP).below.editors[1].line
    line.setText("1.5")
    line.editingFinished.emit()
    assert refused == [
        "Keep probability, layer 2: 1.5 is not allowed; it must be above 0 and at most 1."
    ]
    assert value(panel, KEEP) == (1, 1)


def test_the_constants_of_one_choice_go_when_each_layer_has_its_own(panel):
    panel.edited.emit(ACTIVATION, "leaky_relu")
    assert panel.editor(f"{ACTIVATION}.beta").isVisibleTo(panel)
    panel.editor(ACTIVATION).button.click()
    assert value(panel, ACTIVATION) == (LEAKY, LEAKY)
    with pytest.raises(KeyError):
        panel.editor(f"{ACTIVATION}.beta")


def test_another_layer_brings_another_editor(panel):
    panel.editor(ACTIVATION).button.click()
    choose(panel.editor(ACTIVATION).below.editors[0].combo, "relu")
    panel.edited.emit("network.hidden_layers", (8, 4, 4))
    assert value(panel, ACTIVATION) == (RELU, TANH, TANH)
    assert len(panel.editor(ACTIVATION).below.editors) == 3


# ---------------------------------------------------------------------- at the head of a layer


@pytest.fixture
def diagram(qapp):
    view = DiagramView(LIGHT)
    view.spec = replaced(ExperimentSpec(), "network.hidden_layers", (4, 3))
    view.show_spec(view.spec)
    view.draw(frame_of(network__hidden_layers=(4, 3)))
    yield from shown(view, (560, 300))


def offered(menu, start):
    menu._fill()
    (action,) = [each for each in menu.menu().actions() if each.text().startswith(start)]
    return {each.text(): each for each in action.menu().actions()}


@pytest.mark.parametrize(
    ("start", "chosen", "path", "expected"),
    [
        ("Activation", "ReLU", ACTIVATION, (TANH, RELU)),
        ("Activation", "Tanh", ACTIVATION, TANH),
        ("Keep probability", "0.8", KEEP, (1.0, 0.8)),
    ],
)
def test_a_layer_is_given_its_own_at_its_head(diagram, start, chosen, path, expected):
    asked = []
    diagram.setting_edited.connect(lambda *edit: asked.append(edit))
    offered(diagram.units_row.menus[1], start)[chosen].trigger()
    assert asked == [(path, expected, None)]


def test_the_head_says_what_the_layer_has(diagram):
    spec = replaced(diagram.spec, ACTIVATION, (RELU, activations["leaky_relu"](beta=0.3)))
    diagram.show_spec(replaced(spec, KEEP, (0.75, 1)))
    first, second = diagram.units_row.menus
    assert "Activation: ReLU" in first.toolTip() and "Keep probability: 0.75" in first.toolTip()
    assert "Leaky ReLU (beta 0.3)" in second.toolTip()
    checked = [text for text, action in offered(first, "Keep").items() if action.isChecked()]
    assert checked == ["0.75"]
    assert first.accessibleName() == "Settings of hidden layer 1"


def test_heads_come_and_go_with_their_layers(diagram):
    diagram.draw(frame_of(network__hidden_layers=(4, 3, 3)))
    row = diagram.units_row
    assert len(row.menus) == len(row.steppers) == 3
    for stepper, menu in zip(row.steppers, row.menus):
        assert not stepper.geometry().intersects(menu.geometry())
    diagram.show_spec(replaced(diagram.spec, "network.hidden_layers", ()))
    assert not row.menus


# ---------------------------------------------------------------------- in the drawings


@pytest.fixture
def activation_view(qapp):
    yield from shown(ActivationView(LIGHT), (400, 300))


def test_each_activation_is_drawn_once_and_each_layer_measured_by_its_own(activation_view):
    layers = (5, 3, 3)
    frame = frame_of(network__hidden_layers=layers, network__activation=(RELU, TANH, RELU))
    session = Session(frame.run.spec, frame.run.dataset)
    sums = PreActivationsProbe().bind(session)(frame.snapshot.theta)
    frame = with_results(frame, {PreActivationsProbe: sums})
    view = activation_view
    view.draw(frame)
    assert view.legend.texts[:3] == ["g(z), ReLU", "g(z), Tanh", "g′(z)"]
    curves = view.curves()
    for label, activation in (("ReLU", RELU), ("Tanh", TANH)):
        z, g = curves[f"g of {label}"]
        np.testing.assert_allclose(g, activation(z[np.newaxis])[0])
    assert view.summary().startswith("ReLU, Tanh and ReLU activation; ")
    flat = 100 * (sums[0] <= 0).mean()
    assert f"layer 1 {flat:.0f} %" in view.summary()
