"""Losses: values, saturation, and the labels they refuse."""

import math

import numpy as np
import pytest

from playground.engine import EngineError, Network
from playground.engine.losses import losses

PAIRS = [("binary_cross_entropy", "sigmoid", 1), ("softmax_cross_entropy", "softmax", 3)]


def network_on_z(loss, output, n_y, dtype="float64"):
    """A network whose Z[L] is its input."""
    network = Network([n_y, n_y], [output], loss, dtype=dtype)
    network.weights[0][...] = np.eye(n_y)
    return network


def test_all_are_there():
    assert set(losses) == {"binary_cross_entropy", "softmax_cross_entropy", "half_squared_error"}
    for cls in losses.values():
        assert cls.label and cls.help.endswith(".")


@pytest.mark.parametrize("m", [5, 999])  # few numbers and many are added up in different ways
def test_binary_cross_entropy_is_the_formula(m):
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 3, (1, m)), rng.integers(0, 2, (1, m))
    a = 1 / (1 + np.exp(-z))
    expected = np.mean(-(y * np.log(a) + (1 - y) * np.log(1 - a)))
    cost = network_on_z("binary_cross_entropy", "sigmoid", 1).cost(z, y)
    assert cost == pytest.approx(expected, rel=1e-13)


def test_several_sigmoid_outputs_are_added_up():
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 3, (4, 6)), rng.integers(0, 2, (4, 6))
    together = network_on_z("binary_cross_entropy", "sigmoid", 4).cost(z, y)
    single = network_on_z("binary_cross_entropy", "sigmoid", 1)
    assert together == pytest.approx(sum(single.cost(z[k : k + 1], y[k : k + 1]) for k in range(4)))


def test_softmax_cross_entropy_is_the_formula():
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 3, (3, 8)), np.eye(3)[:, rng.integers(0, 3, 8)]
    a = np.exp(z) / np.exp(z).sum(axis=0)
    expected = np.mean(-(y * np.log(a)).sum(axis=0))
    cost = network_on_z("softmax_cross_entropy", "softmax", 3).cost(z, y)
    assert cost == pytest.approx(expected, rel=1e-13)


def test_half_squared_error_is_the_formula():
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(3, 8)), rng.normal(size=(3, 8))
    cost = network_on_z("half_squared_error", "linear", 3).cost(z, y)
    assert cost == pytest.approx(0.5 * np.square(z - y).sum(axis=0).mean(), rel=1e-14)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("m", [1, 500])
@pytest.mark.parametrize("size", [40.0, 1e3, 1e4])
def test_saturated_outputs_cost_large_finite_numbers(size, m, dtype):
    """Wrong with all certainty: the cost is the distance in Z, and the gradient is 1 or -1."""
    for loss, output, n_y in PAIRS:
        network = network_on_z(loss, output, n_y, dtype)
        z = np.zeros((n_y, m))
        z[0] = size
        wrong, right = np.zeros((n_y, m)), np.zeros((n_y, m))
        wrong[1 % n_y], right[0] = n_y > 1, 1
        assert network.cost(z, wrong) == pytest.approx(size, rel=1e-6)
        assert 0 <= network.cost(z, right) < 1e-15
        assert network.gradient(z, wrong)[-n_y] == pytest.approx(1, rel=1e-6)
        assert np.isfinite(network.gradient(z, right)).all()


@pytest.mark.parametrize("m", [1, 500])
def test_a_tiny_cost_keeps_its_relative_precision(m):
    network = network_on_z("binary_cross_entropy", "sigmoid", 1)
    z, y = np.full((1, m), 50.0), np.ones((1, m))
    assert network.cost(z, y) == pytest.approx(math.log1p(math.exp(-50)), rel=1e-13)
    assert network.gradient(z, y)[-1] == pytest.approx(-math.exp(-50), rel=1e-13)


@pytest.mark.parametrize("label", [2, -1, 0.5, 255])
def test_labels_other_than_0_and_1_are_refused(label):
    for loss, output, n_y in PAIRS:
        Y = np.zeros((n_y, 4))
        Y[0] = 1
        Y[0, 2] = label
        sentence = rf"Y: the label {label} is not allowed; '{loss}' takes 0 and 1 only"
        with pytest.raises(EngineError, match=sentence):
            network_on_z(loss, output, n_y).cost(np.zeros((n_y, 4)), Y)


@pytest.mark.parametrize("column", [[0, 0, 0], [1, 1, 0]])
def test_columns_that_are_not_one_hot_are_refused(column):
    Y = np.eye(3)
    Y[:, 1] = column
    with pytest.raises(EngineError, match=rf"Y: column 1 has {sum(column)} ones; .*one-hot"):
        network_on_z("softmax_cross_entropy", "softmax", 3).cost(np.zeros((3, 3)), Y)


def test_any_number_is_a_target_of_a_regression():
    network = network_on_z("half_squared_error", "linear", 1)
    assert network.cost(np.zeros((1, 1)), np.array([[-3.0]])) == 4.5


@pytest.mark.parametrize(
    "loss, output, wanted",
    [
        ("binary_cross_entropy", "linear", "sigmoid"),
        ("softmax_cross_entropy", "sigmoid", "softmax"),
    ],
)
def test_a_loss_refuses_an_output_it_does_not_fit(loss, output, wanted):
    with pytest.raises(EngineError, match=rf"loss: '{loss}' does not fit .* it needs '{wanted}'"):
        Network([2, 2], [output], loss)


def test_softmax_with_one_output_is_refused():
    with pytest.raises(EngineError, match=r"1 output is not enough .* it needs at least 2"):
        Network([2, 1], ["softmax"], "softmax_cross_entropy")
