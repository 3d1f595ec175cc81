"""Check gradient: right without a mistake, and every planted mistake is found where it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from playground.engine import Network, check_gradient
from playground.engine.gradient_check import WRONG, compare_gradients
from playground.engine.plan import blocks
from playground.experiment.inspection import checking
from playground.experiment.inspection.checking import Checks, checked, mistakes, whereabouts
from playground.experiment.inspection.numbers import Pass
from playground.experiment.session import Session
from playground.experiment.text import codec
from tests.engine.test_properties import problems

#: Where each is to be looked for: the parts that are wrong in a 3-5-4-2 net, and a word said.
FOUND = {
    "no_mean": ({"W[1]", "b[1]", "W[2]", "b[2]", "W[3]", "b[3]"}, "factor in every dW"),
    "no_penalty": ({"W[1]", "W[2]", "W[3]"}, "penalty"),
    "no_slope": ({"W[1]", "b[1]", "W[2]", "b[2]"}, "dZ[2]"),
    "transposed": ({"W[1]"}, "dW[1]"),
    "sign": ({"W[1]", "b[1]", "W[2]", "b[2]", "W[3]", "b[3]"}, "dZ[3]"),
}


def problem(loss="softmax_cross_entropy", output="softmax"):
    rng = np.random.default_rng(4)
    network = Network([3, 5, 4, 2], ["tanh", "sigmoid", output], loss, l2=2.0)
    network.initialize("xavier", rng)
    network.theta = network.theta + rng.normal(0, 0.1, network.n_parameters)
    return network, rng.normal(size=(3, 9)), np.eye(2)[:, rng.integers(0, 2, 9)]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_without_a_mistake_the_gradient_is_right(drawn):
    network, X, Y, _ = drawn
    found = checked(network, X, Y)
    # A kink of relu or |w| may lie within epsilon: then one parameter is off, as the engine finds.
    if found.verdict != "right":
        assert check_gradient(network, X, Y, 1e-7).difference < 1e-5
    assert whereabouts(found) == "" or found.verdict != "right"


#: What is said of each in a network of L layers: any of these.
SAID = {
    "no_mean": ["dZ[{L}]", "Only db[{L}]", "Only dW[{L}]"],
    "no_penalty": ["penalty", "Only dW["],
    "no_slope": ["dZ[{l}]", "Only dW[{l}]", "Only db[{l}]"],
    "transposed": ["Only dW[1]"],
    "sign": ["dZ[{L}]", "Only db[{L}]", "Only dW[{L}]"],
}


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_mistake_is_found_in_every_network_where_it_makes_a_difference(drawn):
    network, X, Y, _ = drawn
    m, L = X.shape[1], network.n_layers
    right = network.gradient(X, Y)
    # At a kink, or where the cost is so flat that its differences are round-off, nothing is told.
    assume(checked(network, X, Y).verdict == "right" and np.linalg.norm(right) > 1e-6)
    for name in checking.possible_mistakes(network, m):
        wrong = mistakes[name]().gradient(network, Pass.of(network, np.arange(m), X, Y))
        found = checked(network, X, Y, name)
        off = np.linalg.norm(wrong - right) / (np.linalg.norm(wrong) + np.linalg.norm(right))
        if off > 2 * WRONG:
            assert found.verdict == "bug", name
            said = whereabouts(found)
            assert any(words.format(L=L, l=L - 1) in said for words in SAID[name]), (name, said)
        elif off < 1e-12:  # such as A + Y where every y is 0
            assert found.verdict == "right", name


def test_what_differences_cannot_tell_is_not_called_wrong():
    network, X, Y = problem()
    right = network.gradient(X, Y)
    noise = np.zeros_like(right)
    *_, last = blocks(noise, network.layer_sizes)
    last[-1] = 1e-9 * np.linalg.norm(right)  # as round-off of a cost that a penalty makes large
    small = right.copy()
    *_, bias = blocks(small, network.layer_sizes)
    bias[-1] = 1e-8 * np.linalg.norm(right)
    found = compare_gradients(network, small, small + noise)
    assert found.per_layer[-1].difference > WRONG and found.verdict == "right"
    assert not found.wrong and whereabouts(found) == ""
    assert [p.name for p in compare_gradients(network, small, small + 1e8 * noise).wrong] == [
        "b[3]"
    ]


@pytest.mark.parametrize("name", sorted(mistakes))
def test_a_planted_mistake_is_found_where_it_is(name):
    network, X, Y = problem()
    before = network.theta.copy()
    parts, word = FOUND[name]
    found = checked(network, X, Y, name)
    assert found.verdict == "bug"
    assert {part.name for part in found.per_layer if part.difference >= 1e-3} == parts
    assert word in whereabouts(found)
    assert found.worst.name in parts
    assert np.array_equal(network.theta, before)
    assert checked(network, X, Y).verdict == "right"


def test_what_makes_no_difference_is_not_offered():
    network, *_ = problem()
    assert checking.possible_mistakes(network, 9) == list(mistakes)
    plain = Network([1, 1], ["sigmoid"], "half_squared_error")
    assert checking.possible_mistakes(plain, 1) == []


def test_a_session_is_checked_at_the_start_and_now():
    session = Session(codec.loads("training.l2 = 0.5"))
    for _ in range(20):
        session.step()
    theta = session.network.theta.copy()
    found = Checks.of(session)
    assert found.start.verdict == found.now.verdict == "right" and found.all_parameters
    assert not np.array_equal(found.start.gradient, found.now.gradient)
    X, Y = session.trainer.training_set
    places = np.linspace(0, X.shape[1] - 1, found.m).astype(int)
    expected = session.network.gradient(X[:, places], Y[:, places])
    np.testing.assert_allclose(found.now.gradient, expected, rtol=1e-12)
    wrong = Checks.of(session, "no_penalty")
    assert wrong.start.verdict == wrong.now.verdict == "bug"
    assert "penalty" in whereabouts(wrong.now)
    assert np.array_equal(session.network.theta, theta)


def test_the_worst_component_is_named_from_1():
    network, X, Y = problem()
    found = checked(network, X, Y, "transposed")
    row, column = found.worst_index
    assert checking.worst_name(found) == f"W[1][{row + 1}, {column + 1}]"
