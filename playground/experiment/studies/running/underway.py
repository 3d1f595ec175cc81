"""One run of a study while it trains: its session, or why it has none, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.experiment.stopping import Stop
from playground.experiment.studies.record import RunRecord, Start, record_of

if TYPE_CHECKING:
    from playground.experiment.session import Session
    from playground.experiment.studies.running.dataset_cache import DatasetCache
    from playground.experiment.studies.study import StudyRun
    from playground.experiment.studies.trail import TrailKeeper, TrailKeepers


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
