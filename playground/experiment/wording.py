"""How studies write numbers and lists into their sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playground.settings import Entry, Setting, Settings, changed, number_text


def percent(fraction: float) -> str:
    """A fraction as per cent, with as many digits as tell: ``"15 %"``, ``"0.5 %"``."""
    if not math.isfinite(fraction):
        return "–"
    if abs(fraction) >= 10:
        return f"{measured(100 * fraction)} %"
    return f"{round(100 * fraction, 2) + 0.0:g} %".replace("-", "−")  # no −0


def error_text(error: float, task: str) -> str:
    """An error as its task measures it: per cent of examples, or a root mean square."""
    if task == "regression":
        return measured(error) if math.isfinite(error) else "–"
    return percent(error)


def listed(words: Iterable[object]) -> str:
    """``"a, b and c"``."""
    texts = [str(word) for word in words]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def measured(number: float, digits: int = 4) -> str:
    """A number that was measured, to so many significant digits, its thousands separated."""
    text = f"{number + 0.0:.{digits}g}"  # no −0
    if 1000 <= abs(float(text)) < 1e15:
        text = f"{float(text):,.15g}"
    return text.replace("-", "−")


def told_apart(numbers: Sequence[float], digits: int = 4) -> list[str]:
    """Different numbers in words that differ, with so many significant digits or as it takes."""
    texts = [measured(number, digits) for number in numbers]
    while len(set(texts)) < len(set(numbers)) and digits < 12:
        digits += 1
        texts = [measured(number, digits) for number in numbers]
    return texts


def count(number: int, noun: str) -> str:
    """``"1 run"``, ``"2,000 runs"``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def choice_text(chosen: Settings) -> str:
    """What is chosen by its name in files, with those constants that are not the usual ones."""
    return _with_constants(chosen.name, chosen)


def choice_label(chosen: Settings) -> str:
    """What is chosen as a person calls it, with those constants that are not the usual ones."""
    # A setting of its own may be called label.
    return _with_constants(type(chosen).label, chosen)


def _with_constants(name: str, chosen: Settings) -> str:
    special = [
        f"{entry.path.replace('_', ' ')} {_constant(entry)}"
        for entry in changed(type(chosen)(), chosen)
    ]
    return f"{name} ({', '.join(special)})" if special else name


def _constant(entry: Entry) -> str:
    # Where a file lies says nothing elsewhere.
    is_file = entry.setting.format == "file" and entry.value
    return Path(entry.value).name if is_file else value_text(entry.value)


def value_text(value: Any, setting: Setting | None = None) -> str:
    """The value of a setting, short enough for a legend.

    Parameters
    ----------
    value : any
    setting : Setting, optional
        Knows what people call the words among which it lets them choose, and what none means.
    """
    if setting is not None and setting.zero and value == 0:
        return setting.zero
    if setting is not None and value in setting.options:
        return setting.option_labels[setting.options.index(value)]
    if isinstance(value, Settings):
        return choice_label(value)
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(each, int) for each in value):
            return "-".join(map(str, value)) or "none"
        return ", ".join(map(value_text, value))
    return str(value) or (setting.empty if setting is not None else "") or "none"


def short_name(setting: Setting) -> str:
    """What a setting is called beside its value, in the middle of a line: ``"L2 penalty"``."""
    name = setting.label.partition(" (")[0]
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]
