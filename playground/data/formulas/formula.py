"""Formulas over the columns of a data set: what they are made of, and their values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from playground.data.errors import DataError
from playground.dataclass import dataclass
from playground.settings import one_of

CONSTANTS = {"pi": math.pi, "e": math.e}

#: Functions of one value.
ONE_VALUE: dict[str, Callable[..., np.ndarray]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "relu": lambda z: np.maximum(z, 0),
}
#: Functions of two values or more.
TWO_OR_MORE: dict[str, Callable[..., np.ndarray]] = {"max": np.maximum, "min": np.minimum}
FUNCTIONS = (*ONE_VALUE, *TWO_OR_MORE)


class Operator(NamedTuple):
    """A sign, or a word, before a value or between two.

    Attributes
    ----------
    function : callable
        Of one or two arrays.
    binds : int
        How strongly: 2 + 3 * 4 is 2 + (3 * 4).
    to_the_right : bool
        Whether the last of several comes first: 2^3^2 is 2^(3^2).
    """

    function: Callable[..., np.ndarray]
    binds: int
    to_the_right: bool = False


def _truth(function: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """A test as 1 where it holds, else 0, so that one can calculate with it."""
    return lambda *values: np.asarray(function(*values), float)


#: How strongly all comparisons bind; they do not follow one another.
COMPARISON = 4

COMPARISONS = {
    sign: Operator(_truth(function), COMPARISON)
    for sign, function in {
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
        "==": np.equal,
        "!=": np.not_equal,
    }.items()
}
#: Words that are operators in a condition, and else names like any other.
WORDS = {"and": Operator(_truth(np.logical_and), 2), "or": Operator(_truth(np.logical_or), 1)}

#: Between two values.
OPERATORS = {
    **WORDS,
    **COMPARISONS,
    "+": Operator(np.add, 5),
    "-": Operator(np.subtract, 5),
    "*": Operator(np.multiply, 6),
    "/": Operator(np.divide, 6),
    # Exact squares; those of `np.power` are not before NumPy 2.3, and exported programs write **.
    "^": Operator(pow, 8, to_the_right=True),
}
#: Before a value.
PREFIXES = {
    "not": Operator(_truth(np.logical_not), 3),
    "-": Operator(np.negative, 7),
    "+": Operator(np.positive, 7),
}


@dataclass(frozen=True)
class Column:
    """A column as a formula names it.

    Attributes
    ----------
    name : str
    quoted : bool
        Whether it stands in quotes, and so is no constant and no place.
    index : int
        Its row in X; -1 until the formula is bound to columns.
    """

    name: str
    quoted: bool = False
    index: int = -1


@dataclass(frozen=True)
class Call:
    """A function of the last `arity` arrays of the stack."""

    function: Callable[..., np.ndarray]
    arity: int


@dataclass(frozen=True)
class Formula:
    """One formula.

    Attributes
    ----------
    text : str
        As it was written, without its blanks.
    steps : tuple of float, Column and Call
        What puts a value on the stack, or takes values from it and puts their result there.
    """

    text: str
    steps: tuple[float | Column | Call, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns it names, each once, in the order of appearance."""
        return tuple(dict.fromkeys(step for step in self.steps if isinstance(step, Column)))

    def bound(self, names: Sequence[str], noun: str = "column") -> Formula:
        """The same formula over columns called `names`; `noun` is what an error calls one.

        ``x1``, ``x2``, ... are the columns in order, whatever they are called. In quotes a name
        always means the column of that name.

        Raises
        ------
        DataError
            When it names a column that does not exist.
        """
        steps = []
        for step in self.steps:
            if isinstance(step, Column):
                step = _bound(step, names, noun)
            steps.append(step)
        return replace(self, steps=tuple(steps))

    def value(self, values: Mapping[str, float]) -> float:
        """Its value for single numbers by name; not finite where it is not defined.

        Raises
        ------
        DataError
            When it names a value that does not exist.
        """
        columns = np.array(list(values.values()), float)[:, np.newaxis]
        return float(self.bound(list(values), "value").evaluate(columns)[0])

    def evaluate(self, X: np.ndarray) -> np.ndarray:
        """Its values, (m,), for examples X, (n_x, m); not finite where they are not defined."""
        stack: list[np.ndarray | float] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if isinstance(step, Call):
                    arguments = stack[-step.arity :]
                    del stack[-step.arity :]
                    stack.append(step.function(*arguments))
                else:
                    stack.append(X[step.index] if isinstance(step, Column) else np.float64(step))
        return np.broadcast_to(stack[0], X.shape[1:])


def _bound(column: Column, names: Sequence[str], noun: str) -> Column | float:
    name = column.name
    if not column.quoted:
        if re.fullmatch(r"x[1-9][0-9]{0,6}", name) and int(name[1:]) <= len(names):
            return replace(column, index=int(name[1:]) - 1)
        if name in CONSTANTS:
            return CONSTANTS[name]
    if name in names:
        return replace(column, index=list(names).index(name))
    if name in FUNCTIONS and not column.quoted:
        raise DataError(f"after '{name}' its value is missing; write {name}(x1).")
    raise DataError(f"there is no {noun} '{name}'; {_known(names)}.")


def _known(names: Sequence[str]) -> str:
    if len(names) <= 12:
        return one_of(names)
    return f"the columns are '{names[0]}' to '{names[-1]}', or by their place x1 to x{len(names)}"
