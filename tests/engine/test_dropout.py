"""Inverted dropout: which layers, what scale, and what it does on average."""

import numpy as np
import pytest

from playground.engine import Network, Trainer
from playground.engine.regularization.dropout import draw_masks


def test_masks_are_0_or_one_over_keep_prob_in_the_right_share():
    masks = [None, np.empty((40, 500)), np.empty((30, 500), np.float32)]
    draw_masks(masks, (1, 0.8, 0.25), np.random.default_rng(0))
    assert set(np.unique(masks[1])) == {0, 1 / 0.8}
    assert set(np.unique(masks[2])) == {0, 4}
    assert (masks[1] > 0).mean() == pytest.approx(0.8, abs=0.01)
    assert (masks[2] > 0).mean() == pytest.approx(0.25, abs=0.01)
    assert masks[2].dtype == np.float32


def test_keep_prob_of_one_number_is_for_the_hidden_layers():
    sizes, activations = [2, 3, 3, 1], ["relu", "relu", "linear"]
    make = lambda keep: Network(sizes, activations, "half_squared_error", keep_prob=keep)  # noqa: E731
    assert make(None).keep_prob == (1, 1, 1)
    assert make(0.5).keep_prob == (1, 0.5, 0.5)
    assert make([0.9, 0.5, 1]).keep_prob == (0.9, 0.5, 1)


@pytest.mark.parametrize("keep_prob", [[0.7, 1], [1, 0.6], [0.7, 0.6]])
def test_on_average_a_linear_network_answers_as_without(keep_prob):
    """E[D/keep] = 1, so the expected gradient of the last bias is the one without dropout."""
    rng = np.random.default_rng(0)
    network = Network([4, 6, 1], ["linear", "linear"], "half_squared_error", keep_prob=keep_prob)
    network.theta = rng.normal(size=network.n_parameters)
    X, Y = np.repeat(rng.normal(size=(4, 1)), 40_000, axis=1), np.zeros((1, 40_000))
    trainer = Trainer(network, "gd", 1e-3, rng=rng)
    expected, before = network.predict(X[:, :1]).item(), network.biases[1].item()
    trainer.step(X, Y)
    found = (before - network.biases[1].item()) / 1e-3
    assert found == pytest.approx(expected, abs=0.05)


def test_a_mask_that_keeps_everything_is_no_dropout_but_for_the_scale():
    network = Network([2, 3, 1], ["tanh", "linear"], "half_squared_error")
    rng = np.random.default_rng(0)
    network.theta = rng.normal(size=network.n_parameters)
    X, Y = rng.normal(size=(2, 5)), rng.normal(size=(1, 5))
    everything = [np.ones((2, 5)), np.ones((3, 5))]
    np.testing.assert_allclose(network.gradient(X, Y, everything), network.gradient(X, Y))
    assert network.cost_function(X, Y, everything)() == pytest.approx(network.cost(X, Y))


def test_the_formula_of_the_notes():
    """A[l] D[l] / keep_prob[l] going forward, written out for one hidden layer and the input."""
    rng = np.random.default_rng(1)
    network = Network([3, 4, 1], ["tanh", "linear"], "half_squared_error", keep_prob=[0.8, 0.5])
    network.theta = rng.normal(size=network.n_parameters)
    X, Y = rng.normal(size=(3, 6)), rng.normal(size=(1, 6))
    D0, D1 = rng.random((3, 6)) < 0.8, rng.random((4, 6)) < 0.5
    A1 = np.tanh(network.weights[0] @ (X * D0 / 0.8) + network.biases[0]) * D1 / 0.5
    Yhat = network.weights[1] @ A1 + network.biases[1]
    cost = 0.5 * np.square(Yhat - Y).mean()
    assert network.cost_function(X, Y, [D0, D1])() == pytest.approx(cost, rel=1e-13)


def test_nothing_that_is_predicted_or_measured_is_dropped():
    plain = Network([2, 30, 1], ["relu", "sigmoid"], "binary_cross_entropy")
    plain.initialize("he", np.random.default_rng(0))
    dropped = plain.copy()
    dropped.keep_prob = [0.5, 0.5]
    X, Y = np.random.default_rng(1).normal(size=(2, 20)), np.ones((1, 20))
    np.testing.assert_array_equal(plain.predict(X), dropped.predict(X))
    assert plain.cost_and_error(X, Y) == dropped.cost_and_error(X, Y)
    np.testing.assert_array_equal(plain.gradient(X, Y), dropped.gradient(X, Y))
