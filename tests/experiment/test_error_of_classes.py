"""What counts as an error follows the data: classes are miscounted, whatever the loss is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data.datasets import Dataset
from playground.data.sources import sources
from playground.engine.shortcut import gram
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import compare
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.kinds.sweep import Sweep, choose
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import parsed_variations
from playground.settings import replaced


def experiment(source: str = "moons", epochs: int = 5) -> ExperimentSpec:
    """Classes, learned with the half squared error."""
    spec = replaced(ExperimentSpec(), "network.loss", "half_squared_error")
    return replaced(replaced(spec, "data.source", source), "training.epochs", epochs)


def misclassified(session: Session, part) -> float:
    """The fraction of a part that gets another class, counted by hand."""
    X, _ = session.preprocess(part)
    output = session.network.predict(X)
    if output.shape[0] == 1:
        return float(np.mean((output[0] >= 0.5) != (part.Y[0] >= 0.5)))
    return float(np.mean(output.argmax(axis=0) != part.Y.argmax(axis=0)))


@pytest.mark.parametrize("source", ["moons", "rings", "spiral"])
def test_a_session_counts_what_is_misclassified(source):
    session = Session(experiment(source))
    session.run()
    latest = session.history.latest
    assert latest["train_error"] == misclassified(session, session.split.train)
    assert latest["dev_error"] == misclassified(session, session.split.dev)
    assert session.test_error() == misclassified(session, session.split.test)


def test_full_batches_of_many_features_count_alike(monkeypatch):
    """They take the shorter way through the products of the examples."""
    monkeypatch.setattr(gram, "LEAST_NUMBERS", 0)
    spec = replaced(replaced(experiment(), "network.hidden_layers", ()), "training.optimizer", "gd")
    spec = replaced(spec, "training.batch_size", 4096)
    rng = np.random.default_rng(0)
    names = tuple(f"x{i}" for i in range(80))
    Y = (rng.random((1, 50)) < 0.4).astype(float)
    examples = Dataset(X=rng.random((80, 50)), Y=Y, feature_names=names, class_names=("no", "yes"))
    session = Session(spec, examples)
    session.run()
    assert session.trainer._shortcut.way is not None
    assert session.history.latest["train_error"] == misclassified(session, session.split.train)


def test_networks_that_train_together_count_alike():
    study = compare(experiment(), parsed_variations(experiment(), ["training.l2=0,1"]), seeds=2)
    for record in run(study).records:
        alone = Session(record.run.spec)
        alone.run()
        errors = alone.history.column("dev_error")
        np.testing.assert_allclose(record.column("dev_error"), errors, atol=1e-12)
        counts = errors * alone.split.dev.m
        np.testing.assert_allclose(counts, counts.round(), atol=1e-9)


def test_training_ends_at_an_error_that_is_a_share_of_the_examples():
    """Its root mean square is 0.13 where nothing is misclassified any more."""
    spec = replaced(experiment(epochs=2000), "training.until_error", 0.05)
    session = Session(spec)
    session.run()
    assert session.stop.reason == "error_reached"
    assert misclassified(session, session.split.dev) <= 0.05
    assert math.sqrt(2 * session.network.cost(*session.preprocess(session.split.dev))) > 0.05


def test_a_sweep_over_losses_chooses_by_what_is_misclassified():
    spec = replace(experiment(epochs=30), seed=3)
    losses = "network.loss=half_squared_error,automatic"
    found = run(StudyRequest(Sweep(), spec, (losses,), 1).study)
    errors = {}
    for record in found.records:
        session = Session(record.run.spec)
        session.run()
        errors[record.run.label] = misclassified(session, session.split.dev)
    assert choose(found).dev_error == min(errors.values())


def test_ten_sigmoids_are_wrong_where_another_digit_is_surer():
    """ML5's network: its root mean square of 48 % was told as the error of one digit in ten."""
    spec = ExperimentSpec()
    for path, value in (
        ("data.source", sources["csv"](path=str(sample_data("digits.csv")), label="digit")),
        ("network.hidden_layers", (30,)),
        ("network.activation", "sigmoid"),
        ("network.loss", "half_squared_error"),
        ("training.optimizer", "gd"),
        ("training.learning_rate", 0.25),
        ("training.batch_size", 1078),
        ("training.epochs", 400),
    ):
        spec = replaced(spec, path, value)
    session = Session(spec)
    session.run()
    data, latest = session.split.dev, session.history.latest
    wrong = np.mean(session.predict(data.X).argmax(axis=0) != data.Y.argmax(axis=0))
    assert latest["dev_error"] == pytest.approx(wrong) and 0 < wrong < 0.3
    assert math.sqrt(2 * latest["dev_cost"]) > 2 * wrong
