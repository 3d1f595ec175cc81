"""How studies write numbers and lists into their sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from playground.settings import Settings, changed, number_text


def percent(fraction: float) -> str:
    """A fraction as per cent, with as many digits as tell: ``"15 %"``, ``"0.5 %"``."""
    if not math.isfinite(fraction):
        return "–"
    return f"{round(100 * fraction, 2):g} %".replace("-", "−")


def error_text(error: float, task: str) -> str:
    """An error as its task measures it: per cent of examples, or a root mean square."""
    if task == "regression":
        return f"{error:.4g}" if math.isfinite(error) else "–"
    return percent(error)


def listed(words: Iterable[object]) -> str:
    """``"a, b and c"``."""
    texts = [str(word) for word in words]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def count(number: int, noun: str) -> str:
    """``"1 run"``, ``"2,000 runs"``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def choice_text(chosen: Settings) -> str:
    """The name of what is chosen, and those of its constants that are not the usual ones."""
    special = [
        f"{entry.path.replace('_', ' ')} {value_text(entry.value)}"
        for entry in changed(type(chosen)(), chosen)
    ]
    return f"{chosen.name} ({', '.join(special)})" if special else chosen.name


def value_text(value: Any) -> str:
    """The value of a setting, short enough for a legend and as the command line takes it."""
    if isinstance(value, Settings):
        return choice_text(value)
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "-".join(map(str, value)) or "none"
    return str(value) or "none"
