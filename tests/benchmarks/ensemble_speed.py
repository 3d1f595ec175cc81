"""How much cheaper is one network's step in an ensemble than alone?

    python -m tests.benchmarks.ensemble_speed [--rounds 30] [--best]

Both do epochs of 50 shuffled mini-batches and take turns within one run; medians are compared.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import numpy as np

from playground.engine import Ensemble, Network, Trainer
from playground.engine.optimizers import optimizers
from tests.benchmarks.step_speed import CASES, Case, Step, arguments_of, medians


def _trainer(case: Case, optimizer: str, seed: int) -> Trainer:
    rng = np.random.default_rng(seed)
    network = Network(case.layer_sizes, case.activations, case.loss)
    network.initialize("xavier", rng)
    trainer = Trainer(network, optimizers[optimizer](), 0.001, batch_size=case.batch, rng=rng)
    X = np.random.default_rng(1).standard_normal((case.layer_sizes[0], 50 * case.batch))
    trainer.attach(X, (X[:1] > 0).astype(float))
    return trainer


def _epochs(case: Case, optimizer: str, size: int) -> dict[str, Step]:
    alone = _trainer(case, optimizer, 0)
    ensemble = Ensemble([_trainer(case, optimizer, k) for k in range(size)])

    def epoch_alone() -> None:
        for _ in range(alone.batches_per_epoch):
            alone.advance()

    return {"alone": epoch_alone, "ensemble": ensemble.train_epoch}


def main() -> None:
    """Print the table."""
    arguments = arguments_of(__doc__).parse_args()
    heads = f"{'K':>4}{'alone, us':>11}{'each, us':>10}{'ratio':>9}"
    print(f"{'one network in an ensemble':38}{heads}")
    for case in CASES[:3]:
        for optimizer in ("gd", "adam"):
            for size in (10, 50):
                found = medians(_epochs(case, optimizer, size), arguments.rounds, arguments.best)
                alone, each = found["alone"] / 50, found["ensemble"] / 50 / size
                ratio = f"1/{alone / each:.1f}"
                print(
                    f"{case.name:32}{optimizer:6}{size:4}{alone * 1e6:11.1f}"
                    f"{each * 1e6:10.2f}{ratio:>9}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
