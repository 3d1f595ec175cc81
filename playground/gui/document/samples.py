"""The sample files that come with the program, as their README describes them. Qt-free."""

from __future__ import annotations

import re
from pathlib import Path

from playground.assets import sample_data
from playground.dataclass import dataclass

_ENTRY = re.compile(r"\| `(?P<name>[^`]+)` \|[^|]*\| (?P<predicted>[^|]*) \| (?P<lesson>[^|]*) \|")


@dataclass(frozen=True)
class Sample:
    """One sample file.

    Attributes
    ----------
    path : Path
    predicted : str
        What is to be learned from it: ``"species, 3 classes"``.
    lesson : str
        A sentence on what it teaches.
    """

    path: Path
    predicted: str
    lesson: str

    @property
    def title(self) -> str:
        """Its name in sentence case."""
        return self.path.stem.replace("_", " ").capitalize()


def samples() -> list[Sample]:
    """The files of ``sample_data`` that its README lists, in that order."""
    readme = sample_data("README.md")
    if not readme.is_file():
        return []
    entries = _ENTRY.finditer(readme.read_text(encoding="utf-8"))
    listed = [Sample(sample_data(e["name"]), e["predicted"], e["lesson"]) for e in entries]
    return [sample for sample in listed if sample.path.is_file()]
