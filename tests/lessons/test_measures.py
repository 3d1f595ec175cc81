"""Measured names, each against the same thing computed in another way."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import sessions

from playground.lessons.measures import (
    found,
    measure_session,
    measures,
    no_such_name,
    value_text,
)

TEXT = """
data.source = {kind = "moons", samples = 100}
network.hidden_layers = [5, 3]
training = {batch_size = 16, learning_rate = 0.02}
"""


session_of = partial(sessions.session_of, epochs=5)


@pytest.fixture(scope="module")
def session():
    return session_of(TEXT)


def one(session, name):
    return measure_session(session, [name])[name]


def test_every_name_has_a_value_for_an_ordinary_run(session):
    for name in measures:
        plain = name.replace("{l}", "1").replace("{i}", "2").replace("{j}", "1")
        assert math.isfinite(one(session, plain)), name


@pytest.mark.parametrize(
    "text",
    [
        'data.source = {kind = "plane", samples = 60}\nnetwork.hidden_layers = []',
        'data.source = {kind = "gaussians", samples = 60}\ndata.division = "as_given"',
        'data.source = {kind = "spiral", samples = 60, classes = 3}\nnetwork.precision = "float32"',
        """
        data.source = {kind = "plane", samples = 60}
        network = {hidden_layers = [4, 4], activation = "relu"}
        training = {optimizer = "gd", learning_rate = 100, batch_size = 1000}
        """,
    ],
    ids=["regression without hidden layers", "no dev set", "three classes", "diverged"],
)
def test_no_run_is_too_odd_to_be_measured(text):
    session = session_of(text, epochs=30)
    for name in measures:
        plain = name.replace("{l}", "1").replace("{i}", "1").replace("{j}", "1")
        assert isinstance(one(session, plain), float), name
    if not session.split.dev.m:
        assert math.isnan(one(session, "dev_error")) and math.isnan(one(session, "best_epoch"))


def test_counts_and_curves(session):
    m = session.split.train.m
    weights = 2 * 5 + 5 + 5 * 3 + 3 + 3 + 1
    for name, value in {
        "epoch": 5,
        "steps": 5 * math.ceil(m / 16),
        "steps_per_epoch": math.ceil(m / 16),
        "examples": m,
        "units": 8,
        "layers": 2,
        "features": 2,
        "classes": 2,
        "parameters": weights,
        "learning_rate": 0.02,
        "diverged": 0,
        "train_cost": session.network.cost(*session.preprocess(session.split.train)),
        "first_train_cost": session.history.column("train_cost")[0],
        "best_dev_cost": session.history.column("dev_cost").min(),
        "best_epoch": session.history.column("dev_cost").argmin(),
    }.items():
        assert one(session, name) == pytest.approx(value), name


def test_errors_are_those_of_the_predictions(session):
    for part in ("train", "dev", "test"):
        examples = getattr(session.split, part)
        wrong = (session.predict(examples.X) > 0.5) != examples.Y
        assert one(session, f"{part}_error") == pytest.approx(wrong.mean())
    labels = session.split.train.Y[0]
    commonest = float(labels.mean() > 0.5)
    assert one(session, "baseline_error") == pytest.approx(np.mean(labels != commonest))


def test_single_weights_and_gradients_count_from_one(session):
    X, Y = session.preprocess(session.split.train)
    network = session.network
    assert one(session, "W2_3_5") == network.weights[1][2, 4]
    assert one(session, "b1_4") == network.biases[0][3, 0]
    first = np.tanh(network.weights[0] @ X[:, :1] + network.biases[0])
    assert one(session, "a1_2") == pytest.approx(first[1, 0])
    assert one(session, "z1_2") == pytest.approx(np.arctanh(first[1, 0]))
    assert one(session, "dz3_1") == pytest.approx((network.predict(X[:, :1]) - Y[:, :1]).item())

    def cost(change):
        moved = network.copy()
        moved.weights[0][1, 0] += change
        return moved.cost(X, Y)

    slope = (cost(1e-6) - cost(-1e-6)) / 2e-6
    assert one(session, "dW1_2_1") == pytest.approx(slope, abs=1e-7)
    assert one(session, "gradient_norm") == pytest.approx(np.linalg.norm(network.gradient(X, Y)))
    assert one(session, "gradient_difference") < 1e-6
    for beyond in ("W1_6_1", "W1_1_3", "W4_1_1", "b3_2", "db4_1"):
        assert math.isnan(one(session, beyond))


def test_zeros_are_seen_and_a_diverged_run_is_infinite():
    zeros = session_of(TEXT + 'network.initializer = "zeros"', epochs=2)
    assert one(zeros, "identical_units") == 8
    assert one(zeros, "weight_norm") < 0.1
    wild = """
        data.source = {kind = "plane", samples = 60}
        training = {optimizer = "gd", learning_rate = 50, batch_size = 1000}
        network = {hidden_layers = [8], activation = "relu"}
        """
    diverged = session_of(wild, epochs=200)
    assert diverged.stop.reason == "diverged"
    values = measure_session(diverged, ["diverged", "train_cost", "worst_train_cost"])
    assert values == {"diverged": 1, "train_cost": math.inf, "worst_train_cost": math.inf}


def test_a_name_that_means_nothing_is_said_with_the_one_meant():
    assert found("dev_eror") is None and found("W0_1_1") is None and found("W{l}_{i}_{j}") is None
    assert "perhaps 'dev_error' is meant" in no_such_name("dev_eror")
    assert "perhaps 'plain_units' is meant" in no_such_name("plan_units", ["plain_units"])


@pytest.mark.parametrize(
    "name, value, task, text",
    [
        ("dev_error", 0.125, "binary", "12.5 %"),
        ("plain_dev_error", 0.125, "binary", "12.5 %"),
        ("dev_error", 0.125, "regression", "0.125"),
        ("parameters", 12345.0, "binary", "12,345"),
        ("train_cost", 0.123456, "binary", "0.1235"),
        ("train_cost", math.inf, "binary", "infinite"),
        ("dev_error", math.nan, "binary", "not defined"),
    ],
)
def test_values_are_written_as_people_write_them(name, value, task, text):
    assert value_text(name, value, task) == text
