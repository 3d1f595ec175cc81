"""What tests of the window begin with: a workbench, or the whole window, with its first run."""

import sys

import pytest

# Qt and what needs it are imported by the fixtures: where there is none, tests are skipped.


@pytest.fixture(autouse=True)
def released():
    """No test leaves a mouse button pressed: the next would be told so by Qt."""
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        assert not QApplication.mouseButtons().value


@pytest.fixture
def first_spec(stopping_spec):
    """The experiment that `bench` begins with; a module may have another."""
    return stopping_spec


@pytest.fixture
def stopping_spec():
    """The experiment of the defaults, of which a run stops after its epochs: tests want an end."""
    from playground.experiment.spec import ExperimentSpec
    from playground.settings import replaced

    return replaced(ExperimentSpec(), "training.stop_after", True)


@pytest.fixture
def bench(qtbot, first_spec):
    """A workbench whose first run stands, surface and all; it gathers its ``messages``."""
    from playground.experiment.probes.surface import SurfaceProbe
    from playground.gui.training.workbench import Workbench

    bench = Workbench(first_spec)
    bench.messages = []
    bench.message_changed.connect(bench.messages.append)
    bench.ask([SurfaceProbe()])
    bench.start()
    qtbot.waitUntil(lambda: bench.snapshot is not None)
    yield bench
    bench.close()


@pytest.fixture
def window(qtbot, monkeypatch, stopping_spec):
    """The whole window of somebody who opens it for the first time, its first run drawn.

    It has the keyboard; a run of it stops after its epochs.
    """
    from PySide6.QtCore import QSettings

    from playground.gui.app import create_window

    monkeypatch.setattr("playground.gui.app.ExperimentSpec", lambda: stopping_spec)
    QSettings().clear()
    window = create_window()
    bench = window.playground.workbench
    try:
        qtbot.waitUntil(lambda: window.arranged and bench.frame is not None)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        yield window
    finally:
        window.close()
        window.deleteLater()
