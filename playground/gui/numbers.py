"""Numbers as a person reads them: few significant digits, thousands separated."""

from __future__ import annotations

import math


def number_text(value: float, digits: int = 4) -> str:
    """A number with so many significant digits; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    if 10**digits <= abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.{digits}g}".replace("-", "−")


def percent_text(value: float, digits: int = 4) -> str:
    """A fraction as per cent, with so many digits from the tens on; a dash where there is none."""
    return f"{100 * value:.{max(0, digits - 2)}f} %" if math.isfinite(value) else "–"
