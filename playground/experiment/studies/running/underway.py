"""One run of a study while it trains: its session, or why it has none, and how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.experiment.stopping import Stop
from playground.experiment.studies.record import RunRecord, Start, record_of

if TYPE_CHECKING:
    from playground.experiment.session import Session
    from playground.experiment.studies.running.dataset_cache import DatasetCache
    from playground.experiment.studies.study import StudyRun
    from playground.experiment.studies.trail import TrailKeeper, TrailKeepers


Interrupted = Callable[[], bool]
"""Asked between any two mini-batches: whether to return at once, to go on later or never."""


class RunUnderway:
    """A run that has begun.

    An error of any kind becomes a record with a sentence, so that the other runs go on.

    Parameters
    ----------
    run : StudyRun
    datasets : DatasetCache
    trails : TrailKeepers, optional
    evaluated : bool
        As for `Session`.

    Attributes
    ----------
    trail : TrailKeeper or None
        Where it has been, if its study wants to know.
    """

    def __init__(
        self,
        run: StudyRun,
        datasets: DatasetCache,
        trails: TrailKeepers | None = None,
        evaluated: bool = True,
    ) -> None:
        self.run = run
        self.trail: TrailKeeper | None = None
        self._session: Session | None = None
        self._start: Start | None = None
        self._final: RunRecord | None = None
        try:
            self._session = datasets.session(run, evaluated)
            self._start = Start.of(self._session)
            self.trail = trails.of(run, self._session) if trails else None
        except Exception as error:
            self.end(failure(error))

    @property
    def session(self) -> Session:
        """Its session, which every run has that has not failed."""
        assert self._session is not None
        return self._session

    @property
    def done(self) -> bool:
        """Whether there is nothing left to train."""
        return self._final is not None or self.session.stop is not None

    def cancel(self) -> None:
        """Let it be, with what it has learned so far."""
        if not self.done:
            self.end(cancellation(self.session.trainer.epoch))

    def end(self, stop: Stop | None = None) -> None:
        """Keep the run as it is now, whatever becomes of its network later."""
        self._final = self.record(stop)

    def record(self, stop: Stop | None = None) -> RunRecord:
        """The run as far as it has come."""
        if self._final is not None:
            return self._final
        if self._start is None:
            return RunRecord(self.run, stop=stop)
        return record_of(self.session, self.run, self._start, stop, self.trail)


class SingleRun(RunUnderway):
    """A run that trains by itself."""

    @property
    def runs(self) -> tuple[StudyRun, ...]:
        """The run, in a tuple of one."""
        return (self.run,)

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
        trail = self.trail
        try:
            while not self.done and not interrupted():
                session = self.session
                session.step()
                if trail is not None and session.trainer.steps >= trail.due:
                    trail.keep(session.trainer.steps, session.network.theta)
                if time.perf_counter() >= until:
                    return
        except Exception as error:
            self.end(failure(error))

    def records(self) -> list[RunRecord]:
        """The run as far as it has come, in a list of one."""
        return [self.record()]


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
