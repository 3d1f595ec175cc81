"""Large data and large networks: what an epoch, saving and opening cost, and how much memory.

Run with ``python -m tests.benchmarks.scale``. Each row runs in a process of its own and prints its
processor time and its peak of memory beside what is wanted; then come ratios to others, those of
tables for files of 200,000 rows (a million: `reading_speed`).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.benchmarks.reading_speed import GOALS, write_files

PICTURES, TABLE_ROWS = 60_000, 200_000
EXPERIMENT = """
[data]
scaling = "divide_by_255"
source = {kind = "csv", path = "pictures.npz"}
[network]
hidden_layers = [256, 128]
precision = "float32"
[training]
batch_size = 128
epochs = 1
"""


class Row(NamedTuple):
    """Work to be measured, and what is wanted: processor seconds, and megabytes at the peak."""

    words: str
    seconds: float
    megabytes: float
    work: Callable[[Path], float]


def epoch(folder: Path) -> float:
    """An epoch headless, from the file of the data to the folder of the run."""
    from playground.cli import main

    before = time.process_time()
    arguments = ["train", str(folder / "pictures.toml"), "--out", str(folder / "run")]
    assert main([*arguments, "--no-plots", "--quiet"]) == 0
    return time.process_time() - before


def saving(folder: Path) -> float:
    """Saving the session again."""
    from playground.io.session.file import load_session, save_session

    session = load_session(folder / "run" / "session.playground")
    save_session(session, folder / "again.playground")
    before = time.process_time()
    save_session(session, folder / "again.playground")
    return time.process_time() - before


def opening(folder: Path) -> float:
    """Opening the session, ready for its next mini-batch."""
    from playground.io.session.file import load_session

    before = time.process_time()
    load_session(folder / "run" / "session.playground")
    return time.process_time() - before


def numbers(folder: Path) -> float:
    """The numbers of half a million mini-batches as CSV."""
    from playground.experiment.history import History
    from playground.io.curves import batch_costs_csv

    history = History()
    for cost in np.random.default_rng(0).random(500_000).tolist():
        history.add_step(cost)
    before = time.process_time()
    batch_costs_csv(history)
    return time.process_time() - before


ROWS = {
    "epoch": Row("one epoch of 60,000 pictures, 784-256-128-10, float32", 4.0, 800, epoch),
    "saving": Row("saving its session after the first time", 1.0, 800, saving),
    "opening": Row("opening it", 3.0, 800, opening),
    "numbers": Row("half a million mini-batches as CSV", 1.5, 400, numbers),
}


def reading(kind: str, folder: Path) -> float:
    """Reading a table of a kind, against pandas' reader in C."""
    from tests.benchmarks.reading_speed import measured, ours, peer

    path = folder / f"{kind}.csv"
    return measured(ours, path)[0] / measured(peer, path)[0]


def stepping(optimizer: str, folder: Path) -> float:
    """How many times as long as the engine PyTorch's best takes for a step."""
    from tests.benchmarks import step_speed

    (case,) = (case for case in step_speed.CASES if case.name == NETWORK)
    steps = {
        name: step
        for contender in (step_speed.engine_steps, step_speed.torch_steps)
        for name, step in contender(case, optimizer, step_speed.RATE).items()
    }
    found = step_speed.medians(steps, rounds=30)
    return step_speed.best_of_torch(found) / found["step"]


def starting(folder: Path) -> float:
    """The first window, against the imports it stands on."""
    from tests.benchmarks.start_up import measured

    return measured()[2]


NETWORK = "784-256-128-10 relu, batch 128"

#: What is compared: words, what is wanted, and the work that gives the ratio.
RATIOS = {
    **{
        f"reading {kind}": (
            f"table of {kind}, times pandas' reader",
            f"<= {goal}",
            partial(reading, kind),
        )
        for kind, goal in GOALS.items()
    },
    **{
        f"step {name}": (
            f"{NETWORK}, {name}: PyTorch's time",
            ">= 1",
            partial(stepping, name),
        )
        for name in ("gd", "adam")
    },
    "start": ("first window, times bare imports", "<= 1.3", starting),
}


def make_tables(folder: Path) -> float:
    """Files of tables, one of each kind."""
    write_files(folder, TABLE_ROWS)
    (folder / "warm.csv").write_text("a,b\n1,2\n3,4\n")
    return 0.0


def make_pictures(folder: Path) -> float:
    """An archive of uint8 pictures of ten kinds, and an experiment on it."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 10, PICTURES)
    kinds = rng.integers(0, 256, (10, 28, 28)) * (rng.random((10, 28, 28)) < 0.25)
    X = (kinds[y] * (rng.random((PICTURES, 28, 28)) < 0.8)).astype(np.uint8)
    np.savez(folder / "pictures.npz", X=X, y=y)
    (folder / "pictures.toml").write_text(EXPERIMENT, encoding="utf-8")
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--row", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    works = {name: row.work for name, row in ROWS.items()}
    works |= {name: work for name, (_, _, work) in RATIOS.items()}
    works |= {"pictures": make_pictures, "tables": make_tables}
    if options.row:
        seconds = works[options.row](options.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        print(json.dumps([seconds, peak]))
        return
    with tempfile.TemporaryDirectory() as name:
        # In a process of its own: a child begins with its parent's peak of memory.
        _measured("pictures", name)
        print(f"{'work':<56} {'seconds':>8} {'wanted':>7} {'MB':>6} {'wanted':>7}")
        for row, (words, seconds, megabytes, _) in ROWS.items():
            took, peak = _measured(row, name)
            print(f"{words:<56} {took:8.2f} {seconds:7.1f} {peak:6.0f} {megabytes:7.0f}")
        _measured("tables", name)
        print(f"\n{'beside others':<56} {'ratio':>8} {'wanted':>7}")
        for row, (words, wanted, _) in RATIOS.items():
            print(f"{words:<56} {_measured(row, name)[0]:8.2f} {wanted:>7}", flush=True)


def _measured(row: str, folder: str) -> list[float]:
    """Processor seconds and megabytes at the peak of a row, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", "--row", row, "--folder", folder]
    own = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=own)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
