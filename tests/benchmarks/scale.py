"""Large data and large networks: what an epoch, saving and opening cost, and how much memory.

Run with ``python -m tests.benchmarks.scale``. Each row runs in a process of its own and prints its
processor time and its peak of memory beside what is wanted.
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
from pathlib import Path
from typing import NamedTuple

import numpy as np

PICTURES = 60_000
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
    if options.row:
        work = ROWS[options.row].work if options.row in ROWS else make_pictures
        seconds = work(options.folder)
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


def _measured(row: str, folder: str) -> list[float]:
    """Processor seconds and megabytes at the peak of a row, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", "--row", row, "--folder", folder]
    own = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=own)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
