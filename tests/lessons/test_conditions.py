"""Conditions and formulas over measured names."""

from __future__ import annotations

import math

import pytest

from playground.data.errors import DataError
from playground.lessons.conditions import Condition, Expression


@pytest.mark.parametrize(
    "text, values, holds",
    [
        ("dev_error < 0.05 and units <= 6", {"dev_error": 0.04, "units": 6}, True),
        ("dev_error < 0.05 and units <= 6", {"dev_error": 0.04, "units": 7}, False),
        ("diverged == 1 or train_cost > 2", {"diverged": 1, "train_cost": math.inf}, True),
        ("not diverged == 1", {"diverged": 0}, True),
        ("abs(dev_error - train_error) < 0.1", {"dev_error": 0.3, "train_error": 0.25}, True),
        ("dev_error != 0", {"dev_error": math.nan}, False),
        ("not dev_error < 0.5", {"dev_error": math.nan}, False),
        ("not dev_error < 0.5", {}, False),
    ],
)
def test_a_condition_holds_or_does_not(text, values, holds):
    assert Condition.parsed(text).holds(values) is holds


def test_a_formula_has_a_value_and_names():
    formula = Expression.parsed("100 * (dev_error - train_error) + 0 * pi")
    assert formula.names == ("dev_error", "train_error")
    assert formula.value({"dev_error": 0.3, "train_error": 0.1}) == pytest.approx(20)
    assert math.isnan(formula.value({"dev_error": 0.3}))


@pytest.mark.parametrize(
    "text, parts",
    [
        ("a < 1", ["a < 1"]),
        ("a < 1 and b > 2  and not c > 3", ["a < 1", "b > 2", "not c > 3"]),
        ("(a < 1 and b > 2) and c > 3", ["(a < 1 and b > 2)", "c > 3"]),
        ("a < 1 and b > 2 or c > 3", ["a < 1 and b > 2 or c > 3"]),
        ("(a < 1 or b > 2) and c > 3", ["(a < 1 or b > 2)", "c > 3"]),
    ],
)
def test_the_parts_of_a_goal_are_what_and_joins(text, parts):
    assert [part.text for part in Condition.parsed(text).parts] == parts


@pytest.mark.parametrize(
    "text", ["a", "a + 1", "1 < 2", "", "a <", "a < b < c", "a < 1; b", "f(a) > 1"]
)
def test_what_neither_holds_nor_fails_is_refused(text):
    with pytest.raises(DataError):
        Condition.parsed(text)


def test_per_cent_are_told_how_to_be_written():
    with pytest.raises(DataError, match=r"0\.25 for 25 %"):
        Condition.parsed("dev_error > 25%")
