"""PastViewer: shows moments of the past of a session, and what its timeline is. Qt-free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from playground.cancellation import Cancelled
from playground.experiment.changes import marks_of
from playground.experiment.probe import Probe, ProbeResults
from playground.experiment.probes.runner import ProbeRunner
from playground.experiment.session import Session
from playground.experiment.snapshot import Run, Snapshot

#: Seconds of replay that are waited for before the nearest moment at hand is shown meanwhile.
PATIENCE = 0.1


class PastViewer:
    """Makes snapshots of a session as it stood, one moment at a time; the latest asked for wins.

    Attributes
    ----------
    step : int or None
        The moment looked at; None for the present.
    shown : bool
        Whether the moment looked at has been shown, and not only one near it.
    """

    _session: Session  # from `begin` on

    def __init__(self) -> None:
        self.step: int | None = None
        self.shown = True
        self._theta: np.ndarray | None = None  # that is looked at in place of the moment's own
        self._probes = ProbeRunner()
        self._requests: list[Probe] = []
        self._bound: Session | None = None

    def begin(self, session: Session) -> None:
        """Go on with another session, at its present."""
        self._session, self._bound = session, None
        self.leave()

    def ask(self, requests: Iterable[Probe]) -> None:
        """Compute what these probes ask for with every moment from now on."""
        self._requests = list(requests)
        if self._bound is not None:
            self._probes.ask(self._requests)

    def look(self, step: int | None, theta: np.ndarray | None = None) -> None:
        """Look at another moment; at one that never was, at the present.

        Where `theta` is given, at the present as if its parameters were these.
        """
        first, last = self._session.recording.steps
        if theta is not None and theta.shape == self._session.network.theta.shape:
            self._theta, self.step = theta, last
        elif theta is None:
            self._theta = None
            self.step = step if step is not None and first <= step < last else None

    def leave(self) -> None:
        """Look at the present again."""
        self.step = self._theta = None

    def snapshots(self, run: Run, cancelled: Callable[[], bool]) -> Iterator[Snapshot]:
        """The moment asked for; the nearest one at hand before it, where it takes long to compute.

        Parameters
        ----------
        run : Run
        cancelled : callable
            Asked now and then whether something else is to be done: then nothing more comes.
        """
        recording, step = self._session.recording, self.step
        if step is None:
            return
        self.shown = False
        seconds = recording.seconds_to(step)
        if seconds > PATIENCE:
            near = recording.nearest(step)
            yield self._snapshot(run, recording.steps[0] if near is None else near.step, seconds)
        try:
            recording.state_at(step, cancelled)
        except Cancelled:
            return
        self.shown = True
        yield self._snapshot(run, step)

    @property
    def unfinished(self) -> bool:
        """Whether what is computed in passes of the moment that is shown could be better."""
        return self.step is not None and self.shown and self._probes.unfinished

    def refined(self, run: Run) -> Snapshot:
        """The moment that is shown, with what is computed in passes a little better."""
        return self._with(run, self._probes.refine())

    def _snapshot(self, run: Run, step: int, exact_in: float = 0.0) -> Snapshot:
        session = self._session
        visited = session.recording.visit(step, session.history)
        if visited is not self._bound:
            self._bound = visited
            self._probes.begin(visited)
            self._probes.ask(self._requests)
        if self._theta is not None:
            visited.network.theta = self._theta
            visited.evaluate()
        return self._with(run, self._probes.look(visited.network.theta, everything=True), exact_in)

    def _with(self, run: Run, probes: ProbeResults, exact_in: float = 0.0) -> Snapshot:
        session, bound = self._session, self._bound
        return Snapshot.of(
            bound or session,
            run,
            session.history.since(session.history.mark()),
            probes=probes,
            looking_back=True,
            elsewhere=None if self._theta is None or bound is None else bound.history.latest,
            exact_in=exact_in,
            **timeline_of(session),
        )


def timeline_of(session: Session) -> dict[str, Any]:
    """What of the timeline of a session is in its snapshots: see `Snapshot`."""
    first, last = session.recording.steps
    marks = marks_of(session.origin[0], session.changes)
    return {"first_step": first, "last_step": last, "marks": marks}
