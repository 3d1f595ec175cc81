"""How late is the window while a study runs, beside idle and beside a single run?

    python -m tests.benchmarks.study_window_speed [--seconds 4] [--seeds 5]

Compares all optimizers on a network of 2-4-2-1 for ever, and prints how late the event loop is,
what each part of a frame costs the window, and the mini-batches a second that are kept beside a
study without a window. Absolute numbers are this machine's; the ratios are the point.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare_optimizers
from playground.experiment.studies.running.run import run
from playground.gui.app import create_window
from playground.settings import replaced
from tests.benchmarks.window_speed import SETTINGS, Lateness, spin


def headless_speed(spec: ExperimentSpec, seeds: int, seconds: float) -> float:
    """Mini-batches of all runs together in a second, of a study without a window."""
    start = time.perf_counter()
    result = run(
        compare_optimizers(spec, seeds),
        cancelled=lambda: time.perf_counter() - start > seconds,
    )
    return sum(record.steps for record in result.records) / result.seconds


class Costs:
    """Milliseconds that each of some calls takes."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def timed(self, name: str, call: Callable) -> Callable:
        """The same call, measured under a name."""

        def measured(*words: object) -> object:
            before = time.perf_counter()
            try:
                return call(*words)
            finally:
                taken = 1000 * (time.perf_counter() - before)
                self.of.setdefault(name, []).append(taken)

        return measured


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    spec = ExperimentSpec()
    for path, value in SETTINGS.items():
        spec = replaced(spec, path, value)
    QApplication([])
    window = create_window()
    bench, studies = window.playground.workbench, window.playground.studies
    spin(2.0)
    bench.propose(spec)
    bench.set_pace(None)
    spin(0.5)
    print("idle window:  late", Lateness.over(options.seconds).quantiles())
    bench.train()
    spin(1.0)
    print("a single run: late", Lateness.over(options.seconds).quantiles())
    bench.pause()
    headless = headless_speed(spec, options.seeds, options.seconds)
    studies.compare_optimizers()
    study_window, runner, costs = studies.window, studies.runner, Costs()
    study_window.head.seeds.setValue(options.seeds)
    study_window.head.run_again()
    for view in (study_window.plots["curves"], study_window.tiles):
        view.draw = costs.timed(f"set {view.name}", view.draw)
    runner._let_draw = costs.timed("a frame, painted", runner._let_draw)
    table = study_window.table
    table.show_scene = costs.timed("set table", table.show_scene)
    spin(1.5)
    costs.of.clear()

    def steps() -> int:
        return sum(record.steps for record in study_window.scene.result.records)

    before, start = steps(), time.perf_counter()
    print("a study:      late", Lateness.over(options.seconds).quantiles())
    kept = (steps() - before) / (time.perf_counter() - start)
    for name, taken in costs.of.items():
        rate = len(taken) / options.seconds
        print(
            f"  {name:18} median {np.median(taken):5.1f}, p99 {np.quantile(taken, 0.99):5.1f} ms, "
            f"{rate:.0f} a second"
        )
    print(
        f"mini-batches a second: {headless:,.0f} without a window, {kept:,.0f} with it: "
        f"{kept / headless:.0%} kept"
    )
    start = time.perf_counter()
    runner.cancel()
    while runner.running:
        spin(0.001)
    print(f"cancel answered after {1000 * (time.perf_counter() - start):.0f} ms")
    window.close()


if __name__ == "__main__":
    main()
