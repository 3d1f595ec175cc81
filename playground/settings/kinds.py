"""What the values of each kind of setting look like, as values and as typed text."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable
from typing import Any

from playground.settings.base import Settings
from playground.settings.errors import SettingError
from playground.settings.registry import Registry
from playground.settings.setting import Setting
from playground.settings.wording import one_of

#: A decimal comma that cannot be one between thousands.
_DECIMAL_COMMA = re.compile(r"[+-]?(0?,\d+|\d+,(?!\d{3}$)\d+)(e[+-]?\d+)?", re.ASCII | re.I)

#: Commas between thousands.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)


def _in_bounds(setting: Setting, value: Any, path: str) -> Any:
    low, high = setting.minimum, setting.maximum
    too_low = low is not None and (value < low or (setting.open_minimum and value == low))
    too_high = high is not None and (value > high or (setting.open_maximum and value == high))
    if too_low or too_high:
        raise SettingError(path, f"{value!r} is not allowed; it must be {setting.range_text}.")
    return value


def _checked_bool(setting: Setting, value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not allowed; write true or false.")
    return value


def _checked_whole(setting: Setting, value: Any, path: str) -> int:
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not a whole number.")
    return _in_bounds(setting, int(value), path)


def _checked_number(setting: Setting, value: Any, path: str) -> float:
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise SettingError(path, f"{value!r} is not a number.")
    try:
        value = float(value)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise SettingError(path, f"{value!r} is not a finite number.")
    return _in_bounds(setting, value, path)


def _checked_text(setting: Setting, value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise SettingError(path, f"{value!r} is not text.")
    if setting.options and value not in setting.options:
        raise SettingError(path, f"{value!r} is not allowed; {one_of(setting.options)}.")
    return value


def _checked_sizes(setting: Setting, value: Any, path: str) -> tuple[int, ...]:
    if not isinstance(value, (tuple, list)):
        raise SettingError(path, f"{value!r} is not a list of whole numbers.")
    return tuple(_checked_whole(setting, item, path) for item in value)


def _checked_choice(setting: Setting, value: Any, path: str) -> Any:
    if type(value) not in setting.registry.values():
        noun = setting.registry.noun
        raise SettingError(path, f"{value!r} is no {noun}; {one_of(setting.names)}.")
    if value.name in setting.excluded:
        raise SettingError(path, f"'{value.name}' is not allowed here; {one_of(setting.names)}.")
    return value


def _checked_group(setting: Setting, value: Any, path: str) -> Settings:
    if not isinstance(value, Settings):
        raise SettingError(path, f"{value!r} is not a group of settings.")
    return value


#: By kind, what a value is checked and converted by; raises `SettingError`.
CHECKS: dict[type, Callable[[Setting, Any, str], Any]] = {
    bool: _checked_bool,
    int: _checked_whole,
    float: _checked_number,
    str: _checked_text,
    tuple: _checked_sizes,
    Registry: _checked_choice,
    Settings: _checked_group,
}


def _parsed_bool(setting: Setting, typed: str, path: str) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    if typed.lower() not in words:
        raise SettingError(path, f"'{typed}' is not allowed; write true or false.")
    return words[typed.lower()]


def _parsed_whole(setting: Setting, typed: str, path: str) -> int:
    # int() alone would take "1_000" and full-width digits; a person's "1,000" is meant well, and
    # "5,5" is not 55.
    plain = typed.replace(",", "") if _THOUSANDS.fullmatch(typed) else typed
    if not (plain.isascii() and plain.lstrip("+-").isdigit()):
        raise SettingError(path, f"'{typed}' is not a whole number.")
    return int(plain)


def _parsed_number(setting: Setting, typed: str, path: str) -> float:
    meant = typed.replace(",", ".") if _DECIMAL_COMMA.fullmatch(typed) else typed
    if typed.count(",") > 1 and _THOUSANDS.fullmatch(typed):
        meant = typed.replace(",", "")
    try:
        if "_" in typed or not typed.isascii():
            raise ValueError
        return float(meant)
    except ValueError:
        unclear = _THOUSANDS.fullmatch(typed)
        hint = f"; write {typed.replace(',', '')} or {typed.replace(',', '.')}" if unclear else ""
        raise SettingError(path, f"'{typed}' is not a number{hint}.") from None


def _parsed_sizes(setting: Setting, typed: str, path: str) -> tuple[int, ...]:
    words = typed.strip("()[]").replace(",", " ").replace("-", " ").split()
    if not all(word.isascii() and word.isdigit() for word in words):
        raise SettingError(path, f"'{typed}' is not a row of whole numbers such as 8, 4.")
    return tuple(int(word) for word in words)


def _parsed_choice(setting: Setting, typed: str, path: str) -> Any:
    return setting.registry.lookup(typed, path)()


def _parsed_group(setting: Setting, typed: str, path: str) -> Any:
    raise SettingError(path, "this is a group of settings; set one of them by its full path.")


#: By kind, what turns typed text into a value that is still to be checked.
PARSERS: dict[type, Callable[[Setting, str, str], Any]] = {
    bool: _parsed_bool,
    int: _parsed_whole,
    float: _parsed_number,
    str: lambda setting, typed, path: typed,
    tuple: _parsed_sizes,
    Registry: _parsed_choice,
    Settings: _parsed_group,
}
