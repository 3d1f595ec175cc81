"""Rows of a run table, made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.experiment.run_log import RunCurve, RunEntry
from playground.experiment.spec import ExperimentSpec
from playground.experiment.thumbnail import KINDS, SHAPE
from playground.io.png import as_png


def falling(n: int = 5, cost: float = 0.5, label: str = "") -> RunCurve:
    """A curve of `n` evaluations that halves in every epoch and ends at `cost`."""
    epochs = np.arange(n, dtype=float)
    costs = cost * 2.0 ** (n - 1 - epochs)
    columns = [10 * epochs, epochs, np.full(n, 0.01), costs, 1.2 * costs, costs / 5, costs / 4]
    return RunCurve(label, np.stack(columns, axis=1))


def picture(seed=0) -> bytes:
    """A small picture as a table has them, another for every seed."""
    rng = np.random.default_rng(seed)
    return as_png(rng.integers(0, KINDS, SHAPE, np.uint8), rng.integers(0, 256, (KINDS, 3)))


def past_run(number: int, spec: ExperimentSpec | None = None, **words: object) -> RunEntry:
    """A run of an experiment, the default one by default, with anything replaced."""
    spec = spec or ExperimentSpec()
    made = RunEntry(
        number=number,
        kind="run",
        title=f"Run {number}",
        name=f"Run {number}",
        spec=spec,
        seeds=(spec.seed,),
        epochs=1,
        train_cost=0.5,
        train_error=0.1,
        dev_error=0.2,
        task="binary",
        seconds=1.0,
        began=0.0,
        curves=(falling(),),
    )
    return replace(made, **words)
