"""How a run went: costs, errors, epochs."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.symptoms.case import Case
from playground.lessons.measures.measure import finite, measure


def _latest(case: Case, column: str) -> float:
    """The last evaluation; once the training has diverged, costs are infinite."""
    stop = case.session.stop
    if column.endswith("cost") and stop is not None and stop.reason == "diverged":
        return math.inf
    return case.history.latest[column]


@measure("train_cost", "The cost on the training set, penalty included, dropout off.")
def _train_cost(case: Case) -> float:
    return _latest(case, "train_cost")


@measure("dev_cost", "The cost on the dev set.")
def _dev_cost(case: Case) -> float:
    return _latest(case, "dev_cost")


@measure("train_error", "The error on the training set: the share that is wrong.", "error")
def _train_error(case: Case) -> float:
    return _latest(case, "train_error")


@measure("dev_error", "The error on the dev set.", "error")
def _dev_error(case: Case) -> float:
    return _latest(case, "dev_error")


@measure("test_error", "The error on the test set, which is looked at once, at the end.", "error")
def _test_error(case: Case) -> float:
    return case.session.test_error()


@measure("baseline_error", "The error of always giving the commonest answer.", "error")
def _baseline_error(case: Case) -> float:
    return case.train.baseline_error


@measure("epoch", "Epochs completed.", "count")
def _epoch(case: Case) -> float:
    return case.epoch


@measure("steps", "Mini-batches taken.", "count")
def _steps(case: Case) -> float:
    return case.steps


@measure("learning_rate", "The present learning rate, after its schedule.")
def _learning_rate(case: Case) -> float:
    return case.session.trainer.current_learning_rate


@measure("diverged", "1 where the training diverged, else 0.", "count")
def _diverged(case: Case) -> float:
    stop = case.session.stop
    return float(stop is not None and stop.reason == "diverged")


@measure("stopped_early", "1 where early stopping ended the run, else 0.", "count")
def _stopped_early(case: Case) -> float:
    stop = case.session.stop
    return float(stop is not None and stop.reason == "early_stopping")


@measure("first_train_cost", "The train cost before the first step.")
def _first_train_cost(case: Case) -> float:
    return case.train_costs[0]


@measure("first_dev_cost", "The dev cost before the first step.")
def _first_dev_cost(case: Case) -> float:
    return case.dev_costs[0]


@measure("best_train_cost", "The lowest train cost so far.")
def _best_train_cost(case: Case) -> float:
    return finite(case.train_costs, np.min)


@measure("best_dev_cost", "The lowest dev cost so far.")
def _best_dev_cost(case: Case) -> float:
    return finite(case.dev_costs, np.min)


@measure("worst_train_cost", "The highest train cost so far.")
def _worst_train_cost(case: Case) -> float:
    return math.inf if _diverged(case) else finite(case.train_costs, np.max)


@measure("best_dev_error", "The lowest dev error so far.", "error")
def _best_dev_error(case: Case) -> float:
    return finite(case.history.column("dev_error"), np.min)


@measure("best_epoch", "The epoch with the lowest dev cost so far.", "count")
def _best_epoch(case: Case) -> float:
    return case.history.best("dev_cost").get("epoch", math.nan)


@measure("rising_share", "The share of the epochs in which the train cost rose.")
def _rising_share(case: Case) -> float:
    return finite(np.diff(case.train_costs) > 0, np.mean)


@measure("cost_noise", "How much the costs of the last 50 mini-batches spread, in their mean.")
def _cost_noise(case: Case) -> float:
    costs = case.history.batch_costs[-50:]
    return float(np.std(costs) / np.mean(costs)) if costs.size else math.nan
