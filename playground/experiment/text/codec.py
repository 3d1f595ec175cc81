"""The experiment file: TOML that a person can write, read with mistakes named by their line.

Everything in it comes from the declared settings; a setting declared tomorrow is in the file
tomorrow. A choice is a table with the name in ``kind`` and its settings beside it, or just the
name: ``optimizer = "adam"``. What may differ from layer to layer may be a list of either.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playground.atomic import read_bounded, write_whole
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.notes import ANSWER, answer_from
from playground.experiment.text.toml_lines import key_lines, line_of, parsed
from playground.limits import LARGEST_EXPERIMENT, shortened
from playground.settings import (
    Registry,
    Setting,
    SettingError,
    Settings,
    by_layer,
    join,
    no_such_setting,
    one_of,
    replaced,
    settings_of,
    walk,
)

#: The version of the files written here. Raise it when an older file would be misunderstood,
#: and add to `MIGRATIONS` what turns such a file into one of today.
VERSION = 2


def _with_its_epochs(content: dict[str, Any]) -> dict[str, Any]:
    """Without a number of epochs version 1 meant 500; version 2 takes one that suits the data."""
    training = content.get("training", {})
    if not isinstance(training, dict):
        return content  # the sentence on that mistake comes later
    return content | {"training": {"epochs": 500} | training}


#: From a version to the function that turns the parsed content of such a file into the next.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _with_its_epochs}

#: The first line of a file that the program writes.
TITLE = "An experiment of the neural playground."

#: The key that names what is chosen, beside its settings.
KIND = "kind"

_VERSION = "version"


def dumps(spec: ExperimentSpec) -> str:
    """The experiment as TOML, with a comment on what each value means and may be.

    Raises
    ------
    ExperimentError
        When it is too long to be read again.
    """
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(TITLE))
    document.add(_VERSION, tomlkit.item(VERSION))
    _add_settings(document, spec)
    return checked_length(tomlkit.dumps(document))


def checked_length(text: str) -> str:
    """`text`, the text of an experiment, where it can be read again.

    Raises
    ------
    ExperimentError
        When it is too long for that.
    """
    if len(text.encode()) > LARGEST_EXPERIMENT:
        raise ExperimentError(
            f"These settings are {len(text):,} characters of text, and at most "
            f"{LARGEST_EXPERIMENT:,} could be read again."
        )
    return text


def loads(text: str, name: str = "") -> ExperimentSpec:
    """The experiment that a TOML text describes; what it does not mention has its default.

    Parameters
    ----------
    text : str
    name : str
        What to call the text in a sentence about a mistake: its file name.

    Raises
    ------
    ExperimentError
        When it is no such text, naming the line and the setting.
    """
    if len(text) > LARGEST_EXPERIMENT:
        raise ExperimentError(
            f"this is no experiment: {len(text):,} characters are more than the "
            f"{LARGEST_EXPERIMENT:,} that are read.",
            name=name,
        )
    content = parsed(text, name)
    try:
        return amended(ExperimentSpec(), _of_this_version(content))
    except SettingError as error:
        line = line_of(tuple(error.path.split(".")), key_lines(text))
        problem = shortened(error.problem)
        raise ExperimentError(problem, name=name, line=line, setting=error.path) from None


def amended(spec: ExperimentSpec, content: Mapping[str, Any]) -> ExperimentSpec:
    """`spec` with the settings in a table, as a file writes them.

    A choice that is named as it was keeps those of its settings that the table does not mention.

    Raises
    ------
    SettingError
        When a setting does not exist, or has a value it cannot have; or a row has not one for
        each layer.
    """
    amended = _amended(spec, content, "")
    amended.check_layers()
    return amended


def read(path: str | os.PathLike, text: str | None = None) -> ExperimentSpec:
    """The experiment in a file; relative paths of data in it start at the file's folder.

    `text` is what stands in it, where that is known already.

    Raises
    ------
    FileError
        When the file cannot be read.
    ExperimentError
        When it is not an experiment, naming the line and the setting.
    """
    path = Path(path)
    text = read_text(path) if text is None else text
    return _in_folder(loads(text, path.name), path.absolute().parent)


def read_text(path: str | os.PathLike) -> str:
    """The text in the file of an experiment.

    Raises
    ------
    FileError
        When the file cannot be read.
    ExperimentError
        When it is no text.
    """
    try:
        return read_bounded(path, LARGEST_EXPERIMENT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ExperimentError("this is not UTF-8 text.", name=Path(path).name, line=line) from None


def pasted(text: str, name: str, folder: str | os.PathLike) -> ExperimentSpec:
    """The experiment in a text from elsewhere; relative paths of data in it start at `folder`.

    Raises
    ------
    ExperimentError
        When it is not an experiment, naming the line and the setting.
    """
    if not text.strip():
        raise ExperimentError("there is no text to read an experiment from.", name=name)
    return _in_folder(loads(text, name), folder)


def write(path: str | os.PathLike, spec: ExperimentSpec) -> None:
    """Write the experiment to a file, whole or not at all.

    Paths of data below the file's folder are written relative to it, so that the folder can be
    moved or handed on.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    write_whole(path, dumps(seen_from(path, spec)).encode())


