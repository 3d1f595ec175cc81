"""A run of a study that trains by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from playground.experiment.session import Session
from playground.experiment.stopping import Stop
from playground.experiment.studies.record import RunRecord, Start, record_of
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import StudyRun
from playground.experiment.studies.trail import TrailKeeper, TrailKeepers

Interrupted = Callable[[], bool]
"""Asked between any two mini-batches: whether to return at once, to go on later or never."""


class SingleRun:
    """One session of a study.

    An error of any kind becomes a record with a sentence, so that the other runs go on.

    Parameters
    ----------
    run : StudyRun
    datasets : DatasetCache
    trails : TrailKeepers, optional
    """

    def __init__(
        self, run: StudyRun, datasets: DatasetCache, trails: TrailKeepers | None = None
    ) -> None:
        self.runs: tuple[StudyRun, ...] = (run,)
        self._session: Session | None = None
        self._start: Start | None = None
        self._stop: Stop | None = None
        self._trail: TrailKeeper | None = None
        try:
            self._session = datasets.session(run)
            self._start = Start.of(self._session)
            self._trail = trails.of(run, self._session) if trails else None
        except Exception as error:
            self._stop = failure(error)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to train."""
        return self._stop is not None or self._session is None or self._session.stop is not None

    @property
    def ended(self) -> int:
        """How many of its runs are over."""
        return int(self.done)

    @property
    def steps(self) -> int:
        """Mini-batches taken."""
        return 0 if self._session is None else self._session.history.n_steps

    def advance(self, seconds: float, interrupted: Interrupted) -> None:
        """Train for about so long, or until interrupted or done."""
        until = time.perf_counter() + seconds
        session, trail = self._session, self._trail
        try:
            while session is not None and not self.done and not interrupted():
                session.step()
                if trail is not None and session.trainer.steps >= trail.due:
                    trail.keep(session.trainer.steps, session.network.theta)
                if time.perf_counter() >= until:
                    return
        except Exception as error:
            self._stop = failure(error)

    def cancel(self) -> None:
        """Let it be, with what it has learned so far."""
        if self._session is not None and not self.done:
            self._stop = cancellation(self._session.trainer.epoch)

    def records(self) -> list[RunRecord]:
        """The run as far as it has come, in a list of one."""
        (run,) = self.runs
        if self._session is None or self._start is None:
            return [RunRecord(run, stop=self._stop)]
        return [record_of(self._session, run, self._start, self._stop, self._trail)]


def failure(error: Exception) -> Stop:
    """What an error did to a run, in words."""
    if isinstance(error, MemoryError):
        return Stop("failed", "There is not enough memory for this run.")
    if isinstance(error, (ValueError, OSError)):
        return Stop("failed", str(error))  # said for people by the layer it comes from
    return Stop("failed", f"An error in the program ended this run: {error!r}")


def cancellation(epoch: int) -> Stop:
    """A run that was ended from outside."""
    return Stop("cancelled", f"Ended in epoch {epoch + 1:,} because the study was canceled.")
