"""Ranges and ticks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.gui.plotting.ranges import Growing, linear_ticks, log_ticks, round_up

numbers = st.floats(min_value=1e-12, max_value=1e12)


@given(numbers)
def test_rounding_up_never_wastes_a_third(value):
    assert value * (1 - 1e-9) <= round_up(value) <= value * 1.34


@given(st.floats(-1e6, 1e6), numbers, st.integers(2, 9))
def test_ticks_are_few_inside_and_all_different(low, span, most):
    high = low + span
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        return
    ticks = linear_ticks(low, high, most)
    assert len(ticks) <= most + 1
    slack = 1e-6 * (high - low)
    assert all(low - slack <= tick.value <= high + slack for tick in ticks)
    assert len({tick.value for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    "low, high, texts",
    [
        (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 20_000, ["0", "5,000", "10,000", "15,000", "20,000"]),
        (-1, 1, ["−1.0", "−0.5", "0", "0.5", "1.0"]),
        (0, 1.25, ["0", "0.25", "0.50", "0.75", "1.00", "1.25"]),
        (0, 4e7, ["0", "1·10⁷", "2·10⁷", "3·10⁷", "4·10⁷"]),
    ],
)
def test_numbers_are_written_for_people(low, high, texts):
    assert [tick.text for tick in linear_ticks(low, high, 5)] == texts


def test_a_log_axis_has_decades_and_finer_numbers_where_it_is_short():
    assert [tick.text for tick in log_ticks(-3, 1, 6)] == ["0.001", "0.01", "0.1", "1", "10"]
    assert [tick.text for tick in log_ticks(-9, -5, 3)] == ["10⁻⁸", "10⁻⁶"]
    short = log_ticks(math.log10(0.15), math.log10(0.6), 5)
    assert [tick.text for tick in short] == ["0.2", "0.5"]
    assert [round(10**tick.value, 6) for tick in short] == [0.2, 0.5]
    tiny = log_ticks(math.log10(0.3), math.log10(0.32), 5)
    assert len(tiny) >= 2
    assert all(0.2999 <= 10**tick.value <= 0.3201 for tick in tiny)


def test_no_ticks_on_an_axis_without_length():
    assert linear_ticks(1, 1, 5) == [] == log_ticks(1, 1, 5)


def test_an_axis_grows_in_steps_and_never_shrinks():
    axis = Growing(10)
    assert not axis.cover(7)
    assert axis.cover(11) and axis.end == 12
    assert not axis.cover(3) and not axis.cover(math.inf) and not axis.cover(math.nan)
    steps = sum(axis.cover(value) for value in range(12, 100_000))
    assert steps < 45
    axis.reset()
    assert axis.end == 10
