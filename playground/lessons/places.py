"""Files that a lesson names: inside its own folder, or among the sample data of the program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from playground.assets import sample_data
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.codec import amended
from playground.settings import SettingError, replaced, walk

#: A path that begins so is one of the sample files that come with the program.
SAMPLES = "sample_data"


def inside(folder: Path, name: str) -> Path:
    """The file in a folder, or below it, that a name means; it need not exist.

    Raises
    ------
    ValueError
        When the name leads out of the folder, with a sentence that begins with the name.
    """
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    outside = f"'{name}' leads out of the folder of the lesson; only files inside it are read."
    if "\0" in name or posix.is_absolute() or windows.drive or windows.root or "\\" in name:
        raise ValueError(outside)
    root = folder.resolve()
    path = (root / name).resolve()  # links are followed: what counts is where they lead
    if not path.is_relative_to(root):
        raise ValueError(outside)
    return path


def data_file(folder: Path | None, name: str) -> Path:
    """The file of data that a name means.

    Raises
    ------
    ValueError
        When there is none that a lesson may read, with a sentence that says why.
    """
    first, _, rest = name.partition("/")
    if first == SAMPLES:
        path = inside(sample_data(), rest)
    elif folder is None:
        raise ValueError(f"'{name}' cannot be read: this text lies in no folder.")
    else:
        path = inside(folder, name)
    if not path.is_file():
        raise ValueError(f"there is no file '{name}' here.")
    return path


def changed_spec(
    spec: ExperimentSpec, content: Mapping[str, Any], folder: Path | None
) -> ExperimentSpec:
    """An experiment with the settings in a table, files by names as `data_file` takes them.

    Raises
    ------
    SettingError
        When a setting does not exist, or has a value it cannot have.
    """
    after = amended(spec, content)
    known = {entry.path: entry.value for entry in walk(spec)}
    for entry in walk(after):
        is_file = entry.setting.format in ("file", "folder")
        if is_file and entry.value and known.get(entry.path) != entry.value:
            try:
                place = data_file(folder, entry.value)
            except ValueError as error:
                raise SettingError(entry.path, str(error)) from None
            after = replaced(after, entry.path, str(place))
    return after
