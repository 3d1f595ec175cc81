"""The landscape of a run: profiles, moments, what is remembered, and other features beside it."""

from __future__ import annotations

import gc
import weakref
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
import sessions

from playground.engine import Network
from playground.experiment.landscape import companion, effort
from playground.experiment.landscape.companion import MOST_STEPS, scaled_otherwise
from playground.experiment.landscape.memory import Memory
from playground.experiment.landscape.painter import LandscapePainter
from playground.experiment.landscape.path import Path, path_steps
from playground.experiment.landscape.plane import ParameterPlane
from playground.experiment.landscape.planes import planes
from playground.experiment.landscape.slopes import Gradients
from playground.experiment.probes.landscape import LandscapeProbe
from playground.experiment.session import Session
from playground.experiment.text import codec

LINE = """
data = {source = {kind = "curve", samples = 60, noise = 0.3}, features = "2*x + 6"}
network = {hidden_layers = []}
training = {optimizer = "gd", learning_rate = 0.02, batch_size = 1000}
"""


RAW = LINE.replace("data = {", 'data = {scaling = "none", ')


session_of = partial(sessions.session_of, epochs=4)


def last(session: Session, theta=None, **asked):
    theta = session.network.theta if theta is None else theta
    *_, found = LandscapeProbe(**asked).bind(session)(theta)
    return found


@pytest.mark.parametrize("name", ["path", "start_to_end", "random", "parameters"])
def test_profiles_go_along_both_axes_through_the_present_network(name):
    session = session_of("training.l2 = 0.3")
    found = last(session, plane=planes[name](), dev=True)
    network = session.network.copy()
    train, dev = session.trainer.training_set, session.preprocess(session.split.dev)
    here = found.plane.project(session.network.theta)[0]
    for axis, profile in enumerate(found.profiles):
        ends = (found.plane.a_range, found.plane.b_range)[axis]
        assert (profile.along[0], profile.along[-1]) == pytest.approx(ends)
        for k in (0, 17, len(profile.along) - 1):
            point = here.copy()
            point[axis] = profile.along[k]
            network.theta = found.plane.theta(*point)
            assert profile.costs[k] == pytest.approx(network.cost(*train), rel=1e-11)
            assert profile.dev_costs[k] == pytest.approx(network.cost(*dev), rel=1e-11)


def test_from_start_to_end_the_first_profile_is_the_interpolation():
    session = session_of()
    found = last(session, plane=planes["start_to_end"]())
    start, end = session.recording.state_at(0).theta, session.network.theta.copy()
    along, costs = found.profiles[0].along, found.profiles[0].costs
    network = session.network.copy()
    for share in (0.0, 0.25, 1.0):
        network.theta = (1 - share) * start + share * end
        expected = network.cost(*session.trainer.training_set)
        assert np.interp(share, along, costs) == pytest.approx(expected, rel=2e-3)
    assert session.history.column("train_cost")[0] == pytest.approx(
        np.interp(0, along, costs), rel=2e-3
    )


def test_looking_at_another_point_leaves_plane_and_path_as_they_are():
    session = session_of()
    before = last(session)
    elsewhere = before.plane.theta(0.3, -0.7)
    visited = session.recording.visit(session.trainer.steps, session.history)
    visited.network.theta = elsewhere
    found = last(visited, elsewhere)
    np.testing.assert_allclose(found.plane.origin, before.plane.origin, rtol=1e-12)
    np.testing.assert_allclose(found.points, before.points, atol=1e-9)
    np.testing.assert_allclose(found.plane.project(elsewhere), [[0.3, -0.7]], atol=1e-9)


def test_a_look_back_has_the_path_up_to_there():
    session = session_of()
    last(session)
    visited = session.recording.visit(7, session.history)
    found = last(visited, visited.network.theta)
    assert found.steps[0] == 0 and found.steps[-1] == 7
    np.testing.assert_allclose(found.plane.origin, session.recording.state_at(7).theta)


def test_a_run_that_exploded_is_shown_as_far_as_it_was_tame():
    session = session_of(RAW.replace("rate = 0.02", "rate = 0.04"), epochs=60)
    assert session.history.column("train_cost")[-1] > 1e6
    found = last(session, plane=planes["parameters"]())
    assert "before its cost exploded" in found.told
    start = found.hidden.true_costs[0]
    assert found.steps[-1] > 2 and (found.hidden.true_costs <= 100 * start).all()
    assert np.isfinite(found.costs).all()


