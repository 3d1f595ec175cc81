"""Weights and biases typed or pasted: read exactly, or refused with a sentence."""

import numpy as np
import pytest

from playground.engine import EngineError, Network
from playground.engine.given_weights import parse_parameters
from playground.engine.initializers import initializers
from playground.settings import SettingError

ML5 = "W1 = [[0.3], [0.4]]; b1 = [0.1, 0.2]; W2 = [[1, -3]]; b2 = 0.2"


def network(text, sizes=(1, 2, 1)):
    net = Network(sizes, ["sigmoid"] * (len(sizes) - 1), "half_squared_error")
    net.initialize(initializers["given"](parameters=text), np.random.default_rng(0))
    return net


def test_every_number_is_the_one_that_was_typed():
    net = network(ML5)
    assert [W.tolist() for W in net.weights] == [[[0.3], [0.4]], [[1.0, -3.0]]]
    assert [b.ravel().tolist() for b in net.biases] == [[0.1, 0.2], [0.2]]


def test_what_numpy_prints_can_be_pasted():
    rng = np.random.default_rng(1)
    W = rng.normal(size=(4, 3))
    for written in (repr(W), str(W), f"np.{W!r}", str(W.tolist())):
        found = parse_parameters(f"W[1] = {written}\nb[1] = [1. 2. -3. 4.]")
        np.testing.assert_allclose(found["W1"], W, atol=1e-8)
        assert found["b1"].tolist() == [1, 2, -3, 4]
    np.testing.assert_array_equal(parse_parameters(f"W1={W.tolist()}")["W1"], W)


def test_what_is_not_given_is_0():
    net = network("W2 = [[1, 2]]")
    assert not net.weights[0].any() and net.weights[1].tolist() == [[1, 2]]
    assert not network("").theta.any()


@pytest.mark.parametrize(
    "text, words",
    [
        ("hello", "'hello' is not allowed"),
        ("W1 = [[1, 2], [3]]", "W1"),
        ("W1 = [[1, x]]", "not a matrix"),
        ("W1 = 1; W1 = 2", "twice"),
        ("b1 = [[[1]]]", "not a matrix"),
        ("W1 = [1e999]", "not a matrix"),
    ],
)
def test_what_cannot_be_read_is_refused(text, words):
    with pytest.raises(SettingError, match="parameters") as caught:
        initializers["given"](parameters=text)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["W1 = [[1, 2]]", "W3 = 1", "b1 = [1, 2, 3]"])
def test_what_does_not_fit_the_layers_is_refused(text):
    with pytest.raises(EngineError, match="initial"):
        network(text)
