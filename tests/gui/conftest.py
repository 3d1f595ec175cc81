"""What tests of the window begin with: a workbench, or the whole window, with its first run."""

import pytest

# Qt and what needs it are imported by the fixtures: where there is none, tests are skipped.


@pytest.fixture
def first_spec():
    """The experiment that `bench` begins with; a module may have another."""
    from playground.experiment.spec import ExperimentSpec

    return ExperimentSpec()


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
def window(qtbot):
    """The whole window of somebody who opens it for the first time, its first run drawn."""
    from PySide6.QtCore import QSettings

    from playground.gui.app import create_window

    QSettings().clear()
    window = create_window()
    bench = window.playground.workbench
    try:
        qtbot.waitUntil(lambda: bool(window.playground.views) and bench.frame is not None)
        yield window
    finally:
        window.close()
        window.deleteLater()
