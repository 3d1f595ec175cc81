"""The computation graph: values forward, derivatives backward, against differences."""

import numpy as np
import pytest

from playground.data.errors import DataError
from playground.data.formulas.formula import FUNCTIONS
from playground.data.formulas.parser import parse_formulas
from playground.experiment.inspection.graph import MOST_NODES, computation_graph, parse_values


def slopes(text, values):
    return {n.label: n.derivative for n in computation_graph(text, values) if n.is_name}


def test_the_example_of_the_notes():
    nodes = computation_graph("3*(a + b*c)", {"a": 5, "b": 3, "c": 2})
    assert nodes[-1].value == 33
    assert {n.label: n.derivative for n in nodes if n.is_name} == {"a": 3, "b": 6, "c": 9}
    by_label = {n.label: n for n in nodes if n.inputs and n.depth < 3}
    assert (by_label["+"].value, by_label["+"].derivative) == (11, 3)
    assert nodes[-1].derivative == 1 and nodes[-1].depth == 3


@pytest.mark.parametrize(
    "text",
    [
        "a*b/c - a^2", "a^b", "-a + 2*b*b*c", "exp(a)*log(b) + sqrt(c)", "sin(a)*cos(b) + tan(c)",
        "tanh(a*b - c)", "max(a, b, c)*min(a, b)", "abs(a - b) + relu(a - 2*b) + sign(c)*c",
        "a/(a + b + c)", "(a + b)^3 - e*pi",
    ],
)  # fmt: skip
def test_derivatives_are_those_of_the_value(text):
    at = {"a": 0.7, "b": 1.3, "c": 0.4}
    (formula,) = parse_formulas(text)
    assert computation_graph(text, at)[-1].value == pytest.approx(formula.value(at))
    found = slopes(text, at)
    for name in set(found) & set(at):
        above, below = (formula.value(at | {name: at[name] + h}) for h in (1e-6, -1e-6))
        np.testing.assert_allclose(found[name], (above - below) / 2e-6, rtol=1e-6, atol=1e-8)


def test_every_function_has_a_rule():
    for name in FUNCTIONS:
        text = f"{name}(a, b)" if name in ("max", "min") else f"{name}(a)"
        assert np.isfinite(computation_graph(text, {"a": 0.3, "b": 0.2})[0].derivative)


@pytest.mark.parametrize(
    "text, values, words",
    [
        ("a + b", "a = 1", "'b' has no value"),
        ("a + b", "a = one", "is no value"),
        ("a, b", "a = 1, b = 1", "one expression"),
        ("", "", "one expression"),
        ("a +", "a = 1", "missing"),
        ("+".join(["a*a"] * MOST_NODES), "a = 1", "room for"),
    ],
)
def test_what_cannot_be_drawn_is_said(text, values, words):
    with pytest.raises(DataError, match=words):
        computation_graph(text, parse_values(values))
