"""Errors and other measures of predictions."""

import numpy as np
import pytest

from playground.engine import metrics


def test_the_error_is_the_share_that_is_wrong():
    Yhat, Y = np.array([[0.1, 0.5, 0.49, 0.9]]), np.array([[0, 1, 1, 0]])
    assert metrics.error(Yhat, Y) == 0.5  # 0.5 itself means yes


def test_of_several_rows_the_largest_counts():
    Yhat = np.array([[0.2, 0.1, 0.4], [0.3, 0.8, 0.3], [0.5, 0.1, 0.3]])
    assert metrics.error(Yhat, np.eye(3)[:, [2, 1, 0]]) == 0
    assert metrics.error(Yhat, np.eye(3)[:, [2, 2, 1]]) == pytest.approx(2 / 3)


def test_measures_of_a_regression():
    Yhat, Y = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    assert metrics.mean_squared_error(Yhat, Y) == 2.5
    assert metrics.root_mean_squared_error(Yhat, Y) == pytest.approx(2.5**0.5)
    assert metrics.error_of("regression", Yhat, Y) == pytest.approx(2.5**0.5)
    assert metrics.r_squared(Y, Y) == 1
    assert metrics.r_squared(np.full((1, 2), 2.0), np.array([[1.0, 3.0]])) == 0
    assert np.isnan(metrics.r_squared(Y, np.ones((2, 2))))
