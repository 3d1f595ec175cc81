"""What becomes code line by line: scalings, and formulas over columns.

A method without an entry in a table, such as one added lately, cannot be exported as code and
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.data.formulas.formula import Call, Column, Formula
from playground.io.errors import ExportError
from playground.settings import Settings

#: From the name of a class to its code.
Table = Mapping[str, Callable[[Any], Any]]

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

_OPERATORS = {
    np.add: "({} + {})",
    np.subtract: "({} - {})",
    np.multiply: "({} * {})",
    np.divide: "({} / {})",
    pow: "{} ** {}",
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
