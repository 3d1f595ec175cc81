"""Measured names: what conditions, claims and goals of a lesson may speak of, one row each."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine import check_gradient
from playground.experiment.session import Session
from playground.experiment.symptoms.case import Case
from playground.experiment.wording import error_text
from playground.experiment.wording import measured as number_words

#: Examples on which the gradient is checked.
_CHECKED = 64

Unit = Literal["error", "number", "count"]


@dataclass(frozen=True)
class Measure:
    """One name, or a family of names with numbers in them.

    Attributes
    ----------
    name : str
        ``"dev_error"``, or with ``{l}``, ``{i}``, ``{j}`` for whole numbers from 1 on:
        ``"W{l}_{i}_{j}"``.
    meaning : str
        In one line.
    unit : {"error", "number", "count"}
        How its values are written; an error is a share of the examples, or of a regression in the
        labels' own unit.
    of : callable
        From a `Case`, and the numbers in the name, to the value; NaN where there is none.
    """

    name: str
    meaning: str
    unit: Unit
    of: Callable[..., float]

    def match(self, name: str) -> tuple[int, ...] | None:
        """The numbers in a name that means this measure; None where it means another."""
        pattern = re.sub(r"\{\w\}", "([1-9][0-9]{0,3})", self.name)
        found = re.fullmatch(pattern, name)
        return None if found is None else tuple(map(int, found.groups()))


#: Every measure by its name, in the order of the reference.
measures: dict[str, Measure] = {}


def measure(name: str, meaning: str, unit: Unit = "number"):
    """Decorate what computes a measure, so that lessons may use its name."""

    def enter(of: Callable[..., float]) -> Callable[..., float]:
        if name in measures:
            raise ValueError(f"There are two measures {name!r}.")
        measures[name] = Measure(name, meaning, unit, of)
        return of

    return enter


def found(name: str) -> tuple[Measure, tuple[int, ...]] | None:
    """The measure that a name means, with the numbers in the name; None where it means none."""
    if name in measures and "{" not in name:
        return measures[name], ()
    for each in measures.values():
        numbers = each.match(name)
        if numbers is not None:
            return each, numbers
    return None


def no_such_name(name: str, further: Iterable[str] = ()) -> str:
    """That nothing is measured by a name, with the one that may be meant."""
    close = difflib.get_close_matches(name, [*measures, *further], 1)
    hint = f"perhaps '{close[0]}' is meant" if close else "playground lesson names lists those"
    return f"nothing is measured by the name '{name}'; {hint}."


def measure_session(session: Session, names: Iterable[str]) -> dict[str, float]:
    """The present values of a session by name.

    Parameters
    ----------
    session : Session
        Between two of its mini-batches; not changed, but for `Session.test_looks`.
    names : iterable of str
        Each of them one that `found` finds.
    """
    case, values = Case(session), {}
    with np.errstate(all="ignore"):
        for name in names:
            row = found(name)
            if row is None:
                raise KeyError(name)
            each, numbers = row
            values[name] = float(each.of(case, *numbers))
    return values


def value_text(name: str, value: float, task: str) -> str:
    """A measured or kept value for a person; `task` is that of the data, such as ``"binary"``."""
    if not math.isfinite(value):
        return "infinite" if math.isinf(value) else "not defined"
    if _unit(name) == "error":
        return error_text(value, task)
    if value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return number_words(value)


def _unit(name: str) -> Unit:
    """The unit of a measure, also where the value of a run is kept: plain_dev_error."""
    while name:
        if row := found(name):
            return row[0].unit
        name = name.partition("_")[2]
    return "number"


# ---------------------------------------------------------------------- how it went


def _latest(case: Case, column: str) -> float:
    """The last evaluation; once the training has diverged, costs are infinite."""
    stop = case.session.stop
    if column.endswith("cost") and stop is not None and stop.reason == "diverged":
        return math.inf
    return case.history.latest[column]


def _finite(values: np.ndarray, choose: Callable[[np.ndarray], float]) -> float:
    values = values[np.isfinite(values)]
    return float(choose(values)) if values.size else math.nan


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
    return _finite(case.train_costs, np.min)


@measure("best_dev_cost", "The lowest dev cost so far.")
def _best_dev_cost(case: Case) -> float:
    return _finite(case.dev_costs, np.min)


@measure("worst_train_cost", "The highest train cost so far.")
def _worst_train_cost(case: Case) -> float:
    return math.inf if _diverged(case) else _finite(case.train_costs, np.max)


@measure("best_dev_error", "The lowest dev error so far.", "error")
def _best_dev_error(case: Case) -> float:
    return _finite(case.history.column("dev_error"), np.min)


@measure("best_epoch", "The epoch with the lowest dev cost so far.", "count")
def _best_epoch(case: Case) -> float:
    return case.history.best("dev_cost").get("epoch", math.nan)


@measure("rising_share", "The share of the epochs in which the train cost rose.")
def _rising_share(case: Case) -> float:
    return _finite(np.diff(case.train_costs) > 0, np.mean)


@measure("cost_noise", "How much the costs of the last 50 mini-batches spread, in their mean.")
def _cost_noise(case: Case) -> float:
    costs = case.history.batch_costs[-50:]
    return float(np.std(costs) / np.mean(costs)) if costs.size else math.nan


# ---------------------------------------------------------------------- what it is made of


@measure("units", "Units in all hidden layers together.", "count")
def _units(case: Case) -> float:
    return sum(case.network.layer_sizes[1:-1])


@measure("layers", "Hidden layers.", "count")
def _layers(case: Case) -> float:
    return len(case.network.layer_sizes) - 2


@measure("parameters", "Weights and biases of the network.", "count")
def _parameters(case: Case) -> float:
    return case.network.n_parameters


@measure("features", "Features the network is given.", "count")
def _features(case: Case) -> float:
    return case.network.layer_sizes[0]


@measure("classes", "Classes of the data; 0 for numbers.", "count")
def _classes(case: Case) -> float:
    return len(case.session.dataset.class_names)


@measure("examples", "Examples in the training set.", "count")
def _examples(case: Case) -> float:
    return case.split.train.m


@measure("dev_examples", "Examples in the dev set.", "count")
def _dev_examples(case: Case) -> float:
    return case.split.dev.m


@measure("steps_per_epoch", "Mini-batches in an epoch.", "count")
def _steps_per_epoch(case: Case) -> float:
    return math.ceil(case.split.train.m / case.spec.training.batch_size)


# ---------------------------------------------------------------------- inside the network


@measure("identical_units", "Hidden units that another one equals in all weights.", "count")
def _identical_units(case: Case) -> float:
    return int(case.signals.identical.sum())


@measure("dead_units", "Hidden units whose slope is 0 for every example.", "count")
def _dead_units(case: Case) -> float:
    return int(case.signals.dead[:-1].sum())


@measure("saturated_share", "The share of hidden answers at the flat ends of the activation.")
def _saturated_share(case: Case) -> float:
    return _finite(case.signals.saturated[:-1], np.mean)


@measure("forward_ratio", "By what a hidden layer multiplies the spread of its input, on average.")
def _forward_ratio(case: Case) -> float:
    return case.signals.forward_factor


@measure("gradient_ratio", "By what a layer multiplies the spread of dZ on its way back.")
def _gradient_ratio(case: Case) -> float:
    return case.signals.backward_factor


@measure("gradient_norm", "The length of the gradient of the cost on some training examples.")
def _gradient_norm(case: Case) -> float:
    return float(np.linalg.norm(case.network.gradient(*case.inputs)))


@measure("gradient_difference", "How far the gradient is from differences of the cost.")
def _gradient_difference(case: Case) -> float:
    X, Y = case.inputs
    checked = check_gradient(case.network, X[:, :_CHECKED], Y[:, :_CHECKED])
    return float(checked.difference)


@measure("weight_norm", "The length of all weights together.")
def _weight_norm(case: Case) -> float:
    return math.sqrt(sum(float(np.sum(np.square(W, dtype=float))) for W in case.network.weights))


@measure("largest_weight", "The largest size of a weight.")
def _largest_weight(case: Case) -> float:
    return max(float(np.abs(W).max()) for W in case.network.weights)


def _entry(array: np.ndarray, *place: int) -> float:
    inside = all(1 <= i <= n for i, n in zip(place, array.shape))
    return float(array[tuple(i - 1 for i in place)]) if inside else math.nan


def _of_layer(case: Case, name: str, l: int, *place: int) -> float:  # noqa: E741 - the notes' name
    if l > len(case.layers):
        return math.nan
    return _entry(getattr(case.layers[l - 1], name), *place)


@measure("W{l}_{i}_{j}", "A weight of layer l: from unit j of the layer before to unit i.")
def _weight(case: Case, l: int, i: int, j: int) -> float:  # noqa: E741
    return _of_layer(case, "W", l, i, j)


@measure("b{l}_{i}", "The bias of unit i of layer l.")
def _bias(case: Case, l: int, i: int) -> float:  # noqa: E741
    return _of_layer(case, "b", l, i, 1)


@measure("dW{l}_{i}_{j}", "The derivative of the cost by that weight.")
def _weight_gradient(case: Case, l: int, i: int, j: int) -> float:  # noqa: E741
    return _of_layer(case, "dW", l, i, j)


@measure("db{l}_{i}", "The derivative of the cost by that bias.")
def _bias_gradient(case: Case, l: int, i: int) -> float:  # noqa: E741
    if l > len(case.layers):
        return math.nan
    return _entry(case.layers[l - 1].dZ.mean(axis=1), i)


@measure("z{l}_{i}", "The weighted sum of unit i of layer l for the first training example.")
def _weighted_sum(case: Case, l: int, i: int) -> float:  # noqa: E741
    return _of_layer(case, "Z", l, i, 1)


@measure("a{l}_{i}", "The answer of unit i of layer l for the first training example.")
def _answer(case: Case, l: int, i: int) -> float:  # noqa: E741
    return _of_layer(case, "A", l, i, 1)


@measure("dz{l}_{i}", "The derivative of the loss by that weighted sum, for the same example.")
def _sum_gradient(case: Case, l: int, i: int) -> float:  # noqa: E741
    return _of_layer(case, "dZ", l, i, 1)
