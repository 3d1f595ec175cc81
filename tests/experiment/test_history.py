"""The record of a run: nothing lost, nothing changed behind a reader's back."""

import numpy as np
import pytest

from playground.experiment.history import EVALUATION_COLUMNS, History


def evaluation(epoch: int, dev_cost: float) -> list[float]:
    row = dict.fromkeys(EVALUATION_COLUMNS, 0.0) | {"epoch": epoch, "dev_cost": dev_cost}
    return list(row.values())


def test_points_handed_on_in_pieces_make_the_same_history():
    source, mirror, mark = History(), History(), (0, 0)
    rng = np.random.default_rng(0)
    for epoch in range(40):
        for _ in range(int(rng.integers(0, 200))):
            source.add_step(rng.normal())
        source.add_evaluation(*evaluation(epoch, rng.normal()))
        if rng.random() < 0.3:
            mirror.extend(source.since(mark))
            mark = source.mark()
    mirror.extend(source.since(mark))
    np.testing.assert_array_equal(mirror.batch_costs, source.batch_costs)
    np.testing.assert_array_equal(mirror.evaluations, source.evaluations)


def test_points_that_do_not_follow_are_refused():
    source, mirror = History(), History()
    source.add_step(1.0)
    points = source.since((0, 0))
    mirror.extend(points)
    with pytest.raises(ValueError, match="do not follow"):
        mirror.extend(points)


def test_points_put_together_are_the_points_of_both():
    history = History()
    history.add_step(1.0)
    first, mark = history.since((0, 0)), history.mark()
    history.add_step(2.0)
    history.add_evaluation(*evaluation(1, 3.0))
    both = first.followed_by(history.since(mark))
    assert both.first == 0
    assert both.batch_costs.tolist() == [1.0, 2.0]
    assert both.evaluations.shape == (1, len(EVALUATION_COLUMNS))


def test_a_view_taken_early_keeps_its_values_while_the_history_grows():
    history = History()
    for value in range(1000):
        history.add_step(value)
    early = history.batch_costs
    for _ in range(100_000):
        history.add_step(-1.0)
    assert early.tolist() == list(range(1000))


def test_best_is_the_lowest_and_ignores_what_is_missing():
    history = History()
    assert history.best() == {}
    history.add_evaluation(*evaluation(0, float("nan")))
    assert history.best() == {}
    for epoch, cost in enumerate([0.5, 0.2, 0.3], start=1):
        history.add_evaluation(*evaluation(epoch, cost))
    assert history.best()["epoch"] == 2
    assert history.latest["dev_cost"] == 0.3
