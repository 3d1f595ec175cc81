"""How a slider's positions stand for values. Qt-free."""

from __future__ import annotations

import math

from playground.settings import Setting

#: The number of positions of a slider, less one.
POSITIONS = 400

#: A linear range wider than this is for typing: a slider could not hit a value in it.
WIDEST = 1000


class SliderScale:
    """Maps between the values of a numeric setting and slider positions ``0..POSITIONS``.

    A logarithmic scale of a setting that may be 0 gives position 0 the value 0. Values come
    out with two or three significant digits: a slider is for rough choices, a field for exact
    ones.

    Parameters
    ----------
    setting : Setting
        Of kind ``int`` or ``float``, with `Setting.slider` or both bounds.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        low, high = setting.slider or (setting.minimum, setting.maximum)
        self.low: float = low
        self.high: float = high
        self._whole = setting.kind is int
        self._log = setting.scale == "log"
        self._has_zero = self._log and setting.minimum == 0

    @staticmethod
    def suits(setting: Setting) -> bool:
        """Whether a setting has a range that a slider can run through."""
        if setting.kind not in (int, float):
            return False
        if setting.slider is not None:
            return True
        if setting.minimum is None or setting.maximum is None:
            return False
        if setting.scale == "log":
            return setting.minimum > 0
        return setting.maximum - setting.minimum <= WIDEST

    def position(self, value: float) -> int:
        """The position nearest to `value`; its end where the value lies beyond."""
        if self._has_zero and value < self.low:
            return 0
        inside = min(max(value, self.low), self.high)
        if self._log:
            share = math.log(inside / self.low) / math.log(self.high / self.low)
        else:
            share = (inside - self.low) / (self.high - self.low)
        first = 1 if self._has_zero else 0
        return first + round(share * (POSITIONS - first))

    def value(self, position: int) -> float:
        """The rounded value at a position."""
        first = 1 if self._has_zero else 0
        if position < first:
            return 0.0
        share = (position - first) / (POSITIONS - first)
        if self._log:
            exact = self.low * (self.high / self.low) ** share
        else:
            exact = self.low + (self.high - self.low) * share
        if self._whole:
            return round(exact) if exact < 100 else round(float(f"{exact:.2g}"))
        return self._rounded(exact)

    def stepped(self, value: float, direction: int) -> float:
        """The next value a person would name, above (1) or below (-1) `value`.

        1, 3 and 10 times the powers of ten on a logarithmic scale (1, 2, 5 and 10 for whole
        numbers), a hundredth of the slider on a linear one, as far as the setting allows.
        """
        setting = self._setting
        lowest = self.low if setting.minimum is None else setting.minimum
        highest = self.high if setting.maximum is None else setting.maximum
        if self._log:
            beyond = self._next_named(value, direction)
        else:
            size = self._named_at_most((self.high - self.low) / 100)
            beyond = round((round(value / size) + direction) * size, 12)
        beyond = min(max(beyond, lowest), highest)
        outside = (setting.open_minimum and beyond <= lowest) or (
            setting.open_maximum and beyond >= highest
        )
        return value if outside else setting.kind(beyond)

    def _next_named(self, value: float, direction: int) -> float:
        if self._has_zero and direction < 0 and value <= self.low:
            return 0.0
        if value < self.low and self._has_zero:
            return self.low
        decade = math.floor(math.log10(value))
        factors = (1, 2, 5) if self._whole else (1, 3)
        named = [f * 10.0**k for k in (decade - 1, decade, decade + 1) for f in factors]
        if direction > 0:
            return float(f"{min(n for n in named if n > value * (1 + 1e-9)):.1g}")
        return float(f"{max(n for n in named if n < value * (1 - 1e-9)):.1g}")

    def _named_at_most(self, size: float) -> float:
        """The largest of 1, 2 and 5 times a power of ten that is no larger than `size`."""
        decade = math.floor(math.log10(size) + 1e-9)
        steps = [f * 10.0**decade for f in (1, 2, 5) if f * 10.0**decade <= size * (1 + 1e-9)]
        step = max(steps)
        return max(1.0, step) if self._whole else step

    def _rounded(self, exact: float) -> float:
        if self._log:
            return float(f"{exact:.2g}")
        # Keep the decimals that two neighbouring positions need, and no more.
        step = (self.high - self.low) / POSITIONS
        decimals = max(0, math.ceil(-math.log10(step)))
        value = round(exact, decimals)
        # A bound that is out itself: the last value before it.
        if self._setting.open_maximum and value >= self._setting.maximum:
            value = round(self._setting.maximum - 10**-decimals, decimals)
        if self._setting.open_minimum and value <= self._setting.minimum:
            value = round(self._setting.minimum + 10**-decimals, decimals)
        return value
