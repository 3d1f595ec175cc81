"""The kinds of field a settings class can declare, one function each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from playground.settings.base import Settings
from playground.settings.kinds import (
    BOOLEAN,
    GROUP,
    INT_LIST,
    INTEGER,
    NUMBER,
    TEXT,
    Choice,
)
from playground.settings.registry import Registry
from playground.settings.setting import Setting


def _setting_field(default: Any, words: dict[str, Any]) -> Any:
    return field(default=default, metadata={"setting": Setting(**words)})


def number(default: float, *, label: str, **words: Any) -> Any:
    """A field holding a finite real number."""
    return _setting_field(float(default), dict(words, rules=NUMBER, label=label))


def integer(default: int, *, label: str, **words: Any) -> Any:
    """A field holding a whole number."""
    return _setting_field(default, dict(words, rules=INTEGER, label=label))


def boolean(default: bool, *, label: str, **words: Any) -> Any:
    """A field that is on or off."""
    return _setting_field(default, dict(words, rules=BOOLEAN, label=label))


def text(default: str, *, label: str, **words: Any) -> Any:
    """A field holding a line of text."""
    return _setting_field(default, dict(words, rules=TEXT, label=label))


def option(default: str, options: Mapping[str, str], *, label: str, **words: Any) -> Any:
    """A field holding one word out of `options`, which maps each word to its label."""
    words |= {"options": tuple(options), "option_labels": tuple(options.values())}
    return _setting_field(default, dict(words, rules=TEXT, label=label))


def int_list(default: tuple[int, ...], *, label: str, **words: Any) -> Any:
    """A field holding a row of whole numbers, such as the units of the hidden layers."""
    return _setting_field(default, dict(words, rules=INT_LIST, label=label))


def choice(registry: Registry, default: str, *, label: str, **words: Any) -> Any:
    """A field holding an instance of one of the classes of `registry`, with its settings."""
    setting = Setting(**words, rules=Choice(registry), label=label)
    return field(default_factory=lambda: registry[default](), metadata={"setting": setting})


def group(settings_class: type[Settings], *, label: str, **words: Any) -> Any:
    """A field holding further settings of one fixed class."""
    setting = Setting(**words, rules=GROUP, label=label)
    return field(default_factory=settings_class, metadata={"setting": setting})
