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
        self.low, self.high = setting.slider or (setting.minimum, setting.maximum)
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
