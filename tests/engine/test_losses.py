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
    assert set(losses) == {
        "binary_cross_entropy",
        "softmax_cross_entropy",
        "half_squared_error",
        "huber",
    }
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


# ---------------------------------------------------------------------- Huber


@pytest.mark.parametrize("delta", [0.3, 1.0, 2.5])
def test_huber_is_that_of_pytorch(delta):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 2, (1, 40)), rng.normal(0, 2, (1, 40))
    network = network_on_z(("huber", {"delta": delta}), "linear", 1)
    output = torch.tensor(z, requires_grad=True)
    cost = torch.nn.functional.huber_loss(output, torch.tensor(y), delta=delta)
    cost.backward()
    assert network.cost(z, y) == pytest.approx(cost.item(), rel=1e-13)
    assert network.gradient(z, y)[-1] == pytest.approx(output.grad.sum().item(), rel=1e-12)


def test_huber_is_least_squares_near_by_and_the_distance_far_away():
    huber, squares = (network_on_z(loss, "linear", 1) for loss in ("huber", "half_squared_error"))
    near, far, zero = np.array([[0.9]]), np.array([[1e6]]), np.zeros((1, 1))
    assert huber.cost(near, zero) == squares.cost(near, zero)
    assert huber.cost(far, zero) == 1e6 - 0.5
    assert huber.gradient(far, zero)[-1] == 1 and huber.gradient(-far, zero)[-1] == -1


def test_one_wild_label_does_not_bend_a_huber_line():
    """A line through points of which one is far off: least squares follows it, Huber hardly."""
    x = np.linspace(-1, 1, 21)[np.newaxis]
    y = 2 * x
    y[0, -1] += 50
    slopes = {}
    for loss in ("half_squared_error", "huber"):
        network = Network([1, 1], ["linear"], loss)
        for _ in range(4000):
            network.theta = network.theta - 0.2 * network.gradient(x, y)
        slopes[loss] = network.weights[0].item()
    assert abs(slopes["huber"] - 2) < 0.3 < 5 < abs(slopes["half_squared_error"] - 2)


# ---------------------------------------------------------------------- class weights


def test_weights_of_classes_are_those_of_examples():
    """Each example's loss is multiplied by its class's weight, the mean stays over all."""
    log_loss = pytest.importorskip("sklearn.metrics").log_loss
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 2, (1, 60)), (rng.random((1, 60)) < 0.2).astype(float)
    network = network_on_z(("binary_cross_entropy", {"class_weights": (0.5, 4)}), "sigmoid", 1)
    weights = np.where(y[0] == 1, 4, 0.5)
    a = 1 / (1 + np.exp(-z[0]))
    expected = log_loss(y[0], a, sample_weight=weights, normalize=False) / 60
    assert network.cost(z, y) == pytest.approx(expected, rel=1e-12)
    assert network.gradient(z, y)[-1] == pytest.approx((weights * (a - y[0])).mean(), rel=1e-12)


@pytest.mark.parametrize("loss, output, n_y", [*PAIRS, ("half_squared_error", "sigmoid", 3)])
def test_whole_weights_are_examples_given_so_often(loss, output, n_y):
    rng = np.random.default_rng(1)
    weights = (2, 3, 1)[: max(2, n_y)]
    labels = rng.integers(0, len(weights), 12)
    Y = labels[np.newaxis].astype(float) if n_y == 1 else np.eye(n_y)[:, labels]
    X = rng.normal(size=(2, 12))
    weighted = Network([2, 4, n_y], ["tanh", output], (loss, {"class_weights": weights}))
    weighted.initialize("xavier", rng)
    plain = Network([2, 4, n_y], ["tanh", output], loss)
    plain.theta = weighted.theta
    often = np.repeat(np.arange(12), np.array(weights)[labels])
    share = len(often) / 12
    expected = plain.cost(X[:, often], Y[:, often]) * share
    assert weighted.cost(X, Y) == pytest.approx(expected, rel=1e-12)
    gradient = plain.gradient(X[:, often], Y[:, often]) * share
    np.testing.assert_allclose(weighted.gradient(X, Y), gradient, rtol=1e-10, atol=1e-14)


def test_weights_of_1_change_nothing():
    rng = np.random.default_rng(2)
    z, y = rng.normal(0, 2, (3, 9)), np.eye(3)[:, rng.integers(0, 3, 9)]
    one = network_on_z(("softmax_cross_entropy", {"class_weights": (1, 1, 1)}), "softmax", 3)
    other = network_on_z("softmax_cross_entropy", "softmax", 3)
    assert one.cost(z, y) == pytest.approx(other.cost(z, y), rel=1e-15)
    assert one.copy().loss == one.loss != other.loss


@pytest.mark.parametrize(
    "weights, sentence",
    {
        (1,): "class_weights: 1 numbers are not allowed; there are 2 classes",
        (1, 0): "every weight must be a number above 0",
        (1, math.inf): "every weight must be a number above 0",
    }.items(),
)
def test_weights_that_make_no_sense_are_refused(weights, sentence):
    with pytest.raises(EngineError, match=sentence):
        network_on_z(("binary_cross_entropy", {"class_weights": weights}), "sigmoid", 1)


def test_numbers_have_no_classes_to_weigh():
    network = network_on_z(("half_squared_error", {"class_weights": (1, 2)}), "linear", 1)
    with pytest.raises(EngineError, match=r"Y: the label 0\.5 is not allowed"):
        network.cost(np.zeros((1, 1)), np.array([[0.5]]))
