"""What is needed once somebody wants a lesson, and imported then: it reads and plots much."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playground.experiment.answers import Progress
from playground.gui.lessons.page import LessonPage
from playground.gui.lessons.played_run import PlayedRun
from playground.gui.lessons.player import Player
from playground.gui.training.calls import Afterwards
from playground.gui.views.registry import views
from playground.lessons import catalogue
from playground.lessons.catalogue import Listed
from playground.lessons.lesson import Lesson, name_of
from playground.lessons.lesson_file import SUFFIX, read

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from playground.gui.lessons.stage import Stage

__all__ = ["PlayedRun", "lesson_in", "listing", "page_of", "path_of"]


def lesson_in(path: str | Path, actions: Collection[str]) -> Lesson:
    """The lesson in a file, of which the window has all views and actions that it names.

    Raises
    ------
    FileError, LessonError
        When it cannot be read, or is none.
    """
    lesson = read(path)
    lesson.check_names(tuple(views), actions)
    return lesson


def page_of(
    lesson: Lesson, progress: Progress, stage: Stage, parent: QObject, stands: bool
) -> LessonPage:
    """What shows a lesson, and its player."""
    return LessonPage(Player(lesson, progress, stage, parent, stands))


def listing(own: Path | None, session: object) -> Afterwards:
    """In the worker: all lessons; what is on the disk is read while training goes on."""
    return Afterwards(partial(_listed, own))


def _listed(own: Path | None) -> list[Listed]:
    return [*catalogue.built_in(), *(catalogue.lessons_in(own) if own is not None else [])]


def path_of(name: str, beside: Iterable[Path], own: Path | None) -> Path | None:
    """The file of the lesson of that name: in folders beside, built in, or in one's own folder."""
    for folder in beside:
        if (found := _in_folder(name, folder)) is not None:
            return found
    found = catalogue.lesson_called(name)
    return found if found is not None or own is None else _in_folder(name, own)


def _in_folder(name: str, folder: Path) -> Path | None:
    try:
        files = sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    except OSError:
        return None
    return next((path for path in files if name_of(path) == name), None)
