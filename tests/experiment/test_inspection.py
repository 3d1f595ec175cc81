"""The inspection of a step equals the engine's step, whatever is trained."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import reference
from playground.engine.activations import activations
from playground.engine.optimizers import optimizers
from playground.experiment.full_frame import full_frame
from playground.experiment.inspection.formulas import flat, parameters
from playground.experiment.inspection.line import Choice, route
from playground.experiment.inspection.loops import LoopComparison
from playground.experiment.inspection.numbers import Inspection
from playground.experiment.inspection.stages import lines
from playground.experiment.probes.inspection import InspectionProbe
from playground.experiment.session import Session
from playground.experiment.text import codec

EXPERIMENT = """
seed = {seed}
[data]
source = {source}
[network]
hidden_layers = {hidden}
activation = "{activation}"
loss = "{loss}"
[training]
optimizer = "{optimizer}"
schedule = "{schedule}"
learning_rate = 0.05
batch_size = {batch}
l1 = {l1}
l2 = {l2}
keep_prob = {keep}
"""
TASKS = {
    "{kind = 'moons', samples = 40}": ["binary_cross_entropy"],
    "{kind = 'gaussians', samples = 40, classes = 3}": ["softmax_cross_entropy"],
    "{kind = 'curve', samples = 40}": ["half_squared_error", "huber"],
}


@st.composite
def sessions(draw) -> Session:
    """A session in the midst of training, any kind of it."""
    source = draw(st.sampled_from(sorted(TASKS)))
    text = EXPERIMENT.format(
        seed=draw(st.integers(0, 1000)),
        source=source,
        hidden=draw(st.lists(st.integers(1, 5), max_size=2)),
        activation=draw(st.sampled_from([k for k, v in activations.items() if not v.output_only])),
        loss=draw(st.sampled_from(TASKS[source])),
        optimizer=draw(st.sampled_from(sorted(optimizers))),
        schedule=draw(st.sampled_from(["constant", "inverse_time", "staircase"])),
        batch=draw(st.sampled_from([1, 7, 100])),
        l1=draw(st.sampled_from([0, 0.3])),
        l2=draw(st.sampled_from([0, 2.0])),
        keep=draw(st.sampled_from([1, 0.6])),
    )
    session = Session(codec.loads(text))
    for _ in range(draw(st.integers(0, 9))):
        session.step()
    return session


@settings(max_examples=50, deadline=None)
@given(sessions())
def test_the_step_announced_is_the_step_taken(session):
    inspection = Inspection.of(session)
    batch, update = inspection.batch, inspection.update
    before = session.network.copy()
    np.testing.assert_allclose(
        before.gradient(batch.X, batch.Y, batch.D), update.gradient, rtol=1e-9, atol=1e-12
    )
    cost = session.step()
    np.testing.assert_allclose(cost, batch.cost, rtol=1e-11)
    assert np.array_equal(session.network.theta, update.new_theta)
    # And the formula of the optimizer comes to the same.
    rule = reference.function_of(update.optimizer)
    theta, after = rule(update.theta, update.gradient, tuple(update.before), update.alpha, update.t)
    solid = np.abs(update.gradient) > 1e-7  # adam divides by the size of what is all rounding
    np.testing.assert_allclose(theta[solid], update.new_theta[solid], rtol=1e-9, atol=1e-10)
    now = Inspection.of(session).update
    for announced, there in zip(after, now.before):
        np.testing.assert_allclose(there, announced, rtol=1e-9, atol=1e-14)


@settings(max_examples=30, deadline=None)
@given(sessions(), st.integers(0, 60))
def test_one_example_goes_through_without_dropout(session, example):
    theta = session.network.theta.copy()
    shown = Inspection.of(session, example=example).shown
    X, Y = session.trainer.training_set
    place = min(example, X.shape[1] - 1)
    assert list(shown.places) == [place]
    one = slice(place, place + 1)
    for A, expected in zip(shown.A[1:], session.network.forward(X[:, one])):
        np.testing.assert_allclose(A, expected, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(session.network.cost(X[:, one], Y[:, one]), shown.cost, rtol=1e-12)
    expected = session.network.gradient(X[:, one], Y[:, one])
    np.testing.assert_allclose(flat(shown.dW, shown.db), expected, rtol=1e-9, atol=1e-12)
    assert np.array_equal(session.network.theta, theta)


@settings(max_examples=40, deadline=None)
@given(sessions(), st.integers(-1, 20), st.data())
def test_every_sum_that_is_written_comes_to_what_the_engine_has(session, example, data):
    """All digits are written; what stands between two equals signs is computed anew."""
    found = Inspection.of(session, example=example)
    network, p = session.network, found.shown
    Z = network_pre_activations(network, p)
    gradient = network.gradient(p.X, p.Y, p.D)
    dW, db = parameters(gradient, network.layer_sizes)
    for station in route(network.n_layers):
        layer = station.layer
        n, n_in = network.weights[layer - 1].shape
        j, k = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n_in - 1))
        i = data.draw(st.integers(0, p.m - 1))
        written = lines(found, station, Choice(j, k, i), lambda value: repr(float(value)))
        told = {}
        for line in written:
            parts = line.worked.split(" = ")
            if len(parts) > 1 and "with" not in line.worked and ":" not in line.worked:
                told[parts[0].split("[")[0]] = float(parts[-1])
                for expression in parts[1:-1]:
                    if "…" not in expression and "g(" not in expression:
                        value = eval(expression.replace("·", "*"))
                        np.testing.assert_allclose(value, float(parts[-1]), rtol=1e-9, atol=1e-12)
        if station.stage == "Forward":
            np.testing.assert_allclose(told["z"], Z[layer][j, i], rtol=1e-9, atol=1e-12)
        if station.stage == "Backward":
            np.testing.assert_allclose(told["dw"], dW[layer][j, k], rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(told["db"], db[layer][j, 0], rtol=1e-9, atol=1e-12)


def network_pre_activations(network, p):
    """Z of every layer from the activations of the engine, dropout included."""
    A, Z = p.X if p.D[0] is None else p.X * p.D[0] / network.keep_prob[0], [None]
    for layer, (W, b, activation) in enumerate(
        zip(network.weights, network.biases, network.activations), start=1
    ):
        Z.append(W @ A + b)
        A = reference.function_of(activation)(Z[-1])
        if layer < network.n_layers and p.D[layer] is not None:
            A = A * p.D[layer] / network.keep_prob[layer]
    return Z


def test_the_penalty_is_part_of_dW_and_of_the_cost():
    session = Session(codec.loads("training = {l2 = 3.0, l1 = 0.5, batch_size = 10}"))
    batch = Inspection.of(session).batch
    assert batch.penalty > 0 and batch.cost == pytest.approx(batch.losses.mean() + batch.penalty)
    for layer in range(1, len(batch.W)):
        of_the_data = batch.dZ[layer] @ batch.A[layer - 1].T / batch.m
        np.testing.assert_allclose(batch.dW[layer], of_the_data + batch.R[layer], rtol=1e-13)


def test_a_vector_in_the_layout_of_theta_is_taken_apart_and_put_together():
    network = Session(codec.loads("")).network
    W, b = parameters(network.theta, network.layer_sizes)
    assert np.array_equal(flat(W, b), network.theta)
    for mine, theirs in zip(W[1:] + b[1:], [*network.weights, *network.biases]):
        assert np.array_equal(mine, theirs)


def test_the_probe_sees_what_theta_does_not_tell():
    session = Session(codec.loads("training.optimizer = 'gd'"))
    assert full_frame(session).probes[InspectionProbe].update.alpha == 0.01
    from playground.experiment.probes.runner import ProbeRunner

    runner = ProbeRunner()
    runner.begin(session)
    runner.ask([InspectionProbe()])
    assert runner.look(session.network.theta, True)[InspectionProbe].update.alpha == 0.01
    session.trainer.learning_rate = 0.5
    assert runner.look(session.network.theta, True)[InspectionProbe].update.alpha == 0.5


@settings(max_examples=25, deadline=None)
@given(sessions(), st.integers(-1, 20))
def test_differences_beside_dW_agree_with_it(session, example):
    for layer in range(1, session.network.n_layers + 1):
        found = Inspection.of(session, example=example, differences=layer)
        dW = found.shown.dW[layer]
        assert found.differences.shape == dW.shape
        off = np.abs(found.differences - dW) > 1e-6 * (1 + np.abs(dW))
        assert off.mean() <= 0.2  # a kink of relu or |w| may lie within epsilon
    assert Inspection.of(session, example=example).differences is None


def test_differences_see_the_masks_of_the_coming_step():
    session = Session(codec.loads("training = {keep_prob = 0.5, l2 = 1.0}"))
    for layer in (1, 2, 3):
        found = Inspection.of(session, differences=layer)
        np.testing.assert_allclose(found.differences, found.shown.dW[layer], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "network.hidden_layers = [3, 2]\ntraining.l2 = 0.4",
        "data.source = {kind = 'gaussians', classes = 3}\ntraining.l1 = 0.3",
        "data.source = 'curve'\nnetwork.loss = 'huber'",
    ],
)
def test_loops_and_matrices_come_to_the_same(text):
    session = Session(codec.loads(text))
    theta = session.network.theta.copy()
    found = LoopComparison.of(session)
    assert found.apart < 1e-12 and found.loops > found.matrices > 0
    assert "the same numbers" in found.sentence and f"{found.m} examples" in found.sentence
    assert "for i in range(m)" in found.loops_code and "@" in found.matrices_code
    assert np.array_equal(session.network.theta, theta)
