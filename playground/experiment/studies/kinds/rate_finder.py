"""Learning-rate finder: the cost while the rate rises step by step, and the range it suggests."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.session import Session
from playground.experiment.stopping import Stop
from playground.experiment.studies.kinds.kind import JobContext, Reading, StudyKind, study_kinds
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.rates import RATE, RATE_SETTING
from playground.experiment.studies.record import Start, StudyResult, record_of
from playground.experiment.studies.results.table import Row
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.running.progress import ProgressReporter
from playground.experiment.studies.running.underway import cancellation
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation
from playground.settings import SettingError, integer, number, number_text

#: The cost is measured on so many examples of the training set, at most.
_EXAMPLES = 1000

#: The rate has been too large once the cost is this many times the lowest there was.
_TOO_HIGH = 4.0

#: The share of its fall after which a cost has fallen, and how far below the rate at which the
#: cost is lowest one trains well.
_LEARNED, _DECADE = 0.98, 10

#: Costs are averaged over so many mini-batches before it is asked where they fall fastest.
_SMOOTHED = 15

_STEP, _EPOCH, _RATE, _COST = map(
    EVALUATION_COLUMNS.index, ("step", "epoch", "learning_rate", "train_cost")
)


@dataclass(frozen=True, eq=False)
class RateCurve(Reading):
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
        A tenth of the rate at which it was lowest, well inside the range; where all is learned
        long before that rate, the one at which the cost falls fastest. NaN likewise.
    sentence : str
        The same in words.
    """

    rates: np.ndarray
    costs: np.ndarray
    low: float
    high: float
    suggested: float
    sentence: str

    def findings(self) -> dict[str, Any]:
        """The range and the rate; NaN where none can be suggested."""
        return {"low": self.low, "high": self.high, "suggested": self.suggested}


@study_kinds.register("rate_finder", label="Learning-rate finder")
class RateFinder(StudyKind):
    """The cost against a rising learning rate, and the rates it suggests."""

    menu = "train"
    action = "find_rate"
    own_rates = False
    tabled = False
    views = ("learning_rates",)
    against = "learning_rate"

    lowest: float = number(
        RATE_SETTING.minimum,
        label="Lowest rate",
        help="The learning rate of the first mini-batch.",
        within=f"[{RATE_SETTING.minimum}, {RATE_SETTING.maximum}]",
        scale="log",
    )
    highest: float = number(
        RATE_SETTING.maximum,
        label="Highest rate",
        help="The learning rate of the last mini-batch.",
        within=f"[{RATE_SETTING.minimum}, {RATE_SETTING.maximum}]",
        scale="log",
    )
    steps: int = integer(
        400,
        label="Steps",
        help="Mini-batches from the lowest rate to the highest.",
        within="[10, 100_000]",
    )

    def check(self) -> None:
        """The rate has to rise."""
        if self.lowest >= self.highest:
            raise SettingError("lowest", "the lowest rate must be below the highest one.")

    def make(self, request: StudyRequest) -> Study:
        """One run of one seed, whose rate only this search changes."""
        rising = Variation("Rising rate", (("training.schedule", "constant"),))
        return self.study_of(request.spec, 1, [rising], "Learning rate")

    def stage(self, study: Study) -> str:
        """What is being done."""
        return "Raising the learning rate"

    def train(self, study: Study, dataset: Dataset | None, context: JobContext) -> StudyResult:
        """Train while the rate rises from `lowest` to `highest`, equally in its logarithm.

        Ends early where the cost has risen far above its lowest, or is infinite: then the last
        mini-batch has no evaluation.

        Raises
        ------
        DataError, SettingError, EngineError
            When the experiment cannot be begun.
        """
        (run,), tell, stage = study.runs, context.progress, self.stage(study)
        reporter = ProgressReporter(
            study,
            None if tell is None else lambda progress: tell(stage, progress),
            cancelled=context.cancelled,
        )
        session = DatasetCache(study.base, dataset).session(run, evaluated=False)
        start = Start.of(session)
        rates = np.geomspace(self.lowest, self.highest, self.steps)
        with np.errstate(all="ignore"):  # what becomes infinite ends it
            done = _raise_rate(session, rates, reporter)
        stop = Stop("finished", f"The learning rate was raised to {rates[max(done, 1) - 1]:.2g}.")
        if reporter.cancelled():
            stop = cancellation(session.trainer.epoch)
        record = record_of(session, run, start, stop)
        reporter.show(1.0, 1, lambda: (record,), force=True)
        return StudyResult(study, (record,), seconds=reporter.seconds)

    def read(self, result: StudyResult, dataset: Dataset | None = None) -> RateCurve:
        """The range that the costs suggest."""
        (record,) = result.records
        rates, costs = record.column("learning_rate"), record.column("train_cost")
        explodes = record.steps >= len(costs) > 0
        return _read(rates[1:], costs[1:], float(costs[0]) if costs.size else math.nan, explodes)

    def sentences(self, result: StudyResult, reading: Reading | None) -> list[str]:
        """The range in words; what a cancelled search has found as well."""
        return [*([reading.sentence] if reading else []), *result.notices]

    def offer(self, study: Study, reading: Reading | None, selected: str = "") -> Variation | None:
        """The suggested rate."""
        if not isinstance(reading, RateCurve) or not math.isfinite(reading.suggested):
            return None
        return Variation(number_text(reading.suggested), ((RATE, reading.suggested),))

    def best(self, result: StudyResult) -> Row:
        """What was lowest: at the end the rate was too large."""
        row = super().best(result)
        costs = result.records[0].column("train_cost")
        return replace(row, train_cost=float(costs.min()) if costs.size else math.nan)


