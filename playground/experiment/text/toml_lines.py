"""TOML with the lines of its mistakes and its keys, which the standard parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any

from playground.experiment.errors import ExperimentError
from playground.limits import DEEPEST_EXPERIMENT, shortened

#: A statement over more lines than this is nothing a person wrote.
_LONGEST_STATEMENT = 1000

#: Characters that are parsed, some of them again and again, before the search is given up.
_MOST_PARSED = 1 << 20

#: Strings and comments, in which brackets and dots mean nothing.
_QUOTED = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*''',
    re.DOTALL,
)
_BRACKETS = re.compile(r"[\[\]{}]")


def parsed(text: str, name: str = "") -> dict[str, Any]:
    """What a TOML text holds; `name` is what a sentence about a mistake calls it.

    Raises
    ------
    ExperimentError
        When it is not TOML or nested too deeply, naming the line where there is one.
    """
    if depth(text) > DEEPEST_EXPERIMENT:
        raise ExperimentError("brackets or dotted keys are nested too deeply.", name=name)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ExperimentError("brackets are nested too deeply.", name=name) from None
    except ValueError as error:
        raise _syntax_error(text, str(error), name) from None


def _syntax_error(text: str, message: str, name: str) -> ExperimentError:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if place is None:
        return ExperimentError(f"this is not TOML: {shortened(message)}.", name=name)
    line = int(place[1]) if place[1] else text.rstrip().count("\n") + 1
    problem = message[: place.start()]
    return ExperimentError(f"this is not TOML: {shortened(problem)}.", name=name, line=line)


def depth(text: str) -> int:
    """How deeply a TOML text is nested, before anything is parsed.

    The parser goes one call deeper with each bracket, and over all parts of a key again with
    each of its dots; whoever nests thousands of them means harm.
    """
    bare = _QUOTED.sub("x", text)
    deepest = level = 0
    for bracket in _BRACKETS.finditer(bare):
        level = max(0, level + (1 if bracket[0] in "[{" else -1))
        deepest = max(deepest, level)
    return max(deepest, max((key.count(".") for key in re.findall(r"[\w. \t-]+", bare)), default=0))


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line, counted from 1, of every table and key of a valid TOML text by its path.

    A statement of TOML ends with a line. So lines are gathered until the parser takes them for
    a whole statement, and the parser itself says what it holds; there is no second grammar
    here. Only the first line of a path is kept. Of an array of tables each has its number, from 1
    on, as a part of its path: ``[[choice]]``, ``[[choice]]`` are ("choice", "1") and ("choice",
    "2"). Empty where a statement is absurdly long.
    """
    found: dict[tuple[str, ...], int] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    table: tuple[str, ...] = ()
    gathered: list[str] = []
    start, parsed = 1, 0
    for number, line in enumerate(text.split("\n"), 1):
        if not gathered:
            start = number
        gathered.append(f"{line}\n")
        statement = "".join(gathered)
        parsed += len(statement)
        if len(gathered) > _LONGEST_STATEMENT or parsed > _MOST_PARSED:
            return found
        try:
            content = tomllib.loads(statement)
        except ValueError:
            continue
        is_header = gathered[0].lstrip().startswith("[")
        gathered = []
        if is_header:
            table = _innermost(content)
            found.setdefault(table, start)
            if statement.lstrip().startswith("[["):
                counts[table] += 1
                table += (str(counts[table]),)
                found[table] = start
        else:
            for path in _paths(content):
                found.setdefault(table + path, start)
    return found


def line_of(path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> int | None:
    """The line of a path, or of the closest table around it; None where neither is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _innermost(header: Any) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    while header:
        if isinstance(header, list):
            header = header[0]
        else:
            [(key, header)] = header.items()
            path += (key,)
    return path


def _paths(content: dict[str, Any]) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = []
    for key, value in content.items():
        paths.append((key,))
        if isinstance(value, dict):
            paths += [(key, *rest) for rest in _paths(value)]
    return paths
