"""The text of a lesson cut into its front matter, its steps and their blocks, with their lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from playground.dataclass import dataclass
from playground.experiment.errors import ExperimentError
from playground.experiment.text.toml_lines import key_lines, line_of, parsed
from playground.lessons.errors import LessonError
from playground.settings import one_of

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`\n]*?)[ \t]*$")
_FRONT = "+++"

_QUOTES = " Texts and conditions stand in quotation marks."


@dataclass(frozen=True)
class Block:
    """Lines of TOML in a lesson.

    Attributes
    ----------
    kind : str
        The word behind its fence; empty for the front matter and where a step has no block.
    text : str
    first : int
        The line of the lesson its first line is.
    name : str
        What to call the lesson in a sentence.
    """

    kind: str
    text: str
    first: int
    name: str

    @cached_property
    def content(self) -> dict[str, Any]:
        """What it holds.

        Raises
        ------
        LessonError
            When it is not TOML.
        """
        try:
            return parsed(self.text)
        except ExperimentError as error:
            line = self.first if error.line is None else self.first + error.line - 1
            hint = _QUOTES if "Invalid value" in error.problem else ""
            raise LessonError(error.problem + hint, name=self.name, line=line) from None

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        return key_lines(self.text)

    def line(self, path: Iterable[str]) -> int:
        """The line of the lesson that a key stands on; where it is not there, that of its table.

        Items of a list and tables of an array count from 1.
        """
        path = tuple(path)
        found = line_of(path, self._lines)
        if found is None:
            return max(1, self.first - 1)
        if path not in self._lines and path[-1:] and path[-1].isdigit():
            found = self._line_of_item(path, found)
        return self.first + found - 1

    def _line_of_item(self, path: tuple[str, ...], key: int) -> int:
        """The line of an item of a list, found by its text from the line of its key on."""
        item: Any = self.content
        for part in path:
            try:
                item = item[part] if isinstance(item, dict) else item[int(part) - 1]
            except (KeyError, IndexError, TypeError, ValueError):
                return key
        written = re.compile(rf"""(["']){re.escape(str(item))}\1""")
        for number, line in enumerate(self.text.split("\n")[key - 1 :], start=key):
            if written.search(line):
                return number
        return key

    def error(self, path: Iterable[str], problem: str) -> LessonError:
        """The error that says what is wrong with a key."""
        path = tuple(path)
        return LessonError(problem, name=self.name, line=self.line(path), setting=".".join(path))


@dataclass(frozen=True)
class RawStep:
    """One step as it is written.

    Attributes
    ----------
    heading : str
    text : str
        Markdown, without the block; as many lines as there are, so that they can be counted.
    line : int
        Of the heading.
    block : Block
    """

    heading: str
    text: str
    line: int
    block: Block


def front_and_steps(text: str, name: str, kinds: Iterable[str]) -> tuple[Block, list[RawStep]]:
    """The front matter and the steps of a lesson.

    Parameters
    ----------
    text : str
    name : str
        What to call the lesson in a sentence.
    kinds : iterable of str
        The words that make a fenced block one that is no plain code.

    Raises
    ------
    LessonError
        When it is no such text, naming the line.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _FRONT:
        raise LessonError(f"a lesson begins with a line {_FRONT}.", name=name, line=1)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FRONT), None)
    if end is None:
        raise LessonError(
            f"the front matter opened by {_FRONT} is not closed by a second {_FRONT}.",
            name=name,
            line=1,
        )
    front = Block("", "\n".join(lines[1:end]), 2, name)
    return front, _steps(lines, end + 1, name, list(kinds))


def _steps(lines: list[str], start: int, name: str, kinds: list[str]) -> list[RawStep]:
    steps: list[RawStep] = []
    heading, heading_line, body = "", 0, list[str]()
    block: Block | None = None
    n = start

    def finish() -> None:
        if heading_line:
            own = block or Block("", "", heading_line + 1, name)
            steps.append(RawStep(heading, "\n".join(body).rstrip(), heading_line, own))

    while n < len(lines):
        line = lines[n]
        if line.startswith("## "):
            finish()
            heading, heading_line, body, block = line[3:].strip(), n + 1, [], None
            if not heading:
                raise LessonError("this step has no heading.", name=name, line=n + 1)
        elif fence := _FENCE.match(line):
            last = _end_of(lines, n, fence[1])
            if last is None:
                problem = f"the block opened by {fence[1]}{fence[2]} is not closed by {fence[1]}."
                raise LessonError(problem, name=name, line=n + 1)
            if not heading_line:
                raise _before_any_step(name, n + 1)
            if _kind(fence[2], kinds, name, n + 1):
                if block is not None:
                    problem = "a step has one block at most; begin another step with ## ..."
                    raise LessonError(problem, name=name, line=n + 1)
                block = Block(fence[2], "\n".join(lines[n + 1 : last]), n + 2, name)
                body += [""] * (last - n + 1)
            else:
                body += lines[n : last + 1]
            n = last
        elif not heading_line and line.strip():
            raise _before_any_step(name, n + 1)
        else:
            body.append(line)
        n += 1
    finish()
    return steps


def _before_any_step(name: str, line: int) -> LessonError:
    problem = "this stands before the first step; a step begins with a line ## and its heading."
    return LessonError(problem, name=name, line=line)


def _end_of(lines: list[str], start: int, fence: str) -> int | None:
    """The line that closes a fence; None where none does, or another block begins before."""
    same = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*([^`]*?)[ \t]*$")
    found = ((n, same.match(lines[n])) for n in range(start + 1, len(lines)))
    n, match = next(((n, match) for n, match in found if match), (0, None))
    return n if match is not None and not match[1] else None


def _kind(word: str, kinds: list[str], name: str, line: int) -> bool:
    """Whether a word behind a fence is that of a kind of step; else the block is plain code."""
    if word in kinds:
        return True
    if close := difflib.get_close_matches(word.lower(), kinds, 1, 0.65):
        problem = f"there is no kind of step '{word}'; perhaps '{close[0]}' is meant, or "
        raise LessonError(f"{problem}{one_of(kinds)}.", name=name, line=line)
    return False
