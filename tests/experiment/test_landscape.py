"""Planes through the space of parameters: the five kinds, what they hide, slopes and curvature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import session_of

from playground.engine import Network, cost_surface
from playground.engine.surface import CostPlane
from playground.experiment.errors import ExperimentError
from playground.experiment.landscape.directions import filter_normalized, principal_directions
from playground.experiment.landscape.examples import landscape_examples
from playground.experiment.landscape.naming import parameter_index, parameter_name
from playground.experiment.landscape.path import Hidden, Path, path_steps
from playground.experiment.landscape.plane import RANDOM_WALK_SHARES, ParameterPlane
from playground.experiment.landscape.planes import planes
from playground.experiment.landscape.slopes import Gradients

few = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def session():
    return session_of(
        "seed = 3\ndata.source.samples = 120\nnetwork.hidden_layers = [5, 3]\n"
        "training = {epochs = 20, l2 = 0.05}",
        steps=60,
    )


@pytest.fixture(scope="module")
def path(session):
    steps = path_steps(*session.recording.steps, most=20)
    return Path.of(
        session.network.layer_sizes, steps, lambda step: session.recording.state_at(step).theta
    )


@few
@given(st.integers(2, 30), st.integers(2, 40), st.integers(0, 2**32))
def test_principal_directions_are_those_of_the_singular_value_decomposition(k, n, seed):
    thetas = np.random.default_rng(seed).normal(size=(k, n)).cumsum(axis=0)
    directions, shares = principal_directions(thetas)
    moved = thetas - thetas.mean(axis=0)
    _, sizes, rows = np.linalg.svd(moved)
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-12)
    assert abs(directions[0] @ rows[0]) == pytest.approx(1, abs=1e-9)
    if k > 2:
        assert abs(directions[1] @ rows[1]) == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(shares, sizes[:2] ** 2 / (sizes**2).sum(), atol=1e-12)
    assert (directions @ moved[-1] >= -1e-9).all()


def test_a_random_walk_has_the_shares_of_the_caution():
    walk = np.random.default_rng(0).normal(size=(400, 4000)).cumsum(axis=0)
    _, shares = principal_directions(walk)
    np.testing.assert_allclose(shares, RANDOM_WALK_SHARES, atol=0.01)
    assert pytest.approx((0.608, 0.152), abs=1e-3) == RANDOM_WALK_SHARES


@few
@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple),
    st.integers(0, 2**32),
)
def test_filter_normalized_directions_against_a_plain_loop(sizes, seed):
    rng = np.random.default_rng(seed)
    kinds = ["tanh"] * (len(sizes) - 2) + ["linear"]
    network = Network(sizes, kinds, "half_squared_error")
    network.theta = rng.normal(size=network.n_parameters)
    direction = network.copy()
    direction.theta = filter_normalized(np.random.default_rng(7), network.theta, sizes)
    raw = network.copy()
    raw.theta = np.random.default_rng(7).standard_normal(network.n_parameters)
    for W, d, r, b in zip(network.weights, direction.weights, raw.weights, direction.biases):
        for unit in range(len(W)):
            scale = np.sqrt((W[unit] ** 2).sum()) / np.sqrt((r[unit] ** 2).sum())
            np.testing.assert_allclose(d[unit], scale * r[unit], rtol=1e-12)
        assert not b.any()


def test_two_parameters_stand_on_the_axes_with_their_values(path, session):
    layer_sizes = session.network.layer_sizes
    plane = planes["parameters"](first=1, second=12).through(path)
    assert plane.labels == (parameter_name(layer_sizes, 1), parameter_name(layer_sizes, 12))
    values = path.present[[1, 12]]
    np.testing.assert_allclose(plane.theta(*values), path.present, rtol=1e-14)
    np.testing.assert_allclose(plane.project(path.thetas), path.thetas[:, [1, 12]], rtol=1e-12)
    with pytest.raises(ExperimentError, match="two different parameters"):
        planes["parameters"](first=2, second=2).through(path)


def test_names_of_parameters_are_those_of_the_network():
    network = Network([3, 4, 2], ["tanh", "linear"], "half_squared_error")
    network.theta = np.arange(network.n_parameters)
    for i in range(network.n_parameters):
        name = parameter_name([3, 4, 2], i)
        layer, _, place = name[2:-1].partition("][")
        numbers = [int(number) - 1 for number in place.split(", ")]
        found = (
            network.weights[int(layer) - 1][tuple(numbers)]
            if name[0] == "W"
            else network.biases[int(layer) - 1][numbers[0], 0]
        )
        assert found == i
        column = numbers[1] if name[0] == "W" else None
        assert parameter_index([3, 4, 2], int(layer), numbers[0], column) == i
    with pytest.raises(IndexError):
        parameter_name([3, 4, 2], network.n_parameters)


def test_the_plane_of_the_path_holds_more_of_it_than_any_other(path):
    plane = planes["path"]().through(path)
    best = plane.variance_share(path.thetas)
    _, shares = principal_directions(path.thetas)
    assert best == pytest.approx(sum(shares), rel=1e-9)
    for seed in range(5):
        assert planes["random"](seed=seed).through(path).variance_share(path.thetas) < best
    np.testing.assert_allclose(plane.project(path.present[np.newaxis]), [[0, 0]], atol=1e-12)
    points = plane.project(path.thetas)
    for (low, high), values in zip((plane.a_range, plane.b_range), points.T):
        assert low < values.min() and values.max() < high


def test_start_to_end_goes_from_0_to_1(path):
    plane = planes["start_to_end"](seed=4).through(path)
    points = plane.project(path.thetas[[0, -1]])
    np.testing.assert_allclose(points, [[0, 0], [1, 0]], atol=1e-12)
    assert plane.u @ plane.v == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(plane.u) == pytest.approx(np.linalg.norm(plane.v))
    again, other = (planes["start_to_end"](seed=seed).through(path) for seed in (4, 5))
    assert (again.v == plane.v).all() and (other.v != plane.v).any()


def test_three_networks_are_the_corners(path):
    rng = np.random.default_rng(1)
    others = [rng.normal(size=path.present.size) for _ in range(2)]
    plane = planes["three_networks"]().through(path, others)
    corners = plane.project(np.stack([path.present, *others]))
    np.testing.assert_allclose(corners, [[0, 0], [1, 0], [0, 1]], atol=1e-9)
    assert plane.distances(np.stack(others)) == pytest.approx([0, 0], abs=1e-9)
    start = planes["three_networks"](end="start").through(path, others)
    np.testing.assert_allclose(start.origin, path.thetas[0])
    kind = planes["three_networks"]()
    assert "two other runs" in kind.missing(path, others[:1])
    assert "on one line" in kind.missing(path, [others[0], 2 * others[0] - path.present])
    assert kind.missing(path, others) == ""


@pytest.mark.parametrize("name", ["path", "start_to_end"])
def test_a_run_that_has_not_moved_has_no_path(name):
    still = Path((1, 1), np.array([0]), np.zeros((1, 2)))
    assert "not moved" in planes[name]().missing(still)
    lost = Path((1, 1), np.array([0, 1]), np.array([[0, 0], [np.nan, 0]]))
    assert "diverged" in planes[name]().missing(lost)


def test_a_path_along_a_line_has_a_plane_all_the_same():
    thetas = np.outer(np.linspace(0, 1, 5), [3.0, 4.0, 0.0])
    directions, shares = principal_directions(thetas)
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-12)
    assert shares == pytest.approx((1, 0), abs=1e-12)


def test_distances_out_of_the_plane():
    plane = ParameterPlane(np.zeros(3), np.array([2.0, 0, 0]), np.array([1.0, 1, 0]), ("a", "b"))
    thetas = np.array([[1.0, 2, 5], [4, 0, 0]])
    np.testing.assert_allclose(plane.distances(thetas), [5, 0], atol=1e-12)
    np.testing.assert_allclose(plane.project(thetas), [[-0.5, 2], [2, 0]], atol=1e-12)


def test_the_picture_agrees_with_the_path(session, path):
    """What is read from the plane, plus the stated difference, is what the history says."""
    X, Y, told = landscape_examples(session, session.split.train)
    assert told == ""
    plane = planes["path"]().through(path)
    costs = CostPlane(session.network, X, Y, plane.u, plane.v)
    clone, true = session.network.copy(), []
    for theta in path.thetas:
        clone.theta = theta
        true.append(clone.cost(X, Y))
    hidden = Hidden.of(path, plane, costs, true)
    np.testing.assert_allclose(hidden.plane_costs + hidden.differences, true, rtol=1e-12)
    assert hidden.differences[-1] == pytest.approx(0, abs=1e-10)  # the present lies in the plane
    at = hidden.points[3]
    grid = cost_surface(session.network, X, Y, plane.u, plane.v, [at[0]], [at[1]])
    assert grid.item() == pytest.approx(hidden.plane_costs[3], rel=1e-12)
    assert hidden.distances[-1] == pytest.approx(0, abs=1e-9) and hidden.distances[3] > 1e-3
    assert true[-1] == pytest.approx(session.history.column("train_cost")[-1], rel=1e-12)


def test_many_examples_are_sampled_and_said(session):
    X, Y, told = landscape_examples(session, session.split.train, most=10)
    assert X.shape[1] == Y.shape[1] == 10 and told.startswith("Cost of 10 of the 72 examples")
    again, *_ = landscape_examples(session, session.split.train, most=10)
    assert (again == X).all()


@pytest.mark.parametrize("spacing", ["equal", "logarithmic"])
@pytest.mark.parametrize("span", [(0, 0), (0, 5), (10, 5000)])
def test_steps_of_a_path(span, spacing):
    steps = path_steps(*span, most=50, spacing=spacing)
    assert steps[0] == span[0] and steps[-1] == span[1] and len(steps) <= 50
    assert (np.diff(steps) > 0).all()
    if span[1] > 1000:
        gaps = np.diff(steps)
        assert (gaps[-1] > 10 * gaps[0]) == (spacing == "logarithmic")


# ---------------------------------------------------------------------- slopes


@few
@given(st.integers(1, 5), st.integers(6, 20), st.integers(0, 2**32), st.floats(0, 2))
def test_curvature_of_a_quadratic(n_x, m, seed, l2):
    """Linear regression: the Hessian is known."""
    rng = np.random.default_rng(seed)
    network = Network([n_x, 1], ["linear"], "half_squared_error", l2=l2)
    X, Y = rng.normal(size=(n_x, m)), rng.normal(size=(1, m))
    padded = np.vstack([X, np.ones((1, m))])
    H = padded @ padded.T / m + l2 / m * np.diag([1.0] * n_x + [0])
    gradients = Gradients(network, X, Y)
    theta, d = rng.normal(size=(2, n_x + 1))
    assert gradients.curvature(theta, d) == pytest.approx(d @ H @ d / (d @ d), rel=1e-6)
    np.testing.assert_allclose(
        gradients.at(theta), H @ theta - padded @ Y[0] / m, rtol=1e-9, atol=1e-12
    )


def test_norms_of_gradients_are_those_of_the_network(session, path):
    X, Y, _ = landscape_examples(session, session.split.train)
    found = Gradients(session.network, X, Y).norms(path.thetas[:4])
    clone = session.network.copy()
    for theta, norm in zip(path.thetas[:4], found):
        clone.theta = theta
        assert norm == pytest.approx(np.linalg.norm(clone.gradient(X, Y)), rel=1e-12)


def test_a_saddle_has_curvatures_of_both_signs():
    """``y = w2 w1 x`` to be 1: at 0 the cost is a saddle, with -1 and 1 along the diagonals."""
    network = Network([1, 1, 1], ["linear", "linear"], "half_squared_error")
    gradients = Gradients(network, np.ones((1, 1)), np.ones((1, 1)))
    place = {parameter_name((1, 1, 1), i): i for i in range(4)}
    down = np.zeros(4)
    down[[place["W[1][1, 1]"], place["W[2][1, 1]"]]] = 1, 1
    up = down.copy()
    up[place["W[2][1, 1]"]] = -1
    assert gradients.curvature(np.zeros(4), down) == pytest.approx(-1, rel=1e-6)
    assert gradients.curvature(np.zeros(4), up) == pytest.approx(1, rel=1e-6)
