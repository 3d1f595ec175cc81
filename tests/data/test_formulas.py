"""Formulas compute what Python computes, and refuse with a sentence what makes no sense."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.errors import DataError
from playground.data.formulas.formula import FUNCTIONS
from playground.data.formulas.parser import (
    DEEPEST,
    LONGEST,
    parse_condition,
    parse_formulas,
)

NAMES = ("x1", "x2", "x3")


def real_abs(x):
    """The absolute value of a real number; Python's own takes complex ones too."""
    return abs(float(x))


PYTHON = {
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt")},
    "abs": real_abs,
    "sign": lambda z: (z > 0) - (z < 0),
    "relu": lambda z: max(z, 0.0),
    "max": max,
    "min": min,
    "pi": math.pi,
    "e": math.e,
}


def value(text, *x):
    (formula,) = parse_formulas(text)
    names = [f"x{k}" for k in range(1, len(x) + 1)]
    return formula.bound(names).evaluate(np.array(x, float)[:, np.newaxis]).item()


def expressions():
    """Texts that mean the same here and, with ** for ^, in Python."""
    numbers = st.sampled_from(["2", "0.5", "3.", ".25", "1e-2", "10", "7E1"])
    leaves = st.sampled_from([*NAMES, *NAMES, "pi", "e"]) | numbers
    one_value = [name for name in FUNCTIONS if name not in ("max", "min")]

    def deeper(inner):
        operators = st.sampled_from([" + ", "-", "*", " / ", "^"])
        return st.one_of(
            st.tuples(inner, operators, inner).map("".join),
            st.tuples(st.sampled_from(["-", "+"]), inner).map("".join),
            inner.map("({})".format),
            st.tuples(st.sampled_from(one_value), inner).map(lambda call: f"{call[0]}({call[1]})"),
            st.tuples(st.sampled_from(["max", "min"]), st.lists(inner, min_size=2, max_size=4)).map(
                lambda call: f"{call[0]}({', '.join(call[1])})"
            ),
        )

    return st.recursive(leaves, deeper, max_leaves=12)


def pythons(text, x):
    """Python's own value of a text; None where it has none, or none that is a real number."""
    try:
        result = eval(text.replace("^", "**"), {"__builtins__": {}}, PYTHON | dict(zip(NAMES, x)))
        return float(result) if math.isfinite(result) else None
    except (ArithmeticError, ValueError, TypeError):  # 1/0, log(-1), a complex number
        return None


@given(expressions(), st.tuples(*[st.sampled_from([-2.5, -1.0, 0.0, 0.3, 1.0, 4.0])] * 3))
@settings(max_examples=400, deadline=None)
def test_a_formula_means_what_it_means_in_python(text, x):
    (formula,) = parse_formulas(f"{text} + 0*x1")
    ours = formula.bound(NAMES).evaluate(np.array(x)[:, np.newaxis]).item()
    expected = pythons(f"{text} + 0*x1", x)
    if expected is not None:
        assert ours == pytest.approx(expected, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("-x1^2", -9),
        ("(-x1)^2", 9),
        ("2^3^2 + 0*x1", 512),
        ("2^-x1", 0.125),
        ("8/x1/2", 8 / 3 / 2),
        ("x1 - 2 - 1", 0),
        ("x1**2 · 2 × 1 − 1", 17),
        ("max(x1, x2, 7)", 7),
        ("min(x1, x2)", 3),
        ("relu(-x1) + relu(x2)", 5),
        ("sign(-x1)", -1),
        ("`x2` + 'x1' * \"x2\"", 20),
        ("--x1", 3),
    ],
)
def test_the_value_of(text, expected):
    assert value(text, 3, 5) == pytest.approx(expected)


def test_a_list_is_cut_at_its_own_commas_only():
    formulas = parse_formulas("x1, max(x1, x2), (x1 + 1) * 2 ")
    assert [formula.text for formula in formulas] == ["x1", "max(x1,x2)", "(x1+1)*2"]
    assert parse_formulas("  ") == ()


@pytest.mark.parametrize(
    "text, sentence",
    {
        "x1 +": "after 'x1 +' a value is missing.",
        "x1 + * 2": "after 'x1 +' a value is missing.",
        "x1 x2": "after 'x1' an operator such as + or * is missing.",
        "2x1": "after '2' an operator such as + or * is missing.",
        "sin x1": "after 'sin' parentheses are missing; write sin(x1).",
        "(x1": "the parenthesis opened at the start is not closed.",
        "2 + sin(x1": "the parenthesis opened after '2 + sin' is not closed.",
        "x1)": "after 'x1' stands a ')' that closes nothing.",
        "x1,": "after 'x1,' a formula is missing.",
        "x1,,x2": "after 'x1,' a formula is missing.",
        ",": "at the start a formula is missing.",
        "max(x1,)": "after 'max(x1,' a value is missing.",
        "sin()": "after 'sin(' a value is missing.",
        "sin(x1, x2)": "sin takes one value, not 2.",
        "max(x1)": "max takes two values or more, not one.",
        "x1 + $": "after 'x1 +' the sign $ has no meaning here.",
        "x1 + 'a": "after 'x1 +' a quotation mark is opened and not closed.",
        "pi": "'pi' names no column, so it would be the same for every example.",
        "0,5*x1": "with a decimal point it is 0.5.",
        "1e999*x1": "the number 1e999 is too large.",
        "open(x1)": "there is no function 'open'; choose from sin, cos,",
        "__import__(x1)": "there is no function '__import__'",
        "x1.real": "after 'x1' the sign . has no meaning here.",
        "x1[0]": "after 'x1' the sign [ has no meaning here.",
        "x1 if x1 else x2": "after 'x1' an operator such as + or * is missing.",
        "(" * (DEEPEST + 1) + "x1": f"more than {DEEPEST} levels stand inside one another.",
        "-" * 5000 + "x1": f"more than {DEEPEST} levels stand inside one another.",
        "x1" + "^x1" * 3000: f"more than {DEEPEST} levels stand inside one another.",
        "x" * (LONGEST + 1): "the formulas are 10,001 characters long; at most 10,000 are",
    }.items(),
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text, sentence):
    with pytest.raises(DataError) as caught:
        parse_formulas(text)
    assert sentence in str(caught.value)


