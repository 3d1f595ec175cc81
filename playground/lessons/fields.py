"""The kinds of key a step of a lesson has beside text and numbers."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from playground.data.errors import DataError
from playground.dataclass import dataclass
from playground.lessons.conditions import Condition, Expression
from playground.limits import MOST_LESSON_ENTRIES
from playground.settings import Setting, SettingError, Settings, join, no_such_setting, settings_of
from playground.settings.setting import Kind


@dataclass(frozen=True, eq=False)
class Changes:
    """Settings as an experiment file writes them, to be put into an experiment.

    Attributes
    ----------
    content : mapping
        Tables within tables, by the parts of the dotted names; empty for none.
    """

    content: Mapping[str, Any]

    def __bool__(self) -> bool:
        return bool(self.content)


class Formula(Kind):
    """A formula over measured names, or a condition; None where there is none."""

    type = Expression

    def __init__(self, cls: builtins.type[Expression]) -> None:
        self._cls = cls

    def check(self, setting, value, path):
        if value is None or isinstance(value, Expression):
            return value
        if not isinstance(value, str):
            raise SettingError(path, f"{value!r} is not text; write it in quotation marks.")
        try:
            return self._cls.parsed(value)
        except DataError as error:
            raise SettingError(path, str(error)) from None


class Verdict(Formula):
    """A condition, or true where nothing measured decides; None for a wrong answer."""

    def __init__(self) -> None:
        super().__init__(Condition)

    def check(self, setting, value, path):
        return value if value is True else super().check(setting, value, path)


class Table(Kind):
    """Settings by their dotted names."""

    type = Changes

    def check(self, setting, value, path):
        if isinstance(value, Changes):
            return value
        if not isinstance(value, dict):
            raise SettingError(path, f"{value!r} is not a table of settings; write [{path}].")
        return Changes(value)


class Several(Kind):
    """A list, every one of its items checked by `item`."""

    type = tuple

    def __init__(self, item: Kind) -> None:
        self.item = item

    def check(self, setting, value, path):
        if not isinstance(value, (list, tuple)):
            raise SettingError(path, f"{value!r} is not a list; write it in square brackets.")
        if len(value) > MOST_LESSON_ENTRIES:
            raise SettingError(
                path, f"{len(value):,} entries are too many; at most {MOST_LESSON_ENTRIES} may be."
            )
        items = enumerate(value, start=1)
        return tuple(self.item.check(setting, item, join(path, str(n))) for n, item in items)


class Word(Kind):
    """A name."""

    type = str

    def check(self, setting, value, path):
        if not isinstance(value, str) or not value.strip():
            raise SettingError(path, f"{value!r} is not a name.")
        return value


class Entry(Kind):
    """A table that is made into one of some small settings."""

    type = Settings

    def __init__(self, cls: builtins.type[Settings]) -> None:
        self._cls = cls

    def check(self, setting, value, path):
        if isinstance(value, self._cls):
            return value
        if not isinstance(value, dict):
            raise SettingError(
                path, f"{value!r} is not a table; write [[{path.partition('.')[0]}]]."
            )
        return made(self._cls, value, path)


def made(cls: type[Settings], content: Mapping[str, Any], path: str = "") -> Any:
    """Settings of a class from a table that stands at `path`.

    Raises
    ------
    SettingError
        When a key does not exist, or has a value it cannot have.
    """
    known = settings_of(cls)
    for key in content:
        if key not in known:
            raise SettingError(join(path, key), no_such_setting(key, known, "key"))
    try:
        return cls(**content)
    except SettingError as error:
        raise error.below(path) from None


def _key(rules: Kind, default: Any, label: str, help: str, **words: Any) -> Any:
    setting = Setting(rules=rules, label=label, help=help, **words)
    if isinstance(default, Changes):
        return field(default_factory=lambda: Changes({}), metadata={"setting": setting})
    return field(default=default, metadata={"setting": setting})


def expression(*, label: str, help: str) -> Any:
    """A key that holds a formula over measured names, or None."""
    return _key(Formula(Expression), None, label, help)


def condition(*, label: str, help: str) -> Any:
    """A key that holds a condition over measured names, or None."""
    return _key(Formula(Condition), None, label, help)


def verdict(*, label: str, help: str) -> Any:
    """A key that holds a condition, True, or None."""
    return _key(Verdict(), None, label, help)


def conditions(*, label: str, help: str) -> Any:
    """A key that holds a list of conditions."""
    return _key(Several(Formula(Condition)), (), label, help)


def changes(*, label: str, help: str) -> Any:
    """A key that holds settings by their dotted names."""
    return _key(Table(), Changes({}), label, help)


def words(*, label: str, help: str) -> Any:
    """A key that holds a list of names."""
    return _key(Several(Word()), (), label, help)


def entries(cls: type[Settings], *, label: str, help: str) -> Any:
    """A key that holds tables, each made into a `cls`."""
    return _key(Several(Entry(cls)), (), label, help)
