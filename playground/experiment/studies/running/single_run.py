"""A run of a study that trains by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.running.underway import RunUnderway, failure
from playground.experiment.studies.study import StudyRun

Interrupted = Callable[[], bool]
"""Asked between any two mini-batches: whether to return at once, to go on later or never."""


class SingleRun(RunUnderway):
    """One session of a study, alone."""

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
