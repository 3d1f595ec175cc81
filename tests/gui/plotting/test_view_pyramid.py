"""The pyramid's outline against the series itself."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.average import weighted_average
from playground.gui.plotting.series.pyramid import Pyramid
from playground.gui.plotting.series.smoothing import Smoothed


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 20_000),
    st.integers(1, 400),
    st.data(),
    st.lists(st.integers(0, 5000), max_size=4),
)
def test_the_outline_holds_every_low_and_high(n, columns, data, pieces):
    rng = np.random.default_rng(n)
    series = rng.lognormal(size=n)
    pyramid = Pyramid()
    for piece in sorted(min(piece, n) for piece in pieces):
        pyramid.update(series[:piece])
    pyramid.update(series)
    first = data.draw(st.integers(0, n - 1))
    last = data.draw(st.integers(first + 1, n + 500))
    x, y = pyramid.outline(first, last, columns)
    part = series[first:last]
    # Whole columns: it may begin a little before and end a little after.
    assert np.isclose(max(y), max(part), rtol=1e-6) or max(y) > max(part)
    assert np.isclose(min(y), min(part), rtol=1e-6) or min(y) < min(part)
    assert len(x) == len(y) <= 8 * columns + 4
    assert (np.diff(x) >= 0).all()
    assert x[-1] <= n - 1


def test_few_points_are_the_points_themselves():
    pyramid = Pyramid()
    pyramid.update(np.array([3.0, 1.0, 2.0]))
    x, y = pyramid.outline(0, 10, 100)
    assert x.tolist() == [0, 1, 2] and y.tolist() == [3, 1, 2]


def test_what_stood_there_stays_while_the_series_grows():
    series = np.random.default_rng(0).random(100_000)
    pyramid = Pyramid()
    pyramid.update(series[:60_000])
    x1, y1 = pyramid.outline(0, 100_000, 200)
    pyramid.update(series)
    x2, y2 = pyramid.outline(0, 100_000, 200)
    settled = len(x1) - 2
    assert (x1[:settled] == x2[:settled]).all() and (y1[:settled] == y2[:settled]).all()


def test_infinite_values_are_passed_over():
    series = np.ones(1000)
    series[[10, 500]] = np.inf, np.nan
    pyramid = Pyramid()
    pyramid.update(series)
    _, y = pyramid.outline(0, 1000, 10)
    assert (y == 1).all()
    assert pyramid.lowest == pyramid.highest == 1
    assert np.isnan(Pyramid().last)


def test_what_no_pixel_could_show_is_passed_over_without_a_warning():
    series = np.ones(1000)
    series[500] = 1e300
    pyramid = Pyramid()
    with np.errstate(all="raise"), warnings.catch_warnings(action="error"):
        pyramid.update(series)
    assert pyramid.lowest == 1


@pytest.mark.parametrize("beta", [0.0, 0.9, 0.999])
def test_smoothing_in_pieces_is_smoothing_at_once(beta):
    series = np.random.default_rng(1).lognormal(size=5000)
    smoothed = Smoothed(beta)
    for end in (1, 2, 700, 5000):
        smoothed.update(series[:end])
    np.testing.assert_allclose(smoothed.values, weighted_average(series, beta), rtol=1e-6)
