"""How long one mini-batch takes: measured alone, since networks that train together share it."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import Study

#: Times that each variation is timed; in each, seconds to spend and the fewest and most
#: mini-batches.
_TIMES, _BUDGET, _FEWEST, _MOST = 4, 0.005, 2, 125


def step_seconds(
    study: Study, datasets: DatasetCache, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, float]:
    """The median time of a mini-batch by the label of the variation, in seconds.

    Of several, that of the quietest moment: what else the machine does should not count. A
    variation that cannot be run, or came after a cancel, is left out.
    """
    times = {}
    runs = study.runs[:: len(study.seeds)]
    for run in runs:
        if cancelled():
            break
        try:
            trainer = datasets.session(run).trainer
            trainer.advance()  # the first one makes the plan
            times[run.label] = min(_median_time(trainer.advance, cancelled) for _ in range(_TIMES))
        except Exception:  # its record tells what is wrong with it
            continue
    return times


def _median_time(step: Callable[[], object], cancelled: Callable[[], bool]) -> float:
    taken: list[float] = []
    spent = 0.0
    while len(taken) < _FEWEST or (spent < _BUDGET and len(taken) < _MOST):
        before = time.perf_counter()
        step()
        taken.append(time.perf_counter() - before)
        spent += taken[-1]
        if cancelled():  # asked between any two mini-batches, as everywhere
            break
    return float(np.median(taken))