def _raise_rate(session: Session, rates: np.ndarray, reporter: ProgressReporter) -> int:
    """Take a mini-batch at each rate, and evaluate after it; how many were taken."""
    train, trainer, history = session.split.train, session.trainer, session.history
    X, Y = session.preprocess(train.first(_EXAMPLES))
    row = np.full(len(EVALUATION_COLUMNS), np.nan)

    def evaluate(step: int, rate: float) -> float:
        cost = session.network.cost(X, Y)
        if math.isfinite(cost):
            row[[_STEP, _EPOCH, _RATE, _COST]] = step, trainer.epoch, rate, cost
            history.add_evaluation(*row)
        return cost

    before = best = evaluate(0, rates[0])
    for i, rate in enumerate(rates.tolist()):
        if reporter.cancelled():
            return i
        trainer.learning_rate = rate
        history.add_step(trainer.advance())
        cost = evaluate(i + 1, rate)
        best = min(best, cost)
        if not math.isfinite(cost) or cost > _TOO_HIGH * max(best, before / 10):
            return i + 1
        reporter.show((i + 1) / len(rates), 0, tuple)
    return len(rates)


def _read(rates: np.ndarray, costs: np.ndarray, before: float, explodes: bool) -> RateCurve:
    """What the costs say; `before` is that at the start, infinite after the last it `explodes`."""
    if not costs.size or before - costs.min() <= 0.05 * before:
        sentence = "The cost never fell clearly: no learning rate can be suggested from this run."
        return RateCurve(rates, costs, math.nan, math.nan, math.nan, sentence)
    bottom = int(costs.argmin())
    fallen = before - costs[: bottom + 1]
    begins, learned = (rates[(fallen >= part * fallen[-1]).argmax()] for part in (0.1, _LEARNED))
    lowest_at = rates[bottom]
    if learned < lowest_at / _DECADE:
        # What happens to a network that has learned it all says nothing about the rate.
        return _of_learned(rates, costs, begins, learned, bottom)
    low, high = min(begins, lowest_at / 3), lowest_at / 3
    # Where it falls fastest is often a step from where it rises: no rate to train with for long.
    low, suggested, high = map(_rounded, (low, max(low, lowest_at / _DECADE), high))
    sentence = (
        f"The cost falls as the learning rate rises from {number_text(low)}, and is lowest at "
        f"{number_text(_rounded(lowest_at))}"
    )
    if bottom == len(rates) - 1 and not explodes:
        sentence += ", the largest rate tried; larger ones may lower it further. "
    else:
        sentence += " and rises beyond. "
    sentence += f"Rates up to {number_text(high)}, a third of that, are worth trying. Suggested: "
    sentence += number_text(suggested)
    sentence += (
        f", a tenth of {number_text(_rounded(lowest_at))}."
        if suggested > low
        else ", where it begins to fall."
    )
    return RateCurve(rates, costs, low, high, suggested, sentence)


def _of_learned(
    rates: np.ndarray, costs: np.ndarray, begins: float, learned: float, bottom: int
) -> RateCurve:
    """What a curve says that is down long before the rate is too large: where it is steepest."""
    width = min(_SMOOTHED, 2 * (bottom // 2) + 1)
    padded = np.pad(costs[: bottom + 1], width // 2, mode="edge")
    smooth = np.convolve(padded, np.full(width, 1 / width), "valid")
    steepest = rates[np.gradient(smooth, np.log(rates[: bottom + 1])).argmin()]
    low, suggested, high = map(
        _rounded, (min(begins, steepest), steepest, max(learned, 2 * steepest))
    )
    sentence = (
        f"All is learned by {number_text(high)}, before the rate is too large, so that the cost "
        f"shows no largest one. Suggested: {number_text(suggested)}, where it falls fastest."
    )
    return RateCurve(rates, costs, low, high, suggested, sentence)


def _rounded(rate: float) -> float:
    return float(f"{rate:.1g}")
