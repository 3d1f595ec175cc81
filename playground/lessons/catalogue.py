"""The lessons there are: those that come with the program, and those in a folder of a teacher."""

from __future__ import annotations

from pathlib import Path

from playground.assets import resource
from playground.atomic import FileError
from playground.dataclass import dataclass
from playground.lessons.errors import LessonError
from playground.lessons.lesson import name_of
from playground.lessons.lesson_file import SUFFIX, read_front
from playground.limits import MOST_LESSONS


@dataclass(frozen=True)
class Listed:
    """A lesson as a menu shows it.

    Attributes
    ----------
    path : Path
    name : str
        As of `Lesson.name`.
    title, section, summary : str
    minutes : int
        0 where it is not known.
    problem : str
        Why it cannot be opened, in a sentence; empty where its front matter is well.
    """

    path: Path
    name: str
    title: str
    section: str = ""
    minutes: int = 0
    summary: str = ""
    problem: str = ""


def built_in() -> list[Listed]:
    """The lessons that come with the program, in the order of the course."""
    return lessons_in(resource("lessons"))


def lessons_in(folder: Path) -> list[Listed]:
    """The lessons right in a folder, in the order of their files' names; none where there is none.

    One that cannot be read is listed with its problem.
    """
    try:
        paths = sorted(p for p in folder.iterdir() if p.suffix.lower() == SUFFIX and p.is_file())
    except OSError:
        return []
    return [_listed(path) for path in paths[:MOST_LESSONS]]


def lesson_called(name: str) -> Path | None:
    """The file of the built-in lesson with a name; None where there is none."""
    paths = resource("lessons").glob(f"*{SUFFIX}")
    return next((path for path in sorted(paths) if name_of(path) == name), None)


def _listed(path: Path) -> Listed:
    try:
        front = read_front(path)
    except (LessonError, FileError) as error:
        return Listed(path, name_of(path), path.name, problem=str(error))
    return Listed(path, name_of(path), front.title, front.section, front.minutes, front.summary)
