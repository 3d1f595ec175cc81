"""How often a frame is drawn."""

import pytest

from playground.gui.training.pace import FramePacer


def intervals(seconds, frames=200, flat_out=True):
    """The milliseconds to the next frame, after each of those that took so long."""
    pacer = FramePacer()
    pacer.flat_out = flat_out
    for _ in range(frames):
        pacer.count(seconds)
        yield pacer.interval


def test_frames_that_cost_little_come_thirty_times_a_second():
    assert set(intervals(0.002)) == {33}


@pytest.mark.parametrize("seconds", [0.004, 0.006])
def test_flat_out_all_frames_together_take_their_share_of_the_time(seconds):
    *_, last = intervals(seconds)
    assert 1000 * seconds / last == pytest.approx(FramePacer.SHARE, rel=0.02)


def test_however_much_a_frame_costs_ten_a_second_remain():
    *_, last = intervals(0.5)
    assert last == 100


def test_at_a_chosen_pace_no_step_is_lost_to_a_frame_so_none_is_left_out():
    assert set(intervals(0.02, flat_out=False)) == {33}


def test_one_slow_frame_changes_little():
    pacer = FramePacer()
    for _ in range(100):
        pacer.count(0.002)
    pacer.count(0.020)
    assert pacer.interval < 50
