"""What float32 cannot hold is refused in a sentence, or shown as far as it can; no warnings."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from playground.data import DataError
from playground.data.datasets import Dataset
from playground.engine.errors import EngineError
from playground.experiment.inputs.plane import Plane
from playground.experiment.inputs.precision import in_precision
from playground.experiment.probes.misclassified import MisclassifiedFinder
from playground.experiment.probes.pre_activations import PreActivations
from playground.experiment.probes.surface import Surface
from playground.experiment.session import Session
from playground.experiment.text import codec

SINGLE = 'network.precision = "float32"\n'


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def numbers(scale: float, label_scale: float) -> Dataset:
    rng = np.random.default_rng(0)
    return Dataset(
        X=scale * rng.normal(size=(2, 40)),
        Y=label_scale * rng.normal(size=(1, 40)),
        feature_names=("a", "b"),
        label_name="y",
    )


def classes(scale: float) -> Dataset:
    X = scale * np.random.default_rng(0).normal(size=(2, 40))
    Y = (X[:1] > 0).astype(float)
    return Dataset(X=X, Y=Y, feature_names=("a", "b"), label_name="k", class_names=("n", "p"))


def test_numbers_that_fit_are_converted():
    given = np.array([[1.0, -3e38]])
    assert in_precision(given, "float32", ["a"]).dtype == np.float32
    assert in_precision(given, "float64", ["a"]) is given


@pytest.mark.parametrize(
    "text, data, sentence",
    [
        ('data.scaling = "none"', classes(1e50), r"'[ab]' is as large as .*e\+\d\d, and float32"),
        ("data.scale_labels = false", numbers(1, 1e50), r"'y' is as large as .*e\+\d\d"),
    ],
)
def test_data_beyond_single_precision_are_refused(text, data, sentence):
    with pytest.raises(DataError, match=sentence):
        Session(codec.loads(SINGLE + text), data)
    session = Session(codec.loads(text), data)  # float64 can
    session.step()
    assert np.isfinite(session.history.latest["train_cost"])


def test_scaled_data_fit_however_large_they_are():
    session = Session(codec.loads(SINGLE), numbers(1e90, 1e90))
    session.step_epoch()
    assert np.isfinite(session.history.latest["train_error"])


def test_weights_beyond_single_precision_are_refused():
    text = 'initializer = {kind = "uniform", low = -1e300, high = 1e300}'
    with pytest.raises(
        EngineError, match=r"a weight of .*e\+299 is not allowed; the largest float"
    ):
        Session(codec.loads(f'network = {{precision = "float32", {text}}}'))
    assert np.abs(Session(codec.loads(f"network = {{{text}}}")).network.theta).max() > 1e299


def test_pictures_are_in_single_precision_and_bear_what_is_beyond():
    text = 'data.scaling = "none"\nnetwork.activation = "tanh"'
    for session in (
        Session(codec.loads(text), classes(1e50)),
        Session(codec.loads("data.scale_labels = false"), numbers(1e50, 1e50)),
    ):
        theta = session.network.theta.copy()
        surface = Surface.of(session, Plane.around(session.dataset)).map(theta, with_units=True)
        assert len(surface.units) == 2 and not np.isnan(surface.units[0]).any()
        X, Y = session.preprocess(session.split.dev)
        assert len(PreActivations(session.network, X)(theta)) == 3
        MisclassifiedFinder(session.network, X, (Y[0] > 0).astype(int))(theta)
