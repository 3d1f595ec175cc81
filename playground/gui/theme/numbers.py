"""Numbers as a person reads them: few significant digits, thousands separated."""

from __future__ import annotations

import math

#: What everyone sees at first.
DIGITS = 4


class _Preferred:
    """What the person at this window prefers; it concerns words on screen and nothing else."""

    digits = DIGITS


def prefer_digits(digits: int) -> None:
    """Let numbers be shown with so many significant digits where nothing else is asked for."""
    _Preferred.digits = digits


def number_text(value: float, digits: int | None = None) -> str:
    """A number with so many significant digits; a dash where there is none."""
    digits = digits or _Preferred.digits
    if not math.isfinite(value):
        return "–"
    if 10**digits <= abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.{digits}g}".replace("-", "−")


def percent_text(value: float) -> str:
    """A fraction as per cent, with the preferred digits; a dash where there is none."""
    return f"{100 * value:.{max(0, _Preferred.digits - 2)}f} %" if math.isfinite(value) else "–"
