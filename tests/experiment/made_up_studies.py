"""Study results with numbers made up for a test, as if somebody had run them."""

from __future__ import annotations

import numpy as np

from playground.engine import Network
from playground.experiment.history import EVALUATION_COLUMNS, MetricPoints
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.experiment.studies.record import RunRecord, Start, StudyResult
from playground.experiment.studies.study import Study, StudyRun
from playground.experiment.studies.variations import variations_over

FINISHED = Stop("finished", "Finished.")
DIVERGED = Stop("diverged", "The cost became infinite.")
CANCELLED = Stop("cancelled", "Cancelled.")


def record(run: StudyRun, stop: Stop = FINISHED, **columns) -> RunRecord:
    """A run with these columns of evaluations, a value an epoch; the rest is nan.

    A single number stands for an evaluation at the start and one at the end.
    """
    columns = {name: np.atleast_1d(values) for name, values in columns.items()}
    n = max((len(values) for values in columns.values()), default=0)
    rows = np.full((n, len(EVALUATION_COLUMNS)), np.nan)
    rows[:, 0], rows[:, 1] = 10 * np.arange(n), np.arange(n)
    for name, values in columns.items():
        rows[:, EVALUATION_COLUMNS.index(name)] = values
    network = Network([2, 1], ["sigmoid"], "binary_cross_entropy")
    start = Start(network, network.theta, None, 100, 10)
    return RunRecord(run, stop, start, points=MetricPoints(0, np.ones(10 * max(n - 1, 0)), rows))


def result(path: str, values: list, runs: dict, seeds: int = 1, kind: str = "compare"):
    """A study over a setting; `runs` has for each value, in order, a dict for `record` a seed."""
    spec = ExperimentSpec()
    study = Study(kind, spec, tuple(variations_over(spec, path, values)), tuple(range(seeds)))
    by_label = dict(zip(study.labels, runs.values(), strict=True))
    records = [record(run, **by_label[run.label][run.seed]) for run in study.runs]
    return StudyResult(study, tuple(records))
