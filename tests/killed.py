"""Processes killed at random moments; every file they leave is whole, and goes on bit for bit.

Run with ``python tests/killed.py [--kills N] [--seed N]``. A child saves, keeps recovery files,
writes the folder of a run or trains, of small sessions and of pictures by the ten thousand, and
is killed; what stands afterwards is read, and trained on beside a session that was never killed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.data.datasets import Dataset, one_hot
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.io.run_folder import run_folder, write_run
from playground.io.session.file import Saved, load_session, save_session

_SMALL = """
data.source = {kind = "spiral", samples = 300, classes = 3}
training = {optimizer = "adam", batch_size = 16, keep_prob = 0.8}
"""
_PICTURES = """
network = {hidden_layers = [16], precision = "float32"}
data = {scaling = "divide_by_255"}
training = {optimizer = "adam", batch_size = 64}
"""


def small() -> Session:
    """A session whose data are kept as text."""
    return Session(codec.loads(_SMALL))


def pictures() -> Session:
    """Ten thousand pictures, which are kept as numbers, by places."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 10_000)
    X = rng.integers(0, 256, (10_000, 784), dtype=np.uint8).T
    data = Dataset(
        X=X,
        Y=one_hot(labels, 10),
        feature_names=tuple(f"pixel {k}" for k in range(784)),
        class_names=tuple("0123456789"),
        image_shape=(28, 28),
    )
    return Session(codec.loads(_PICTURES), data)


def saving(session: Session, folder: Path) -> None:
    """Save again and again, a step apart."""
    while True:
        session.step()
        save_session(session, folder / "mine.playground")


def recovering(session: Session, folder: Path) -> None:
    """Take a session down, train on, and write it then, as the window does."""
    while True:
        saved = Saved(session)
        for _ in range(20):
            session.step()
        saved.write(folder / "mine.playground")


def exporting(session: Session, folder: Path) -> None:
    """Write the folder of a run, again and again."""
    number = 0
    while True:
        session.step()
        number += 1
        with run_folder(folder / f"run {number % 3}") as part:
            write_run(session, part)


def training(session: Session, folder: Path) -> None:
    """Train, and save now and then."""
    while True:
        for _ in range(200):
            session.step()
        save_session(session, folder / "mine.playground")


#: A child is killed within so many seconds after its first file.
SPAN = 0.5

WORK = (saving, recovering, exporting, training)
SESSIONS = (small, pictures)


class Outcome(NamedTuple):
    """What was found after the kills: files that could be read, and unfinished parts."""

    files: int
    parts: int


def kill(
    times: int, seed: int, make: Callable[[], Session], work: Callable[[Session, Path], None]
) -> Outcome:
    """Kill a child so many times; an `AssertionError` or an error of reading where it shows."""
    rng = np.random.default_rng(seed)
    files = parts = 0
    session = make()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(times):
            child = os.fork()
            if not child:
                work(session, folder)
            _wait_for_file(folder)
            time.sleep(SPAN * rng.random() ** 2)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            found = _files(folder)
            for path in found:
                _check(path, make)
                files += 1
            for folder_of_run in folder.glob("run *"):
                # A folder that was not there before appears with everything in it.
                assert {"summary.json", "weights.npz"} <= {p.name for p in folder_of_run.iterdir()}
            parts += len(list(folder.rglob("*.part")))
            for left in folder.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return Outcome(files, parts)


def _files(folder: Path) -> list[Path]:
    """The sessions that stand in their places."""
    return [*folder.glob("*.playground"), *sorted(folder.glob("run */*.playground"))]


def _wait_for_file(folder: Path) -> None:
    """Until a child has written its first file, or begun with its second part."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if _files(folder):
            return
        time.sleep(0.002)


def _check(path: Path, make: Callable[[], Session]) -> None:
    """A file is read, and trains on as a session that has gone the whole way."""
    back, straight = load_session(path), make()
    for _ in range(back.trainer.steps):
        straight.step()
    assert back.network.theta.tobytes() == straight.network.theta.tobytes(), path
    assert back.history.batch_costs.tobytes() == straight.history.batch_costs.tobytes(), path
    for _ in range(5):
        assert back.step() == straight.step(), path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    cases = [(make, work) for make in SESSIONS for work in WORK]
    each = -(-options.kills // len(cases))
    for make, work in cases:
        found = kill(each, options.seed, make, work)
        print(
            f"{work.__name__}, {make.__name__}: {each} kills, {found.files} files whole and bit "
            f"for bit, {found.parts} unfinished parts left"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
