"""How much training costs the window, and the window the training.

Run with ``python -m tests.benchmarks.window_speed``. Prints how late the event loop is while a
small network trains flat out (beside an idle window), the steps a second kept (as a ratio to
training without a window), and what a frame costs. Absolute numbers are this machine's; the
ratios are the point. With ``--history N`` the run starts with N mini-batches behind it, with
``--workspace landscape`` that arrangement is on screen: what it shows beside training.
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.app import create_window
from playground.settings import replaced

SETTINGS = {
    "network.hidden_layers": (4, 2),
    "training.batch_size": 10,
    "training.epochs": 10_000_000,
}


class Lateness(QObject):
    """Fires every 5 ms and records how much later than planned."""

    INTERVAL = 0.005

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._fire)
        self._again()

    def _again(self) -> None:
        self._due = time.perf_counter() + self.INTERVAL
        self._timer.start(int(self.INTERVAL * 1000))

    def _fire(self) -> None:
        self.late.append(1000 * (time.perf_counter() - self._due))
        self._again()

    def quantiles(self) -> str:
        late = np.array(self.late)
        return f"p50 {np.quantile(late, 0.5):.1f}, p99 {np.quantile(late, 0.99):.1f} ms"


def spin(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def headless_speed(spec: ExperimentSpec, seconds: float) -> float:
    """Steps a second of a session without a window."""
    session = Session(spec)
    for _ in range(1000):
        session.step()
    start, before = time.perf_counter(), session.trainer.steps
    while time.perf_counter() - start < seconds:
        for _ in range(100):
            session.step()
    return (session.trainer.steps - before) / (time.perf_counter() - start)


def lateness(seconds: float) -> str:
    """How late the event loop is, for a while."""
    probe = Lateness()
    spin(seconds)
    probe._timer.stop()
    return probe.quantiles()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--history", type=int, default=0)
    parser.add_argument("--workspace", default="")
    options = parser.parse_args()
    spec = ExperimentSpec()
    for path, value in SETTINGS.items():
        spec = replaced(spec, path, value)
    QApplication([])
    window = create_window()
    bench = window.playground.workbench
    spin(2.0)
    bench.propose(spec)
    bench.set_pace(None)
    if options.workspace:
        window.findChild(QAction, f"workspace_{options.workspace}").trigger()
    spin(0.5)
    print("idle window:    late", lateness(options.seconds))
    costs: list[float] = []
    draw = bench._link._take_all

    def timed_take_all() -> None:
        before = time.perf_counter()
        draw()
        costs.append(1000 * (time.perf_counter() - before))

    bench._link._take_all = timed_take_all
    headless = headless_speed(spec, options.seconds)
    bench.train()
    spin(1.0)
    while bench.history.n_steps < options.history:
        spin(0.5)
    costs.clear()
    steps, start = bench.history.n_steps, time.perf_counter()
    late = lateness(options.seconds)
    kept = (bench.history.n_steps - steps) / (time.perf_counter() - start)
    print(f"training window: late {late}, {len(costs) / options.seconds:.0f} frames/s")
    print(f"a frame: median {np.median(costs):.1f} ms to set (painting not counted)")
    print(f"history: {bench.history.n_steps:,} mini-batches")
    print(f"headless {headless:,.0f} steps/s, window {kept:,.0f}: {kept / headless:.0%} kept")
    window.close()


if __name__ == "__main__":
    main()
