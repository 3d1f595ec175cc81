"""What the network sees of the examples, and what is made of what it says."""

import math

import numpy as np
import pytest

from playground.assets import sample_data
from playground.data.datasets import Dataset, scalings
from playground.data.features import FeatureMap
from playground.data.sources import sources
from playground.experiment.inputs.preprocessing import Preprocessing, fitted_scalers
from playground.experiment.session import Session
from playground.experiment.spec import DataSpec, ExperimentSpec
from playground.settings import replaced


def regression(source):
    spec = replaced(ExperimentSpec(), "training.epochs", 20)
    session = Session(replaced(spec, "data.source", source))
    session.run()
    return session


def preprocessing_of(spec, train, precision="float64"):
    features = FeatureMap(spec.features, train.feature_names)
    return Preprocessing(features, *fitted_scalers(spec, features, train), precision)


def test_labels_are_scaled_for_a_regression_only():
    rng = np.random.default_rng(0)
    classes, curve = (sources[name]().make(rng) for name in ("moons", "curve"))
    seen = preprocessing_of(DataSpec(), classes)
    assert seen.label_scaler is None and seen.label_factor == 1
    np.testing.assert_array_equal(seen.examples(classes)[1], classes.Y)
    seen = preprocessing_of(DataSpec(), curve)
    X, Y = seen.examples(curve)
    assert [X.mean(), X.std(), Y.mean(), Y.std()] == pytest.approx([0, 1, 0, 1], abs=1e-12)
    np.testing.assert_allclose(seen.predictions(Y), curve.Y)
    np.testing.assert_allclose(seen.label_factor, 1 / curve.Y.std())
    plain = preprocessing_of(DataSpec(scale_labels=False), curve)
    np.testing.assert_array_equal(plain.examples(curve)[1], curve.Y)


def test_features_are_computed_first_scaled_next_and_in_the_networks_precision():
    data = sources["moons"]().make(np.random.default_rng(0))
    spec = DataSpec(features="x1^2", scaling=scalings["min_max"]())
    inputs = preprocessing_of(spec, data, "float32").inputs(data.X)
    squares = data.X[:1] ** 2
    expected = (squares - squares.min()) / np.ptp(squares)
    assert inputs.dtype == np.float32
    np.testing.assert_allclose(inputs, expected, rtol=1e-6)


def test_a_regression_is_measured_in_the_unit_of_its_labels():
    session = regression(sources["csv"](path=str(sample_data("penguin_mass.csv"))))
    train = session.split.train
    rmse = math.sqrt(((session.predict(train.X) - train.Y) ** 2).mean())
    assert session.history.latest["train_error"] == pytest.approx(rmse, rel=1e-9)
    assert rmse < train.Y.std()


def test_labels_that_are_all_alike_are_no_reason_to_fail():
    X = np.arange(40)[np.newaxis] / 7
    dataset = Dataset(X=X, Y=np.full((1, 40), 2.5), feature_names=("x",))
    session = Session(replaced(ExperimentSpec(), "training.epochs", 20), dataset)
    session.run()
    assert session.label_scaler.factor.item() == 1
    assert math.isfinite(session.history.latest["train_error"])
    first = session.history.column("train_error")[0]
    assert session.history.latest["train_error"] < first
