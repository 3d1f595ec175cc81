"""The linear model beside a network: against scikit-learn, and what is said of both."""

from __future__ import annotations

import warnings
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from sessions import session_of

from playground.cancellation import Cancelled, cancellable
from playground.data.datasets import Dataset
from playground.engine.losses import losses
from playground.experiment.chance.differences import chance_of
from playground.experiment.linear import model
from playground.experiment.linear.model import LinearModel, linear_model
from playground.experiment.results import results

MOONS = 'data.source = {kind = "moons", samples = 200, noise = 0.4}\n'
RINGS = 'data.source = {kind = "rings", samples = 200}\n'
PLANE = 'data.source = {kind = "plane", samples = 200, noise = 0.3}\n'


def table(m: int, n: int, labels, seed: int = 3) -> Dataset:
    """Features of very different sizes, and labels that follow from some of them with noise."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, m))
    Y, names = labels(X[0] - X[1] + X[2] * X[0] + rng.normal(size=m))
    sizes = 10.0 ** rng.integers(-3, 4, (n, 1))
    columns = tuple(f"x{k}" for k in range(n))
    return Dataset(X=X * sizes + sizes, Y=Y, feature_names=columns, class_names=names)


def plain(X, Y) -> Dataset:
    return Dataset(X=X, Y=Y, feature_names=tuple(f"x{k}" for k in range(len(X))))


def two(z):
    return (z > 1)[np.newaxis].astype(float), ("no", "yes")


def three(z):
    place = np.digitize(z, (-1, 0.5))
    return np.eye(3)[:, place], ("low", "middle", "high")


def number(z):
    return 1000 + 50 * z[np.newaxis], ()


def standardised(session):
    train = session.split.train
    X = session.features.apply(train.X)
    mean, spread = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    return {
        part: ((session.features.apply(examples.X) - mean) / spread).T
        for part, examples in (("train", train), ("dev", session.split.dev))
    }


@pytest.mark.parametrize("weights", ["", 'network.class_weights = {kind = "balanced"}'])
@pytest.mark.parametrize("labels", [two, three])
def test_classes_are_predicted_as_scikit_learn_does(labels, weights):
    sklearn = pytest.importorskip("sklearn.linear_model")
    session = session_of(weights, table(300, 6, labels))
    found = LinearModel.of(session)
    X, train = standardised(session), session.split.train
    each = session.network.loss.class_weights
    reference = sklearn.LogisticRegression(
        C=1 / found.l2,
        tol=1e-12,
        max_iter=100_000,
        class_weight=dict(enumerate(each)) if each else None,
    ).fit(X["train"], train.labels)
    assert found.converged and found.m == train.m
    for part in ("train", "dev"):
        expected = reference.predict_proba(X[part]).T[-len(found.dev.output) :]
        assert np.abs(getattr(found, part).output - expected).max() < 1e-5
        assert getattr(found, part).error == pytest.approx(
            1 - reference.score(X[part], getattr(session.split, part).labels)
        )


def test_numbers_are_predicted_as_scikit_learn_does():
    sklearn = pytest.importorskip("sklearn.linear_model")
    session = session_of("", table(300, 6, number))
    found, X, train = LinearModel.of(session), standardised(session), session.split.train
    reference = sklearn.Ridge(alpha=found.l2).fit(X["train"], train.Y[0])
    assert found.converged
    np.testing.assert_allclose(found.dev.output[0], reference.predict(X["dev"]), rtol=1e-9)


def test_numbers_with_the_robust_loss_are_not_drawn_by_outliers():
    sklearn = pytest.importorskip("sklearn.linear_model")
    data = table(300, 4, number)
    Y = data.Y.copy()
    Y[0, ::20] += 4000
    session = session_of('network.loss = "huber"', replace(data, Y=Y))
    found, X = LinearModel.of(session), standardised(session)
    robust = sklearn.HuberRegressor(max_iter=10_000).fit(X["train"], session.split.train.Y[0])
    squares = sklearn.LinearRegression().fit(X["train"], session.split.train.Y[0])
    away = {
        reference: np.abs(found.dev.output[0] - reference.predict(X["dev"])).mean()
        for reference in (robust, squares)
    }
    assert found.converged and away[robust] < 0.4 * away[squares]


def test_the_penalty_is_that_of_the_lowest_dev_cost():
    """Thirty features that say nothing, of sixty examples: the weights had better stay small."""
    rng = np.random.default_rng(1)
    noise = plain(rng.normal(size=(30, 100)), rng.normal(size=(1, 100)))
    assert LinearModel.of(session_of("", noise)).l2 == model.PENALTIES[0]
    exact = plain(noise.X, noise.X[:1] - noise.X[1:2])
    found = LinearModel.of(session_of("", exact))
    assert found.l2 == model.PENALTIES[-1] and found.dev.error < 1e-5


@pytest.mark.parametrize("text", [MOONS, RINGS, PLANE], ids=["moons", "rings", "plane"])
def test_nothing_is_changed_but_what_is_remembered(text):
    session, other = session_of(text, epochs=3), session_of(text, epochs=3)
    found = LinearModel.of(session)
    assert LinearModel.known_to(session) is found and LinearModel.known_to(other) is None
    for each in (session, other):
        each.step_epoch()
    assert np.array_equal(session.network.theta, other.network.theta)
    assert found.remembered_by(other) is found  # of other data
    assert LinearModel.known_to(other) is None


def test_half_the_squared_error_of_a_sigmoid_is_left_to_logistic_regression():
    session = session_of(f'{MOONS}network.loss = "half_squared_error"')
    found, usual = LinearModel.of(session), LinearModel.of(session_of(MOONS))
    assert found.name == "logistic regression"
    assert np.array_equal(found.dev.output, usual.dev.output)


def test_of_many_examples_a_part_is_trained_on_and_said(monkeypatch):
    monkeypatch.setattr(model, "MOST_PRODUCTS", 100)
    session = session_of(MOONS)
    found = LinearModel.of(session)
    assert found.m == 50 and found.train.m == session.split.train.m == 120
    assert "trained on 50 of 120 examples" in found.beside_network(session)


def test_what_no_line_can_fit_is_earned_by_hidden_layers():
    session = session_of(RINGS, epochs=150)
    found = LinearModel.of(session)
    earned = 100 * (found.dev.error - results(session, "dev").error)
    assert earned > 30
    assert found.beside_network(session).endswith(
        f"; the hidden layers earn {round(earned, 2):g} points."
    )


def test_a_network_that_has_not_learnt_is_said_to_be_behind():
    session = session_of(PLANE, epochs=0)
    sentence = LinearModel.of(session).beside_network(session)
    assert "lower than this network's" in sentence and "earn" not in sentence


def test_without_a_dev_set_nothing_is_claimed():
    session = session_of(
        f'{MOONS}data.division = "by_hand"\ndata.train_share = 1\ndata.dev_share = 0'
    )
    found = LinearModel.of(session)
    assert found.dev.m == 0 and found.l2 == 1
    assert "Without a dev set" in found.beside_network(session)


def test_a_network_that_diverged_is_compared_with_nothing():
    session = session_of(f'{PLANE}training.learning_rate = 10.0\ntraining.optimizer = "gd"\n')
    with np.errstate(all="ignore"):
        session.run()
        assert session.stop.reason == "diverged"
        assert "network" not in LinearModel.of(session).beside_network(session)


def test_a_network_without_hidden_layers_earns_nothing_by_them():
    session = session_of(f"{PLANE}network.hidden_layers = []", epochs=200)
    sentence = LinearModel.of(session).beside_network(session)
    assert "no difference from this network's" in sentence


def test_a_difference_by_chance_is_not_called_one():
    """Two answers as good as each other, on 40 examples: seen as different at most once in 20."""
    rng, session = np.random.default_rng(2), session_of(MOONS)
    for found, errors in (
        (results(session, "dev"), lambda each: each.truth ^ (rng.random(each.m) < 0.3)),
        (results(session_of(PLANE), "dev"), None),
    ):
        seen = 0
        for _ in range(300):
            if errors is not None:
                one, other = (replace(found, predicted=errors(found)) for _ in range(2))
            else:
                noise = (rng.normal(size=found.output.shape) for _ in range(2))
                one, other = (replace(found, output=found.targets + each) for each in noise)
            seen += chance_of(one.errors, other.errors) <= 0.05
        assert seen <= 25


def test_chance_is_that_of_the_exact_test_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    found = results(session_of(MOONS), "dev")
    rng = np.random.default_rng(8)
    for _ in range(20):
        one, other = (
            replace(found, predicted=found.truth ^ (rng.random(found.m) < share))
            for share in (0.1, 0.4)
        )
        worse = int(((one.predicted == one.truth) & (other.predicted != other.truth)).sum())
        apart = int((one.predicted != other.predicted).sum())
        expected = stats.binomtest(worse, apart).pvalue if apart else 1.0
        assert chance_of(one.errors, other.errors) == pytest.approx(expected, rel=1e-12)


def test_it_can_be_stopped():
    session, looks = session_of(MOONS), count()
    what = session.split, session.preprocessing, session.network.loss
    with cancellable(lambda: next(looks) > 10), pytest.raises(Cancelled):
        linear_model(*what)
    asked = next(looks)
    with cancellable(lambda: False):
        assert linear_model(*what).converged
    assert next(looks) == asked + 1  # nobody was asked any more


def test_columns_that_follow_from_others_or_never_differ_do_no_harm():
    data = table(120, 3, number)
    rows = [*data.X, data.X[0] * 2 + 1, np.full(data.m, 7.0)]
    found = LinearModel.of(session_of("", plain(np.array(rows), data.Y)))
    without = LinearModel.of(session_of("", data))
    assert found.converged and found.dev.error == pytest.approx(without.dev.error, rel=0.01)


def test_labels_that_no_model_can_be_wrong_of():
    found = LinearModel.of(
        session_of("", plain(np.arange(40.0)[np.newaxis], np.full((1, 40), 3.0)))
    )
    assert found.dev.error == pytest.approx(0, abs=1e-12)


def test_it_is_exact_for_the_loss_it_was_asked_for():
    """The gradient of the engine's own network is 0 there, for every loss."""
    from playground.engine import Network
    from playground.experiment.linear.newton import train_to_the_end

    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 80))
    of_loss = {
        "binary_cross_entropy": (rng.random((1, 80)) > 0.4).astype(float),
        "softmax_cross_entropy": np.eye(4)[:, rng.integers(0, 4, 80)],
        "half_squared_error": rng.normal(size=(2, 80)),
        "huber": rng.standard_cauchy((1, 80)),
    }
    for name, Y in of_loss.items():
        loss = losses[name]()
        network = Network([3, len(Y)], [loss.output or "linear"], loss, l2=1.0)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert train_to_the_end(network, X, Y)
        assert np.abs(network.gradient(X, Y)).max() < 1e-8