def test_the_place_of_a_mistake_is_told_as_a_number_too():
    with pytest.raises(DataError) as caught:
        parse_formulas("x1, x2 $")
    assert caught.value.column == 8


def test_a_long_sum_needs_no_deep_calls():
    assert value("+".join(["x1"] * 3000), 1.0) == 3000


@given(st.text(st.sampled_from("x12 +-*/^(),'`\"sinmaxe.5$pi"), max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_text_is_parsed_or_refused(text):
    try:
        formulas = parse_formulas(text)
    except DataError as error:
        assert str(error).endswith(".")
        return
    # What was understood is understood again, the same way, from its own text.
    again = parse_formulas(",".join(formula.text for formula in formulas))
    assert [formula.text for formula in again] == [formula.text for formula in formulas]


# ---------------------------------------------------------------------- conditions


def conditions():
    """Texts that mean the same here and in Python; no chains, which are refused."""
    numbers = st.sampled_from(["x1", "x2", "x3", "0.3", "2*x1 - 1", "abs(x2)", "-x3", "x1^2"])
    signs = st.sampled_from([" < ", "<=", " > ", ">=", " == ", "!="])
    leaves = st.tuples(numbers, signs, numbers).map("".join)

    def deeper(inner):
        return st.one_of(
            st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
            inner.map("not {}".format),
            inner.map("({})".format),
        )

    return st.recursive(leaves, deeper, max_leaves=8)


@given(conditions(), st.tuples(*[st.sampled_from([-2.5, -1.0, 0.0, 0.3, 1.0, 4.0])] * 3))
@settings(max_examples=300, deadline=None)
def test_a_condition_means_what_it_means_in_python(text, x):
    condition = parse_condition(text)
    assert condition.value(dict(zip(NAMES, x))) == bool(pythons(text, x))
    assert parse_condition(condition.text).text == condition.text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("dev_error < 0.05 and steps <= 100", 1),
        ("dev_error < 0.05 and not steps > 10", 0),
        ("dev_error ≥ 0.04", 1),
        ("dev_error ≠ 0.04", 0),
        ("steps == 20 or missing_is_nan > 1", 1),
        ("missing_is_nan < 1", 0),
        ("2 * (steps > 3) + 1", 3),
        ("3*(steps + 1)", 63),
    ],
)
def test_the_value_of_a_condition(text, expected):
    values = {"dev_error": 0.04, "steps": 20, "missing_is_nan": math.nan}
    assert parse_condition(text).value(values) == expected


@pytest.mark.parametrize(
    "text, sentence",
    {
        "0 < x1 < 1": "after '0 < x1' stands a second comparison; join two with 'and'",
        "x1 <": "after 'x1 <' a value is missing.",
        "x1 and": "after 'x1 and' a value is missing.",
        "and x1": "at the start a formula is missing.",
        "x1 = 2": "after 'x1' the sign = has no meaning here.",
        "x1, x2": "after 'x1' an operator such as + or * is missing.",
        "": "at the start a formula is missing.",
        "not " * 100 + "x1": f"more than {DEEPEST} levels stand inside one another.",
        "x" * (LONGEST + 1): "the condition is 10,001 characters long",
    }.items(),
)  # fmt: skip
def test_a_mistake_in_a_condition_is_named(text, sentence):
    with pytest.raises(DataError) as caught:
        parse_condition(text)
    assert sentence in str(caught.value)


def test_a_condition_names_what_it_does_not_know():
    with pytest.raises(DataError, match="there is no value 'dev_eror'; choose from steps"):
        parse_condition("dev_eror < 1").value({"steps": 1, "dev_error": 2})


@pytest.mark.parametrize("text", ["x1 < 2", "x1 == x2", "x1 != 1"])
def test_features_have_no_comparisons(text):
    with pytest.raises(DataError, match="has no meaning here"):
        parse_formulas(text)


def test_words_of_conditions_are_columns_like_any_other_in_features():
    (formula,) = parse_formulas("and + class*not")
    bound = formula.bound(["and", "class", "not"])
    assert bound.evaluate(np.array([[2.0], [3.0], [5.0]])).item() == 17
