"""Results of a session on its parts, against scikit-learn and against the session itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import sessions

from playground.data.datasets import Dataset
from playground.experiment import results
from playground.experiment.results import measurement
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.json_text import json_text

EXPERIMENTS = {
    "binary": 'data.source = {kind = "moons", samples = 200, noise = 0.4}',
    "half squared error": 'data.source = {kind = "moons", samples = 200, noise = 0.4}\n'
    'network.loss = "half_squared_error"',
    "several classes": 'data.source = {kind = "rings", samples = 200}',
    "float32": 'data.source = {kind = "moons", samples = 200}\nnetwork.precision = "float32"',
    "regression": 'data.source = {kind = "plane", samples = 200}',
}


session_of = partial(sessions.session_of, epochs=12)


@pytest.mark.parametrize("part", results.PARTS)
@pytest.mark.parametrize("name", ["binary", "half squared error", "several classes", "float32"])
def test_classes_against_scikit_learn(name, part):
    sklearn = pytest.importorskip("sklearn.metrics")
    dummy = pytest.importorskip("sklearn.dummy")
    session = session_of(EXPERIMENTS[name])
    found = results.results(session, part)
    examples, train = getattr(session.split, part), session.split.train
    output = session.predict(examples.X)
    predicted = output.argmax(axis=0) if len(output) > 1 else (output[0] >= 0.5).astype(int)
    K = len(examples.class_names)
    expected = sklearn.confusion_matrix(examples.labels, predicted, labels=range(K))
    assert np.array_equal(found.confusion, expected)
    guess = dummy.DummyClassifier(strategy="most_frequent").fit(train.X.T, train.labels)
    right = guess.score(examples.X.T, examples.labels)
    assert found.baseline_error == pytest.approx(1 - right, abs=1e-12)
    scores = output.T if K > 2 else output[0]
    scores = scores / scores.sum(axis=1, keepdims=True) if K > 2 else scores
    auc = sklearn.roc_auc_score(examples.labels, scores, multi_class="ovr")
    assert found.auc == pytest.approx(auc, abs=1e-12)
    if K == 2:
        said = found.summary()
        sought = examples.labels == examples.class_names.index(said["positive_class"])
        area = sklearn.average_precision_score(sought, output[0])
        assert said["average_precision"] == pytest.approx(area, abs=1e-12)
    latest = session.history.latest
    assert found.error == pytest.approx(1 - sklearn.accuracy_score(examples.labels, predicted))
    if part != "test":
        mean = found.losses.mean() + session.network.penalty(train.m)
        assert mean == pytest.approx(latest[f"{part}_cost"], rel=1e-5)


@pytest.mark.parametrize("part", results.PARTS)
def test_numbers_against_scikit_learn(part):
    sklearn = pytest.importorskip("sklearn.metrics")
    session = session_of(EXPERIMENTS["regression"])
    found, examples = results.results(session, part), getattr(session.split, part)
    predicted = session.predict(examples.X)[0]
    assert found.r_squared == pytest.approx(sklearn.r2_score(examples.Y[0], predicted), rel=1e-12)
    assert found.mean_absolute_error == pytest.approx(
        sklearn.mean_absolute_error(examples.Y[0], predicted), rel=1e-12
    )
    mean = np.full(examples.m, session.split.train.Y.mean())
    expected = sklearn.root_mean_squared_error(examples.Y[0], mean)
    assert found.baseline_error == pytest.approx(expected, rel=1e-12)
    if part != "test":
        assert found.error == pytest.approx(session.history.latest[f"{part}_error"], rel=1e-9)


def test_the_worst_come_first():
    found = results.results(session_of(EXPERIMENTS["binary"]), "dev")
    order = found.worst_first()
    assert sorted(order.tolist()) == list(range(found.m))
    assert np.all(np.diff(found.losses[order]) <= 0)
    wrong = found.predicted != found.truth
    if wrong.any() and not wrong.all():
        assert found.losses[wrong].min() > found.losses[~wrong].max()  # log loss parts at ln 2


def test_a_threshold_moves_the_decision():
    found = results.results(session_of(EXPERIMENTS["binary"]), "dev")
    assert np.array_equal(found.at_threshold(0.5).confusion, found.confusion)
    assert found.at_threshold(0.0).confusion[:, 0].sum() == 0
    assert found.at_threshold(2.0).confusion[:, 1].sum() == 0
    curve = found.curve()
    for place in range(1, len(curve.thresholds)):
        called = found.at_threshold(curve.thresholds[place]).confusion[:, 1]
        assert called.tolist() == [curve.false_positives[place], curve.true_positives[place]]


def rare() -> Dataset:
    rng = np.random.default_rng(1)
    Y = np.zeros((1, 300))
    Y[0, :6] = 1
    return Dataset(
        X=rng.normal(size=(2, 300)), Y=Y, feature_names=("a", "b"), class_names=("no", "yes")
    )


def test_a_rare_class_has_a_baseline_that_is_hard_to_beat():
    session = Session(codec.loads(""), rare())
    found = results.results(session, "train")
    assert found.class_names[found.baseline_class] == "no"
    assert found.baseline_error == pytest.approx(session.split.train.Y.mean())


def test_an_empty_part_has_no_numbers():
    session = Session(
        codec.loads('data = {division = "by_hand", train_share = 1.0, dev_share = 0.0}')
    )
    found = results.results(session, "dev")
    assert found.m == 0 and np.isnan(found.error) and np.isnan(found.baseline_error)
    json_text(found.summary())


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_the_summary_is_plain_json_also_of_a_network_that_has_diverged(text):
    session = session_of(text, epochs=2)
    json_text(results.results(session).summary())
    session.network.theta[...] = np.inf
    json_text(results.results(session).summary())


def test_looking_changes_nothing_and_an_unknown_part_is_refused():
    session, alone = session_of(EXPERIMENTS["binary"]), session_of(EXPERIMENTS["binary"])
    for part in results.PARTS:
        results.results(session, part)
    session.step_epoch()
    alone.step_epoch()
    assert np.array_equal(session.network.theta, alone.network.theta)
    with pytest.raises(ValueError, match="train, dev, test"):
        results.results(session, "validation")


def test_results_follow_the_network_and_its_examples():
    session = session_of(EXPERIMENTS["regression"], epochs=1)
    before = results.results(session, "train")
    assert results.results(session, "train") is before
    session.set_parameter(0, 3.0)
    changed = results.results(session, "train")
    expected = session.predict(session.split.train.X)
    np.testing.assert_allclose(changed.output, expected, rtol=1e-12)
    assert not np.allclose(changed.output, before.output)
    session.split = replace(session.split, train=session.split.train.take(np.arange(7)))
    assert results.results(session, "train").m == 7


def test_results_of_large_examples_are_those_of_all_at_once(monkeypatch):
    session = session_of(EXPERIMENTS["several classes"], epochs=1)
    at_once = results.results(session, "train")
    monkeypatch.setattr(measurement, "MOST_NUMBERS_AT_ONCE", 10)
    monkeypatch.setattr(measurement, "_AT_A_TIME", 100)
    monkeypatch.setattr(results, "_latest", {})
    by_pieces = results.results(session, "train")
    np.testing.assert_allclose(by_pieces.output, at_once.output, rtol=1e-12)
    np.testing.assert_allclose(by_pieces.losses, at_once.losses, rtol=1e-12)
