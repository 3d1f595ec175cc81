"""Learning-rate finder: the cost while the rate rises step by step, and the range it suggests."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from playground.data.datasets import Dataset
from playground.engine.schedules import schedules
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import find, number_text

#: The cost is measured on so many examples of the training set, at most.
_EXAMPLES = 1000

#: The rate has been too large once the cost is this many times the lowest there was.
_TOO_HIGH = 4.0


@dataclass(frozen=True, eq=False)
class RateCurve:
    """The cost against a rising learning rate.

    Attributes
    ----------
    rates : ndarray, (n,)
        The rate of each mini-batch.
    costs : ndarray, (n,)
        The train cost after it, with the penalty and without dropout.
    low, high : float
        The suggested range: from where the cost has begun to fall to a third of the rate
        at which it was lowest; NaN where it never fell.
    suggested : float
        A tenth of the rate at which it was lowest, well inside the range; NaN likewise.
    sentence : str
        The same in words.
    """

    rates: np.ndarray
    costs: np.ndarray
    low: float
    high: float
    suggested: float
    sentence: str


def find_rate(
    spec: ExperimentSpec,
    lowest: float | None = None,
    highest: float | None = None,
    steps: int = 400,
    *,
    dataset: Dataset | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RateCurve:
    """Train while the learning rate rises from `lowest` to `highest`, equally in its logarithm.

    Ends early where the cost has risen far above its lowest, or is infinite.

    Parameters
    ----------
    spec : ExperimentSpec
        Its own rate and schedule are not used.
    lowest, highest : float, optional
        Rates, above 0; the smallest and the largest there can be by default.
    steps : int
        Mini-batches from one to the other.
    dataset : Dataset, optional
        The examples, where they are at hand already.
    progress : callable, optional
        Called with the part that is done, 0 to 1, after every mini-batch.
    cancelled : callable, optional
        Whether to stop, asked before every mini-batch; what there is by then is read.

    Raises
    ------
    DataError, SettingError, EngineError
        When the experiment cannot be begun.
    """
    bounds = find(spec, "training.learning_rate").setting
    lowest, highest = lowest or bounds.minimum, highest or bounds.maximum
    training = replace(spec.training, schedule=schedules["constant"]())
    session = Session(replace(spec, training=training), dataset)
    train, trainer = session.split.train, session.trainer
    X, Y = session.preprocess(train.first(_EXAMPLES))
    rates = np.geomspace(lowest, highest, steps)
    costs, done, before = np.full(steps, np.nan), 0, session.network.cost(X, Y)
    best, explodes = before, False
    for i, rate in enumerate(rates.tolist()):
        if cancelled is not None and cancelled():
            break
        trainer.learning_rate = rate
        trainer.advance()
        cost = session.network.cost(X, Y)
        if not math.isfinite(cost):
            explodes = True
            break
        costs[i], done, best = cost, i + 1, min(best, cost)
        if progress is not None:
            progress(done / steps)
        if cost > _TOO_HIGH * max(best, before / 10):
            break
    return _read(rates[:done], costs[:done], before, explodes)


def _read(rates: np.ndarray, costs: np.ndarray, before: float, explodes: bool) -> RateCurve:
    """What the costs say; `before` is that at the start, infinite after the last it `explodes`."""
    if not costs.size or before - costs.min() <= 0.05 * before:
        sentence = "The cost never fell clearly: no learning rate can be suggested from this run."
        return RateCurve(rates, costs, math.nan, math.nan, math.nan, sentence)
    bottom = int(costs.argmin())
    fallen = costs[: bottom + 1] <= before - 0.1 * (before - costs[bottom])
    lowest_at = rates[bottom]
    low = min(rates[fallen.argmax()], lowest_at / 3)
    # Where it falls fastest is often a step from where it rises: no rate to train with for long.
    suggested = max(low, lowest_at / 10)
    low, suggested, high = (float(f"{rate:.1g}") for rate in (low, suggested, lowest_at / 3))
    sentence = (
        f"Learning rates from {number_text(low)} to {number_text(high)} lower the cost. "
        f"It is lowest at {number_text(float(f'{lowest_at:.1g}'))}"
    )
    if bottom == len(rates) - 1 and not explodes:
        sentence += ", the largest rate tried; larger ones may lower it further. "
    else:
        sentence += " and rises beyond. "
    sentence += f"Suggested: {number_text(suggested)}"
    sentence += ", a tenth of that." if suggested > low else ", the smallest of them."
    return RateCurve(rates, costs, low, high, suggested, sentence)
