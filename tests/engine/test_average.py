"""Exponentially weighted averages with bias correction."""

import numpy as np
import pytest

from playground.engine import EngineError
from playground.engine.average import WeightedAverage, weighted_average


def plain(x, beta):
    v, averages = 0.0, []
    for t, value in enumerate(x, 1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t))
    return averages


@pytest.mark.parametrize("beta", [0, 0.5, 0.98, 0.9999])
@pytest.mark.parametrize("n", [1, 63, 64, 65, 1000])
def test_equals_the_plain_loop(beta, n):
    x = np.random.default_rng(0).normal(3, 1, n)
    np.testing.assert_allclose(weighted_average(x, beta), plain(x, beta), rtol=1e-11)


def test_values_may_come_in_pieces():
    x, average = np.random.default_rng(1).normal(size=500), WeightedAverage(0.9)
    pieces = [average.extend(x[a:b]) for a, b in [(0, 1), (1, 1), (1, 70), (70, 71), (71, 500)]]
    np.testing.assert_allclose(np.concatenate(pieces), plain(x, 0.9), rtol=1e-10, atol=1e-14)


def test_a_constant_is_its_own_average_from_the_first_value_on():
    np.testing.assert_allclose(weighted_average(np.full(300, 7.0), 0.99), 7, rtol=1e-12)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_spoils_only_what_comes_after(bad):
    x = np.random.default_rng(2).normal(size=200)
    expected = plain(x, 0.9)
    x[100] = bad
    average = WeightedAverage(0.9)
    found = average.extend(x)
    np.testing.assert_allclose(found[:100], expected[:100], rtol=1e-10, atol=1e-14)
    assert np.isnan(found[100:]).all()
    assert np.isnan(average.extend(np.ones(3))).all()


@pytest.mark.parametrize("beta", [-0.1, 1, 2])
def test_beta_is_at_least_0_and_below_1(beta):
    with pytest.raises(EngineError, match="beta: "):
        WeightedAverage(beta)


def test_without_the_correction_it_starts_at_0():
    x = np.random.default_rng(3).normal(5, 1, 200)
    v, expected = 0.0, []
    for value in x:
        v = 0.98 * v + 0.02 * value
        expected.append(v)
    average = WeightedAverage(0.98, corrected=False)
    found = np.concatenate([average.extend(x[:70]), average.extend(x[70:])])
    np.testing.assert_allclose(found, expected, rtol=1e-11)
    assert found[0] == pytest.approx(0.02 * x[0])
