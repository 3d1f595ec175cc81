"""Preferences are kept, survive spoilt storage, and change no number."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from playground.gui import preferences
from playground.gui.dialogs.preferences import PreferencesDialog
from playground.gui.preferences import Preferences
from playground.settings import replaced


@pytest.fixture(autouse=True)
def _clean_store():
    QSettings().clear()
    yield
    QSettings().clear()


def test_what_is_kept_is_loaded():
    chosen = Preferences(theme="dark", digits=6, autosave=0)
    preferences.keep(chosen)
    assert preferences.load() == chosen
    preferences.keep(Preferences())
    assert preferences.load() == Preferences()


@pytest.mark.parametrize("spoilt", ["", "purple", "12.5", None])
def test_spoilt_storage_means_the_default(spoilt):
    for name in ("theme", "digits", "autosave"):
        QSettings().setValue(f"preferences/{name}", spoilt)
    assert preferences.load() == Preferences()


def test_the_dialog_announces_each_change_and_restores_defaults(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PreferencesDialog(Preferences(), parent)
    said = []
    dialog.changed.connect(said.append)
    line = dialog.form.editor("digits").line
    line.setText("7")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert said == [replaced(Preferences(), "digits", 7)]
    line.setText("99")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.problem.isHidden()
    assert "between 2 and 12" in dialog.problem.text()
    dialog.restore_defaults()
    assert said[-1] == Preferences()
    assert line.text() == "4"
    assert dialog.problem.isHidden()
