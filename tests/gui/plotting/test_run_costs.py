"""The costs of a long run as a line: what is long past stays in the picture, spikes too."""

import numpy as np
import pytest

from playground.experiment import history as history_module
from playground.experiment.history import History
from playground.gui.plotting.series.run_costs import RunCosts

N = 30_000


@pytest.fixture
def costs():
    costs = np.random.default_rng(0).uniform(0.2, 0.4, N)
    costs[777] = 5.0  # among what is condensed
    return costs


@pytest.fixture
def shown(costs, monkeypatch):
    monkeypatch.setattr(history_module, "DETAILED_STEPS", 1 << 12)
    history, shown = History(), RunCosts()
    for start in range(0, N, 700):
        for cost in costs[start : start + 700].tolist():
            history.add_step(cost)
        shown.update(history)
    return shown


def test_the_outline_covers_everything(shown, costs):
    assert 0 < shown.first < N - (1 << 12) + 1 and len(shown) == N
    x, y = shown.outline(0, N, 600)
    assert (np.diff(x) >= 0).all() and x[0] < 100 and x[-1] > N - 100
    assert y.max() == pytest.approx(5.0) and abs(x[np.argmax(y)] - 777) < N / 300
    assert y.min() == pytest.approx(costs.min(), rel=1e-6)
    assert shown.highest == 5.0 and shown.lowest == pytest.approx(costs.min())


@pytest.mark.parametrize("first, last", [(0, 2_000), (20_000, 29_990), (29_900, 29_990)])
def test_a_part_of_it_is_the_part(shown, costs, first, last):
    x, y = shown.outline(first, last, 400)
    assert x.min() >= first - 64 and x.max() <= last + 64
    assert y.max() == pytest.approx(costs[first:last].max(), rel=1e-6)
    if first > shown.first and last - first < 400:
        np.testing.assert_array_equal(y, costs[first:last])


def test_a_value_is_that_of_its_step_or_the_mean_of_its_stretch(shown, costs):
    assert shown.value(N - 1) == costs[-1]
    assert shown.value(0) == pytest.approx(costs[:16].mean())
    x, y = shown.means(0, N, 50)
    assert len(x) <= 110 and (np.diff(x) > 0).all() and 0.2 < y.min() <= y.max() < 1
