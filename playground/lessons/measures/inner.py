"""What goes on inside a network: units, signals, gradients, single weights."""

from __future__ import annotations

import math

import numpy as np

from playground.engine import check_gradient
from playground.experiment.symptoms.case import Case
from playground.lessons.measures.measure import finite, measure

#: Examples on which the gradient is checked.
_CHECKED = 64


@measure("identical_units", "Hidden units that another one equals in all weights.", "count")
def _identical_units(case: Case) -> float:
    return int(case.signals.identical.sum())


@measure("dead_units", "Hidden units whose slope is 0 for every example.", "count")
def _dead_units(case: Case) -> float:
    return int(case.signals.dead[:-1].sum())


@measure("saturated_share", "The share of hidden answers at the flat ends of the activation.")
def _saturated_share(case: Case) -> float:
    return finite(case.signals.saturated[:-1], np.mean)


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
