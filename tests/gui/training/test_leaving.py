"""Closing waits at most two seconds; then it says for what, and one can leave without."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.cancellation import Cancelled, cancellable, check
from playground.data.tables import read_table
from playground.engine import Network
from playground.engine.initializers import initializers
from playground.gui.training import leaving
from playground.gui.training.calls import Afterwards


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """Patience of a tenth, so that the tests are short; the process of its own has all of it."""
    assert leaving.PATIENCE <= 2000
    monkeypatch.setattr(leaving, "PATIENCE", 200)


class Boxes:
    """What the boxes say that come while it is in force; presses their button where told to."""

    def __init__(self, leave):
        self.said, self._leave = [], leave

    def __enter__(self):
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        return self

    def __exit__(self, *_):
        # Not left to be collected, which the thread of a worker might do.
        self._timer.stop()
        self._timer.timeout.disconnect()
        self._timer = None

    def _look(self):
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible() and box.text() not in self.said:
                self.said.append(box.text())
                if self._leave:
                    box.buttons()[0].click()


def test_what_takes_long_is_named_and_closes_by_itself_when_it_is_done(bench):
    begun = threading.Event()

    def long(session):
        begun.set()
        time.sleep(0.8)
        return "done"

    answers = []
    bench.call(long, "saving big.playground").then(answers.append)
    assert begun.wait(5)
    with Boxes(leave=False) as boxes:
        bench.close()
    assert boxes.said == ["The playground is still saving big.playground."]
    assert answers == ["done"]
    assert bench._link.worker.isFinished()


def test_one_can_leave_without_it(bench):
    begun, over = threading.Event(), threading.Event()

    def long(session):
        begun.set()
        over.wait(20)

    failures = []
    bench.call(long).then(None, failures.append)
    assert begun.wait(5)
    start = time.monotonic()
    with Boxes(leave=True) as boxes:
        bench.close()
    assert time.monotonic() - start < 2
    assert boxes.said == ["The playground is still looking at the network."]
    assert [failure.sentence for failure in failures] == [
        "The playground was closed before it could be done."
    ]
    worker = bench._link.worker
    assert not worker.isFinished()  # left behind, and not destroyed
    over.set()
    assert worker.wait(5000)


def test_a_large_network_is_given_up_between_two_layers(bench):
    Slow = type(initializers["zeros"]())
    built = []

    def slow(self, n_in, n_out, rng):
        built.append(n_out)
        time.sleep(0.15)
        return real(self, n_in, n_out, rng)

    real = Slow.weights
    bench.set("network.hidden_layers", (5,) * 60)
    while bench.busy:
        QApplication.processEvents()
    Slow.weights = slow
    try:
        bench.set("network.initializer", "zeros")
        while not built:
            time.sleep(0.01)
        start = time.monotonic()
        with Boxes(leave=False) as boxes:
            bench.close()
    finally:
        Slow.weights = real
    assert time.monotonic() - start < 1
    assert len(built) < 10 and not boxes.said


def test_what_nobody_waits_for_in_the_background_is_given_up(bench):
    begun, ended = threading.Event(), []

    def endless():
        begun.set()
        try:
            while True:
                check()
                time.sleep(0.01)
        except Cancelled:
            ended.append(True)

    bench.call(lambda session: Afterwards(endless, given_up=lambda: False))
    while not begun.is_set():
        QApplication.processEvents()
    with Boxes(leave=False) as boxes:
        bench.close()
    assert ended and not boxes.said


def test_whoever_reads_or_builds_looks_at_the_flag(tmp_path):
    path = tmp_path / "some.csv"
    path.write_text("x,y\n" + "1,2\n" * 50_000)
    network = Network([2, 3, 1], ["relu", "sigmoid"], "binary_cross_entropy")
    check()
    with cancellable(lambda: True):
        with pytest.raises(Cancelled):
            read_table(path)
        with pytest.raises(Cancelled):
            network.initialize("he", np.random.default_rng(0))
        with cancellable(lambda: False):
            check()
    check()


PROGRAM = """
import sys, threading, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from playground.gui import app

def hold():
    window = QApplication.instance().window
    if window.playground.workbench.snapshot is None:
        return QTimer.singleShot(20, hold)
    begun = threading.Event()
    def long(session):
        begun.set()
        time.sleep(60)
    window.playground.workbench.call(long)
    begun.wait()
    press.start()
    QTimer.singleShot(0, window.close)

def leave():
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            print(box.text(), flush=True)
            box.buttons()[0].click()

create = app.create_window
def create_window(path=None):
    global press
    press = QTimer(interval=50)
    press.timeout.connect(leave)
    QApplication.instance().window = create(path)
    QTimer.singleShot(0, hold)
    return QApplication.instance().window
app.create_window = create_window
sys.exit(app.main())
"""


def test_the_program_ends_without_it_and_without_a_crash():
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "The playground is still looking at the network."
    assert "Traceback" not in ended.stderr and "Destroyed" not in ended.stderr
    assert time.monotonic() - start < 30
