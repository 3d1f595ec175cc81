"""Help, the course notes, versions, and the log file of what went wrong."""

import logging
import os
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from playground.experiment.spec import ExperimentSpec
from playground.gui.dialogs.help import HelpWindow, first_citation, pages
from playground.gui.shell.about import AboutDialog
from playground.settings import Registry, settings_of


def cited(cls, seen=()):
    """The places in the notes that any setting below a class names."""
    for setting in settings_of(cls).values():
        yield from filter(None, re.split(r",\s*", setting.notes))
        if setting.kind is Registry:
            for choice in setting.registry.values():
                yield from cited(choice)
    for value in vars(cls()).values():
        if hasattr(type(value), "__dataclass_fields__") and type(value) not in seen:
            yield from cited(type(value), (*seen, type(value)))


def test_each_section_that_a_tooltip_names_has_a_line_in_the_help():
    words = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    places = set(cited(ExperimentSpec))
    assert {"CS230 6.8", "ML5", "NN 4"} <= places
    missing = {place for place in places if f"| {first_citation(place)} |" not in words}
    assert missing == set()


def test_f1_shows_where_the_notes_treat_the_setting_that_has_the_keyboard(window, qtbot):
    editor = window.controls.editor("training.optimizer.beta1")
    editor.focus_widget().setFocus()
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_F1)
    shown = window.playground.help.window
    assert shown.isVisible() and shown.list.currentItem().text() == "The course notes"
    assert shown.text.textCursor().selectedText() == "CS230 6.8"
    assert "CS230 6.8 (F1)" in editor.toolTip()


def test_f1_elsewhere_opens_the_first_page(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.playground.help.window.list.currentItem().text() == "First steps"


def test_words_are_found_on_whatever_page_they_are(qtbot):
    shown = HelpWindow(None)
    qtbot.addWidget(shown)
    qtbot.keyClicks(shown.find, "exponentially weighted")
    assert shown.list.currentItem().text() == "The course notes"
    assert shown.text.textCursor().selectedText().lower() == "exponentially weighted"
    shown.find.clear()
    qtbot.keyClicks(shown.find, "Fair comparisons")
    assert shown.list.currentItem().text() == "First steps"
    qtbot.keyClicks(shown.find, " zzz")
    assert shown.problem.text() == "No page has these words."


def test_the_versions_can_be_copied(qtbot):
    import numpy

    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    text = QGuiApplication.clipboard().text()
    assert f"NumPy: {numpy.__version__}" in text
    assert f"Python: {sys.version.split()[0]}" in text
    assert "Log file: " in text and "pyqtgraph: 0." in text


LOGGING = """
import sys, threading
from PySide6.QtCore import QCoreApplication, qWarning
app = QCoreApplication([])
app.setOrganizationName("a test"); app.setApplicationName("log")
from playground.gui.shell.log_file import log_path, start_logging
start_logging("Begun")
qWarning("the string is too short")
def fail(): raise RuntimeError("in a thread")
thread = threading.Thread(target=fail); thread.start(); thread.join()
print(log_path())
raise RuntimeError("at the end")
"""


@pytest.fixture
def logged(tmp_path):
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LOGGING],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | home,
    )
    return done


def test_the_log_keeps_warnings_of_qt_and_errors_nobody_caught(logged):
    with open(logged.stdout.strip(), encoding="utf-8") as file:
        text = file.read()
    for words in ("Begun", "the string is too short", "in a thread", "at the end", "Traceback"):
        assert words in text
        assert words in logged.stderr or words == "Begun"


def test_the_log_does_not_grow_without_end(tmp_path, monkeypatch):
    from playground.gui.shell import log_file

    monkeypatch.setattr(log_file, "log_path", lambda: tmp_path / "playground.log")
    for hook in ("qInstallMessageHandler",):
        monkeypatch.setattr(log_file, hook, lambda handler: None)
    before = sys.excepthook, log_file.threading.excepthook
    try:
        log_file.start_logging("Begun")
        for _ in range(3000):
            logging.getLogger("playground").info("x" * 1000)
    finally:
        sys.excepthook, log_file.threading.excepthook = before
        for handler in logging.getLogger("playground").handlers[:]:
            logging.getLogger("playground").removeHandler(handler)
            handler.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 600_000
