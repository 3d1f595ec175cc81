"""Ready-made experiments: those that come with the program, and a teacher's own. Qt-free.

A preset is an experiment file whose first line is a comment: a title, and a sentence on what it
shows. What stands before a colon in the title is the group it belongs to.

>>> Preset.of("zeros.toml", "# Trouble: zeros. Four units that start alike stay alike.")
Preset(path='zeros.toml', group='Trouble', title='Zeros', lesson='Four units ... stay alike.')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from playground.assets import resource
from playground.data.dataset import Dataset
from playground.dataclass import dataclass
from playground.experiment.text import codec
from playground.settings import SettingError, replaced

_MARKS = re.compile(r"[*`]")  # of Markdown, in which notes are written

#: So many files of a folder are offered, and so many bytes of a first line are read.
_MOST_FILES, _LONGEST_LINE = 200, 1000

#: So many examples a picture shows.
_POINTS = 150


@dataclass(frozen=True)
class Preset:
    """An experiment file as a menu offers it.

    Attributes
    ----------
    path : Path
    group : str
        Empty for none.
    title : str
    lesson : str
        What it shows, in a sentence or two; a file of a teacher need not say it.
    """

    path: Path
    group: str
    title: str
    lesson: str

    @classmethod
    def of(cls, path: Path, line: str) -> Preset:
        """The preset in the file at `path`, which begins with `line`."""
        comment = line.strip().startswith("#")
        words = _MARKS.sub("", line).lstrip(" \t#").rstrip() if comment else ""
        title, _, lesson = words.partition(". ")
        if not title or title == codec.TITLE:
            title = path.stem.replace("_", " ")
        group, colon, name = title.removesuffix(".").partition(": ")
        if not colon:
            group, name = "", group
        return cls(path, group, name[:1].upper() + name[1:], lesson)

    def alone(self) -> Preset:
        """This one, where nothing else is of its group."""
        title = f"{self.group}: {self.title}" if self.group else self.title
        return replace(self, group="", title=title)


def presets(folder: Path | None = None) -> list[Preset]:
    """The experiments in a folder in the order of their titles, those without a group first.

    Without a folder those that come with the program. A folder that is not there has none.
    """
    folder = folder or resource("presets")
    try:
        paths = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".toml" and p.is_file())
    except OSError:
        return []
    found = [Preset.of(path, _first_line(path)) for path in paths[:_MOST_FILES]]
    sizes = Counter(preset.group for preset in found)
    found = [preset.alone() if sizes[preset.group] == 1 else preset for preset in found]
    return sorted(found, key=lambda preset: (preset.group, preset.title))


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.readline(_LONGEST_LINE).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def examples_of(paths: Iterable[Path]) -> dict[Path, Dataset | None]:
    """Some examples of the data of each file, to make a picture of; None where that takes a file.

    So is what cannot be read: why is said when it is opened.
    """
    return {path: _examples(path) for path in paths}


def _examples(path: Path) -> Dataset | None:
    try:
        spec = codec.read(path)
        source = spec.data.source
        if source.is_file:
            return None
        if hasattr(source, "samples"):
            source = replaced(source, "samples", min(source.samples, _POINTS))
        return source.make(np.random.default_rng(spec.seed))
    except (OSError, ValueError, SettingError):
        return None
