"""How fast is one step? The engine against the naive style, PyTorch and scikit-learn.

    python -m tests.benchmarks.step_speed [--rounds 30] [--only 2-4-2-1] [--best]

All contenders start from the same weights, do the same mini-batches and return the cost. They
take turns within one run and the medians are compared, so a busy machine slows all alike; on a
very busy one ``--best`` compares the fastest round of each.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine import Network, Trainer
from playground.engine.optimizers import optimizers
from tests.benchmarks.naive import NaiveTrainer


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    layer_sizes: tuple[int, ...]
    hidden: str
    output: str
    batch: int
    dtype: str = "float64"

    @property
    def name(self) -> str:
        """``2-4-2-1 tanh, batch 10``."""
        sizes, kind = "-".join(map(str, self.layer_sizes)), self.hidden or self.output
        dtype = "" if self.dtype == "float64" else f" {self.dtype}"
        return f"{sizes} {kind}, batch {self.batch}{dtype}"

    @property
    def activations(self) -> list[str]:
        """One name per layer."""
        return [self.hidden] * (len(self.layer_sizes) - 2) + [self.output]

    @property
    def loss(self) -> str:
        """The cross-entropy that fits the output."""
        return "softmax_cross_entropy" if self.output == "softmax" else "binary_cross_entropy"


CASES = [
    Case((2, 4, 2, 1), "tanh", "sigmoid", 10),
    Case((2, 8, 8, 8, 1), "relu", "sigmoid", 32),
    Case((2, 64, 64, 1), "relu", "sigmoid", 64),
    Case((64, 64, 10), "relu", "softmax", 64),
    Case((784, 256, 128, 10), "relu", "softmax", 128),
    Case((784, 256, 128, 10), "relu", "softmax", 128, "float32"),
    Case((12288, 1), "", "sigmoid", 209),
]

# So small that nobody learns the one mini-batch by heart while the clock runs.
RATE = 1e-6

Step = Callable[[], object]


def _data(case: Case) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    X = rng.standard_normal((case.layer_sizes[0], case.batch))
    if case.output == "softmax":
        Y = np.eye(case.layer_sizes[-1])[:, rng.integers(0, case.layer_sizes[-1], case.batch)]
    else:
        Y = (rng.random((1, case.batch)) < 0.5).astype(float)
    return X.astype(case.dtype), Y.astype(case.dtype)


def _network(case: Case) -> Network:
    network = Network(case.layer_sizes, case.activations, case.loss, dtype=case.dtype)
    network.initialize("xavier", np.random.default_rng(0))
    return network


def engine_steps(case: Case, optimizer: str, rate: float) -> dict[str, Step]:
    """The engine: `step` on a given mini-batch, and `advance` on an attached set."""
    X, Y = _data(case)
    rng = np.random.default_rng(0)
    given = Trainer(_network(case), optimizers[optimizer](), rate, batch_size=case.batch, rng=rng)
    copies = 1 if X.size > 1_000_000 else 4
    attached = Trainer(
        _network(case), optimizers[optimizer](), rate, batch_size=case.batch, rng=rng
    )
    attached.attach(np.tile(X, copies), np.tile(Y, copies))
    return {"step": lambda: given.step(X, Y), "advance": attached.advance}


def naive_steps(case: Case, optimizer: str, rate: float) -> dict[str, Step]:
    """The style of the course notes."""
    X, Y = _data(case)
    network = _network(case)
    naive = NaiveTrainer(
        network.weights, network.biases, case.activations, case.loss, optimizer, rate
    )
    return {"naive": lambda: naive.step(X, Y)}


def torch_steps(case: Case, optimizer: str, rate: float) -> dict[str, Step]:
    """PyTorch with its default, foreach and fused optimizers, where it is installed."""
    try:
        import torch
    except ImportError:
        return {}
    torch.set_num_threads(1)
    X, Y = _data(case)
    dtype = getattr(torch, case.dtype)
    inputs = torch.tensor(X.T.copy(), dtype=dtype)
    if case.output == "softmax":
        targets, criterion = torch.tensor(Y.argmax(axis=0)), torch.nn.CrossEntropyLoss()
    else:
        targets, criterion = torch.tensor(Y.T.copy()), torch.nn.BCEWithLogitsLoss()

    def make(**kind: bool) -> Step:
        network, layers = _network(case), []
        for W, b, name in zip(network.weights, network.biases, case.activations):
            linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=dtype)
            with torch.no_grad():
                linear.weight.copy_(torch.tensor(W))
                linear.bias.copy_(torch.tensor(b[:, 0]))
            layers.append(linear)
            if name in ("tanh", "relu"):
                layers.append({"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[name]())
        model = torch.nn.Sequential(*layers)
        family = torch.optim.SGD if optimizer == "gd" else torch.optim.Adam
        update = family(model.parameters(), lr=rate, **kind)

        def step() -> float:
            update.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            update.step()
            return loss.item()

        return step

    return {
        "torch default": make(foreach=False),
        "torch foreach": make(foreach=True),
        "torch fused": make(fused=True),
    }


def sklearn_steps(case: Case, optimizer: str, rate: float) -> dict[str, Step]:
    """scikit-learn's classifier, one mini-batch per `partial_fit`, where it is installed."""
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        return {}
    if len(case.layer_sizes) < 3:
        return {}
    X, Y = _data(case)
    inputs = X.T.copy()
    labels = Y.argmax(axis=0) if case.output == "softmax" else Y[0].astype(int)
    model = MLPClassifier(
        hidden_layer_sizes=case.layer_sizes[1:-1],
        activation=case.hidden,
        solver="sgd" if optimizer == "gd" else "adam",
        momentum=0,
        alpha=0,
        batch_size=case.batch,
        learning_rate_init=rate,
    )
    n_classes = max(2, case.layer_sizes[-1])
    model.partial_fit(inputs, labels, classes=list(range(n_classes)))

    def step() -> float:
        model.partial_fit(inputs, labels)
        return model.loss_

    return {"scikit-learn": step}


