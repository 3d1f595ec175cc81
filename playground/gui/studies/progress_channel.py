"""The lock-guarded place where a study leaves how far it is, and the window takes it. Qt-free."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from playground.gui.studies.scene import Scene


@dataclass(frozen=True, eq=False)
class Report:
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
    """Holds one report, the latest; a scene nobody has taken stays with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._report: Report | None = None

    def post(self, report: Report) -> None:
        """Leave a report in place of the one before."""
        with self._lock:
            if report.scene is None and self._report is not None:
                report = replace(report, scene=self._report.scene)
            self._report = report

    def take(self) -> Report | None:
        """Remove and return what was left since the last call; None where nothing was."""
        with self._lock:
            report, self._report = self._report, None
            return report
