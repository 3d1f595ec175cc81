"""Learning-rate schedules against the tables of the notes."""

import pytest

from playground.engine.schedules import schedules


def rates(schedule, alpha0, epochs, step=1):
    return [schedule.rate(alpha0, epoch, step) for epoch in epochs]


def test_inverse_time_is_the_table_of_cs230():
    found = rates(schedules["inverse_time"](decay=1), 0.2, [1, 2, 3, 4])
    assert found == pytest.approx([0.1, 0.2 / 3, 0.05, 0.04], rel=1e-15)


def test_exponential():
    found = rates(schedules["exponential"](base=0.95), 1.0, [1, 2, 10])
    assert found == pytest.approx([0.95, 0.9025, 0.95**10])


def test_inverse_square_roots():
    by_epoch, by_step = schedules["inverse_sqrt_epoch"](k=3), schedules["inverse_sqrt_step"](k=3)
    assert rates(by_epoch, 0.1, [1, 4, 9], step=100) == pytest.approx([0.3, 0.15, 0.1])
    assert [by_step.rate(0.1, 7, t) for t in (1, 4, 9)] == pytest.approx([0.3, 0.15, 0.1])


def test_staircase_falls_where_the_epoch_is_a_multiple():
    found = rates(schedules["staircase"](factor=0.5, every=3), 1.0, range(1, 8))
    assert found == [1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


def test_inverse_staircase():
    """alpha0 / (1 + k) on stair k."""
    found = rates(schedules["inverse_staircase"](every=3), 1.2, range(1, 10))
    assert found == pytest.approx([1.2, 1.2, 0.6, 0.6, 0.6, 0.4, 0.4, 0.4, 0.3])


def test_epochs_from_0_begin_with_the_whole_rate():
    """As in the other edition of the notes: alpha0 0.2, decay 1, one stair every 2 epochs."""
    found = rates(schedules["inverse_time"](decay=1, first_epoch=0), 0.2, [1, 2, 3, 4])
    assert found == pytest.approx([0.2, 0.1, 0.2 / 3, 0.05])
    found = rates(schedules["staircase"](factor=0.5, every=2, first_epoch=0), 0.2, range(1, 6))
    assert found == pytest.approx([0.2, 0.2, 0.1, 0.1, 0.05])
    found = rates(schedules["inverse_staircase"](every=2, first_epoch=0), 0.2, range(1, 6))
    assert found == pytest.approx([0.2, 0.2, 0.1, 0.1, 0.2 / 3])


@pytest.mark.parametrize("name", ["constant", "manual"])
def test_the_rate_a_person_sets_stays(name):
    assert rates(schedules[name](), 0.3, [1, 50, 1000], step=10**6) == [0.3, 0.3, 0.3]


def test_all_are_there_and_none_raises_the_rate():
    assert set(schedules) == {
        "constant", "inverse_time", "exponential", "inverse_sqrt_epoch", "inverse_sqrt_step",
        "staircase", "inverse_staircase", "manual",
    }  # fmt: skip
    for cls in schedules.values():
        found = [cls().rate(0.1, epoch, 10 * epoch) for epoch in range(1, 30)]
        assert found == sorted(found, reverse=True)
        assert 0 < found[-1] <= 0.1
