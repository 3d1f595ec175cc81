"""Numbers as a person reads them: four significant digits, thousands separated."""

from __future__ import annotations

import math


def number_text(value: float) -> str:
    """A number with four significant digits; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e9 else f"{value:.4g}".replace("-", "−")


def percent_text(value: float) -> str:
    """A fraction as per cent; a dash where there is none."""
    return f"{100 * value:.2f} %" if math.isfinite(value) else "–"
