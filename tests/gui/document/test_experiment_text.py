"""The experiment as text on the clipboard, there and back, with mistakes named by their line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit

from playground.experiment.text import codec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment
from playground.settings import replaced


def clipboard():
    return QGuiApplication.clipboard()


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def bench(window):
    return window.playground.workbench


def test_there_and_back(window, qtbot):
    bench(window).set("training.optimizer", "momentum")
    bench(window).set("network.hidden_layers", (3, 2))
    copied = bench(window).spec
    window.actions_.copy_experiment.trigger()
    assert codec.loads(clipboard().text()) == copied
    assert "clipboard" in message(window)
    bench(window).set("network.hidden_layers", (7,))
    changed = bench(window).spec
    window.actions_.paste_experiment.trigger()
    assert bench(window).spec == copied
    qtbot.waitUntil(lambda: bench(window).run.layer_sizes == (2, 3, 2, 1))
    window.actions_.undo.trigger()
    assert bench(window).spec == changed


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("seed = 1\n\n[training]\nlearning_rat = 3\n", "The clipboard, line 4: training.learning"),
        ("[training]\nepochs = -1\n", "The clipboard, line 2: training.epochs: -1 is not allowed"),
        ("[training\n", "The clipboard, line 1: this is not TOML"),
        ("Dear Anna,\n", "The clipboard, line 1: this is not TOML"),
        ("version = 99\n", "The clipboard, line 1: version: this experiment has the format 99"),
        ("  \n", "The clipboard: there is no text"),
        pytest.param(
            "#" * 1_100_000,
            "The clipboard: this is no experiment: 1,100,000 characters",
            id="too long",
        ),
    ],
)
def test_a_mistake_is_named_by_its_line_and_nothing_changes(window, qtbot, text, sentence):
    before = bench(window).spec
    clipboard().setText(text)
    window.actions_.paste_experiment.trigger()
    assert message(window).startswith(sentence)
    assert bench(window).spec == before and not bench(window).undo_stack.can_undo


def test_an_empty_clipboard_is_a_sentence(window):
    clipboard().clear()
    window.actions_.paste_experiment.trigger()
    assert "there is no text" in message(window)


def test_relative_data_lie_in_the_folder_of_the_last_file(window, qtbot, tmp_path):
    (tmp_path / "a b.csv").write_text("x,y,label\n" + "1,2,a\n2,1,b\n" * 20, encoding="utf-8")
    window.playground.files.open_path(str(tmp_path / "a b.csv"))
    qtbot.waitUntil(lambda: bench(window).run.spec.data.source.name == "csv")
    clipboard().setText('[data.source]\nkind = "csv"\npath = "a b.csv"\n[training]\nepochs = 2\n')
    window.actions_.paste_experiment.trigger()
    qtbot.waitUntil(lambda: bench(window).snapshot.spec.training.epochs == 2)
    assert bench(window).spec.data.source.path == str(tmp_path / "a b.csv")


def test_a_field_keeps_its_own_copy_and_paste(window, qtbot):
    line = window.controls.findChild(QLineEdit, "training.learning_rate/field")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    before = bench(window).spec
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard().text() == line.text()
    clipboard().setText("0.25")
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "0.25" and bench(window).spec == before
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(line, Qt.Key.Key_C, both)  # an action takes what is typed in force first
    assert codec.loads(clipboard().text()) == replaced(before, "training.learning_rate", 0.25)


def test_no_two_actions_share_a_shortcut(window):
    keys = list(filter(None, (action.shortcut().toString() for action in window.actions_)))
    assert len(set(keys)) == len(keys)
    editing = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
    standard = {key.toString() for name in editing for key in QKeySequence.keyBindings(name)}
    assert standard.isdisjoint(keys)


def test_one_line_there_and_back(window, qtbot):
    app = window.playground
    bench(window).set("network.hidden_layers", (3, 2))
    app.files.document.note(Notes("Do *this*.", "Ada", "Done."))
    copied = bench(window).spec
    window.actions_.copy_link.trigger()
    text = clipboard().text()
    assert "\n" not in text and len(text) < 200 and f"{len(text)} characters" in message(window)
    bench(window).set("network.hidden_layers", (7,))
    app.files.document.open(WrittenExperiment())
    assert window.companions["notes"].isHidden()
    window.actions_.paste_experiment.trigger()
    assert bench(window).spec == copied and app.files.document.notes == Notes("Do *this*.")
    assert window.companions["notes"].isVisible()
    window.actions_.undo.trigger()
    assert bench(window).spec.network.hidden_layers == (7,)


def test_half_a_line_is_a_sentence_and_nothing_changes(window):
    window.actions_.copy_link.trigger()
    clipboard().setText(clipboard().text()[:-3])
    bench(window).set("training.l2", 0.5)
    before = bench(window).spec
    window.actions_.paste_experiment.trigger()
    assert message(window).startswith("The clipboard: this is not the whole link")
    assert bench(window).spec == before


def test_notes_are_copied_and_pasted_as_text(window):
    app = window.playground
    app.files.document.note(Notes("Do *this*."))
    window.actions_.copy_experiment.trigger()
    assert clipboard().text().startswith("# Do *this*.\n")
    app.files.document.open(WrittenExperiment())
    window.actions_.paste_experiment.trigger()
    assert app.files.document.notes == Notes("Do *this*.")
    clipboard().setText("training.l2 = 0.5")
    window.actions_.paste_experiment.trigger()
    assert app.files.document.notes == Notes("Do *this*.")  # it had none of its own
