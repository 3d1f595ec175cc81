"""ProbeRunner: answers all probes that are asked for, within their share of the worker's time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from playground.experiment.probe import Probe, ProbeResults
from playground.experiment.session import Session

#: The part of the worker's time that all probes together take while a run goes on.
SHARE = 0.1

#: Seconds that those refined in passes may take in a row while a run goes on, and at rest.
SLICE, SLICE_AT_REST = 0.01, 0.05


class ProbeRunner:
    """Binds probes to a session and computes their results, the cheapest first.

    Parameters
    ----------
    clock : callable
        Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._session: Session | None = None
        self._data: tuple[object, object] = (None, None)
        self._requests: tuple[Probe, ...] = ()
        self._tasks: dict[type[Probe], _Task] = {}
        self._due = 0.0

    # ------------------------------------------------------------------ what is asked for

    def begin(self, session: Session) -> None:
        """Go on with another session; what is asked for stays, as far as it suits any data."""
        self._session, self._tasks = session, {}
        self.ask(request.anew() for request in self._requests)

    def ask(self, requests: Iterable[Probe]) -> bool:
        """Answer these from now on, one for each class; those that do not apply are passed over.

        Returns whether there is anything among them that was not asked for before.
        """
        self._requests = merged(requests)
        before = self._tasks
        self._bind()
        new = any(task is not before.get(kind) for kind, task in self._tasks.items())
        if new:
            self.hurry()
        return new

    def hurry(self) -> None:
        """Answer anew as soon as possible: something else is to be seen."""
        self._due = 0.0
        for task in self._tasks.values():
            task.due = 0.0

    def _bind(self) -> None:
        """Keep the bindings of requests that are the same, and make the others."""
        session = self._session
        if session is None:
            return
        tasks = [self._task(asked, session) for asked in self._requests if asked.applies(session)]
        self._data = session.dataset, session.split
        self._tasks = {type(task.request): task for task in sorted(tasks, key=lambda t: t.cost)}

    def _task(self, asked: Probe, session: Session) -> _Task:
        before = self._tasks.get(type(asked))
        if before is None or asked not in (before.asked, before.request):
            return _Task(asked, asked.fixed(session), session)
        # What it left open was filled in once for the run, whatever the examples are by now.
        return _Task(asked, before.request, session) if self._has_other_data(session) else before

    def _has_other_data(self, session: Session) -> bool:
        """Whether the session got other examples since the probes were bound."""
        dataset, split = self._data
        return session.dataset is not dataset or session.split is not split

    # ------------------------------------------------------------------ answers

    @property
    def unfinished(self) -> bool:
        """Whether a result that is refined in passes could still be better."""
        return any(task.passes is not None for task in self._tasks.values())

    def look(self, theta: np.ndarray, everything: bool = False) -> ProbeResults:
        """The results that are due for `theta`, or all that are asked for.

        Of what is refined in passes there is at least one more pass.
        """
        if self._session is not None and self._has_other_data(self._session):
            self._bind()
            self.hurry()
        started = self._clock()
        if started < self._due and not everything:
            return ProbeResults()
        results: dict[type[Probe], Any] = {}
        for kind, task in self._tasks.items():
            if everything or task.due <= started:
                answer, began = task.answer if everything else task.next_answer, self._clock()
                results[kind] = answer(theta, self._until(SLICE))
                now, wanted = self._clock(), task.request
                task.due = now + max(wanted.interval, (now - began) * (1 / wanted.share - 1))
        ended = self._clock()
        self._due = ended + (ended - started) * (1 / SHARE - 1)
        return ProbeResults(results)

    def refine(self) -> ProbeResults:
        """Go on, at rest, with what is refined in passes."""
        unfinished = {k: task for k, task in self._tasks.items() if task.passes is not None}
        until = self._until(SLICE_AT_REST)
        return ProbeResults({kind: task.refined(until) for kind, task in unfinished.items()})

    def finished(self, theta: np.ndarray) -> ProbeResults:
        """All results asked for, refined to the end; for who has time."""
        never = self._until(math.inf)
        return ProbeResults({kind: task.answer(theta, never) for kind, task in self._tasks.items()})

    def _until(self, seconds: float) -> Callable[[], bool]:
        """Says whether so much time has gone by."""
        end = self._clock() + seconds
        return lambda: self._clock() >= end


class _Task:
    """A request bound to a session, and how far its answer has come."""

    def __init__(self, asked: Probe, request: Probe, session: Session) -> None:
        self.asked, self.request = asked, request  # as it was asked, and with all filled in
        self.cost = request.cost(session)
        self.due = 0.0
        self.passes: Iterator[Any] | None = None  # while a result is being refined
        self._bound = request.bind(session)
        self._theta: np.ndarray | None = None
        self._result: Any = None

    def answer(self, theta: np.ndarray, late: Callable[[], bool]) -> Any:
        """The result for `theta`, which is there already where theta is the same."""
        if self._theta is None or not np.array_equal(theta, self._theta):
            self.passes = None
        elif self.passes is None and self.request.of_theta_alone:
            return self._result
        return self.next_answer(theta, late)

    def next_answer(self, theta: np.ndarray, late: Callable[[], bool]) -> Any:
        """The result for `theta`; or of one still being refined, whatever its theta, more."""
        if self.passes is None:
            self._theta = theta.copy()
            found = self._bound(self._theta)
            if not isinstance(found, Iterator):
                self._result = found
                return found
            self.passes = found
        return self.refined(late)

    def refined(self, late: Callable[[], bool]) -> Any:
        """The best result there is when it is late, after one more pass at least."""
        for result in self.passes or ():
            self._result = result
            if late():
                return result
        self.passes = None
        return self._result


def merged(requests: Iterable[Probe]) -> tuple[Probe, ...]:
    """One request for each class, in the order of the first of each."""
    found: dict[type[Probe], Probe] = {}
    for request in requests:
        kind = type(request)
        found[kind] = found[kind].merged(request) if kind in found else request
    return tuple(found.values())
