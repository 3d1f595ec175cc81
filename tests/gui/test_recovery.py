"""What a crash leaves behind is offered, and what ends in peace leaves nothing."""

import subprocess
import sys

import numpy as np
import pytest

from playground.experiment.spec import ExperimentSpec
from playground.export.session_file import load_session, save_session
from playground.gui.recovery import Recovery
from playground.gui.workbench import Workbench

CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
from playground.experiment.spec import ExperimentSpec
from playground.gui.recovery import Recovery
from playground.gui.workbench import Workbench
bench = Workbench(ExperimentSpec())
recovery = Recovery(bench, folder=Path(sys.argv[1]))
bench.start()
def check():
    if bench.snapshot is None:
        return
    if bench.snapshot.steps == 0:
        bench.step()
    elif not recovery.path.exists():
        recovery.save()
    else:
        os.kill(os.getpid(), 9)
timer = QTimer(interval=5)
timer.timeout.connect(check)
timer.start()
app.exec()
"""


@pytest.fixture
def bench(qtbot):
    bench = Workbench(ExperimentSpec())
    bench.messages = []
    bench.message_changed.connect(bench.messages.append)
    bench.start()
    qtbot.waitUntil(lambda: bench.snapshot is not None)
    yield bench
    bench.close()


def test_a_killed_window_leaves_its_work_and_the_next_one_offers_it(bench, qtbot, tmp_path):
    killed = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], timeout=60, check=False)
    assert killed.returncode == -9
    recovery = Recovery(bench, folder=tmp_path)
    recovery.offer()
    message = bench.messages[-1]
    assert message.sentence.startswith("The playground ended unexpectedly.")
    message.do()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    recovery.close()
    assert list(tmp_path.glob("*.playground")) == []
    assert list(tmp_path.glob("*.lock")) == []


def test_a_window_that_is_open_is_not_a_crash(bench, qtbot, tmp_path):
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
    open_window, other = Recovery(bench, folder=tmp_path), Recovery(bench, folder=tmp_path)
    open_window.save()
    qtbot.waitUntil(open_window.path.exists)
    said = len(bench.messages)
    other.offer()
    assert len(bench.messages) == said
    open_window.close()
    other.close()
    assert not open_window.path.exists()


def test_nothing_is_kept_of_an_untouched_window(bench, tmp_path):
    recovery = Recovery(bench, folder=tmp_path / "new")
    recovery.save()
    recovery.close()
    assert not (tmp_path / "new").exists()


def test_a_session_opened_in_the_window_goes_on_bit_for_bit(bench, qtbot, tmp_path):
    bench.set("training.epochs", 9)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1)
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 7)
    path = tmp_path / "kept.playground"
    bench.write(lambda session: save_session(session, path), "Saved it.")
    qtbot.waitUntil(path.exists)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    expected = bench.snapshot.theta
    bench.set("training.epochs", 12)
    bench.resume(str(path))
    qtbot.waitUntil(lambda: bench.snapshot.steps == 7)
    assert bench.spec.training.epochs == 9
    assert bench.history.n_steps == 7
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None)
    np.testing.assert_array_equal(bench.snapshot.theta, expected)
    session = load_session(path)
    session.run()
    np.testing.assert_array_equal(session.network.theta, expected)


def test_a_file_that_is_no_session_changes_nothing(bench, qtbot, tmp_path):
    path = tmp_path / "broken.playground"
    path.write_bytes(b"not a zip at all")
    run, spec = bench.run, bench.spec
    bench.resume(str(path))
    qtbot.waitUntil(lambda: any(m is not None and m.kind == "error" for m in bench.messages))
    assert "broken.playground" in bench.messages[-1].sentence
    assert bench.run is run and bench.spec == spec
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)
