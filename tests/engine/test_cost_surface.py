"""The cost on a plane through the space of parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import EngineError, Network, cost_surface
from playground.engine.surface import CostPlane
from tests.engine.test_properties import problems

few = settings(max_examples=60, deadline=None)


def one_by_one(network, X, Y, u, v, a, b):
    """Every cost asked of a network that stands there."""
    clone, costs = network.copy(), np.empty((len(b), len(a)))
    for j, b_j in enumerate(b):
        for i, a_i in enumerate(a):
            clone.theta = network.theta + a_i * u + b_j * v
            costs[j, i] = clone.cost(X, Y)
    return costs


@few
@given(problems(), st.integers(1, 5), st.integers(1, 4), st.floats(0.01, 3))
def test_every_value_is_the_cost_there(problem, n_a, n_b, size):
    network, X, Y, rng = problem
    u, v = rng.normal(size=(2, network.n_parameters))
    a, b = size * rng.normal(size=n_a), size * rng.normal(size=n_b)
    before = network.theta.copy()
    found = cost_surface(network, X, Y, u, v, a, b)
    assert found.shape == (n_b, n_a)
    expected = one_by_one(network, X, Y, u, v, a, b)
    # Of a cost near 0 softmax keeps absolute digits only.
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)
    assert (network.theta == before).all()


@few
@given(problems(), st.floats(0.01, 1))
def test_single_precision_is_computed_in_double(problem, size):
    network, X, Y, rng = problem
    single = network.copy("float32")
    u, v = rng.normal(size=(2, network.n_parameters))
    a = size * rng.normal(size=3)
    found = cost_surface(single, X, Y, u, v, a, a)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, one_by_one(single, X, Y, u, v, a, a), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("m", [1, 255, 256, 257, 1000])
@pytest.mark.parametrize("sizes", [(3, 1), (3, 70, 1), (3, 600, 30, 1)])
def test_many_points_and_examples_in_pieces(sizes, m):
    rng = np.random.default_rng(m)
    kinds = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
    network = Network(sizes, kinds, "binary_cross_entropy", l1=0.02, l2=0.1)
    network.initialize("xavier", rng)
    X, Y = rng.normal(size=(3, m)), rng.integers(0, 2, (1, m)).astype(float)
    u, v = rng.normal(size=(2, network.n_parameters))
    a, b = np.linspace(-1, 1, 7), np.linspace(-0.5, 0.5, 5)
    found = cost_surface(network, X, Y, u, v, a, b)
    np.testing.assert_allclose(found, one_by_one(network, X, Y, u, v, a, b), rtol=1e-12)


def test_the_first_product_is_computed_three_times_in_all(monkeypatch):
    """Not once for every point: X is looked at when the plane is made, and never again."""
    rng = np.random.default_rng(0)
    network = Network([5, 4, 1], ["tanh", "linear"], "half_squared_error")
    network.initialize("xavier", rng)
    X, Y = rng.normal(size=(5, 20)), rng.normal(size=(1, 20))
    u, v = rng.normal(size=(2, network.n_parameters))
    plane = CostPlane(network, X, Y, u, v)
    before = plane.costs(np.array([0.3]), np.array([0.7]))
    X[...] = np.nan
    assert plane.costs(np.array([0.3]), np.array([0.7])) == before


def test_linear_regression_is_a_bowl_with_its_minimum_where_least_squares_has_it():
    rng = np.random.default_rng(3)
    x = rng.normal(size=40)
    y = 1.5 * x - 0.5 + 0.1 * rng.normal(size=40)
    network = Network([1, 1], ["linear"], "half_squared_error")
    w, c = np.linalg.lstsq(np.stack([x, np.ones(40)], axis=1), y, rcond=None)[0]
    a, b = np.linspace(w - 1, w + 1, 21), np.linspace(c - 1, c + 1, 21)
    costs = cost_surface(network, x[np.newaxis], y[np.newaxis], [1, 0], [0, 1], a, b)
    assert np.unravel_index(costs.argmin(), costs.shape) == (10, 10)
    A, B = np.meshgrid(a - w, b - c)
    bowl = costs[10, 10] + (A**2 * (x**2).mean() + 2 * A * B * x.mean() + B**2) / 2
    np.testing.assert_allclose(costs, bowl, rtol=1e-10)


def test_swapping_the_directions_transposes_the_surface():
    rng = np.random.default_rng(5)
    network = Network([2, 6, 3], ["relu", "softmax"], "softmax_cross_entropy", l2=0.3)
    network.initialize("he", rng)
    X, Y = rng.normal(size=(2, 30)), np.eye(3)[:, rng.integers(0, 3, 30)]
    u, v = rng.normal(size=(2, network.n_parameters))
    a, b = np.linspace(-1, 1, 6), np.linspace(-2, 2, 5)
    there = cost_surface(network, X, Y, u, v, a, b)
    np.testing.assert_allclose(cost_surface(network, X, Y, v, u, b, a), there.T, rtol=1e-13)


def test_a_penalty_that_cancels_keeps_its_digits():
    """Where all weights become 0, nothing of the large ones is left in the cost."""
    network = Network([2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=2.0, l1=1.0)
    network.theta = 1e6 * np.arange(1, network.n_parameters + 1)
    X, Y = np.ones((2, 4)), np.ones((1, 4))
    costs = cost_surface(network, X, Y, -network.theta, 0 * network.theta, [1], [0])
    assert costs.item() == pytest.approx(np.log(2), rel=1e-9)


def test_without_the_penalty():
    rng = np.random.default_rng(1)
    network = Network([2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", l2=2.0, l1=1.0)
    network.initialize("xavier", rng)
    X, Y = rng.normal(size=(2, 9)), rng.integers(0, 2, (1, 9)).astype(float)
    plane = CostPlane(network, X, Y, 0 * network.theta, 0 * network.theta, penalty=False)
    found = plane.costs(np.zeros(1), np.zeros(1)).item()
    assert found == pytest.approx(network.cost(X, Y, penalty=False), rel=1e-13)


def test_where_the_cost_is_infinite_it_says_so_without_a_warning():
    network = Network([1, 1], ["linear"], "half_squared_error")
    X = Y = np.ones((1, 3))
    costs = cost_surface(network, X, Y, [1, 0], [0, 1], [0, 1e200], [0])
    assert np.isfinite(costs[0, 0]) and np.isinf(costs[0, 1])


@pytest.mark.parametrize("wrong", [np.ones(3), np.full(5, np.nan)])
def test_a_direction_that_does_not_fit_is_refused(wrong):
    network = Network([2, 1, 1], ["tanh", "linear"], "half_squared_error")
    X, Y = np.ones((2, 3)), np.ones((1, 3))
    with pytest.raises(EngineError, match="direction"):
        cost_surface(network, X, Y, np.ones(5), wrong, [0], [0])
