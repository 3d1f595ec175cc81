"""The points of a drawing in the form: counted, and typed as text by whoever likes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.experiment.spec import ExperimentSpec
from playground.gui.controls.panel import ControlPanel
from playground.settings import replaced

SPEC = replaced(ExperimentSpec(), "data.source", "drawn")
PATH = "data.source.points"


@pytest.fixture
def panel(qtbot):
    panel = ControlPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_spec(SPEC)
    panel.edits = []
    panel.edited.connect(lambda path, value: panel.edits.append((path, value)))
    return panel


@pytest.fixture
def editor(panel):
    return panel.editor(PATH)


def test_points_are_counted(panel, editor, qtbot):
    assert editor.count.text() == "10 points"
    panel.show_spec(replaced(SPEC, PATH, "1 1 0; -; 2 2 1"))
    qtbot.waitUntil(lambda: editor.count.text() == "2 points")
    panel.show_spec(replaced(SPEC, PATH, "1 1 0"))
    qtbot.waitUntil(lambda: editor.count.text() == "1 point")
    assert not editor.text.isVisible()


def test_typed_points_are_proposed(panel, editor, qtbot):
    editor.unfold.click()
    assert editor.text.toPlainText() == SPEC.data.source.points
    editor.text.selectAll()
    qtbot.keyClicks(editor.text, "1 2 0; 3 4 1")
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.edits == [(PATH, "1 2 0; 3 4 1")]
    panel.show_spec(replaced(SPEC, *panel.edits[0]))
    editor.unfold.setFocus()
    assert len(panel.edits) == 1


def test_a_refused_text_stays_to_be_mended(panel, editor, qtbot):
    editor.unfold.click()
    editor.text.selectAll()
    qtbot.keyClicks(editor.text, "1 2")
    editor.unfold.setFocus()
    assert panel.edits == [(PATH, "1 2")]
    panel.show_spec(SPEC)
    assert editor.text.toPlainText() == "1 2"


def test_the_text_follows_what_is_drawn(panel, editor, qtbot):
    editor.unfold.click()
    for k in range(30):
        panel.show_spec(replaced(SPEC, "data.source", SPEC.data.source.add([(k, k, 0)])))
    qtbot.waitUntil(lambda: editor.text.toPlainText().endswith("29 29 0"))
    assert panel.edits == []
