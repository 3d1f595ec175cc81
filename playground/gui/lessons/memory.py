"""How far a learner has come in each lesson, kept on this machine and checked when it is read."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings, QUrl

from playground.experiment.answers import Progress
from playground.limits import LARGEST_ANSWERS

_GROUP = "lessons"


def keep(progress: Progress) -> None:
    """Keep how far somebody has come, for the next start."""
    QSettings().setValue(_key(progress.lesson), json.dumps(progress.as_json()))


def recalled(name: str) -> Progress | None:
    """How far somebody has come in the lesson of that name; None for not begun, or spoilt."""
    kept = QSettings().value(_key(name), "")
    if not isinstance(kept, str) or not 0 < len(kept) <= LARGEST_ANSWERS:
        return None
    try:
        progress = Progress.of_json(json.loads(kept))
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return progress if progress.lesson == name else None


def forget(name: str) -> None:
    """Begin that lesson anew the next time."""
    QSettings().remove(_key(name))


def _key(name: str) -> str:
    # A stroke would begin a group of settings.
    return f"{_GROUP}/{QUrl.toPercentEncoding(name).data().decode()}"
