"""Backpropagation against two-sided differences: every activation, loss, penalty and output."""

import numpy as np
import pytest

from playground.engine import EngineError, Network, check_gradient
from playground.engine.activations import activations
from playground.engine.gradient_check import compare_gradients
from playground.engine.losses import losses

HIDDEN = [name for name, cls in activations.items() if not cls.output_only]
OUTPUTS = [
    ("binary_cross_entropy", "sigmoid", 1),
    ("binary_cross_entropy", "sigmoid", 3),
    ("softmax_cross_entropy", "softmax", 2),
    ("softmax_cross_entropy", "softmax", 4),
    *[("half_squared_error", name, 3) for name in activations],
    *[("huber", name, 3) for name in activations],
    (("binary_cross_entropy", {"class_weights": (0.3, 4)}), "sigmoid", 1),
    (("softmax_cross_entropy", {"class_weights": (2, 0.5, 7)}), "softmax", 3),
    (("huber", {"delta": 0.4}), "linear", 2),
]
PENALTIES = [(0.0, 0.0), (0.7, 0.0), (0.0, 0.9), (0.4, 0.8)]


def example(hidden, loss, output, n_y, penalty=(0.0, 0.0), seed=0):
    rng = np.random.default_rng(seed)
    network = Network([3, 5, 4, n_y], [hidden, hidden, output], loss, *penalty)
    network.theta = rng.normal(0, 0.7, network.n_parameters)
    X = rng.normal(size=(3, 6))
    task = network.loss.task
    if task == "regression":
        Y = rng.normal(size=(n_y, 6))
    elif task == "multiclass":
        Y = np.eye(n_y)[:, rng.integers(0, n_y, 6)]
    else:
        Y = rng.integers(0, 2, (n_y, 6))
    return network, X, Y


def test_every_loss_is_covered():
    assert {loss if isinstance(loss, str) else loss[0] for loss, _, _ in OUTPUTS} == set(losses)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("loss, output, n_y", OUTPUTS)
def test_gradient_equals_differences(hidden, loss, output, n_y, penalty):
    network, X, Y = example(hidden, loss, output, n_y, penalty)
    result = check_gradient(network, X, Y, epsilon=1e-6)
    assert result.difference < 1e-8
    assert result.verdict == "right"


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("loss, output, n_y", OUTPUTS)
def test_gradient_under_fixed_masks_equals_differences(hidden, loss, output, n_y):
    network, X, Y = example(hidden, loss, output, n_y, (0.1, 0.2), seed=3)
    network.keep_prob = [0.8, 0.5, 0.7]
    rng = np.random.default_rng(4)
    masks = [rng.random((n, 6)) < 0.7 for n in (3, 5, 4)]
    assert check_gradient(network, X, Y, 1e-6, masks).difference < 1e-8
    masks[1] = None
    assert check_gradient(network, X, Y, 1e-6, masks).difference < 1e-8


def test_neighbours_of_different_kinds_and_a_mask_between_them():
    rng = np.random.default_rng(5)
    kinds = ["tanh", "tanh", "linear", "relu", "sigmoid", ("leaky_relu", {"beta": 0.3}), "linear"]
    network = Network([2, 3, 3, 4, 5, 3, 4, 2], kinds, "half_squared_error", 0.1, 0.1, 0.6)
    network.theta = rng.normal(0, 0.8, network.n_parameters)
    X, Y = rng.normal(size=(2, 9)), rng.normal(size=(2, 9))
    assert check_gradient(network, X, Y, 1e-6).difference < 1e-8
    masks = [None, *(rng.random((n, 9)) < 0.6 for n in (3, 3, 4, 5, 3, 4))]
    assert check_gradient(network, X, Y, 1e-6, masks).difference < 1e-8