def seen_from(path: str | os.PathLike, spec: ExperimentSpec) -> ExperimentSpec:
    """The experiment as a file at `path` says it, with paths relative to the file's folder."""
    folder = Path(path).absolute().parent

    def relative(file: str) -> str:
        absolute = Path(file).absolute()
        inside = absolute.is_relative_to(folder)
        return absolute.relative_to(folder).as_posix() if inside else str(absolute)

    return _with_files(spec, relative)


def _in_folder(spec: ExperimentSpec, folder: str | os.PathLike) -> ExperimentSpec:
    return _with_files(spec, lambda file: str(Path(folder) / file))


def _with_files(spec: ExperimentSpec, change: Callable[[str], str]) -> ExperimentSpec:
    for entry in walk(spec):
        if entry.setting.format == "file" and entry.value:
            spec = replaced(spec, entry.path, change(entry.value))
    return spec


# ---------------------------------------------------------------------- writing


def _add_settings(table: Any, settings: Settings) -> None:
    import tomlkit

    declared = settings_of(type(settings))
    # A table of TOML ends where the next one starts: plain values come first.
    for name, setting in declared.items():
        value = getattr(settings, name)
        if not isinstance(value, Settings):
            table.add(name, _commented(value, setting))
        elif setting.kind is Registry and not settings_of(type(value)):
            table.add(name, _commented(value.name, setting))
    for name, setting in declared.items():
        value = getattr(settings, name)
        if not isinstance(value, Settings) or name in table:
            continue
        below = tomlkit.table()
        if setting.kind is Registry:
            below.add(KIND, _commented(value.name, setting))
        _add_settings(below, value)
        table.add(name, below)


def _commented(value: Any, setting: Setting) -> Any:
    return item_of(value, setting).comment(comment_of(setting))


def comment_of(setting: Setting) -> str:
    """What a value means and may be, as stands behind it."""
    words = f"{setting.label} ({setting.unit})" if setting.unit else setting.label
    allowed = ", ".join(setting.names) or setting.range_text
    return f"{words}: {allowed}" if allowed else words


def item_of(value: Any, setting: Setting) -> Any:
    """A value as an item of TOML."""
    import tomlkit

    if isinstance(value, tuple):
        return tomlkit.item([_written(one) for one in value])
    if setting.format in ("points", "table"):
        # Many lines that a person may go on with; TOML drops a line break at the start.
        kind = tomlkit.items.StringType.MLL
        return tomlkit.items.String(kind, value, f"\n{value}", tomlkit.items.Trivia())
    return tomlkit.item(value)


def _written(value: Any) -> Any:
    """A value in a list: of a choice the name, or a table in one line."""
    import tomlkit

    if not isinstance(value, Settings):
        return value
    if not settings_of(type(value)):
        return value.name
    table = tomlkit.inline_table()
    table.add(KIND, value.name)
    for name in settings_of(type(value)):
        table.add(name, getattr(value, name))
    return table


# ---------------------------------------------------------------------- reading


def _of_this_version(content: dict[str, Any]) -> dict[str, Any]:
    version = content.get(_VERSION, 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SettingError(_VERSION, f"{version!r} is not a whole number from 1 on.")
    if version > VERSION:
        known = f" {version:,}" if version < 10**9 else ""  # some numbers no sentence takes
        raise SettingError(
            _VERSION,
            f"this experiment has the format{known}, written by a newer playground; "
            f"this one reads formats up to {VERSION}.",
        )
    for old in range(version, VERSION):
        content = MIGRATIONS[old](content)
    answer_from(content.get(ANSWER, {}))
    return {key: value for key, value in content.items() if key not in (_VERSION, ANSWER)}


def _amended(settings: Any, content: Mapping[str, Any], path: str) -> Any:
    """`settings` with the values in a table; `path` is where the table stands."""
    declared = settings_of(type(settings))
    for key in content:
        if key not in declared:
            raise SettingError(join(path, key), no_such_setting(key, declared))
    values = {
        name: _value_from(setting, content[name], getattr(settings, name), join(path, name))
        for name, setting in declared.items()
        if name in content
    }
    try:
        return dataclasses.replace(settings, **values)
    except SettingError as error:
        raise error.below(path) from None


def _value_from(setting: Setting, written: Any, present: Any, path: str) -> Any:
    """The value of one setting; what is not a group or a choice is checked by its class."""
    if setting.kind is Settings:
        if not isinstance(written, dict):
            raise SettingError(path, f"{written!r} is not a table of settings.")
        return _amended(present, written, path)
    if setting.kind is not Registry:
        return written
    present = by_layer.values_of(present)[0]
    if setting.by_layer and isinstance(written, list):
        return tuple(_value_from(setting, one, present, path) for one in written)
    if not isinstance(written, dict):
        kind, content = written, {}
    else:
        content = dict(written)
        kind = content.pop(KIND, present.name)
    kind_path = join(path, KIND) if isinstance(written, dict) else path
    if kind not in setting.names:
        raise SettingError(
            kind_path,
            f"there is no {setting.registry.noun} {kind!r} here; {one_of(setting.names)}.",
        )
    chosen = present if kind == present.name else setting.registry[kind]()
    return _amended(chosen, content, path)
