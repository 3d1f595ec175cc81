"""How much does the way through X^T X save? Full batches of fewer examples than inputs.

    python -m tests.benchmarks.gram_speed [--rounds 30] [--best]

One step of plain gradient descent over X, through X^T X with theta up to date after every step,
and through X^T X with theta left until somebody looks, as a session does; then a session's whole
epoch, train and dev measured. Last, how far the parameters are apart after all these steps.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import time
from collections.abc import Callable

import numpy as np

from playground.data.datasets import Dataset
from playground.engine import Network, Trainer
from playground.engine.optimizers import optimizers
from playground.engine.shortcut import shortcut
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced
from tests.benchmarks.step_speed import arguments_of, medians

#: Inputs and examples; the first are the course's pictures of cats.
CASES = [(12288, 209), (12288, 1000), (4096, 500), (2000, 500)]
SETTINGS = {
    "network.hidden_layers": (),
    "training.optimizer": "gd",
    "training.learning_rate": 1e-3,
    "training.batch_size": 4096,
    "training.epochs": 100_000,
}
RATE = 1e-4


def _data(n_x: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.random((n_x, m)), (rng.random((1, m)) < 0.4).astype(float)


def _over_x(step: Callable[[], object]) -> Callable[[], object]:
    """The step with the way through X^T X closed."""

    def run() -> None:
        suits, shortcut.suits = shortcut.suits, lambda *_: False
        try:
            step()
        finally:
            shortcut.suits = suits

    return run


def _trainer(n_x: int, m: int, optimizer: str) -> Trainer:
    network = Network([n_x, 1], ["sigmoid"], "binary_cross_entropy", l2=0.1)
    network.initialize("xavier", np.random.default_rng(0))
    rng = np.random.default_rng(0)
    trainer = Trainer(network, optimizers[optimizer](), RATE, batch_size=m, rng=rng)
    trainer.attach(*_data(n_x, m))
    return trainer


def _session(n_x: int, m: int) -> Session:
    spec = ExperimentSpec()
    for path, value in SETTINGS.items():
        spec = replaced(spec, path, value)
    X, Y = _data(n_x, 5 * m // 3)  # of which 60 % are the training set
    names = tuple(f"x{i}" for i in range(n_x))
    return Session(spec, Dataset(X=X, Y=Y, feature_names=names, class_names=("no", "yes")))


def _apart(one: Network, other: Network) -> float:
    return float(np.linalg.norm(one.theta - other.theta) / np.linalg.norm(one.theta))


def _precision(n_x: int, m: int, optimizer: str, steps: int = 300) -> float:
    plain, short = _trainer(n_x, m, optimizer), _trainer(n_x, m, optimizer)
    short.defers = True
    over_x = _over_x(plain.advance)
    for _ in range(steps):
        over_x()
        short.advance()
    return _apart(plain.network, short.network)


def main() -> None:
    """Print the table."""
    arguments = arguments_of(__doc__).parse_args()
    print(f"{'us a step':22}{'':10}{'over X':>10}{'X^T X':>10}{'deferred':>10}   times faster")
    for n_x, m in CASES:
        for optimizer in ("gd", "momentum"):
            over_x, through, deferring = (_trainer(n_x, m, optimizer) for _ in range(3))
            deferring.defers = True
            steps = {
                "over X": _over_x(over_x.advance),
                "X^T X": through.advance,
                "deferred": deferring.advance,
            }
            found = medians(steps, arguments.rounds, arguments.best)
            _print_row(f"{n_x}-1, {m} examples", optimizer, found)
            print(f"{'':22}theta apart by {_precision(n_x, m, optimizer):.1e} after 300 steps")
        over_x, through = _session(n_x, m), _session(n_x, m)
        start = time.perf_counter()
        through.step()
        first = time.perf_counter() - start
        steps = {"over X": _over_x(over_x.step), "deferred": through.step}
        found = medians(steps, arguments.rounds, arguments.best)
        _print_row("  epoch of a session", "gd", found)
        print(f"{'':22}its first epoch {first * 1e3:.0f} ms")


def _print_row(name: str, optimizer: str, found: dict[str, float]) -> None:
    columns = [found.get(way) for way in ("over X", "X^T X", "deferred")]
    times = "".join(f"{'' if s is None else f'{s * 1e6:.1f}':>10}" for s in columns)
    ratios = [found["over X"] / seconds for seconds in columns[1:] if seconds is not None]
    print(f"{name:22}{optimizer:10}{times}   " + " ".join(f"{ratio:7.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
