"""Replay: what a session went through, moment by moment, and what will come if it trains on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from playground.cancellation import Cancelled
from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.history import History, MetricPoints
from playground.experiment.inputs.plane import Plane
from playground.experiment.probe import ProbeResults
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.recording import Recording
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot

SPACINGS = ("even", "log")


@dataclass(frozen=True, eq=False)
class Replay:
    """The recording of a session as it stands, to be gone through while the session trains on.

    Attributes
    ----------
    recording : Recording
    history : History
    """

    recording: Recording
    history: History

    @classmethod
    def of(cls, session: Session) -> Replay:
        """What a session went through so far."""
        history = History()
        history.extend(session.history.since((0, 0)))
        return cls(session.recording.frozen(), history)

    @property
    def dataset(self) -> Dataset:
        """The examples it began with."""
        return self.recording.origin[1]

    @property
    def first(self) -> int:
        """The first moment that is known."""
        return self.recording.steps[0]

    def frames(
        self, plane: Plane, steps: Sequence[int], cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Frame]:
        """All there is to draw of some moments, bit for bit as it was.

        Each frame comes with an evaluation at its own step; the history of all of them is one
        and grows. Where the session stops by itself before the last of `steps`, the frame of
        that moment is the last; ``snapshot.running`` is false in the last frame only.

        Parameters
        ----------
        plane : Plane
            What the surface is computed over.
        steps : sequence of int
            After how many steps, in rising order, from `first` on. Beyond the last step of the
            recording it is trained on.
        cancelled : callable
            Asked before every step of a replay whether to give up.

        Raises
        ------
        Cancelled
            When it was asked to give up.
        """
        moments = _Moments(self.recording, self.history, cancelled)
        surface = run = None
        history, previous = History(), -1
        for step in steps:
            session = moments.at(step)
            if run is None or surface is None:
                surface, run = Surface.of(session, plane), Run.of(session)
            stopped = session.trainer.steps < step
            points = _points_since(previous, history, session)
            history.extend(points)
            previous = session.trainer.steps
            snapshot = Snapshot.of(
                session,
                run,
                points,
                running=not stopped and step != steps[-1],
                probes=ProbeResults({SurfaceProbe: surface.map(session.network.theta)}),
            )
            yield Frame(snapshot, history)
            if stopped:
                return


class _Moments:
    """Sessions that stand at one moment after the other, of the past or of what comes."""

    def __init__(
        self, recording: Recording, history: History, cancelled: Callable[[], bool]
    ) -> None:
        self._recording, self._history, self._cancelled = recording, history, cancelled
        self._beyond: Session | None = None

    def at(self, step: int) -> Session:
        """A session after `step` mini-batches, or where it stopped by itself before."""
        last = self._recording.steps[1]
        if step <= last:
            return self._recording.visit(step, self._history, self._cancelled)
        if self._beyond is None:
            self._beyond = self._recording.session_at(last)
            self._beyond.history = self._history.until(last, self._history.n_evaluations)
        session = self._beyond
        while session.trainer.steps < step and session.stop is None:
            if self._cancelled():
                raise Cancelled
            session.step()
        return session


def _points_since(previous: int, history: History, session: Session) -> MetricPoints:
    """What the history of a session holds after a step, with an evaluation at its present one.

    The whole history where what is wanted has been condensed.
    """
    steps, whole = session.trainer.steps, session.history
    if whole.latest["step"] != steps:
        session.evaluate()
    if whole.first > history.n_steps:
        return whole.whole()
    rows = whole.evaluations[whole.column("step") > previous]
    costs = whole.batch_costs[history.n_steps - whole.first :]
    return MetricPoints(history.n_steps, costs.copy(), np.array(rows))


def spread(first: int, last: int, count: int, spacing: str = "even") -> list[int]:
    """Rising steps from `first` to `last`, both among them: `count`, or all where there are fewer.

    Parameters
    ----------
    first, last, count : int
    spacing : {"even", "log"}
        Evenly, or each time by about the same factor further from `first`: dense at the start,
        where most happens.
    """
    span = last - first
    if count >= span + 1:
        return list(range(first, last + 1))
    if spacing == "even":
        return [first + round(span * place / (count - 1)) for place in range(count)]
    away: list[int] = []
    for place in range(count):
        wanted = round((span + 1) ** (place / (count - 1))) - 1
        away.append(max(wanted, away[-1] + 1 if away else 0))
    return [first + distance for distance in away]
