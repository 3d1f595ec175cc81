"""How much training costs the window, and the window the training.

Run with ``python -m tests.benchmarks.window_speed``. Prints how late the event loop is while a
small network trains flat out (beside an idle window), the steps a second kept (as a ratio to
training without a window, turn and turn about), and what a frame costs. Absolute numbers are this
machine's; the ratios are the point. With ``--history N`` the run starts with N mini-batches behind
it, with ``--workspace landscape`` that arrangement is on screen: what it shows beside training.
"""

from __future__ import annotations

import argparse
import os
import tempfile
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

    @classmethod
    def over(cls, seconds: float) -> Lateness:
        """Of the event loop, for a while."""
        probe = cls()
        spin(seconds)
        probe._timer.stop()
        return probe

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--history", type=int, default=0)
    parser.add_argument("--workspace", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as settings:
        os.environ["XDG_CONFIG_HOME"] = settings  # not with whatever was left open here
        measure(options)


def measure(options: argparse.Namespace) -> None:
    """Print what the window costs."""
    spec = ExperimentSpec()
    for path, value in SETTINGS.items():
        spec = replaced(spec, path, value)
    QApplication([])
    window = create_window()
    bench = window.playground.workbench
    while not window.arranged:
        spin(0.1)
    bench.propose(spec)
    bench.set_pace(None)
    if options.workspace:
        window.findChild(QAction, f"workspace_{options.workspace}").trigger()
    spin(1.0)
    print("idle window:    late", Lateness.over(options.seconds).quantiles())
    costs: list[float] = []
    draw = bench._link._on_frame_timer

    def timed_draw() -> None:
        before = time.perf_counter()
        draw()
        costs.append(1000 * (time.perf_counter() - before))

    bench._link._frame_timer.timeout.disconnect()
    bench._link._frame_timer.timeout.connect(timed_draw)
    bench.train()
    while bench.history.n_steps < options.history:
        spin(0.5)
    kept = []
    for _ in range(options.rounds):
        bench.pause()
        spin(0.5)
        before = headless_speed(spec, options.seconds / 2)
        bench.train()
        spin(0.5)
        costs.clear()
        steps, start = bench.history.n_steps, time.perf_counter()
        probe = Lateness.over(options.seconds)
        speed = (bench.history.n_steps - steps) / (time.perf_counter() - start)
        bench.pause()
        spin(0.5)
        headless = (before + headless_speed(spec, options.seconds / 2)) / 2
        kept.append(speed / headless)
        print(
            f"training window: late {probe.quantiles()}, {len(costs) / options.seconds:.0f} "
            f"frames/s of {np.median(costs):.1f} ms; headless {headless:,.0f} steps/s, "
            f"window {speed:,.0f}: {kept[-1]:.0%} kept"
        )
    print(f"history: {bench.history.n_steps:,} mini-batches; {np.median(kept):.0%} kept (median)")
    window.close()


if __name__ == "__main__":
    main()
