"""Looking on while a study runs: how far it is, and what its networks look like by now."""

from __future__ import annotations

import time
from collections.abc import Callable

from playground.dataclass import dataclass
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.study import Study

#: Seconds between two reports of the progress.
PROGRESS_INTERVAL = 0.1


@dataclass(frozen=True)
class Progress:
    """How far a study is.

    Attributes
    ----------
    done, runs : int
        Runs that are over, and all of them.
    fraction : float
        The part of all mini-batches that is done, from 0 to 1.
    seconds : float
        Since the start.
    """

    done: int
    runs: int
    fraction: float
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before there is one."""
        if self.seconds < 0.2 or self.fraction <= 0:
            return None
        return self.seconds * (1 - self.fraction) / self.fraction


@dataclass(frozen=True, eq=False)
class StudyFrame:
    """A study at one moment; nothing in it changes afterwards.

    Attributes
    ----------
    study : Study
    records : tuple of RunRecord or None
        One for each run, in their order; None for those that have not begun.
    """

    study: Study
    records: tuple[RunRecord | None, ...]


class ProgressReporter:
    """Hands out progress and frames at a bounded rate, and knows when to stop.

    Parameters
    ----------
    study : Study
    progress : callable, optional
        Called with a `Progress` ten times a second at most, and at the end.
    frames : callable, optional
        Called with a `StudyFrame` every `frame_interval` seconds at most, and at the end.
    cancelled : callable, optional
        Whether to stop; asked between any two mini-batches, so that it may also wait while a
        window draws.
    frame_interval : float
        In seconds.
    """

    def __init__(
        self,
        study: Study,
        progress: Callable[[Progress], object] | None = None,
        frames: Callable[[StudyFrame], object] | None = None,
        cancelled: Callable[[], bool] | None = None,
        frame_interval: float = 0.1,
    ) -> None:
        self._study, self._progress, self._frames = study, progress, frames
        self._began = time.perf_counter()
        self._frame_interval = frame_interval
        self._progress_due = self._frame_due = self._began
        self.cancelled = cancelled or (lambda: False)

    @property
    def wants_frames(self) -> bool:
        """Whether anybody looks at the networks."""
        return self._frames is not None

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._began

    def show(
        self,
        fraction: float,
        done: int,
        records: Callable[[], tuple[RunRecord | None, ...]],
        force: bool = False,
    ) -> None:
        """Report where the study stands, as far as reports are due.

        Parameters
        ----------
        fraction : float
            The part of the work that is done.
        done : int
            Runs that are over.
        records : callable
            What a frame shows; called only where a frame is due.
        force : bool
            Whether this is the last report, which is always due.
        """
        now = time.perf_counter()
        if self._progress is not None and (force or now >= self._progress_due):
            self._progress(Progress(done, len(self._study.runs), fraction, now - self._began))
            self._progress_due = now + PROGRESS_INTERVAL
        if self._frames is not None and (force or now >= self._frame_due):
            self._frames(StudyFrame(self._study, records()))
            self._frame_due = time.perf_counter() + self._frame_interval