def test_large_input_is_read_in_place_with_the_same_result():
    """Beyond some size X is no longer copied; one wide example repeated shows both ways agree."""
    rng = np.random.default_rng(6)
    network = Network([300, 4, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=0.3)
    network.initialize("xavier", rng)
    X, Y = rng.normal(size=(300, 100)), rng.integers(0, 2, (1, 100))
    small = [network.gradient(X[:, i : i + 10], Y[:, i : i + 10]) for i in range(0, 100, 10)]
    decay = 0.3 * np.concatenate([network.weights[0].T.ravel(), np.zeros(4)])
    decay = np.concatenate([decay, 0.3 * network.weights[1].T.ravel(), [0]])
    mean = np.mean([g - decay / 10 for g in small], axis=0) + decay / 100
    np.testing.assert_allclose(network.gradient(X, Y), mean, rtol=1e-12, atol=1e-14)
    network.keep_prob = [0.5, 0.5]
    masks = [rng.random((300, 100)) < 0.5, rng.random((4, 100)) < 0.5]
    whole = network.gradient(X, Y, masks)
    parts = []
    for i in range(0, 100, 10):
        some = slice(i, i + 10)
        part = network.gradient(X[:, some], Y[:, some], [mask[:, some] for mask in masks])
        parts.append(part - decay / 10)
    np.testing.assert_allclose(whole, np.mean(parts, axis=0) + decay / 100, rtol=1e-12, atol=1e-14)


def test_check_names_the_part_that_is_wrong():
    network, X, Y = example("tanh", "half_squared_error", "linear", 3)
    right = check_gradient(network, X, Y, 1e-6)
    gradient = right.gradient.copy()
    clone = network.copy()
    clone.theta = gradient
    clone.weights[1][2, 3] += 0.5  # W[2], row 2, column 3 of the layout of theta
    wrong = compare_gradients(network, clone.theta, right.approximation)
    assert wrong.verdict == "bug"
    assert wrong.worst.name == "W[2]"
    assert wrong.worst_index == (2, 3)
    assert [part.name for part in wrong.per_layer] == [
        "W[1]",
        "b[1]",
        "W[2]",
        "b[2]",
        "W[3]",
        "b[3]",
    ]
    assert wrong.per_layer[0].difference < 1e-8


@pytest.mark.parametrize(
    "difference, verdict", [(1e-9, "right"), (1e-5, "look closer"), (1e-2, "bug")]
)
def test_verdicts_by_the_thresholds_of_the_notes(difference, verdict):
    network = Network([1, 1], ["linear"], "half_squared_error")
    g = np.array([1.0, 1.0])
    approximation = g * (1 + 2 * difference)
    assert compare_gradients(network, g, approximation).verdict == verdict


def test_check_leaves_the_network_alone_and_upgrades_float32():
    network, X, Y = example("tanh", "half_squared_error", "linear", 3)
    network = network.copy("float32")
    before = network.theta.copy()
    assert check_gradient(network, X, Y, 1e-6).verdict == "right"
    assert (network.theta == before).all()
    assert network.theta.dtype == np.float32


def test_some_parameters_of_every_part_are_enough_for_a_large_network():
    network, X, Y = example("tanh", "softmax_cross_entropy", "softmax", 4, (0.1, 0.1))
    some = check_gradient(network, X, Y, 1e-6, at_most=3, rng=np.random.default_rng(0))
    assert np.count_nonzero(~np.isnan(some.approximation)) == 6 * 3
    assert some.verdict == "right" and all(part.difference < 1e-7 for part in some.per_layer)
    wrong = compare_gradients(network, 1.1 * some.gradient, some.approximation)
    assert wrong.verdict == "bug"
    with pytest.raises(EngineError, match="at_most: 0 is not allowed"):
        check_gradient(network, X, Y, at_most=0, rng=np.random.default_rng(0))
    with pytest.raises(EngineError, match="rng: None is not allowed"):
        check_gradient(network, X, Y, at_most=1)


def test_a_network_that_diverged_is_not_called_right():
    network, X, Y = example("linear", "half_squared_error", "linear", 3)
    network.theta = np.full(network.n_parameters, 1e200)
    with pytest.raises(EngineError, match="its gradient is not finite"):
        check_gradient(network, X, Y)


def test_epsilon_of_zero_is_refused():
    network, X, Y = example("tanh", "half_squared_error", "linear", 3)
    with pytest.raises(
        EngineError, match=r"epsilon: 0 is not allowed; it must be a number, above 0"
    ):
        check_gradient(network, X, Y, epsilon=0)
