"""A session run once more from its seed, to look at what it went through on its way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from playground.cancellation import Cancelled
from playground.data.datasets import Dataset, Scaler, Split
from playground.experiment.changes import Change
from playground.experiment.history import History, MetricPoints
from playground.experiment.probes.probe import ProbeResults
from playground.experiment.probes.surface import Plane, SurfaceProbe
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec

SPACINGS = ("even", "log")


@dataclass(frozen=True, eq=False)
class Rerun:
    """All that makes a session take the same steps again, and what they are compared with.

    Attributes
    ----------
    origin : tuple of ExperimentSpec, Dataset and Split
        What the session was built of.
    scalers : tuple of Scaler and (Scaler or None)
        Of features and labels.
    changes : tuple of Change
        What was changed by hand on the way; it is changed again at the same steps. Of a
        session from a file nobody knows what was changed before it was saved.
    steps : int
        The steps the session had taken.
    points : MetricPoints
        The cost of each; of a long run, of the last ones.
    theta : ndarray, (n_parameters,)
        Where they led.
    """

    origin: tuple[ExperimentSpec, Dataset, Split]
    scalers: tuple[Scaler, Scaler | None]
    changes: tuple[Change, ...]
    steps: int
    points: MetricPoints
    theta: np.ndarray

    @classmethod
    def of(cls, session: Session) -> Rerun:
        """What it takes to repeat a session as it stands between two of its mini-batches."""
        return cls(
            session.origin,
            (session.scaler, session.label_scaler),
            tuple(session.changes),
            session.trainer.steps,
            session.history.whole(),
            session.network.theta.copy(),
        )

    def frames(
        self, plane: Plane, steps: Sequence[int], cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Frame]:
        """Take the steps again, and hand out all there is to draw after some of them.

        Each frame comes with an evaluation at its own step; the history of all of them is one
        and grows. Where the session stops by itself before the last of `steps`, the frame of
        that moment is the last; ``snapshot.running`` is false in the last frame only.

        Parameters
        ----------
        plane : Plane
            What the surface is computed over.
        steps : sequence of int
            After how many steps, in rising order.
        cancelled : callable
            Asked before every step whether to give up.

        Raises
        ------
        Cancelled
            When it was asked to give up.
        """
        session = Session(*self.origin, self.scalers)
        changes = deque(self.changes)
        surface, run = session.surface(plane), session.as_run()
        history = History()
        for target in steps:
            _advance(session, target, changes, cancelled)
            if session.history.latest["step"] != session.trainer.steps:
                session.evaluate()
            points = session.history.since(history.mark())
            history.extend(points)
            stopped = session.trainer.steps < target
            snapshot = session.snapshot(
                run,
                points,
                running=not stopped and target != steps[-1],
                probes=ProbeResults({SurfaceProbe: surface.map(session.network.theta)}),
            )
            yield Frame(snapshot, history)
            if stopped:
                return

    def departure(self, frame: Frame) -> int | None:
        """After how many steps the rerun that led to `frame` left the session, if it has.

        None where every cost up to then, and theta where both stand at the same step, are the
        same to the last bit.
        """
        count = min(self.steps, frame.snapshot.steps)
        first = max(frame.history.first, self.points.first)
        costs = frame.history.batch_costs[first - frame.history.first : count]
        ours = self.points.batch_costs[first - self.points.first :][: len(costs)]
        same = (costs[: len(ours)] == ours) | np.isnan(costs[: len(ours)])
        if not same.all():
            return first + int(np.argmin(same))
        at_same_step = frame.snapshot.steps == self.steps
        if at_same_step and not np.array_equal(frame.snapshot.theta, self.theta, equal_nan=True):
            return count
        return None


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


def _advance(
    session: Session, target: int, changes: deque[Change], cancelled: Callable[[], bool]
) -> None:
    """Take steps up to `target`, or until the session stops, with all changes up to there."""
    while True:
        while changes and changes[0].step <= session.trainer.steps:
            changes.popleft().repeat(session)
        if session.trainer.steps >= target or session.stop is not None:
            return
        if cancelled():
            raise Cancelled
        session.step()
