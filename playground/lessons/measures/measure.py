"""Measure: one measured name, the registry of them all, and their values for a session."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.session import Session
from playground.experiment.symptoms.case import Case
from playground.experiment.wording import error_text
from playground.experiment.wording import measured as number_words

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


def finite(values: np.ndarray, choose: Callable[[np.ndarray], float]) -> float:
    """The one that `choose` takes of those that are finite; NaN where none is."""
    values = values[np.isfinite(values)]
    return float(choose(values)) if values.size else math.nan
