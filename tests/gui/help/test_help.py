"""Help, the course notes, versions, and the log file of what went wrong."""

import ast
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget
from test_architecture import MODULES

from playground.engine.optimizers import optimizers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import study_kinds
from playground.experiment.symptoms import symptoms
from playground.gui.help.about import AboutDialog
from playground.gui.help.pages import PANELS, pages
from playground.gui.help.window import HelpWindow, first_citation
from playground.gui.shell.actions.panel_keys import PANEL_KEYS
from playground.gui.views.registry import Place, ViewRow, views
from playground.io.formats import formats
from playground.settings import Registry, settings_of, walk


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
    words = "\n".join(page.text for page in pages())
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


def text(name):
    return next(page.text for page in pages() if page.name == name)


def test_f1_elsewhere_opens_the_first_page(window, qtbot, monkeypatch):
    monkeypatch.setattr("playground.gui.help.help.QApplication.widgetAt", lambda at: None)
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.playground.help.window.list.currentItem().text() == "First steps"


def test_f1_over_a_panel_says_what_it_shows(window, qtbot, monkeypatch):
    pane = window.playground.views["boundary"].plot
    monkeypatch.setattr("playground.gui.help.help.QApplication.widgetAt", lambda at: pane)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.playground.help.window
    assert shown.list.currentItem().text() == "What each panel shows"
    assert shown.text.textCursor().selectedText() == "Decision boundary"


def test_every_panel_there_is_has_words_in_the_help(window):
    docks = {dock.objectName().removeprefix("dock_") for dock in window.findChildren(QDockWidget)}
    assert {"boundary", "settings", "notes"} <= docks and docks <= set(views.rows) | set(PANELS)
    titles = {dock.windowTitle() for dock in window.findChildren(QDockWidget)}
    for title in titles:
        assert f"## {title}\n\n" in text("panels"), title
    for row in views.rows.values():
        assert len(row.shows) > 60 and row.shows.endswith("."), row.name


def test_every_action_with_keys_is_among_the_shortcuts(window):
    words = text("shortcuts")
    for action in window.actions_.declared.values():
        if action.keys:
            assert f": {action.tip} |" in words, action.name
    assert "| Space | Run: Train, or pause the training |" in words


def test_every_module_that_handles_keys_says_which():
    known = {f"playground.gui.{module}" for place in PANEL_KEYS for module in place.modules}
    gui = {name: tree for name, tree in MODULES.items() if name.startswith("playground.gui.")}
    marks = re.compile(r"Key\.Key_|QShortcut\(")
    handling = {name for name, tree in gui.items() if marks.search(ast.unparse(tree))}
    assert "playground.gui.plotting.plot" in known
    assert handling - known == set()
    assert known <= set(gui)


def test_every_setting_choice_study_symptom_and_format_is_in_it():
    for entry in walk(ExperimentSpec()):
        if not entry.is_section:
            assert f"**{entry.setting.label}**" in text("settings"), entry.path
    for name, cls in optimizers.items():
        assert f"*{cls.label}*" in text("settings"), name
    for kind in study_kinds.values():
        assert f"## {kind.label}\n" in text("studies")
    for symptom in symptoms.values():
        assert f"**{symptom.label}**" in text("symptoms")
    for kind in formats.values():
        assert all(suffix in text("formats") for suffix in kind.suffixes), kind.name


def test_what_a_view_added_by_somebody_shows_is_in_it():
    views.add_row(ViewRow("dummy", "Dummy", __name__, Place("right"), "Nothing, but *that* well."))
    try:
        assert "## Dummy\n\nNothing, but *that* well." in text("panels")
    finally:
        views.discard("dummy")


def test_all_pages_are_searched_those_of_the_registries_too(qtbot):
    shown = HelpWindow(None)
    qtbot.addWidget(shown)
    for words, title in (
        ("pause the training", "Shortcuts"),
        ("Dead ReLU units", "What may be wrong"),
        (".parquet", "Files"),
        ("Early stopping", "Settings"),
        ("Learning-rate finder", "First steps"),
    ):
        shown.field.clear()
        shown.list.setCurrentRow(0)
        qtbot.keyClicks(shown.field, words)
        assert shown.list.currentItem().text() == title, words


def test_a_question_mark_opens_the_shortcuts(window, qtbot):
    window.actions_.shortcuts.trigger()
    assert window.playground.help.window.list.currentItem().text() == "Shortcuts"


def test_words_are_found_on_whatever_page_they_are(qtbot):
    shown = HelpWindow(None)
    qtbot.addWidget(shown)
    qtbot.keyClicks(shown.field, "exponentially weighted")
    assert shown.list.currentItem().text() == "The course notes"
    assert shown.text.textCursor().selectedText().lower() == "exponentially weighted"
    shown.field.clear()
    qtbot.keyClicks(shown.field, "Fair comparisons")
    assert shown.list.currentItem().text() == "First steps"
    qtbot.keyClicks(shown.field, " zzz")
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


def entries(menu, way=""):
    """What stands in a menu, and in those below it, each with the way there."""
    for action in menu.actions():
        here = f"{way}{action.text().replace('&', '').rstrip('.…')}"
        yield here
        if action.menu() is not None:
            action.menu().aboutToShow.emit()
            yield from entries(action.menu(), f"{here} > ")


def test_every_way_through_the_menus_that_a_text_tells_is_there_once(window, qtbot):
    qtbot.waitUntil(lambda: window.arranged)
    root = Path(__file__).parents[3]
    texts = [
        root / "README.md",
        *root.glob("resources/help/*.md"),
        *root.glob("playground/**/*.py"),
    ]
    told = {}
    for path in (*texts, *root.glob("resources/lessons/*.lesson")):
        found = re.findall(r"\*((?:File|Edit|Train|View|Help) > [^*]+)\*", path.read_text("utf-8"))
        told |= {re.sub(r"\s+", " ", way).rstrip("."): path.name for way in found}
    assert len(told) > 15
    there = Counter(way for way in entries(window.menuBar()) if not way.endswith("> "))
    assert {way: name for way, name in told.items() if way not in there} == {}
    assert [way for way, times in there.items() if times > 1] == []
