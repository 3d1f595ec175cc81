"""Command: what one word of the command line takes and does, and the registry of them all."""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from playground.cli.arguments import parser_for
from playground.lazy_registry import LazyRegistry


class Command:
    """Base of all commands: a subclass says what it takes and does it, and is registered.

    Attributes
    ----------
    name : str
        The word on the command line.
    help : str
        What it does in a few words, for the list of all commands.
    description : str
        The same in sentences, for a page of its own.
    """

    name = ""
    help = ""
    description = ""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Let `parser` take what the command needs."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit code, see `playground.cli`."""
        raise NotImplementedError

    def __call__(self, argv: Sequence[str]) -> int:
        """Do what the words after the name of the command ask for; the exit code."""
        parser = parser_for(self.name, self.description)
        self.add_arguments(parser)
        return self.run(parser.parse_args(argv))


Making = Callable[[], Command]
"""What makes a command: its class, or what another registry offers."""

_Class = TypeVar("_Class", bound=type[Command])


class Commands(LazyRegistry[Any]):
    """All commands by name; a module is imported once its command is asked for.

    Parameters
    ----------
    modules : mapping of str to str
        A row for each command: its name, and the module whose import registers it.
    family : str
        A module with a function ``commands()``, which gives, by name, the commands that come from
        another registry.
    """

    def __init__(self, modules: Mapping[str, str], family: str) -> None:
        super().__init__("command", **modules)
        self._family = family

    def register(
        self, name: str, *, help: str, description: str = ""
    ) -> Callable[[_Class], _Class]:
        """Decorate a `Command` so that it becomes the command `name`."""
        enter = super().register(name)

        def entered(cls: _Class) -> _Class:
            cls.help = help
            cls.description = description or f"{help[:1].upper()}{help[1:]}."
            return enter(cls)

        return entered

    def __getitem__(self, name: str) -> Making:
        if super().__contains__(name):
            return super().__getitem__(name)
        return self._further()[name.replace("_", "-")]

    def __contains__(self, name: object) -> bool:
        if super().__contains__(name):
            return True
        # A file needs no look at the family, which takes a while.
        is_word = isinstance(name, str) and _WORD.fullmatch(name)
        return bool(is_word) and str(name).replace("_", "-") in self._further()

    def __iter__(self) -> Iterator[str]:
        yield from self._rows
        yield from self._further()
        yield from [name for name in self._classes if name not in self._rows]

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _further(self) -> Mapping[str, Making]:
        return importlib.import_module(self._family).commands()


#: What the name of a command may look like.
_WORD = re.compile(r"[a-z]+([-_][a-z]+)*")

commands = Commands(
    {
        "train": "playground.cli.train",
        "check": "playground.cli.check",
        "doctor": "playground.cli.doctor",
        "export": "playground.cli.export",
        "lesson": "playground.cli.lesson",
        "predict": "playground.cli.predict",
        "settings": "playground.cli.settings_table",
    },
    family="playground.cli.study",
)
