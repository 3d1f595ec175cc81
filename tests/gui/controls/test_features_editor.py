"""The editor of features: boxes and a line that make one text."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.panel import ControlPanel
from playground.settings import replaced


def run_of(source="moons"):
    return Run.of(Session(replaced(ExperimentSpec(), "data.source", source)))


def run_with(*names, table_columns=()):
    X = np.arange(6.0 * len(names)).reshape(len(names), 6)
    data = Dataset(
        X=X,
        Y=np.array([[0, 1] * 3]),
        feature_names=names,
        class_names=("a", "b"),
        table_columns=table_columns,
    )
    return Run.of(Session(ExperimentSpec(), data))


@pytest.fixture
def panel(qtbot):
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.show_spec(ExperimentSpec())
    panel.show_run(run_of())
    panel.edits = []
    panel.edited.connect(lambda path, value: panel.edits.append(value))
    return panel


@pytest.fixture
def editor(panel):
    return panel.editor("data.features")


def show(panel, text):
    panel.show_spec(replaced(ExperimentSpec(), "data.features", text))


def ticked(editor):
    return [formula for formula, box in editor.boxes.items() if box.isChecked()]


def type_in(qtbot, editor, text):
    editor.line.clear()
    qtbot.keyClicks(editor.line, text)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)


def test_the_seven_features_of_two_columns_have_boxes(editor):
    assert set(editor.boxes) == {"x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"}
    assert ticked(editor) == ["x1", "x2"]
    assert editor.line.text() == ""


def test_ticking_a_box_adds_its_formula_and_unticking_takes_it_away(panel, editor):
    editor.boxes["x1^2"].click()
    show(panel, panel.edits[-1])
    editor.boxes["x2"].click()
    show(panel, panel.edits[-1])
    editor.boxes["x1^2"].click()
    show(panel, panel.edits[-1])
    editor.boxes["x2"].click()
    assert panel.edits == ["x1, x2, x1^2", "x1, x1^2", "x1", ""]


def test_the_last_feature_stays(panel, editor):
    show(panel, "x1^2")
    editor.boxes["x1^2"].click()
    assert panel.edits == []
    assert ticked(editor) == ["x1^2"]
    assert editor.problem == "At least one feature must stay."
    editor.boxes["x1"].click()
    assert panel.edits == ["x1, x1^2"]
    assert editor.problem == ""


def test_a_formula_of_ones_own_joins_the_boxes(panel, editor, qtbot):
    type_in(qtbot, editor, "cos(2 * x1), x2 ^ 2")
    assert panel.edits == ["x1, x2, cos(2*x1), x2^2"]
    show(panel, panel.edits[-1])
    assert ticked(editor) == ["x1", "x2", "x2^2"]
    assert editor.line.text() == "cos(2*x1)"
    editor.boxes["x1"].click()
    assert panel.edits[-1] == "x2, x2^2, cos(2*x1)"
    type_in(qtbot, editor, "")
    assert panel.edits[-1] == "x2, x2^2"


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("x1 +", "After 'x1 +' a value is missing."),
        ("cos(x3)", "There is no column 'x3'; choose from x1 and x2."),
        ("import os", "After 'import' an operator such as + or * is missing."),
    ],
)
def test_a_formula_that_cannot_be_read_stays_with_a_sentence(panel, editor, qtbot, typed, sentence):
    type_in(qtbot, editor, typed)
    assert editor.problem == sentence
    assert editor.line.text() == typed
    assert editor.line.property("invalid")
    # Some other setting is changed meanwhile.
    show(panel, "")
    assert editor.line.text() == typed
    assert panel.edits == []
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert not editor.problem and not editor.line.property("invalid")
    show(panel, "x1")
    assert editor.line.text() == ""


def test_one_column_has_powers_and_many_have_the_line_alone(panel, editor, qtbot):
    panel.show_run(run_of("curve"))
    assert list(editor.boxes) == ["x1", "x1^2", "x1^3", "sin(x1)"]
    assert ticked(editor) == ["x1"]
    panel.show_run(run_with("length", "width", "a b"))
    assert editor.boxes == {} and editor.line.text() == ""
    assert editor.line.placeholderText() == "All columns as they are"
    type_in(qtbot, editor, "length * width, `a b`")
    assert panel.edits == ["length*width, `a b`"]
    show(panel, panel.edits[-1])
    assert editor.line.text() == "length*width, `a b`"
    type_in(qtbot, editor, "")
    assert panel.edits[-1] == ""


def test_of_other_columns_nothing_stays_of_a_formula_that_was_refused(panel, editor, qtbot):
    type_in(qtbot, editor, "cos(x2")
    assert editor.problem and editor.line.property("invalid")
    panel.show_run(run_of("curve"))
    assert not editor.problem and not editor.line.property("invalid")
    assert editor.line.text() == "" and ticked(editor) == ["x1"]


def test_a_box_tells_the_names_of_the_columns(panel, editor):
    panel.show_run(run_with("x2", "width"))
    assert editor.boxes["x1*x2"].toolTip() == "Give the network x2*width."
    assert editor.boxes["x1*x2"].accessibleName() == "Feature x1*x2"


def test_showing_announces_nothing(panel):
    show(panel, "x1, tanh(x2)")
    panel.show_run(run_of("curve"))
    panel.show_run(run_of())
    assert panel.edits == []


def test_columns_of_a_table_are_offered_by_name(panel, qtbot):
    panel.show_spec(replaced(ExperimentSpec(), "data.source", "csv"))
    panel.show_run(run_with("a", "b", table_columns=("a", "b", "kind", "part")))
    editor = panel.editor("data.source.label")
    assert [editor.combo.itemText(i) for i in range(5)] == ["", "a", "b", "kind", "part"]
    editor.combo.setCurrentIndex(3)
    editor.combo.activated.emit(3)
    assert panel.edits == ["kind"]
    editor.combo.setEditText("b")
    qtbot.keyClick(editor.combo.lineEdit(), Qt.Key.Key_Return)
    assert panel.edits[-1] == "b"
    # A form that comes later knows the columns too.
    panel.show_spec(ExperimentSpec())
    panel.show_spec(replaced(ExperimentSpec(), "data.source", "csv"))
    assert panel.editor("data.source.split_column").combo.count() == 5
