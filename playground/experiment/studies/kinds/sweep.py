"""Validation curve: train with every value, choose by the dev error, report the test error once
(NN 5)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.chance.differences import FEWEST_PAIRS
from playground.experiment.studies.kinds.kind import Reading, StudyKind, study_kinds
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.bands import median
from playground.experiment.studies.results.significance import alike_clause
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import Study, numeric_values
from playground.experiment.wording import count, error_text
from playground.settings import find


@dataclass(frozen=True)
class Choice(Reading):
    """What the dev error chooses, and what the test set says about it.

    Attributes
    ----------
    label : str
        The label of the variation chosen; empty where nothing can be.
    train_error, dev_error, test_error : float
        Medians over the seeds; the test error is that of the chosen variation alone, NaN without
        a test set.
    sentence : str
        All this in words.
    """

    label: str
    train_error: float
    dev_error: float
    test_error: float
    sentence: str

    @property
    def chosen(self) -> str:
        """The label of the variation chosen."""
        return self.label

    def findings(self) -> dict[str, Any]:
        """What was chosen, with its errors; null for nothing."""
        errors = {name: getattr(self, name) for name in ("train_error", "dev_error", "test_error")}
        return {"chosen": {"label": self.label, **errors} if self.label else None}


@study_kinds.register("sweep", label="Validation curve")
class Sweep(StudyKind):
    """Errors of train and dev against the values of a setting."""

    menu = "train"
    action = "validation_curve"
    over = "numbers"
    question = (
        "Trains with every value, chooses by the dev error, and looks at the test error of the "
        "chosen one once."
    )
    required = True
    views = ("errors", "curves")

    def read(self, result: StudyResult, dataset: Dataset | None = None) -> Choice:
        """What the dev error chooses."""
        return choose(result, dataset)


def choose(result: StudyResult, dataset: Dataset | None = None) -> Choice:
    """Choose by the dev error, then look at the test error of what was chosen, once.

    The lowest median dev error over the seeds wins, as the curve and the table show it; between
    equals, the lower mean, then the lower dev cost without its penalty, where all have one loss. A
    variation of which a run failed cannot win.

    Parameters
    ----------
    result : StudyResult
    dataset : Dataset, optional
        As it was given to `run`.
    """
    judged = {}
    for label in result.study.labels:
        records = result.of(label)
        if all(record.complete for record in records):
            errors = [record.final("dev_error") for record in records]
            loss = median([record.dev_loss for record in records]) if result.one_loss else math.nan
            if math.isfinite(error := median(errors)):
                mean = round(float(np.nanmean(errors)), _DIGITS)
                judged[label] = error, mean, loss if math.isfinite(loss) else math.inf
    if not judged:
        return Choice("", math.nan, math.nan, math.nan, _why_nothing(result))
    label = min(judged, key=judged.__getitem__)
    train_error = median([record.final("train_error") for record in result.of(label)])
    test_error = _test_error(result, label, dataset)
    medians = {label: error for label, (error, *_) in judged.items()}
    sentence = _sentence(result, label, medians, train_error, test_error)
    return Choice(label, train_error, medians[label], test_error, sentence)


#: Sums of the same errors in another order differ in the last digits.
_DIGITS = 12


def _test_error(result: StudyResult, label: str, dataset: Dataset | None) -> float:
    datasets = DatasetCache(result.study.base, dataset)
    errors = []
    for record in result.of(label):
        session = datasets.session(record.run)
        if record.theta is not None:
            session.start_from(record.theta)
        errors.append(session.test_error())
    return median(errors)


def _why_nothing(result: StudyResult) -> str:
    if not any(record.complete for record in result.records):
        return "No run came to its end, so nothing can be chosen."
    if all(math.isnan(r.final("dev_error")) for r in result.records if r.complete):
        return "Without a dev set nothing can be chosen; give the dev set a share of the examples."
    return "No value has all its runs complete, so nothing can be chosen."


def _sentence(
    result: StudyResult,
    label: str,
    medians: dict[str, float],
    train_error: float,
    test_error: float,
) -> str:
    study, task = result.study, result.task
    seeds = len(study.seeds)
    over = f" (median of {count(seeds, 'seed')})" if seeds > 1 else ""
    words = [
        f"The lowest dev error, {error_text(medians[label], task)}{over}, is reached with "
        f"{study.spoken([label])}; the train error there is {error_text(train_error, task)}."
    ]
    if math.isfinite(test_error):
        words.append(f"The test error, looked at once: {error_text(test_error, task)}.")
    else:
        words.append("There is no test set to report its error on.")
    words.append(_edge_clause(study, label))
    words.append(_chance_clause(result, label, medians))
    return " ".join(filter(None, words))


def _edge_clause(study: Study, label: str) -> str:
    values = numeric_values(study)
    if values is None or len(values) < 3:
        return ""
    chosen = values[study.labels.index(label)]
    setting = find(study.base, study.paths[0]).setting
    if chosen == max(values) and chosen != setting.maximum:
        return "It is the largest value tried: larger ones may be better still."
    if chosen == min(values) and chosen != setting.minimum:
        return "It is the smallest value tried: smaller ones may be better still."
    return ""


def _chance_clause(result: StudyResult, label: str, medians: dict[str, float]) -> str:
    """Which values are as good as the chosen one, seeing how much the seeds differ."""
    others = [other for other in medians if other != label]
    equal = [other for other in others if medians[other] == medians[label]]
    words = alike_clause(result, label, others)
    if equal and len(result.study.seeds) < FEWEST_PAIRS:
        words = f"It is as low with {result.study.spoken(equal)}. {words}"
    return words
