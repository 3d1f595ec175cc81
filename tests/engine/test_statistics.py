"""Statistics of layers against plain NumPy."""

import numpy as np
import pytest

from playground.engine import Network
from playground.engine.statistics import layer_statistics


def test_they_are_those_of_the_arrays():
    rng = np.random.default_rng(0)
    network = Network([3, 6, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=0.1)
    network.theta = rng.normal(size=network.n_parameters)
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20))
    first, last = layer_statistics(network, X, Y)
    Z = network.weights[0] @ X + network.biases[0]
    dW = network.gradient(X, Y)[:18]
    for spread, array in [(first.Z, Z), (first.A, np.tanh(Z)), (first.W, network.weights[0]),
                          (first.dW, dW)]:  # fmt: skip
        assert spread.mean == pytest.approx(array.mean(), rel=1e-10)
        assert spread.deviation == pytest.approx(array.std(), rel=1e-10)
        assert spread.norm == pytest.approx(np.sqrt(np.square(array).sum()), rel=1e-10)
    assert (first.layer, last.layer) == (1, 2)
    assert last.A.mean == pytest.approx(network.predict(X).mean())


def test_dead_and_saturated_units():
    X, Y = np.array([[-1.0, 1.0, 2.0]]), np.zeros((1, 3))
    network = Network([1, 2, 1], ["relu", "linear"], "half_squared_error")
    network.weights[0][...] = [[1], [1]]
    network.biases[0][...] = [[0], [-5]]  # the second never reaches 0
    first, last = layer_statistics(network, X, Y)
    assert (first.dead, last.dead) == (0.5, 0)
    assert first.saturated == pytest.approx(4 / 6)
    network = Network([1, 2, 1], ["sigmoid", "sigmoid"], "binary_cross_entropy")
    network.weights[0][...] = [[100], [0.1]]
    first, _ = layer_statistics(network, X, Y)
    assert (first.dead, first.saturated) == (0, 0.5)


def test_vanishing_and_exploding_with_depth():
    X, Y = np.random.default_rng(0).normal(size=(4, 10)), np.zeros((4, 10))
    network = Network([4] * 9, ["linear"] * 8, "half_squared_error")
    for gamma in (0.5, 1.5):
        for W in network.weights:
            W[...] = gamma * np.eye(4)
        norms = [layer.A.norm for layer in layer_statistics(network, X, Y)]
        np.testing.assert_allclose(np.array(norms[1:]) / norms[:-1], gamma, rtol=1e-12)


def test_softmax_outputs_are_measured_too():
    network = Network([2, 3], ["softmax"], "softmax_cross_entropy")
    network.weights[0][...] = 100 * np.eye(3, 2)
    (only,) = layer_statistics(network, np.eye(2), np.eye(3)[:, :2])
    assert only.saturated == 1 and only.A.mean == pytest.approx(1 / 3)