def test_a_spike_that_the_run_came_back_from_hides_nothing():
    text = """
[data]
source = {kind = "plane", samples = 200, noise = 0.05}
features = "10*x1, x2/10"
scaling = "none"
[network]
hidden_layers = []
initializer = "zeros"
[training]
optimizer = "rmsprop"
learning_rate = 0.02
batch_size = 1000
"""
    session = session_of(text, epochs=60)
    costs = session.history.column("train_cost")
    assert costs.max() > 100 * costs[0] > 100 * costs[-1]
    found = last(session)
    assert found.problem == "" and found.steps[0] == 0 and found.steps[-1] == 60
    assert "exploded" not in found.told


# ---------------------------------------------------------------------- how much, how often


def test_what_is_known_is_not_computed_again_for_a_picture(monkeypatch):
    session = session_of()
    found = last(session)
    monkeypatch.setattr(LandscapePainter, "_passes", None)
    assert last(session) is found
    session.step()
    with pytest.raises(TypeError):  # another theta is not known
        last(session)


def test_memory_goes_with_the_session_and_with_its_examples():
    session = session_of()
    last(session)
    request = LandscapeProbe().fixed(session)
    memory = Memory.of(session, request)
    assert memory.finished is not None
    session.split = Session(codec.loads("seed = 9")).split
    assert Memory.of(session, request).finished is None
    gone = weakref.ref(session)
    del session, memory
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    ("sizes", "examples", "slopes"),
    [((2, 8, 4, 1), 180, False), ((64, 64, 32, 10), 1078, False), ((64, 64, 32, 10), 1078, True)],
)
def test_the_effort_is_bounded(sizes, examples, slopes):
    """Without the gradient, 28 points a side of digits are about half a second."""
    kinds = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
    network = Network(sizes, kinds, "binary_cross_entropy")
    found = effort.sides(network, examples, slopes)
    assert list(found) == sorted(set(found)) and found[-1] <= effort.FINEST
    products = sum(a * b for a, b in pairwise(sizes[1:]))
    if slopes:
        products += 3 * sum(a * b for a, b in pairwise(sizes))
    assert found[-1] == effort.COARSEST or found[-1] ** 2 * examples * products <= 3e9
    assert effort.sides(network, 1)[-1] == effort.FINEST
    assert effort.most_moments(network, examples) <= effort.MOST_MOMENTS


def test_a_path_of_both_spacings_has_every_early_step_and_even_ones():
    steps = path_steps(0, 5000, 200, "both")
    assert set(range(10)) <= set(steps.tolist()) and np.diff(steps).max() <= 51


# ---------------------------------------------------------------------- raw beside scaled


def test_the_other_run_is_that_of_other_features_from_the_same_start():
    session = session_of(LINE, epochs=25)
    found = last(session, plane=planes["parameters"](), beside=True)
    assert (found.features, found.beside.features) == (
        "scaled features (standardize)",
        "raw features",
    )
    other = Session(codec.loads(RAW))
    thetas = [other.network.theta.copy()]
    for _ in range(25):
        other.step_epoch()
        thetas.append(other.network.theta.copy())
    thetas = np.array(thetas)
    np.testing.assert_allclose(found.beside.points, thetas[found.beside.steps], rtol=1e-10)
    np.testing.assert_array_equal(found.points[0], found.beside.points[0])
    row, column = 11, 40
    other.network.theta = [found.beside.a[column], found.beside.b[row]]
    expected = other.network.cost(*other.trainer.training_set)
    assert found.beside.costs[row, column] == pytest.approx(expected, rel=1e-11)


def test_the_bowl_is_as_long_as_the_features_say():
    """By the eigenvalues of the Hessian of linear regression, which is that of its features."""
    session = session_of(LINE, epochs=3)
    found = last(session, plane=planes["parameters"](), beside=True)
    for each, text in ((found, LINE), (found.beside, RAW)):
        X, _ = session_of(text, epochs=0).trainer.training_set
        padded = np.vstack([X, np.ones(X.shape[1])])
        least, *_, most = np.linalg.eigvalsh(padded @ padded.T / X.shape[1])
        assert each.elongation == pytest.approx(np.sqrt(most / least), rel=1e-5)
    assert found.elongation == pytest.approx(1, rel=1e-5) and found.beside.elongation > 10


