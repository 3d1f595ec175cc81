"""Every method as a line of NumPy, the way the notes write it.

The engine computes the same in another order, bound to its arrays for speed; here it is meant
to be read. A method without an entry, such as one added lately, cannot be exported as code and
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.data.formulas import Call, Column, Formula
from playground.io.errors import ExportError
from playground.settings import Settings

#: From the name of a class to its code.
Table = Mapping[str, Callable[[Any], Any]]

#: g(Z), and g'(Z) in terms of A = g(Z); blank where no loss needs it.
ACTIVATIONS: Table = {
    "sigmoid": lambda _: ("1 / (1 + np.exp(-Z))", "A * (1 - A)"),
    "tanh": lambda _: ("np.tanh(Z)", "1 - A**2"),
    "relu": lambda _: ("np.maximum(Z, 0)", "A > 0"),
    "leaky_relu": lambda g: (
        f"np.where(Z > 0, Z, {g.beta} * Z)",
        f"np.where(A > 0, 1, {g.beta})",
    ),
    "linear": lambda _: ("Z", "1"),
    "softmax": lambda _: (
        "np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0)",
        "",
    ),
}

#: The loss of each example from Z, A and Y of the output layer, and m dJ/dZ. For yes or no that
#: is A - Y, and where Y is 1 as many digits are left of it as where Y is 0.
LOSSES: Table = {
    "binary_cross_entropy": lambda _: (
        "(np.logaddexp(0, Z) - Y * Z).sum(axis=0)",
        "np.where(Y == 1, -1 / (1 + np.exp(Z)), A)  # A - Y, to the last digit",
    ),
    "softmax_cross_entropy": lambda _: (
        "np.log(np.exp(Z - Z.max(axis=0)).sum(axis=0)) + Z.max(axis=0) - (Y * Z).sum(axis=0)",
        "A - Y",
    ),
    "half_squared_error": lambda _: ("((A - Y) ** 2).sum(axis=0) / 2", "(A - Y) * (SLOPE)"),
}

#: W of a layer with n_in inputs and n_out units.
INITIALIZERS: Table = {
    "he": lambda _: "np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))",
    "xavier": lambda _: "np.sqrt(1 / n_in) * rng.standard_normal((n_out, n_in))",
    "glorot": lambda _: "np.sqrt(2 / (n_in + n_out)) * rng.standard_normal((n_out, n_in))",
    "normal": lambda draw: f"{draw.scale} * rng.standard_normal((n_out, n_in))",
    "uniform": lambda draw: f"rng.uniform({draw.low}, {draw.high}, (n_out, n_in))",
    "zeros": lambda _: "np.zeros((n_out, n_in))",
}

#: Shift and factor of each row of `values`, the training set.
SCALINGS: Table = {
    "standardise": lambda _: (
        "shift = values.mean(axis=1, keepdims=True)",
        "spread = values.std(axis=1, keepdims=True)",
        "varies = (spread > 1e-12 * np.abs(shift)) & (spread > 1e-200)",
        "return shift, np.divide(1, spread, out=np.zeros_like(spread), where=varies)",
    ),
    "min_max": lambda _: (
        "low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)",
        "size, spread = np.maximum(np.abs(low), np.abs(high)), high - low",
        "varies = (spread > 1e-12 * size) & (spread > 1e-200)",
        "return low, np.divide(1, spread, out=np.zeros_like(spread), where=varies)",
    ),
    "divide_by_255": lambda _: ("return 0.0, 1 / 255",),
    "none": lambda _: ("return 0.0, 1.0",),
}

#: The rate in an epoch and at a step, both from 1.
SCHEDULES: Table = {
    "constant": lambda _: "LEARNING_RATE",
    "manual": lambda _: "LEARNING_RATE",
    "inverse_time": lambda rate: f"LEARNING_RATE / (1 + {rate.decay} * epoch)",
    "exponential": lambda rate: f"LEARNING_RATE * {rate.base}**epoch",
    "inverse_sqrt_epoch": lambda rate: f"LEARNING_RATE * {rate.k} / epoch**0.5",
    "inverse_sqrt_step": lambda rate: f"LEARNING_RATE * {rate.k} / step**0.5",
    "staircase": lambda rate: f"LEARNING_RATE * {rate.factor} ** (epoch // {rate.every})",
}

#: How P, the parameters of a layer, move along their gradient G, and what is remembered.
OPTIMIZERS: Table = {
    "gd": lambda _: ("P -= rate * G",),
    "momentum": lambda by: (
        "(v,) = memory",
        f"v[...] = {by.beta} * v + "
        + ("G" if by.variant == "classical" else f"(1 - {by.beta}) * G"),
        "P -= rate * v",
    ),
    "rmsprop": lambda by: (
        "(S,) = memory",
        f"S[...] = {by.beta2} * S + (1 - {by.beta2}) * G**2",
        f"P -= rate * G / (np.sqrt(S) + {by.epsilon})",
    ),
    "adam": lambda by: (
        "v, S = memory",
        f"v[...] = {by.beta1} * v + (1 - {by.beta1}) * G",
        f"S[...] = {by.beta2} * S + (1 - {by.beta2}) * G**2",
        f"v_corrected = v / (1 - {by.beta1}**step)",
        f"S_corrected = S / (1 - {by.beta2}**step)",
        f"P -= rate * v_corrected / (np.sqrt(S_corrected) + {by.epsilon})",
    ),
}

_OPERATORS = {
    np.add: "({} + {})",
    np.subtract: "({} - {})",
    np.multiply: "({} * {})",
    np.divide: "({} / {})",
    np.power: "{} ** {}",
    np.negative: "-{}",
}


def written(table: Table, chosen: Settings, noun: str) -> Any:
    """What a table says of the class that is chosen, with its settings put in.

    Raises
    ------
    ExportError
        When the table says nothing of it.
    """
    if chosen.name not in table:
        raise ExportError(f"The {noun} '{chosen.name}' cannot be written as code yet.")
    return table[chosen.name](chosen)


def feature_expression(formula: Formula) -> str:
    """A formula over the columns as NumPy code over the rows of X."""
    stack: list[str] = []
    for step in formula.steps:
        if isinstance(step, Column):
            stack.append(f"X[{step.index}]")
        elif isinstance(step, Call):
            arguments = stack[-step.arity :]
            del stack[-step.arity :]
            stack.append(_called(step.function, arguments))
        else:
            stack.append(repr(float(step)))
    return stack[0]


def _called(function: Any, arguments: list[str]) -> str:
    if function in _OPERATORS:
        wrapped = [
            f"({word})" if word.startswith("-") or "**" in word else word for word in arguments
        ]
        return _OPERATORS[function].format(*wrapped)
    if isinstance(function, np.ufunc):
        return f"np.{function.__name__}({', '.join(arguments)})"
    return f"np.maximum({arguments[0]}, 0)"  # relu, the one that is no function of NumPy's
