"""What the window finds again at its next start; whatever the settings hold, it starts."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QByteArray, QSettings

from playground.gui.app import create_window

#: Opens a window, lets its panels come, and closes it.
PROGRAM = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground.gui.app import create_window
app = QApplication([])
app.setOrganizationName("neural-playground")
app.setApplicationName("playground")
window = create_window()
def look():
    if window.playground.views and window.playground.workbench.frame is not None:
        timer.stop()
        print(window.messages.message.sentence)
        QTimer.singleShot(300, window.close)
timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
app.exec()
"""


def started(folder):
    """The exit code of a window with settings of its own, what it told, and what it wrote."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, timeout=60, check=False
    )
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def test_a_wrong_byte_in_what_an_earlier_version_kept_stops_no_start(tmp_path):
    assert started(tmp_path)[0] == 0
    (path,) = tmp_path.rglob("*.conf")
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    # How Qt writes one dock in one area; the fourteenth byte belongs to the number of areas.
    state = bytearray(b"\0\0\0\xff\0\0\0\x04\xfd\0\0\0\x01\0\0\0\0\0\0\x01\x30\0\0\x02\xbe")
    state += b"\xfc\x02\0\0\0\x01\xfb" + bytes(40)
    kept = [key for key in settings.allKeys() if isinstance(settings.value(key), QByteArray)]
    for key in {"window/layout", *kept}:
        value = bytearray(bytes(settings.value(key) or b"")) if key in kept else state
        value[13] = 0xFF
        settings.setValue(key, QByteArray(bytes(value)))
    settings.sync()
    code, _, words = started(tmp_path)
    assert code == 0, words
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("content", "told"), [(b"[window\nframe=1\n", True), (bytes(range(256)) * 20, False)]
)
def test_a_spoilt_file_of_settings_stops_no_start(tmp_path, content, told):
    assert started(tmp_path)[0] == 0
    (path,) = tmp_path.rglob("*.conf")
    path.write_bytes(content)
    code, said, words = started(tmp_path)
    assert code == 0, words
    assert (f"Some settings in '{path}' cannot be read" in said) == told
    assert "Traceback" not in words


def shown(qtbot, window):
    bench = window.playground.workbench
    qtbot.waitUntil(lambda: bool(window.playground.views) and bench.frame is not None)
    qtbot.waitUntil(lambda: window.arranged)
    return window


@pytest.fixture
def reopened(window, qtbot):
    """Closes the window and opens another one with the same settings."""
    windows = []

    def reopen():
        window.close()
        windows.append(create_window())
        return shown(qtbot, windows[-1])

    yield reopen
    for each in windows:
        each.close()
        each.deleteLater()


def test_size_and_panels_are_found_again(window, reopened, qtbot):
    shown(qtbot, window)
    window.resize(window.width(), 640)  # the screen of these tests is narrow
    window.docks["cost"].close()
    window.show_dock("images")
    qtbot.wait(50)
    again = reopened()
    qtbot.waitUntil(lambda: not again.docks["cost"].isVisible())
    assert again.height() == 640
    assert not again.docks["images"].visibleRegion().isEmpty()


@pytest.mark.parametrize(
    "value", ["", "no layout", '{"version": 9}', "[" * 5000, "\0\xff", ["a", "b"], 7]
)
def test_a_layout_that_cannot_be_read_is_the_default_with_a_note(window, reopened, qtbot, value):
    shown(qtbot, window)
    docked = {name: dock.isVisible() for name, dock in window.docks.items()}
    window.close()
    QSettings().setValue(f"window/arrangements/{window.workspaces.current}", value)
    again = reopened()
    assert {name: dock.isVisible() for name, dock in again.docks.items()} == docked
    message = again.messages.message
    told = "" if message is None else message.sentence
    note = "The panels stand as at the first start: in the settings, "
    assert told.startswith(note) == (value != "")


@pytest.mark.parametrize(
    "value",
    ["", "x", "[1,2,3,4]", "[0,0,0,0,0]", "[0,0,-5,5,0]", "[1e9,0,100000000000,5,0]", "[" * 5000],
)
def test_a_place_that_cannot_be_read_is_the_default(window, reopened, qtbot, value):
    window.close()
    QSettings().setValue("window/frame", value)
    again = reopened()
    assert again.width() >= 800 and again.height() >= 500


def test_a_place_beyond_every_screen_is_not_taken(window, reopened):
    window.close()
    QSettings().setValue("window/frame", "[12000, 9000, 900, 600, 0]")
    again = reopened()
    assert again.screen().availableGeometry().intersects(again.geometry())
