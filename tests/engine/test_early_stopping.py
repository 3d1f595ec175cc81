"""Early stopping: patience, what counts as better, the best parameters."""

import numpy as np
import pytest

from playground.engine import EngineError
from playground.engine.regularization.early_stopping import EarlyStopping


def watched(values, **words):
    """Feed values; theta of epoch e is (e, e)."""
    early = EarlyStopping(**words)
    for epoch, value in enumerate(values, 1):
        if early.update(value, np.full(2, float(epoch)), epoch):
            break
    return early, epoch


def test_stops_after_patience_epochs_without_improvement():
    early, epoch = watched([5, 4, 3, 3.5, 3.2, 3.1, 1], patience=3)
    assert (epoch, early.best, early.best_epoch) == (6, 3, 3)
    theta = np.zeros(2)
    early.restore_best(theta)
    assert theta.tolist() == [3, 3]


def test_an_improvement_starts_the_wait_anew():
    early, epoch = watched([5, 6, 4, 6, 3, 6, 2], patience=2)
    assert epoch == 7 and not early.should_stop and early.best == 2


def test_less_than_min_delta_is_no_improvement():
    early, epoch = watched([5, 4.95, 4.91], patience=2, min_delta=0.1)
    assert early.should_stop and (early.best, epoch) == (5, 3)
    early, _ = watched([5, 4.8], patience=2, min_delta=0.1)
    assert early.best == 4.8


def test_nan_is_no_improvement():
    early, epoch = watched([np.nan, np.nan], patience=2)
    assert early.should_stop and epoch == 2 and early.best_theta is None
    theta = np.ones(2)
    early.restore_best(theta)
    assert theta.tolist() == [1, 1]


def test_the_best_parameters_are_a_copy():
    early, theta = EarlyStopping(), np.ones(3)
    early.update(1.0, theta, 1)
    theta[...] = 9
    assert early.best_theta.tolist() == [1, 1, 1]


def test_a_state_goes_on_where_it_was():
    early, _ = watched([5, 4, 4.5], patience=3)
    other = EarlyStopping(patience=3)
    other.restore(early.state())
    for one in (early, other):
        assert not one.update(4.4, np.zeros(2), 4)
        assert one.update(4.3, np.zeros(2), 5)
    assert other.best_theta.tolist() == [2, 2] and other.best_epoch == 2
    fresh = EarlyStopping()
    fresh.restore(EarlyStopping().state())
    assert fresh.best_theta is None and fresh.best == np.inf


@pytest.mark.parametrize("words", [{"patience": 0}, {"min_delta": -1}, {"patience": 2.5}])
def test_bad_settings_are_refused(words):
    with pytest.raises(EngineError, match=next(iter(words))):
        EarlyStopping(**words)
