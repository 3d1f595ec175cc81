"""``playground settings``: the reference table of every setting, straight from its declaration."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from playground.cli.command import Command, commands
from playground.experiment.spec import ExperimentSpec
from playground.settings import Registry, Setting, Settings, join, number_text, settings_of

_HEADER = (
    "| Setting | What it does | Allowed | Default | Takes effect |",
    "|---|---|---|---|---|",
)
_EFFECTS = {"live": "at once", "restart": "in a new run"}


@commands.register(
    "settings",
    help="print the reference table of every setting",
    description="Print every setting as a table in Markdown.",
)
class SettingsTable(Command):
    """Prints the table."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Print it."""
        print(settings_table())
        return 0


def settings_table() -> str:
    """All settings of an experiment as a table in Markdown."""
    return "\n".join([*_HEADER, *_rows(ExperimentSpec, "")])


def _rows(cls: type[Settings], prefix: str) -> Iterator[str]:
    defaults = cls()
    for name, setting in settings_of(cls).items():
        path, default = join(prefix, name), getattr(defaults, name)
        if setting.kind is Settings:
            yield from _rows(type(default), path)
            continue
        yield _row(f"`{path}`", setting, _text(default))
        if setting.kind is Registry:
            yield from _choice_rows(setting, path)


def _choice_rows(setting: Setting, path: str) -> Iterator[str]:
    """A row for each class, and one for each setting, which several of them may have."""
    shared: dict[tuple[str, Setting, str], list[str]] = {}
    for name in setting.names:
        cls = setting.registry[name]
        yield f"| &emsp;= `{name}` | {_escaped(f'{cls.label}. {cls.help}')} | | | |"
        defaults = cls()
        for inner, below in settings_of(cls).items():
            key = inner, below, _text(getattr(defaults, inner))
            shared.setdefault(key, []).append(name)
    for (inner, below, default), owners in shared.items():
        of = ", ".join(f"`{owner}`" for owner in owners)
        yield _row(f"&emsp;`{join(path, inner)}`<br>&emsp;of {of}", below, default)


def _row(name: str, setting: Setting, default: str) -> str:
    words = f"{setting.label}. {setting.help}" + (f" ({setting.notes})" if setting.notes else "")
    allowed = ", ".join(f"`{word}`" for word in setting.names) or _range(setting)
    cells = (
        name,
        _escaped(words),
        allowed,
        f"`{default}`" if default else "empty",
        _EFFECTS[setting.applies],
    )
    return f"| {' | '.join(cells)} |"


def _range(setting: Setting) -> str:
    kinds = {bool: "`true` or `false`", str: "text", tuple: "whole numbers", int: "a whole number"}
    kind = kinds.get(setting.kind, "a number")
    return " ".join(filter(None, [kind, setting.range_text, setting.unit and f"({setting.unit})"]))


def _text(value: Any) -> str:
    if isinstance(value, Settings):
        return value.name
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, (int, float)):
        return number_text(value)
    return shorten(value, 40, placeholder=" …")


def _escaped(words: str) -> str:
    return words.replace("|", "\\|")
