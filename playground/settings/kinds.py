"""The kinds of setting: what their values look like, as values and as typed text."""

from __future__ import annotations

import math
import numbers
import re
from typing import Any

from playground.settings.base import Settings
from playground.settings.errors import SettingError
from playground.settings.registry import Registry
from playground.settings.setting import Kind, Setting
from playground.settings.wording import one_of

#: A decimal comma that cannot be one between thousands.
_DECIMAL_COMMA = re.compile(r"[+-]?(0?,\d+|\d+,(?!\d{3}$)\d+)(e[+-]?\d+)?", re.ASCII | re.I)

#: Commas between thousands.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Boolean(Kind):
    """On or off."""

    type = bool

    def check(self, setting, value, path):
        if not isinstance(value, bool):
            raise SettingError(path, f"{value!r} is not allowed; write true or false.")
        return value

    def parse(self, setting, typed, path):
        if typed.lower() not in _TRUE + _FALSE:
            raise SettingError(path, f"'{typed}' is not allowed; write true or false.")
        return typed.lower() in _TRUE


class Integer(Kind):
    """A whole number."""

    type = int

    def check(self, setting, value, path):
        if not isinstance(value, numbers.Integral) or isinstance(value, bool):
            raise SettingError(path, f"{value!r} is not a whole number.")
        if abs(int(value)) > _LARGEST:  # of thousands of digits, which not even a sentence takes
            raise SettingError(path, "this whole number is too large.")
        return _in_bounds(setting, int(value), path)

    def parse(self, setting, typed, path):
        # int() alone would take "1_000" and full-width digits; a person's "1,000" is meant well,
        # and "5,5" is not 55.
        plain = typed.replace(",", "") if _THOUSANDS.fullmatch(typed) else typed
        if not (plain.isascii() and plain.lstrip("+-").isdigit()):
            raise SettingError(path, f"'{typed}' is not a whole number.")
        if len(plain) > len(str(_LARGEST)):
            raise SettingError(path, "this whole number is too large.")
        return int(plain)


class Number(Kind):
    """A finite real number."""

    type = float

    def check(self, setting, value, path):
        if not isinstance(value, numbers.Real) or isinstance(value, bool):
            raise SettingError(path, f"{value!r} is not a number.")
        try:
            value = float(value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise SettingError(path, f"{value!r} is not a finite number.")
        return _in_bounds(setting, value, path)

    def parse(self, setting, typed, path):
        meant = typed.replace(",", ".") if _DECIMAL_COMMA.fullmatch(typed) else typed
        if typed.count(",") > 1 and _THOUSANDS.fullmatch(typed):
            meant = typed.replace(",", "")
        try:
            if "_" in typed or not typed.isascii():
                raise ValueError
            return float(meant)
        except ValueError:
            unclear = _THOUSANDS.fullmatch(typed)
            hint = (
                f"; write {typed.replace(',', '')} or {typed.replace(',', '.')}" if unclear else ""
            )
            raise SettingError(path, f"'{typed}' is not a number{hint}.") from None


class Text(Kind):
    """A line of text, or one word out of some."""

    type = str

    def check(self, setting, value, path):
        if not isinstance(value, str):
            raise SettingError(path, f"{value!r} is not text.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise SettingError(
                path, f"{value!r} is not allowed: it holds bytes that are not UTF-8; rename it."
            ) from None
        if setting.options and value not in setting.options:
            raise SettingError(path, f"{value!r} is not allowed; {one_of(setting.options)}.")
        return value

    def parse(self, setting, typed, path):
        return typed


class IntList(Kind):
    """A row of whole numbers."""

    type = tuple

    def check(self, setting, value, path):
        if not isinstance(value, (tuple, list)):
            raise SettingError(path, f"{value!r} is not a list of whole numbers.")
        return tuple(INTEGER.check(setting, item, path) for item in value)

    def parse(self, setting, typed, path):
        words = typed.strip("()[]").replace(",", " ").replace("-", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 20 for word in words):
            raise SettingError(path, f"'{typed}' is not a row of whole numbers such as 8, 4.")
        return tuple(int(word) for word in words)


class Choice(Kind):
    """An instance of one of the classes of a registry."""

    type = Registry

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def check(self, setting, value, path):
        if type(value) not in self.registry.values():
            noun = self.registry.noun
            raise SettingError(path, f"{value!r} is no {noun}; {one_of(setting.names)}.")
        if value.name in setting.excluded:
            raise SettingError(
                path, f"'{value.name}' is not allowed here; {one_of(setting.names)}."
            )
        return value

    def parse(self, setting, typed, path):
        return self.registry.lookup(typed, path)()


class Group(Kind):
    """Further settings of one fixed class."""

    type = Settings

    def check(self, setting, value, path):
        if not isinstance(value, Settings):
            raise SettingError(path, f"{value!r} is not a group of settings.")
        return value

    def parse(self, setting, typed, path):
        raise SettingError(path, "this is a group of settings; set one of them by its full path.")


BOOLEAN, INTEGER, NUMBER, TEXT, INT_LIST, GROUP = (
    Boolean(),
    Integer(),
    Number(),
    Text(),
    IntList(),
    Group(),
)

#: No setting counts further.
_LARGEST = 10**30


def _in_bounds(setting: Setting, value: Any, path: str) -> Any:
    low, high = setting.minimum, setting.maximum
    too_low = low is not None and (value < low or (setting.open_minimum and value == low))
    too_high = high is not None and (value > high or (setting.open_maximum and value == high))
    if too_low or too_high:
        written = repr(value).removesuffix(".0")  # as a person writes it
        raise SettingError(path, f"{written} is not allowed; it must be {setting.range_text}.")
    return value
