"""A stopwatch counts its stretches and nothing in between."""

import pytest

from playground.gui.training import stopwatch


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(stopwatch, "time", clock)
    return clock


def test_stretches_add_up_and_rests_do_not_count(clock):
    watch = stopwatch.Stopwatch()
    clock.now += 5
    assert watch.seconds == 0
    for _ in range(2):
        watch.go(True)
        clock.now += 3
    assert watch.seconds == 6
    watch.go(False)
    clock.now += 50
    watch.go(False)
    assert watch.seconds == 6


def test_a_reset_counts_anew_and_goes_on_going(clock):
    watch = stopwatch.Stopwatch()
    watch.reset(20)
    clock.now += 1
    assert watch.seconds == 20
    watch.go(True)
    clock.now += 4
    watch.reset()
    assert watch.seconds == 0
    clock.now += 2
    assert watch.seconds == 2
