"""How far off a goal is: its conditions one by one, in words and as a share. Qt-free."""

from __future__ import annotations

import math
from collections.abc import Mapping

from playground.data.formulas.formula import COMPARISONS
from playground.data.formulas.tokens import Tokens
from playground.dataclass import dataclass
from playground.lessons.conditions import Condition, Expression
from playground.lessons.measures import value_text

_SIGNS = {
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "==": "exactly",
    "!=": "not",
}


@dataclass(frozen=True)
class Gap:
    """One condition of a goal.

    Attributes
    ----------
    name : str
        What is measured, in words.
    value, wanted : str
        What it is, and what it is to be: ``"12.3 %"``, ``"below 5 %"``.
    met : bool
    distance : float
        From the wanted value, in its multiples; NaN where there is no telling.
    """

    name: str
    value: str
    wanted: str
    met: bool
    distance: float

    @property
    def share(self) -> float:
        """How much of the way is done: 1 at the goal, half where it is off by as much again."""
        if self.met:
            return 1.0
        return 0.0 if math.isnan(self.distance) else min(0.95, 1 / (1 + self.distance))

    @property
    def words(self) -> str:
        """In one line."""
        return f"{self.name} {self.value}, wanted {self.wanted}".replace(", wanted ,", ",")


def gaps(goal: Condition, values: Mapping[str, float], task: str) -> list[Gap]:
    """The conditions that must hold together, each with how far off it is.

    Parameters
    ----------
    goal : Condition
    values : mapping of str to float
        What was measured, by name.
    task : str
        Of the data, such as ``"binary"``.
    """
    return [_gap(part, values, task) for part in goal.parts]


def _gap(part: Condition, values: Mapping[str, float], task: str) -> Gap:
    met, sides = part.holds(values), _sides(part.text)
    if sides is None:
        told = ", ".join(
            f"{name_text(name)} {value_text(name, values.get(name, math.nan), task)}"
            for name in part.names
        )
        return Gap(told, "", part.text, met, math.nan)
    left, sign, right = sides
    measured = Expression.parsed(left)
    now, limit = measured.value(values), _value(right, values)
    name = left if left in measured.names else ""
    return Gap(
        name_text(left) if name else left,
        value_text(name, now, task),
        f"{_SIGNS[sign]} {value_text(name, limit, task)}",
        met,
        abs(now - limit) / (abs(limit) or 1.0),
    )


def name_text(name: str) -> str:
    """A measured name as people write it: ``"dev error"``."""
    return name.replace("_", " ")


def _sides(text: str) -> tuple[str, str, str] | None:
    """What stands before and behind the one comparison of a condition, and its sign."""
    tokens, found, depth = Tokens(text, conditions=True), [], 0
    while tokens.next.kind != "end":
        token = tokens.take()
        depth += (token.sign == "(") - (token.sign == ")")
        if token.sign in ("or", "and", "not"):
            return None
        if token.sign in COMPARISONS:
            found.append((token, depth))
    if len(found) != 1 or found[0][1]:
        return None
    token = found[0][0]
    before, behind = text[: token.start].strip(), text[token.start :].strip()
    return before, token.sign, behind.removeprefix(token.text).strip()


def _value(text: str, values: Mapping[str, float]) -> float:
    try:
        return float(text)
    except ValueError:
        return Expression.parsed(text).value(values)
