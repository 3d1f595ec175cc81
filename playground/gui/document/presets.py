"""The experiments that come with the program, each with a sentence on what it shows. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from playground.assets import resource
from playground.experiment.notes import Notes
from playground.experiment.written import WrittenExperiment


@dataclass(frozen=True)
class Preset:
    """An experiment file whose first line is its title and what it shows.

    Attributes
    ----------
    path : Path
    title : str
    lesson : str
    """

    path: Path
    title: str
    lesson: str

    def without_title(self, experiment: WrittenExperiment) -> WrittenExperiment:
        """The experiment of this file without the notes' first line, which is said elsewhere."""
        _, _, words = experiment.notes.text.partition("\n")
        return replace(experiment, notes=Notes(words))


def presets() -> list[Preset]:
    """The files of ``resources/presets`` in the order of their titles."""
    found = []
    for path in resource("presets").glob("*.toml"):
        with path.open(encoding="utf-8") as lines:
            title, _, lesson = next(lines, "").removeprefix("#").strip().partition(". ")
        found.append(Preset(path, title, lesson))
    return sorted(found, key=lambda preset: preset.title)
