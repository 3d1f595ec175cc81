"""The program as the desktop sees it: name, icon, files handed over, several at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.assets import APPLICATION_ID
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.io.session.file import load_session, save_session

ROOT = Path(__file__).parents[3]

#: The program as it is started, with a first sentence on standard output once it stands, and a
#: function that is called then.
_STARTED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from playground.gui import app as program
messages = []
def say(*words):
    print(*words, flush=True)
def look():
    if not window.arranged or window.playground.workbench.snapshot is None:
        return
    timer.stop()
    then()
real = program.create_window
def create(path=None):
    global window, timer
    window = real(path)
    window.playground.workbench.message_changed.connect(messages.append)
    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    return window
program.create_window = create
def until(condition, then):
    if condition():
        then()
    else:
        QTimer.singleShot(20, lambda: until(condition, then))
"""

_END = "\nsys.exit(program.main(sys.argv[1] if len(sys.argv) > 1 else None))\n"

_OPENED = """
def then():
    files = window.playground.files
    until(lambda: files.document.path, lambda: (say(files.document.path), window.close()))
"""

_HANDED_OVER = """
def then():
    QCoreApplication.sendEvent(QGuiApplication.instance(), QFileOpenEvent(PATH))
    files = window.playground.files
    until(lambda: files.document.path, lambda: (say(files.document.path), window.close()))
"""

_NAMED = """
def then():
    app = QGuiApplication.instance()
    icon = app.windowIcon().pixmap(64, 64).toImage()
    say(app.desktopFileName(), app.applicationDisplayName(), icon.pixelColor(10, 10).name())
    window.close()
"""

_KEEPS = """
def then():
    recovery = window.playground.recovery
    window.playground.workbench.step()
    until(lambda: window.playground.workbench.snapshot.steps, recovery.save)
    until(lambda: recovery.path.exists(), lambda: say(recovery.path))
"""

_LOOKS = """
def then():
    kept = any(message and "has been kept" in message.sentence for message in messages)
    kept = kept or window.playground.recovery._offered is not None
    say("offered" if kept else "nothing")
    window.close()
"""


@pytest.fixture
def start(tmp_path):
    """Start the program in a process of its own, all of them with the same folders."""
    kinds = ("CONFIG", "DATA", "CACHE", "STATE")
    home = {f"XDG_{kind}_HOME": str(tmp_path) for kind in kinds}
    home |= {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    children = []

    def started(then: str, *words: object) -> subprocess.Popen:
        child = subprocess.Popen(
            [sys.executable, "-c", _STARTED + then + _END, *map(str, words)],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | home,
        )
        children.append(child)
        return child

    yield started
    for child in children:
        child.kill()
        child.communicate()


@pytest.fixture
def session_path(tmp_path):
    """A session that has trained, in a folder with a space and an umlaut."""
    session = Session(ExperimentSpec())
    session.step()
    path = tmp_path / "Übungen für Anfänger" / "erste Übung.playground"
    path.parent.mkdir()
    save_session(session, path)
    return path


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_a_double_click_opens_a_session_with_a_space_and_an_umlaut(
    start, session_path, locale, monkeypatch
):
    monkeypatch.setenv("LC_ALL", locale)
    child = start(_OPENED, session_path)
    assert child.stdout.readline().strip() == str(session_path)
    assert child.wait(timeout=60) == 0


def test_a_file_that_the_system_hands_over_is_opened(start, session_path):
    child = start(f"PATH = {str(session_path)!r}" + _HANDED_OVER)
    assert child.stdout.readline().strip() == str(session_path)
    assert child.wait(timeout=60) == 0


def test_the_desktop_finds_the_entry_and_the_icon_of_a_window(start):
    child = start(_NAMED)
    said = child.stdout.readline().split()
    assert said == [APPLICATION_ID, "Neural", "playground", "#4f4bd1"]


def test_a_second_start_leaves_the_recovery_file_of_the_first_alone(start):
    first = start(_KEEPS)
    kept = Path(first.stdout.readline().strip())
    content = kept.read_bytes()
    second = start(_LOOKS)
    assert second.stdout.readline() == "nothing\n"
    assert second.wait(timeout=60) == 0
    assert kept.read_bytes() == content and load_session(kept).trainer.steps == 1
    # Once the first has been killed, its work is offered: the second could have seen the file.
    first.kill()
    first.wait()
    assert start(_LOOKS).stdout.readline() == "offered\n"
