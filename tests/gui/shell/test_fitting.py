"""No window is larger than its screen: real windows under an X server, at several scales."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QRect

from playground.gui.shell.fitting import moved_inside

ROOM = QRect(0, 24, 1280, 696)


@pytest.mark.parametrize(
    "frame, corner",
    [
        (QRect(100, 100, 400, 300), (100, 100)),
        (QRect(1200, 100, 400, 300), (880, 100)),
        (QRect(-50, 0, 400, 300), (0, 24)),
        (QRect(300, 500, 400, 300), (300, 420)),
        (QRect(300, 500, 2000, 900), (0, 24)),
    ],
)
def test_a_frame_is_moved_no_further_than_it_must(frame, corner):
    assert moved_inside(frame, ROOM) == QPoint(*corner)


OPENED = """
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
app.setOrganizationName("a test"); app.setApplicationName("fitting")
QSettings().clear()
from playground.gui.app import create_window
window = create_window()
while not window.arranged:
    app.processEvents()
playground = window.playground
playground.studies.show_history()
playground.help.show()
playground.exporting.ask()
playground.looks.edit()
QTest.qWait(800)
room = app.primaryScreen().availableGeometry()
for top in app.topLevelWidgets():
    if top.isVisible() and top.windowTitle():
        frame = top.frameGeometry()
        print(top.windowTitle(), room.width() - frame.width(), room.height() - frame.height())
window.close()
"""


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs an X server without a screen")
@pytest.mark.parametrize(
    "screen, scale, manager",
    [
        ("1280x720", "1", ""),
        ("1920x1080", "1.5", ""),
        # With frames around the windows.
        ("1280x800", "1", "openbox"),
        ("1024x700", "1", "openbox"),
    ],
)
def test_the_first_window_and_the_others_fit_the_screen(screen, scale, manager, tmp_path):
    if manager and not shutil.which(manager):
        pytest.skip(f"needs the window manager {manager}")
    started = f"{manager} >/dev/null 2>&1 & sleep 1; " if manager else ""
    command = f'{started}"$0" -c "$1"; code=$?; kill %1 2>/dev/null; exit $code'
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [
            *("xvfb-run", "-a", "-s", f"-screen 0 {screen}x24"),
            *("bash", "-c", command, sys.executable, OPENED),
        ],
        env=os.environ | home | {"QT_SCALE_FACTOR": scale},
        capture_output=True,
        text=True,
        timeout=100,
    )
    windows = [line.rsplit(" ", 2) for line in done.stdout.splitlines()]
    assert len(windows) >= 4, done.stderr
    assert [w for w in windows if int(w[1]) < 0 or int(w[2]) < 0] == []


def test_views_scroll_in_a_window_that_is_too_small_for_them(window, qtbot):
    window.resize(600, 400)
    qtbot.waitUntil(lambda: window.width() <= 860 and window.height() == 400)
    room = window.centralWidget()
    assert room.verticalScrollBar().maximum() > 0
