"""Numbers the course notes work out by hand."""

import math

import numpy as np
import pytest

from playground.engine import Network
from playground.engine.average import weighted_average
from playground.engine.plan import blocks


def delta(network, X, Y, layer):
    """dZ[l] of a single example: the gradient of b[l]."""
    return blocks(network.gradient(X, Y), network.layer_sizes)[layer - 1][-1]


def test_ml5_network_of_one_input():
    network = Network([1, 2, 1], ["sigmoid", "sigmoid"], "half_squared_error")
    network.weights[0][...] = [[0.3], [0.4]]
    network.biases[0][...] = [[0.1], [0.2]]
    network.weights[1][...] = [[1, -3]]
    network.biases[1][...] = 0.2
    X, Y = np.array([[1.0]]), np.array([[1.0]])
    hidden, output = network.forward(X)
    assert hidden.ravel() == pytest.approx([0.599, 0.646], abs=5e-4)
    assert output.item() == pytest.approx(0.24, abs=5e-3)
    assert delta(network, X, Y, 2).item() == pytest.approx(-0.14, abs=5e-3)
    assert delta(network, X, Y, 1)[0] == pytest.approx(-0.03, abs=5e-3)


def test_ml5_network_of_three_inputs():
    network = Network([3, 4, 3], ["sigmoid", "sigmoid"], "half_squared_error")
    network.weights[0][...] = [
        [0.65, 0.18, 0.89],
        [0.06, 0.74, 0.72],
        [0.92, 0.29, 0.71],
        [0.39, 0.41, 0.10],
    ]
    network.biases[0][...] = np.array([[0.07, 0.35, 0.60, 0.50]]).T
    network.weights[1][...] = [
        [0.453, 0.637, 0.996, 0.820],
        [0.304, 0.246, 0.390, 0.361],
        [0.776, 0.600, 0.164, 0.070],
    ]
    network.biases[1][...] = np.array([[0.14, 0.64, 0.62]]).T
    ones = np.ones((3, 1))
    hidden, output = network.forward(ones)
    assert hidden.ravel() == pytest.approx([0.86, 0.87, 0.93, 0.80], abs=0.01)
    Z2 = network.weights[1] @ hidden + network.biases[1]
    assert Z2.ravel() == pytest.approx([2.66, 1.76, 2.01], abs=0.02)
    assert output.ravel() == pytest.approx([0.93, 0.85, 0.88], abs=0.01)
    assert delta(network, ones, ones, 2) == pytest.approx([-0.0040, -0.0183, -0.0122], abs=6e-4)
    assert delta(network, ones, ones, 1) == pytest.approx(
        [-0.002, -0.002, -0.001, -0.002], abs=6e-4
    )


@pytest.mark.parametrize("seed", range(3))
def test_dlp_logistic_regression_at_zero_costs_log_two(seed):
    rng = np.random.default_rng(seed)
    network = Network([7, 1], ["sigmoid"], "binary_cross_entropy")
    X, Y = rng.normal(size=(7, 20)), rng.integers(0, 2, (1, 20))
    assert network.cost(X, Y) == pytest.approx(math.log(2), rel=1e-15)


def test_softmax_at_zero_costs_log_of_the_classes():
    network = Network([2, 5], ["softmax"], "softmax_cross_entropy")
    Y = np.eye(5)[:, [0, 3, 3]]
    assert network.cost(np.ones((2, 3)), Y) == pytest.approx(math.log(5), rel=1e-15)


def test_cs230_exploding_with_the_depth():
    """Linear layers W = gamma I scale the output as gamma^(L-1) (CS230 5.5.2)."""
    network = Network([2] * 11, ["linear"] * 10, "half_squared_error")
    for W in network.weights:
        W[...] = 1.5 * np.eye(2)
    norms = [np.linalg.norm(A) for A in network.forward(np.ones((2, 1)))]
    assert norms[-1] / norms[0] == pytest.approx(1.5**9)


def test_cs230_average_of_temperatures():
    x = np.array([40.0, 49.0, 45.0])
    v1 = 0.02 * x[0]
    v2 = 0.0196 * x[0] + 0.02 * x[1]
    averages = weighted_average(x, 0.98)
    assert averages[0] == pytest.approx(v1 / 0.02)
    assert averages[1] == pytest.approx(v2 / 0.0396)
