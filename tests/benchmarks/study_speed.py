"""How much cheaper is a study than its runs one after another?

    python -m tests.benchmarks.study_speed [--rounds 5] [--batch 10]

Both train a 2-4-2-1 network on the moons for 1,000 mini-batches and more, data, evaluations and
all. They take turns within one run, and the medians of their processor times are compared, so
that what else the machine does counts for neither.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare, compare_optimizers
from playground.experiment.studies.running.run import run
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import variations_over
from playground.settings import replaced

_STEPS = 1000


def _experiment(batch: int) -> ExperimentSpec:
    spec = replaced(ExperimentSpec(), "network.hidden_layers", (4, 2))
    spec = replaced(spec, "training.batch_size", batch)
    batches = -(-Session(spec).split.train.m // batch)
    return replaced(spec, "training.epochs", -(-_STEPS // batches))


def _studies(batch: int) -> dict[str, tuple[Study, float]]:
    """Each with the most it may cost, as a share of its runs one after another."""
    spec = _experiment(batch)
    rates = variations_over(spec, "training.learning_rate", [0.001 * 1.5**i for i in range(10)])
    penalties = variations_over(spec, "training.l2", [0.001 * 2**i for i in range(10)])
    plain = replace(spec, training=replaced(spec.training, "optimizer", "gd"))
    return {
        "4 optimizers, 5 seeds": (compare_optimizers(spec, 5), 1 / 4),
        "10 learning rates, 5 seeds, gd": (compare(plain, rates, 5), 1 / 8),
        "10 learning rates, 5 seeds, adam": (compare(spec, rates, 5), 1 / 8),
        "10 L2 penalties, 5 seeds, adam": (compare(spec, penalties, 5), 1 / 8),
    }


def _one_after_another(study: Study) -> None:
    for each in study.runs:
        Session(each.spec).run()


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=10)
    arguments = parser.parse_args()
    print(f"{'study':34}{'runs':>5}{'alone, ms':>11}{'study, ms':>11}{'ratio':>8}{'at most':>9}")
    for name, (study, most) in _studies(arguments.batch).items():
        run(study)  # once for the imports and the caches
        together, alone = [], []
        for _ in range(arguments.rounds):
            together.append(_seconds(lambda study=study: run(study)))
            alone.append(_seconds(lambda study=study: _one_after_another(study)))
        a, b = statistics.median(alone), statistics.median(together)
        print(
            f"{name:34}{len(study.runs):5}{a * 1e3:11.0f}{b * 1e3:11.0f}"
            f"{'1/' + format(a / b, '.1f'):>8}{'1/' + format(1 / most, '.0f'):>9}",
            flush=True,
        )


if __name__ == "__main__":
    main()
