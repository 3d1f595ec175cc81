"""Scaling: decided by the training set, told by two vectors, and back again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.data import Scaler, scalings

matrices = arrays(
    float, st.tuples(st.integers(1, 4), st.integers(1, 20)), elements=st.floats(-1e6, 1e6, width=32)
)


def test_standardise_gives_mean_0_and_deviation_1():
    X = np.random.default_rng(0).normal(3, 7, (3, 500))
    scaled = scalings["standardise"]().fit(X).apply(X)
    assert np.allclose(scaled.mean(axis=1), 0) and np.allclose(scaled.std(axis=1), 1)


def test_min_max_goes_from_0_to_1():
    X = np.array([[2.0, 4, 3], [-1, 1, 0]])
    assert scalings["min_max"]().fit(X).apply(X).tolist() == [[0, 1, 0.5], [0, 1, 0.5]]


def test_pixels_are_divided_by_255():
    scaler = scalings["divide_by_255"]().fit(np.array([[7.0], [7.0]]))
    assert scaler.apply(np.array([[0.0, 255], [51, 102]])).tolist() == [[0, 1], [0.2, 0.4]]


def test_none_leaves_everything_as_it_is():
    X = np.array([[1e-300, 5.0]])
    assert scalings["none"]().fit(X).apply(X).tolist() == X.tolist()


@pytest.mark.parametrize("value", [0.0, 0.1, 1e-200, 1 / 3, 123456.789, 1e90])
@pytest.mark.parametrize("name", ["standardise", "min_max"])
def test_a_constant_feature_is_0_whatever_comes_later(name, value):
    scaler = scalings[name]().fit(np.full((1, 7), value))
    assert scaler.apply(np.array([[value, value + 5, -1e9]])).tolist() == [[0, 0, 0]]
    assert scaler.invert(np.zeros((1, 2))) == pytest.approx(value)


@pytest.mark.parametrize("name", scalings)
@given(X=matrices)
def test_scaling_is_finite_and_comes_back(name, X):
    scaler = scalings[name]().fit(X)
    scaled = scaler.apply(X)
    assert np.isfinite(scaled).all() and scaler.shift.shape == scaler.factor.shape == (len(X), 1)
    varies = (scaler.factor != 0)[:, 0]
    span = np.abs(X).max(axis=1, keepdims=True) + 1e-9
    assert np.allclose((scaler.invert(scaled) / span)[varies], (X / span)[varies], atol=1e-6)


def test_a_scaler_cannot_be_changed():
    scaler = Scaler([1, 2], [3, 4])
    with pytest.raises(ValueError, match="read-only"):
        scaler.factor[0] = 9
    assert scaler.apply(np.ones((2, 1))).tolist() == [[0], [-4]]


def test_every_scaling_has_words_for_a_form():
    for scaling in scalings.values():
        assert scaling.label and scaling.help.endswith(".")
