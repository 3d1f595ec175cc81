"""Command: what one word of the command line takes and does, and the registry of them all."""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from playground.cli.arguments import parser_for

_Command = TypeVar("_Command", bound="type[Command]")


class Command:
    """Base of all commands: a subclass says what it takes and does it.

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


class Commands(Mapping[str, Command]):
    """All commands by name; a module is imported once its command is asked for.

    Parameters
    ----------
    modules : mapping of str to str
        A row for each command: its name, and the module whose import registers it.
    families : sequence of str
        Modules with a function ``commands()``: those that come from another registry.
    """

    def __init__(self, modules: Mapping[str, str], families: Sequence[str] = ()) -> None:
        self._modules, self._families = dict(modules), tuple(families)
        self._commands: dict[str, Command] = {}

    def register(self, name: str, *, help: str, description: str = ""):
        """Decorate a `Command` so that it becomes the command `name`."""

        def enter(cls: _Command) -> _Command:
            cls.name, cls.help = name, help
            cls.description = description or f"{help[:1].upper()}{help[1:]}."
            self._commands[name] = cls()
            return cls

        return enter

    def discard(self, name: str) -> None:
        """Take a command out again; for tests that add one."""
        self._commands.pop(name, None)

    def __getitem__(self, name: str) -> Command:
        if name in self._modules:
            importlib.import_module(self._modules[name])
        if name in self._commands:
            return self._commands[name]
        return self._family()[name.replace("_", "-")]

    def __contains__(self, name: object) -> bool:
        if name in self._modules or name in self._commands:
            return True
        # A file needs no look at the families, which takes a while.
        return isinstance(name, str) and bool(_WORD.fullmatch(name)) and _has(self, name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._modules, *self._family(), *self._commands]))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _family(self) -> dict[str, Command]:
        modules = map(importlib.import_module, self._families)
        return {command.name: command for module in modules for command in module.commands()}


#: What the name of a command may look like.
_WORD = re.compile(r"[a-z]+([-_][a-z]+)*")


def _has(commands: Commands, name: str) -> bool:
    try:
        commands[name]
    except KeyError:
        return False
    return True


commands = Commands(
    {
        "train": "playground.cli.train",
        "check": "playground.cli.check",
        "export": "playground.cli.export",
        "predict": "playground.cli.predict",
        "settings": "playground.cli.settings_table",
    },
    families=["playground.cli.study"],
)
