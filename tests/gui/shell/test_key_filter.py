"""The keys of the actions, wherever the keyboard is."""

from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from playground.gui.shell.actions.key_filter import Keys

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TAB, MOUSE = Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason


def bench(window):
    return window.playground.workbench


@pytest.fixture
def field(window):
    """The field of the hidden layers, with the keyboard in it."""
    line = window.controls.editor("network.hidden_layers").line
    line.setFocus()
    return line


#: Fields that only take numbers have keys of their own.
every_field = pytest.mark.parametrize("path", ["network.hidden_layers", "training.learning_rate"])


@pytest.fixture
def done(window, monkeypatch):
    """The names of the actions that were triggered, in their order; none of them does anything."""
    names = []
    for action in window.actions_:
        action.triggered.disconnect()
        action.triggered.connect(partial(names.append, action.objectName()))
    return names


@pytest.mark.parametrize(
    "path", ["data.source", "training.optimizer", "training.learning_rate", "network.activation"]
)
def test_space_trains_from_a_list_of_choices_a_number_and_a_slider(window, qtbot, done, path):
    editor = window.controls.editor(path)
    for widget in (editor.focus_widget(), getattr(editor, "slider", None)):
        if widget is not None:
            done.clear()
            widget.setFocus(TAB)
            qtbot.keyClick(widget, KEY.Key_Space)
            assert done == ["run"], widget


def test_space_trains_where_what_had_the_keyboard_was_hidden(window, qtbot, done):
    """Nobody led it to the button that comes next."""
    box = QWidget(window)
    row = QHBoxLayout(box)
    line, button = QLineEdit(), QCheckBox("x")
    row.addWidget(line)
    row.addWidget(button)
    box.show()
    line.setFocus(TAB)
    line.hide()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, KEY.Key_Space)
    assert done == ["run"] and not button.isChecked()


def test_space_presses_a_button_that_tab_led_to_and_no_other(window, qtbot, done, monkeypatch):
    box = window.findChild(QAbstractButton, "show_all_settings")
    box.clearFocus()
    box.setFocus(TAB)
    qtbot.keyClick(box, KEY.Key_Space)
    assert box.isChecked() and done == []
    box.clearFocus()
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    box.setFocus(MOUSE)
    qtbot.keyClick(box, KEY.Key_Space)
    assert box.isChecked() and done == ["run"]


def test_space_is_a_space_in_a_text(field, qtbot, done):
    field.selectAll()
    qtbot.keyClicks(field, "5, 2")
    assert field.text() == "5, 2" and done == []


@every_field
@pytest.mark.parametrize(
    "key, name",
    [(KEY.Key_E, "export"), (KEY.Key_S, "save"), (KEY.Key_O, "open"), (KEY.Key_Z, "undo")],
)
def test_control_keys_work_inside_a_field(window, qtbot, done, path, key, name):
    bench(window).set("training.l2", 0.5)
    line = window.controls.editor(path).line
    line.setFocus()
    # Where Ctrl+E means the end of the line, a line of text wants it for itself.
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, CTRL)
    QApplication.sendEvent(line, asked)
    assert not asked.isAccepted()
    qtbot.keyClick(line, key, CTRL)
    assert done == [name]


def test_what_was_typed_counts_before_it_is_saved(window, field, qtbot, done):
    field.selectAll()
    qtbot.keyClicks(field, "3")
    qtbot.keyClick(field, KEY.Key_S, CTRL)
    assert done == ["save"] and bench(window).spec.network.hidden_layers == (3,)


def test_undo_in_a_field_takes_back_letters_first_and_then_the_last_change(window, field, qtbot):
    bench(window).set("training.learning_rate", 0.5)
    field.end(False)
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, KEY.Key_Z, CTRL)
    assert field.text() == "8, 4"
    assert bench(window).spec.training.learning_rate == 0.5
    qtbot.keyClick(field, KEY.Key_Z, CTRL)
    assert bench(window).spec.training.learning_rate == 0.01


def test_enter_takes_a_value_and_leaves_the_field_and_then_space_trains(window, field, qtbot, done):
    field.selectAll()
    qtbot.keyClicks(field, "6")
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: not field.hasFocus())
    assert bench(window).spec.network.hidden_layers == (6,)
    qtbot.keyClick(window, KEY.Key_Space)
    assert done == ["run"]


def test_escape_forgets_what_was_typed_and_leaves_the_field(window, field, qtbot):
    field.selectAll()
    qtbot.keyClicks(field, "oops")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert not field.hasFocus() and field.text() == "8, 4"
    assert bench(window).spec.network.hidden_layers == (8, 4)
    assert window.messages.message.kind == "note"  # nothing was refused


def test_escape_closes_what_was_opened_last(window, qtbot):
    window.messages.clear()
    studies, helping = window.playground.studies, window.playground.help
    studies.show_history()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is studies.history)
    studies.history.table.setFocus()
    helping.show()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is helping.window)
    helping.window.list.setFocus()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    bench(window).note("Something to be read.")
    for is_shown in (
        lambda: window.messages.isVisible(),
        lambda: helping.window.isVisible(),
        lambda: studies.history.isVisible(),
    ):
        assert is_shown()
        qtbot.keyClick(window, KEY.Key_Escape)
        assert not is_shown()


def test_escape_in_a_study_window_cancels_it_and_then_closes_it(window, qtbot):
    studies = window.playground.studies
    studies.start("rate_finder")
    study = studies.window
    qtbot.waitUntil(lambda: study.verdict.currentIndex() != 0, timeout=20_000)
    qtbot.keyClick(study, KEY.Key_Escape)
    assert not study.isVisible()


def test_space_is_in_the_list_of_shortcuts_even_while_a_button_has_the_keyboard(window):
    window.findChild(QAbstractButton, "show_all_settings").setFocus(TAB)
    assert window.actions_.run.shortcut().toString() == "Space"
    assert "Space" in window.actions_.declared["run"].keys


def test_a_widget_that_is_deleted_with_the_keyboard_leaves_the_keys_working(window, qtbot):
    gone = QLineEdit(window)
    gone.show()
    gone.setFocus()
    qtbot.waitUntil(gone.hasFocus)
    shiboken6.delete(gone)
    window.setFocus()
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert window.findChild(Keys)._watched is other


def test_enter_stays_in_a_field_whose_words_were_refused(window, qtbot):
    """The letters that mend them would be keys of the window: N begins with a new seed."""
    line, seed = window.controls.editor("data.features").line, bench(window).spec.seed
    line.setFocus()
    qtbot.keyClicks(line, "x1+cos(3*x2")
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "not closed" in line.toolTip())
    qtbot.wait(20)
    assert QApplication.focusWidget() is line
    qtbot.keyClicks(line, ")")
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not line)
    assert "cos(3*x2)" in bench(window).spec.data.features and bench(window).spec.seed == seed
