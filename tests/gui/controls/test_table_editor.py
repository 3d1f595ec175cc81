"""The typed table in the form: cells that are typed in, pasted, cleared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.panel import ControlPanel
from playground.settings import replaced

SPEC = replaced(ExperimentSpec(), "data.source", "typed")
PATH = "data.source.table"


@pytest.fixture
def panel(qtbot):
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    panel.show()
    panel.show_spec(replaced(SPEC, PATH, "x, y; 1, 2"))
    panel.edits = []
    panel.edited.connect(lambda path, value: panel.edits.append((path, value)))
    return panel


@pytest.fixture
def editor(panel):
    return panel.editor(PATH)


def put(cells, row, column, text):
    """As when the person has left a cell."""
    cells.model().setData(cells.model().index(row, column), text)


def test_names_stand_first_and_there_is_room_to_go_on(editor):
    assert editor.cells.cells == [["x", "y", ""], ["1", "2", ""], ["", "", ""]]
    assert editor.cells.item(0, 0).font().bold() and not editor.cells.item(1, 0).font().bold()
    assert editor.words.text() == "1 row"


def test_a_row_is_proposed_once_it_is_whole(panel, editor):
    put(editor.cells, 2, 0, "3")
    assert not panel.edits and editor.words.text() == "Row 2: y is missing."
    panel.show_spec(replaced(SPEC, PATH, "x, y; 1, 2"))  # another setting was changed
    assert editor.cells.cells[2][0] == "3"
    put(editor.cells, 2, 1, "4,5")
    assert panel.edits == [(PATH, "x, y\n1, 2\n3, 4.5")]
    panel.show_spec(replaced(SPEC, *panel.edits[0]))
    assert editor.words.text() == "2 rows" and len(panel.edits) == 1
    assert editor.cells.cells[2] == ["3", "4.5", ""] and editor.cells.rowCount() == 4


def test_a_column_is_added_at_the_end(panel, editor):
    put(editor.cells, 0, 2, "z")
    assert editor.cells.columnCount() == 4 and "z is missing" in editor.words.text()
    put(editor.cells, 1, 2, "7")
    assert panel.edits == [(PATH, "x, y, z\n1, 2, 7")]


def test_cells_of_a_spreadsheet_replace_the_table_at_its_first_cell(panel, editor, qtbot):
    QGuiApplication.clipboard().setText("hot\tcold\tgood\n1,5\t2\tno\n3\t4\tyes\n")
    editor.cells.setCurrentCell(0, 0)
    qtbot.keyClick(editor.cells, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.edits == [(PATH, "hot, cold, good\n1.5, 2, no\n3, 4, yes")]
    QGuiApplication.clipboard().setText("1\t1\n")
    editor.paste.click()
    assert panel.edits[1:] == [(PATH, "x1, y\n1, 1")]


def test_elsewhere_they_are_put_from_the_cell_on(panel, editor):
    editor.cells.setCurrentCell(2, 0)
    editor.cells.paste("3\t4\n5\t6\n")
    assert panel.edits == [(PATH, "x, y\n1, 2\n3, 4\n5, 6")]
    editor.cells.setCurrentCell(1, 1)
    editor.cells.paste("9")
    assert panel.edits[1:] == [(PATH, "x, y\n1, 9\n3, 4\n5, 6")]
    editor.cells.paste("   ")
    assert len(panel.edits) == 2


def test_delete_takes_a_row_away(panel, editor, qtbot):
    panel.show_spec(replaced(SPEC, PATH, "x, y; 1, 2; 3, 4"))
    editor.cells.selectRow(1)
    qtbot.keyClick(editor.cells, Qt.Key.Key_Delete)
    assert panel.edits == [(PATH, "x, y\n3, 4")]
    panel.show_spec(replaced(SPEC, *panel.edits[0]))
    assert editor.cells.cells == [["x", "y", ""], ["3", "4", ""], ["", "", ""]]


def test_copied_cells_are_those_of_a_spreadsheet(editor, qtbot):
    editor.cells.setFocus()
    editor.cells.selectAll()
    qtbot.keyClick(editor.cells, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split() == ["x", "y", "1", "2"]


def test_in_the_window_letters_are_typed_and_a_whole_table_is_trained(window, qtbot):
    bench = window.playground.workbench
    bench.set("data.source", "typed")
    qtbot.waitUntil(lambda: bench.run.spec.data.source.name == "typed")
    cells = window.controls.editor(PATH).cells
    cells.setCurrentCell(0, 0)
    cells.setFocus()
    qtbot.waitUntil(cells.hasFocus)
    window.docks["inspector"].hide()
    qtbot.keyClick(cells, Qt.Key.Key_I)  # the inspector's key, and here a letter
    line = cells.findChild(QLineEdit)
    assert line.text() == "i" and not window.docks["inspector"].isVisible()
    qtbot.keyClicks(line, "n")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.run.dataset.feature_names == ("in", "x2"))
    assert bench.run.split.train.m == 4
    put(cells, 2, 2, "0.5")
    qtbot.waitUntil(lambda: bench.run.dataset.task == "regression")
    qtbot.waitUntil(lambda: bench.snapshot.run is bench.run)
    bench.undo()
    qtbot.waitUntil(lambda: bench.run.dataset.task == "binary")
    assert cells.cells[2][2] == "1"
