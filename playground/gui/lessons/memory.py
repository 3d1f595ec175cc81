"""How far a learner has come in each lesson, kept on this machine and checked when it is read."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QSettings

from playground.assets import resource
from playground.experiment.answers import Progress
from playground.limits import LARGEST_ANSWERS

_GROUP = "lessons"


def keep(progress: Progress, path: Path | None = None) -> None:
    """Keep how far somebody has come in the lesson of a file, for the next start."""
    QSettings().setValue(_key(progress.lesson, path), json.dumps(progress.as_json()))


def recalled(name: str, path: Path | None = None) -> Progress | None:
    """How far somebody has come in a lesson; None for not begun, or spoilt.

    Parameters
    ----------
    name : str
        Of the lesson.
    path : Path, optional
        Its file; one that comes with the program may be left out.
    """
    kept = QSettings().value(_key(name, path), "")
    if not isinstance(kept, str) or not 0 < len(kept) <= LARGEST_ANSWERS:
        return None
    try:
        progress = Progress.of_json(json.loads(kept))
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return progress if progress.lesson == name else None


def _key(name: str, path: Path | None) -> str:
    if path is not None and path.resolve().parent != resource("lessons").resolve():
        name = f"{name} {path.resolve()}"  # a teacher may call theirs as one of ours
    # A stroke would begin a group of settings.
    return f"{_GROUP}/{quote(name, safe='')}"
