"""Errors that nobody foresaw, in views and elsewhere: said once, copied with a click."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.gui.plotting.layers.map_image import MapImage


@pytest.fixture
def heard(monkeypatch):
    """What ``sys.excepthook`` was told; in place of the one of the tests."""
    heard = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: heard.append(error))
    return heard


@pytest.fixture
def listening(window, heard):
    errors = window.playground.listen_to_errors()
    yield window
    errors.close()


def bench(window):
    return window.playground.workbench


def sentence(window):
    return "" if window.messages.message is None else window.messages.message.sentence


def test_a_view_that_cannot_be_drawn_stands_still_and_says_so_once(
    listening, heard, qtbot, monkeypatch
):
    window, drawn = listening, []

    def broken(self, frame):
        drawn.append(frame)
        raise KeyError("a wire came loose")

    view = window.playground.views["cost"]
    with monkeypatch.context() as patched:
        patched.setattr(type(view), "_draw", broken)
        for _ in range(5):
            bench(window).step()
            qtbot.wait(30)
    assert len(drawn) == 1 == len(heard)
    assert sentence(window) == f"{view.title} stands still because of an error in the program."
    assert window.messages.action.text() == "Copy details"
    window.messages.action.click()
    copied = QApplication.clipboard().text()
    assert "Traceback" in copied and "a wire came loose" in copied and __version__ in copied
    run = bench(window).run
    bench(window).reset()  # with another run it is tried again
    qtbot.waitUntil(lambda: bench(window).run is not run)
    qtbot.waitUntil(lambda: view.frame.snapshot is bench(window).snapshot)
    assert view.updatesEnabled()


def test_a_view_that_cannot_be_painted_stands_still_too(listening, heard, qtbot, monkeypatch):
    window, painted = listening, []
    view = window.playground.views["boundary"]
    viewport = view.plot.viewport()

    def broken(self, painter, area):
        painted.append(self)
        raise ZeroDivisionError("nothing to divide by")

    qtbot.waitUntil(lambda: window.updatesEnabled() and viewport.isVisible())
    with monkeypatch.context() as patched:
        patched.setattr(MapImage, "draw", broken)
        viewport.update()
        qtbot.waitUntil(lambda: not view.updatesEnabled())
        times = len(painted)
        for _ in range(5):
            viewport.update()
            qtbot.wait(30)
    assert len(painted) == times and len(heard) == 1
    assert sentence(window) == f"{view.title} stands still because of an error in the program."
    bench(window).reset()
    qtbot.waitUntil(view.updatesEnabled)


def test_an_error_elsewhere_is_told_once_for_each_place(listening, heard, qtbot):
    window, messages = listening, []
    bench(window).message_changed.connect(messages.append)

    def trip():
        raise RuntimeError("tripped")

    for _ in range(4):
        QTimer.singleShot(0, trip)
        qtbot.wait(10)
    (message,) = messages
    assert message.sentence == (
        "Something did not work because of an error in the program: tripped"
    )
    assert "Traceback" in message.details and len(heard) == 1
