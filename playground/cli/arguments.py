"""Arguments that are refused with one sentence in place of a page of usage."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from typing import Any, NoReturn

from playground.json_text import json_text
from playground.limits import shortened


class UsageError(ValueError):
    """A command line that cannot be followed; the message is a plain sentence."""

    def __init__(self, text: str) -> None:
        super().__init__(shortened(text))


class Parser(argparse.ArgumentParser):
    """An `argparse.ArgumentParser` that raises `UsageError`."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. Help: {self.prog} --help")


def parser_for(command: str, description: str) -> Parser:
    """A parser for the arguments of one command."""
    return Parser(prog=f"playground {command}", description=description, allow_abbrev=False)


def add_experiment(parser: argparse.ArgumentParser) -> None:
    """Let a parser take an experiment and changes of its settings."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="an experiment (.toml), a session (.playground) or a table of data (.csv)",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SETTING=VALUE",
        dest="changes",
        help="change a setting by its dotted name, such as training.epochs=50; may be repeated",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        help="the seed all random choices follow from; the same as --set seed=N",
    )


def add_linear_model(parser: argparse.ArgumentParser) -> None:
    """Let a parser take that a linear model is trained too."""
    parser.add_argument(
        "--linear-model",
        action="store_true",
        help="train a network without hidden layers too, as far as that goes, and say what the "
        "hidden layers are worth",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Let a parser take where the results go, and how much is said and drawn."""
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="the folder to write the results into"
    )
    add_force(parser)
    parser.add_argument(
        "--quiet", action="store_true", help="say nothing unless something is wrong"
    )
    parser.add_argument("--no-plots", action="store_true", help="draw nothing, which needs no Qt")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let a parser take that what is printed should be for programs."""
    parser.add_argument(
        "--json", action="store_true", help="print what came of it as one JSON object"
    )


def print_json(content: dict[str, Any]) -> None:
    """Print one JSON object; what is no number is null."""
    print(json_text(content))


#: A folder with one of these holds the results of a run or a study.
RESULTS = ("summary.json", "session.playground", "weights.npz")


def add_force(parser: argparse.ArgumentParser) -> None:
    """Let a parser take that files may be replaced."""
    parser.add_argument("--force", action="store_true", help="replace what is in DIR already")


def refuse_to_replace(arguments: argparse.Namespace, files: Iterable[str]) -> None:
    """Leave files alone that lie in the folder of results, unless ``--force`` is given.

    Raises
    ------
    UsageError
        When one of them is there.
    """
    there = [name for name in files if os.path.exists(os.path.join(arguments.out, name))]
    if there and not arguments.force:
        raise UsageError(
            f"'{arguments.out}' has a {there[0]} already, which would be replaced; "
            "name another folder, or give --force as well."
        )


def whole_number(text: str, name: str, most: int) -> int:
    """The number that an argument says, from 1 on.

    Raises
    ------
    UsageError
        When it says none.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= most):
        raise UsageError(f"--{name} {text}: this is not a whole number from 1 to {most:,}.")
    return int(text)
