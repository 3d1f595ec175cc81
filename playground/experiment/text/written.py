"""An experiment as somebody wrote it: saved again, it keeps its comments and its layout.

Only what differs is changed, in its place; a setting that was not mentioned is added where it has
not its default. What the program itself has written is written anew, with everything in it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from playground.atomic import write_whole
from playground.dataclass import dataclass
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.experiment.text.notes import ANSWER, Notes, answer_from
from playground.settings import Registry, Setting, Settings, settings_of


@dataclass(frozen=True)
class WrittenExperiment:
    """Settings with the words around them.

    Attributes
    ----------
    spec : ExperimentSpec
    notes : Notes
    text : str
        All of it as it was written, whose comments are kept; empty where nobody wrote it.
    """

    spec: ExperimentSpec = field(default_factory=ExperimentSpec)
    notes: Notes = field(default_factory=Notes)
    text: str = ""

    def __str__(self) -> str:
        """The experiment as a text that says `spec` and `notes`."""
        return rewritten(self.text, self.spec, self.notes)


def read(path: str | os.PathLike) -> WrittenExperiment:
    """The experiment in a file with what is written around it; raises as `codec.read` does."""
    text = codec.read_text(path)
    return WrittenExperiment(codec.read(path, text), notes_of(text), text)


def pasted(text: str, name: str, folder: str | os.PathLike) -> WrittenExperiment:
    """The experiment in a text from elsewhere; raises as `codec.pasted` does."""
    spec = codec.pasted(text, name, folder)
    return WrittenExperiment(spec, notes_of(text), text)


def write(path: str | os.PathLike, experiment: WrittenExperiment) -> None:
    """Write an experiment to a file, whole or not at all; raises as `codec.write` does."""
    spec = codec.seen_from(path, experiment.spec)
    write_whole(path, rewritten(experiment.text, spec, experiment.notes).encode())


def notes_of(text: str) -> Notes:
    """The notes in the text of a valid experiment."""
    answer = answer_from(tomllib.loads(text).get(ANSWER, {}))
    return Notes(_words(text), answer.name, answer.answer)


def rewritten(text: str, spec: ExperimentSpec, notes: Notes) -> str:
    """A text of an experiment, changed so that it says `spec` and `notes`.

    Where there is no way to change it, or none of it is a person's, it is written anew.

    Raises
    ------
    ExperimentError
        When it would be too long to be read again.
    """
    if not _is_by_hand(text):
        return codec.checked_length(with_notes(codec.dumps(spec), notes))
    ends = "\r\n" if "\r\n" in text else "\n"
    try:
        changed = with_notes(_updated(text.replace("\r\n", "\n"), spec), notes)
        same = codec.loads(changed) == spec and notes_of(changed) == notes
    except (ValueError, KeyError, TypeError, AttributeError):  # tomlkit's, of rare layouts
        same = False
    if not same:
        changed = with_notes(codec.dumps(spec), notes)
    return codec.checked_length(changed.replace("\n", ends))


def _is_by_hand(text: str) -> bool:
    """Whether a person has written a text, or changed one that the program wrote."""
    if not text:
        return False
    try:
        return text != with_notes(codec.dumps(codec.loads(text)), notes_of(text))
    except ExperimentError:
        return False


# ---------------------------------------------------------------------- notes


def _words(text: str) -> str:
    """The comments above the first setting, without their marks."""
    lines = text.splitlines()
    comments = [line.lstrip(" \t").removeprefix("#").removeprefix(" ") for line in _head(lines)]
    words = "\n".join(comments)
    return "" if words.strip() == codec.TITLE else words


def _head(lines: list[str]) -> list[str]:
    """The lines down to the last comment above the first setting."""
    end = 0
    for number, line in enumerate(lines, 1):
        if line.lstrip(" \t").startswith("#"):
            end = number
        elif line.strip():
            break
    return lines[:end]


def with_notes(text: str, notes: Notes) -> str:
    """The text of a valid experiment with other notes."""
    present = notes_of(text)
    if (present.name, present.answer) != (notes.name, notes.answer):
        text = _with_answer(text, notes)
    if present.text == notes.text:
        return text
    lines = text.split("\n")
    below = lines[len(_head(lines)) :]
    while below and not below[0].strip() and not notes.text:
        del below[0]
    head = [f"# {line}" if line.strip() else "#" for line in notes.text.split("\n")]
    return "\n".join([*(head if notes.text else ()), *below])


def _with_answer(text: str, notes: Notes) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    if ANSWER in document:
        del document[ANSWER]
    if notes.name or notes.answer:
        answer = tomlkit.table()
        answer.add("name", notes.name)
        answer.add("text", tomlkit.string(notes.answer, multiline="\n" in notes.answer))
        document.add(tomlkit.nl())
        document.add(ANSWER, answer)
    return tomlkit.dumps(document)


# ---------------------------------------------------------------------- settings


def _updated(text: str, spec: ExperimentSpec) -> str:
    """A text of an experiment with the values of `spec`; its notes are left alone."""
    import tomlkit

    document = tomlkit.parse(text)
    _update(document, spec, vars(codec.loads(text)))
    return tomlkit.dumps(document)


def _update(table: Any, settings: Settings, said: Mapping[str, Any]) -> None:
    """Let a table say `settings`, where it says something else so far."""
    import tomlkit

    for name, setting in settings_of(type(settings)).items():
        value = getattr(settings, name)
        if value == said[name]:
            continue
        if not isinstance(value, Settings):
            _put(table, name, value, setting)
        elif setting.kind is Registry:
            _choose(table, name, value, said[name], setting)
        else:
            if name not in table:
                table[name] = tomlkit.inline_table() if _is_inline(table) else tomlkit.table()
            _update(table[name], value, vars(said[name]))


def _choose(table: Any, name: str, value: Any, before: Any, setting: Setting) -> None:
    """Let a table say which class is chosen, and with which settings."""
    import tomlkit

    plain = type(value)()
    if not isinstance(table.get(name), Mapping):
        if value == plain:
            _put(table, name, value.name, setting)
            return
        table[name] = tomlkit.inline_table()
        before, below = None, table[name]
    else:
        below = table[name]
    if type(value) is not type(before):
        _put(below, codec.KIND, value.name, setting)
        known = settings_of(type(value))
        for key in [key for key in below if key != codec.KIND and key not in known]:
            del below[key]
    # What both classes have by the same name says still what it said.
    said = {key: getattr(before if key in below else plain, key) for key in vars(plain)}
    _update(below, value, said)


def _put(table: Any, name: str, value: Any, setting: Setting) -> None:
    """Write a value in its place, or as a new one, with a comment where there is room for it."""
    item = codec.item_of(value, setting)
    if name not in table and not _is_inline(table):
        item.comment(codec.comment_of(setting))
    table[name] = item


def _is_inline(table: Any) -> bool:
    from tomlkit.items import InlineTable

    return isinstance(table, InlineTable)
