"""The record of a run: nothing lost, nothing changed behind a reader's back."""

import numpy as np
import pytest

from playground.experiment import cost_cells
from playground.experiment import history as history_module
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


# ---------------------------------------------------------------------- long runs


@pytest.fixture
def short(monkeypatch):
    """Histories that condense what is older than a few points."""
    monkeypatch.setattr(history_module, "DETAILED_STEPS", 1 << 12)
    monkeypatch.setattr(history_module, "DETAILED_EVALUATIONS", 1 << 10)
    monkeypatch.setattr(history_module, "MOST_OLDER", 1 << 7)
    monkeypatch.setattr(cost_cells, "MOST", 1 << 6)
    monkeypatch.setattr(cost_cells, "_BLOCK", 1 << 8)


def long_run(steps: int) -> tuple[History, np.ndarray, np.ndarray]:
    """A history of as many evaluations as steps, and what was recorded."""
    rng = np.random.default_rng(1)
    costs, history = rng.lognormal(size=steps), History()
    rows = rng.lognormal(size=(steps, len(EVALUATION_COLUMNS)))
    rows[:, 0] = rows[:, 1] = np.arange(steps)
    for cost, row in zip(costs.tolist(), rows.tolist()):
        history.add_evaluation(*row)
        history.add_step(cost)
    return history, costs, rows


@pytest.mark.parametrize("steps", [4_000, 8_192, 8_193, 20_000, 40_001])
def test_a_run_of_any_length_takes_bounded_memory_and_keeps_the_last_points(short, steps):
    history, costs, rows = long_run(steps)
    assert history.n_steps == history.n_evaluations == steps
    assert len(history.batch_costs) <= 1 << 13 and len(history.cells.low) <= 1 << 6
    assert len(history.evaluations) <= (1 << 7) + (1 << 11)
    detailed = min(steps, 1 << 12)
    np.testing.assert_array_equal(history.batch_costs[-detailed:], costs[-detailed:])
    np.testing.assert_array_equal(
        history.evaluations[-min(steps, 1 << 10) :], rows[-min(steps, 1 << 10) :]
    )
    assert history.first + len(history.batch_costs) == steps


def test_of_what_is_long_past_the_extremes_remain(short):
    history, costs, rows = long_run(30_000)
    cells = history.cells
    stretches = costs[: cells.steps].reshape(-1, cells.width)
    np.testing.assert_array_equal(cells.low, stretches.min(axis=1))
    np.testing.assert_array_equal(cells.high, stretches.max(axis=1))
    np.testing.assert_allclose(cells.mean, stretches.mean(axis=1))
    train, dev = EVALUATION_COLUMNS.index("train_cost"), EVALUATION_COLUMNS.index("dev_cost")
    kept = history.evaluations
    assert kept[:, dev].min() == rows[:, dev].min() == history.best()["dev_cost"]
    assert kept[:, train].max() == rows[:, train].max()
    assert kept[0].tolist() == rows[0].tolist()
    assert (np.diff(kept[:, 0]) > 0).all()
    assert {tuple(row) for row in kept.tolist()} <= {tuple(row) for row in rows.tolist()}


def test_a_mirror_of_a_long_run_is_the_same_however_late_it_asks(short):
    rng, mark = np.random.default_rng(2), (0, 0)
    source, mirror, late = History(), History(), None
    for step in range(40_000):
        source.add_step(rng.normal())
        source.add_evaluation(*evaluation(step, rng.normal()))
        if step % 1_000 == 0 and not 15_000 < step < 35_000:
            points = source.since(mark)
            mirror.extend(points)
            mark = source.mark()
            late = points if late is None else late.followed_by(points)
    mirror.extend(source.since(mark))
    copy = History()
    copy.extend(late.followed_by(source.since(mark)))
    for other in (mirror, copy):
        assert other.mark() == source.mark() and other.older.rows == source.older.rows
        np.testing.assert_array_equal(other.batch_costs, source.batch_costs)
        np.testing.assert_array_equal(other.cells.mean, source.cells.mean)
        np.testing.assert_array_equal(other.evaluations, source.evaluations)


@pytest.mark.parametrize("steps", [100, 9_000, 29_000])
def test_the_beginning_of_a_long_run_ends_where_it_should(short, steps):
    history, costs, _ = long_run(30_000)
    beginning = history.until(steps, steps)
    assert beginning.n_steps == steps
    assert 0 <= steps - 1 - beginning.latest["step"] < history.older.width
    assert beginning.batch_costs.max() <= costs[: steps + history.cells.width].max()
    if steps >= history.first:
        np.testing.assert_array_equal(
            beginning.batch_costs, costs[:steps][-len(beginning.batch_costs) :]
        )
