"""The lock-guarded place where a study leaves how far it is, and the window takes it. Qt-free."""

from __future__ import annotations

import threading
from dataclasses import replace

from playground.dataclass import dataclass
from playground.gui.studies.scene import Scene


@dataclass(frozen=True, eq=False)
class StudyUpdate:
    """How far a study is.

    Attributes
    ----------
    fraction : float
        The part of the present stage that is done, from 0 to 1.
    stage : str
        What is being done, in words.
    seconds_left : float or None
        Of this stage; None before it can be told.
    scene : Scene or None
        What to draw; None where there is nothing new.
    """

    fraction: float
    stage: str = ""
    seconds_left: float | None = None
    scene: Scene | None = None


class ProgressChannel:
    """Holds one update, the latest; a scene nobody has taken stays with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._update: StudyUpdate | None = None
        self._latest = StudyUpdate(0.0)  # how far it was when that was taken last

    def post(self, update: StudyUpdate) -> None:
        """Leave how far the study is in place of what was left before."""
        with self._lock:
            if update.scene is None and self._update is not None:
                update = replace(update, scene=self._update.scene)
            self._update = update

    def draw(self, scene: Scene) -> None:
        """Leave what to draw beside how far the study is."""
        with self._lock:
            self._update = replace(self._update or self._latest, scene=scene)

    def take(self) -> StudyUpdate | None:
        """Remove and return what was left since the last call; None where nothing was."""
        with self._lock:
            update, self._update = self._update, None
            self._latest = replace(update, scene=None) if update is not None else self._latest
            return update
