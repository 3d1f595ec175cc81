"""K networks measured at once: the same numbers as one by one."""

import numpy as np
import pytest

from playground.engine import Network
from playground.engine.ensemble.evaluation import Evaluation
from playground.engine.initializers import initializers


def networks(sizes, loss, output, hidden="tanh", K=7, dtype="float64"):
    made = []
    for k in range(K):
        network = Network(sizes, [hidden] * (len(sizes) - 2) + [output], loss, dtype=dtype)
        network.initialize(initializers["normal"](scale=1.0), np.random.default_rng(k))
        made.append(network)
    return made


def examples(n_x, n_y, m, k, kind):
    rng = np.random.default_rng(100 + k)
    X = rng.normal(size=(n_x, m))
    if kind == "softmax_cross_entropy":
        return X, np.eye(n_y)[:, rng.integers(0, n_y, m)]
    if kind == "binary_cross_entropy":
        return X, (rng.random((n_y, m)) < 0.5).astype(float)
    return X, rng.normal(size=(n_y, m))


@pytest.mark.parametrize(
    ("sizes", "loss", "output"),
    [
        ([2, 4, 2, 1], "binary_cross_entropy", "sigmoid"),
        ([2, 4, 3], "binary_cross_entropy", "sigmoid"),
        ([3, 5, 4], "softmax_cross_entropy", "softmax"),
        ([2, 6, 2], "half_squared_error", "linear"),
        ([2, 6, 1], "half_squared_error", "sigmoid"),
        ([2, 1], "binary_cross_entropy", "sigmoid"),
    ],
)
@pytest.mark.parametrize("m", [1, 60, 20_000])
def test_costs_and_errors_are_those_of_each_network(sizes, loss, output, m):
    members = networks(sizes, loss, output, K=7 if m < 1000 else 2)
    sets = [examples(sizes[0], sizes[-1], m, k, loss) for k in range(len(members))]
    evaluation = Evaluation(members[0], sets)
    for _ in range(2):  # nothing is left over from the first time
        costs, errors = evaluation.measure(np.stack([network.theta for network in members]))
        for k, network in enumerate(members):
            cost, error = network.cost_and_error(*sets[k], penalty=False)
            np.testing.assert_allclose(costs[k], cost, rtol=1e-12)
            np.testing.assert_allclose(errors[k], error, rtol=1e-12)
        for network in members:
            network.theta *= 0.5


def test_many_networks_are_measured_in_pieces():
    members = networks([2, 4, 1], "binary_cross_entropy", "sigmoid", K=90)
    sets = [examples(2, 1, 200, k, "binary_cross_entropy") for k in range(90)]
    costs, _ = Evaluation(members[0], sets).measure(np.stack([n.theta for n in members]))
    expected = [network.cost(*pair) for network, pair in zip(members, sets)]
    np.testing.assert_allclose(costs, expected, rtol=1e-12)


def test_single_precision_stays_what_it_is():
    members = networks([2, 4, 1], "binary_cross_entropy", "sigmoid", dtype="float32")
    sets = [examples(2, 1, 50, k, "binary_cross_entropy") for k in range(len(members))]
    sets = [(X.astype("float32"), Y.astype("float32")) for X, Y in sets]
    costs, errors = Evaluation(members[0], sets).measure(np.stack([n.theta for n in members]))
    for k, network in enumerate(members):
        cost, error = network.cost_and_error(*sets[k])
        np.testing.assert_allclose(costs[k], cost, rtol=1e-5)
        assert errors[k] == error


def test_a_network_that_overflowed_says_nothing_and_spoils_nothing(recwarn):
    members = networks([2, 4, 1], "half_squared_error", "linear")
    members[3].theta *= 1e200
    sets = [examples(2, 1, 50, k, "half_squared_error") for k in range(len(members))]
    costs, _ = Evaluation(members[0], sets).measure(np.stack([n.theta for n in members]))
    assert np.flatnonzero(~np.isfinite(costs)).tolist() == [3]
    assert not recwarn.list