def test_a_saddle_has_no_length():
    network = Network([1, 1, 1], ["linear", "linear"], "half_squared_error")
    gradients = Gradients(network, np.ones((1, 1)), np.ones((1, 1)))
    u, v = np.eye(4)[[0, 2]]
    assert np.isnan(gradients.elongation(np.zeros(4), u, v))


def test_a_look_back_shows_the_other_run_as_far():
    session = session_of(LINE, epochs=25)
    last(session, plane=planes["parameters"](), beside=True)
    visited = session.recording.visit(6, session.history)
    painter = LandscapeProbe(plane=planes["parameters"](), beside=True).bind(visited)
    *_, found = painter(visited.network.theta)
    assert found.beside.steps[-1] == 6
    later = session.recording.visit(20, session.history)
    *_, found = painter(later.network.theta)
    earlier = session.recording.visit(4, session.history)
    *_, found = painter(earlier.network.theta)
    assert found.beside.steps[-1] == 4


def test_networks_with_hidden_layers_have_none_beside():
    found = last(session_of(), beside=True)
    assert found.beside is None and found.features == ""


def test_the_other_run_ends_somewhere():
    session = session_of(LINE, epochs=1)
    session.endless = True
    (other,) = scaled_otherwise(session)
    while other.is_behind(10 * MOST_STEPS):
        other.follow(10 * MOST_STEPS)
    assert other.session.trainer.steps == MOST_STEPS


def test_a_square_plane_keeps_its_middle():
    plane = ParameterPlane(np.zeros(2), *np.eye(2), ("a", "b"), (-1.0, 3.0), (5.0, 6.0)).square()
    assert plane.a_range == (-1, 3) and plane.b_range == (3.5, 7.5) and plane.same_unit


# ---------------------------------------------------------------------- three networks


def test_three_networks_are_this_one_and_two_of_other_random_weights():
    session = session_of()
    found = last(session, plane=planes["three_networks"]())
    others = []
    for draw in (1, 2):
        other = session_of(f"weights_draw = {draw}")
        assert not np.array_equal(other.network.theta, session.network.theta)
        assert (other.trainer.training_set[0] == session.trainer.training_set[0]).all()
        others.append(other)
    network, train = session.network.copy(), session.trainer.training_set
    np.testing.assert_allclose(found.others, [[1, 0], [0, 1]], atol=1e-9)
    for corner, run in (((0, 0), session), ((1, 0), others[0]), ((0, 1), others[1])):
        np.testing.assert_allclose(found.plane.theta(*corner), run.network.theta, rtol=1e-7)
        network.theta = found.plane.theta(*corner)
        assert network.cost(*train) == pytest.approx(run.history.latest["train_cost"], rel=1e-6)
    assert found.told == ""


def test_other_runs_go_on_with_the_session_and_say_where_they_are(monkeypatch):
    session = session_of()
    painter = LandscapeProbe(plane=planes["three_networks"]()).bind(session)
    *_, first = painter(session.network.theta)
    session.step_epoch()
    *_, second = painter(session.network.theta)
    assert not np.allclose(first.plane.u, second.plane.u)
    monkeypatch.setattr(companion, "MOST_STEPS", 3)
    long = session_of()
    assert "The other runs stand at step 3." in last(long, plane=planes["three_networks"]()).told


def test_beside_very_many_examples_nothing_is_trained(monkeypatch):
    monkeypatch.setattr(companion, "MOST_BYTES", 100)
    found = last(session_of(), plane=planes["three_networks"]())
    assert "no more than 64 MB" in found.problem
    found = last(session_of(LINE), plane=planes["parameters"](), beside=True)
    assert found.beside is None


def test_of_two_parameters_both_are_looked_at_first():
    line, deep = session_of(LINE), session_of()
    assert LandscapeProbe().fixed(line).plane == planes["parameters"]()
    assert LandscapeProbe().fixed(deep).plane == planes["path"]()
    assert last(line).plane.labels == ("W[1][1, 1]", "b[1][1]")
    chosen = LandscapeProbe(plane=planes["random"]())
    assert chosen.fixed(line) == chosen


def test_a_diverged_run_spans_no_plane_with_others():
    still = Path((1, 1), np.array([0]), np.full((1, 2), np.nan))
    others = [np.ones(2), np.zeros(2)]
    assert "diverged" in planes["three_networks"]().missing(still, others)
