"""Ranges and ticks of axes: round numbers, and ranges that grow in steps."""

from __future__ import annotations

import math

from playground.dataclass import dataclass

_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def round_up(value: float) -> float:
    """The next round number at or above a positive `value`: 0.7 -> 0.8, 1,100 -> 1,200."""
    power = 10.0 ** math.floor(math.log10(value))
    for digit in _ROUND:
        if digit * power >= value * (1 - 1e-9):
            return digit * power
    return 10 * power


class Growing:
    """The upper end of an axis that starts at 0: it grows in round steps and never shrinks.

    So the axis is drawn anew a few times in a whole run, not with every frame.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self.reset()

    def reset(self) -> None:
        """Start over."""
        self.end = self._least

    def cover(self, value: float) -> bool:
        """Grow until `value` is inside; whether that changed anything."""
        if not (math.isfinite(value) and value > self.end):
            return False
        self.end = round_up(value)
        return True


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, in the axis's own numbers, and what is written there."""

    value: float
    text: str


def linear_ticks(low: float, high: float, most: int) -> list[Tick]:
    """At most `most` round numbers between `low` and `high`, thousands separated."""
    span = high - low
    if not (math.isfinite(span) and span > 0) or most < 1:
        return []
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(digit * power for digit in (*_STEPS, 20.0) if digit * power >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if last <= first and most < 12:
        return linear_ticks(low, high, most + 1)  # one number alone tells no scale
    return [Tick(k * step, tick_text(k * step, step)) for k in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[Tick]:
    """Ticks for an axis that holds logarithms to base 10: decades, or 1-2-5 where few fit."""
    if not (math.isfinite(high - low) and high > low) or most < 1:
        return []
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(decades) < 2:
        exponents = range(math.floor(low), math.ceil(high) + 1)
        fine = [math.log10(digit) + e for e in exponents for digit in (1, 2, 5)]
        inside = [value for value in fine if low - 1e-9 <= value <= high + 1e-9]
        if len(inside) < 2:
            return [
                Tick(math.log10(tick.value), tick.text)
                for tick in linear_ticks(10**low, 10**high, most)
                if tick.value > 0
            ]
        return [Tick(value, _decimal(10**value)) for value in inside]
    every = math.ceil(len(decades) / most)
    return [Tick(float(e), _power_text(e)) for e in decades if e % every == 0]


def tick_text(value: float, step: float) -> str:
    """A tick's number with as many decimals as its step needs."""
    if value == 0:
        return "0"
    if max(abs(value), step) >= 1e7 or max(abs(value), step) < 1e-4:
        mantissa, exponent = f"{value:.2e}".split("e")
        return f"{float(mantissa):g}·10{_superscript(int(exponent))}".replace("-", "−")
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(round(step, decimals) - step) > 1e-9 * step:
        decimals += 1  # a step of 0.25
    return f"{value:,.{decimals}f}".replace("-", "−")


def _decimal(value: float) -> str:
    return f"{value:,.10g}" if 1e-4 <= value < 1e7 else f"{value:.0e}".replace("-", "−")


def _power_text(exponent: int) -> str:
    if -3 <= exponent <= 4:
        return f"{10.0**exponent:,.{max(0, -exponent)}f}"
    return f"10{_superscript(exponent)}"


def _superscript(exponent: int) -> str:
    return str(exponent).translate(_SUPERSCRIPTS)
