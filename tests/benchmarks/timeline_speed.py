"""What recording costs, and how prompt looking back is.

Run with ``python -m tests.benchmarks.timeline_speed``. Prints the steps a second with recording
as a ratio to those without, the bytes that keyframes take, how many moments a second the window
shows while the playhead is dragged over 20,000 mini-batches, how late its event loop is
meanwhile, and how long one step back takes to be on screen.
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.gui.app import create_window
from tests.benchmarks.window_speed import Lateness, spin

SMALL = "network.hidden_layers = [4, 2]\ntraining = {batch_size = 10, epochs = 10_000_000}"
LARGE = "network.hidden_layers = [256, 128]\ntraining = {batch_size = 128, epochs = 10_000_000}"


def pictures(m: int = 2000) -> Dataset:
    rng = np.random.default_rng(0)
    return Dataset(
        X=rng.random((784, m)),
        Y=np.eye(10)[:, rng.integers(0, 10, m)],
        feature_names=tuple(f"p{i}" for i in range(784)),
        class_names=tuple("0123456789"),
        image_shape=(28, 28),
    )


def recording(name: str, text: str, dataset: Dataset | None, block: int, rounds: int) -> None:
    """Two sessions take turns, so that what else the machine does meets both."""
    sessions = [
        Session(codec.loads(text), dataset, recorded=recorded) for recorded in (True, False)
    ]
    ratios = []
    for _ in range(rounds + 1):
        spent = [0.0, 0.0]
        for place in (0, 1, 1, 0) * 5:
            before = time.thread_time()
            for _ in range(block):
                sessions[place].step()
            spent[place] += time.thread_time() - before
        ratios.append(spent[1] / spent[0])
    kept, count = np.median(ratios[1:]), len(sessions[0].recording.keyframes)
    print(f"{name}: recording keeps {kept:.1%} of the steps a second, {count} keyframes")


def until(condition, seconds: float = 60.0) -> None:
    loop, timer = QEventLoop(), QTimer(interval=1)
    end = time.perf_counter() + seconds
    timer.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() > end else None)
    timer.start()
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    recording("2-4-2-1", SMALL, None, 1_000, options.rounds)
    recording("784-256-128-10", LARGE, pictures(), 20, options.rounds)

    QApplication([])
    window = create_window()
    bench, track = window.playground.workbench, window.playground.timeline.row.track
    spin(2.0)
    bench.set("training.epochs", 10_000_000)
    bench.set_pace(None)
    bench.train()
    until(lambda: bench.history.n_steps >= options.steps)
    bench.pause()
    until(lambda: not bench.running)
    shown: set[int] = set()
    bench.frame_ready.connect(lambda frame: shown.add(frame.snapshot.steps))
    rng, place, probe = np.random.default_rng(1), 0.0, Lateness()
    end = time.perf_counter() + options.seconds
    while time.perf_counter() < end:
        place = (place + rng.normal(0.01, 0.03)) % 1
        track.setValue(int(place * bench.snapshot.last_step))
        spin(0.016)
    print(f"dragging: {len(shown) / options.seconds:.0f} moments/s, late {probe.quantiles()}")
    waits = []
    for _ in range(40):
        before, wanted = time.perf_counter(), bench.looking_at - 1
        track.setValue(wanted)
        until(lambda wanted=wanted: bench.snapshot.steps == wanted)
        waits.append(1000 * (time.perf_counter() - before))
    print(f"one step back: median {np.median(waits):.0f} ms, worst {max(waits):.0f} ms")
    kept = []
    bench.call(lambda session: sum(k.nbytes for k in session.recording.keyframes)).then(kept.append)
    until(lambda: bool(kept))
    print(f"keyframes: {kept[0] / 2**20:.2f} MiB for {bench.snapshot.last_step:,} mini-batches")
    window.close()


if __name__ == "__main__":
    main()