def medians(
    steps: dict[str, Step], rounds: int, best: bool = False, share: float = 0.004
) -> dict[str, float]:
    """Median (or least) seconds per step; in a round each contender runs for `share` seconds."""
    counts = {}
    for name, step in steps.items():
        for _ in range(3):
            step()
        start = time.perf_counter()
        step()
        counts[name] = max(1, int(share / (time.perf_counter() - start + 1e-9)))
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            count = counts[name]
            start = time.perf_counter()
            for _ in range(count):
                step()
            seconds[name].append((time.perf_counter() - start) / count)
    typical = min if best else statistics.median
    return {name: typical(values) for name, values in seconds.items()}


def best_of_torch(found: dict[str, float]) -> float:
    """The seconds of the fastest of PyTorch's optimizers; NaN where it is not installed."""
    return min((found[name] for name in found if name.startswith("torch")), default=float("nan"))


def arguments_of(words: str) -> argparse.ArgumentParser:
    """The options all these benchmarks have."""
    parser = argparse.ArgumentParser(description=words.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--best", action="store_true", help="the fastest round, not the median")
    return parser


def main() -> None:
    """Print the table."""
    parser = arguments_of(__doc__)
    parser.add_argument("--only", default="", help="part of a case's name")
    arguments = parser.parse_args()
    contenders = engine_steps, naive_steps, torch_steps, sklearn_steps
    print(f"{'step':42}{'':6}{'step':>10}{'advance':>10}   times faster than")
    print(f"{'':48}{'us':>10}{'us':>10}{'naive':>9}{'torch':>9}{'sklearn':>9}")
    for case in CASES:
        if arguments.only not in case.name:
            continue
        for optimizer in ("gd", "adam"):
            steps: dict[str, Step] = {}
            for contender in contenders:
                steps |= contender(case, optimizer, RATE)
            found = medians(steps, arguments.rounds, arguments.best)
            own = found["step"]
            ratios = [found["naive"] / own, best_of_torch(found) / own]
            ratios.append(found.get("scikit-learn", float("nan")) / own)
            print(
                f"{case.name:42}{optimizer:6}{own * 1e6:10.1f}{found['advance'] * 1e6:10.1f}"
                + "".join(f"{ratio:9.2f}" for ratio in ratios),
                flush=True,
            )


if __name__ == "__main__":
    main()
