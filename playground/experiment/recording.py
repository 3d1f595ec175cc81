"""The recording of a session: every mini-batch it took can be visited again, bit for bit.

Now and then a session leaves a `Keyframe`, all that its trainer remembers at that moment. Any
other moment is reached by restoring the keyframe before it in a replica of the session and
replaying the steps in between, with all changes by hand at the steps where they were made. The
numbers are the same to the last bit because nothing but the state, the data and the settings
decides what a step does.
"""

from __future__ import annotations

import copy
import time
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.cancellation import Cancelled
from playground.data.datasets import Dataset, Scaler, Split
from playground.experiment.history import History

if TYPE_CHECKING:
    from playground.experiment.changes import Change
    from playground.experiment.session import Session
    from playground.experiment.spec import ExperimentSpec
    from playground.experiment.stopping import Stop

#: Seconds that a replay from the nearest keyframe should take at most, at the speed measured:
#: half of what a frame of the window lasts.
REPLAY_TIME = 0.015

#: The part of the training's time that goes into leaving keyframes.
SHARE = 0.01

#: Bytes that all keyframes may take, unless somebody wants it otherwise: 64 MiB.
BUDGET = 64 * 2**20

#: So many keyframes of a small network are enough, however little they take: Python's objects
#: around them take more.
_MOST_KEYFRAMES = 4_000

#: Bytes that a keyframe takes besides its arrays.
_OBJECTS = 3 * 2**10

#: So many moments passed on the way to those visited are kept, if they fit into an eighth of the
#: budget besides.
_MOST_VISITED = 256

#: Steps before the first keyframe, which is also the first measurement of how long a step takes.
_FIRST = 32


@dataclass(frozen=True, eq=False)
class Keyframe:
    """All that a session is between two of its mini-batches.

    Attributes
    ----------
    step : int
        Mini-batches taken.
    evaluations : int
        Evaluations in the history by then.
    latest : tuple of float
        The last evaluation by then, a row of `EVALUATION_COLUMNS`.
    changes : int
        Changes by hand that were made by then.
    spec, dataset, split
        Those in force; shared, not copied.
    state : dict
        As of `Session.progress`; copies that nobody writes to.
    """

    step: int
    evaluations: int
    latest: tuple[float, ...]
    changes: int
    spec: ExperimentSpec
    dataset: Dataset
    split: Split
    state: dict[str, Any]

    @classmethod
    def of(cls, session: Session, evaluations: int | None = None) -> Keyframe:
        """A session as it stands.

        `evaluations` is given where its history does not begin with its first evaluation.
        """
        state = session.progress()
        state["theta"].flags.writeable = False
        if evaluations is None:
            evaluations = session.history.n_evaluations
        return cls(
            session.trainer.steps,
            evaluations,
            tuple(session.history.latest.values()),
            len(session.changes),
            session.spec,
            session.dataset,
            session.split,
            state,
        )

    @property
    def theta(self) -> np.ndarray:
        """All parameters, ``(n_parameters,)``; read-only."""
        return self.state["theta"]

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        return self.state["trainer"]["epoch"]

    @property
    def stop(self) -> Stop | None:
        """Why the session stopped by itself at this moment, where it did."""
        return self.state["stop"]

    @cached_property
    def nbytes(self) -> int:
        """The bytes it takes, about."""
        return _OBJECTS + sum(array.nbytes for array in _arrays(self.state))


class Recording:
    """What a session leaves on its way so that every moment of it can be visited.

    Parameters
    ----------
    session : Session
        As it begins: at step 0, or as it comes from a file.
    scalers : tuple of Scaler and (Scaler or None)
        Of features and labels.

    Attributes
    ----------
    keyframes : list of Keyframe
        In the order of their steps.
    due : int
        The step at which the session should leave the next keyframe.
    budget : int
        Bytes that all keyframes may take.
    """

    def __init__(self, session: Session, scalers: tuple[Scaler, Scaler | None]) -> None:
        self.origin = session.origin
        self.endless = session.endless
        self.keyframes: list[Keyframe] = []
        self.budget = BUDGET
        self._scalers = scalers
        self._changes = session.changes
        self._trainer = session.trainer
        self._first = session.trainer.steps
        self._end: int | None = None  # where it ended, once the session went another way
        self._base: Keyframe | None = None  # the first moment, where it is not the origin
        self._replayer: _Replayer | None = None
        self._visitor: _Replayer | None = None
        self._visited: list[Keyframe] = []
        self._step_time = 0.0
        self._restart_clock()

    @property
    def steps(self) -> tuple[int, int]:
        """The first and the last step that can be visited."""
        return self._first, self._trainer.steps if self._end is None else self._end

    # ------------------------------------------------------------------ leaving keyframes

    def leave(self, session: Session) -> None:
        """Leave a keyframe of a session that has come to `due`, and say when the next is."""
        now = time.thread_time()
        steps = session.trainer.steps - self._clock_step
        if steps > 0:
            self._step_time = max((now - self._clock) / steps, 1e-7)
        self.keep(Keyframe.of(session))
        cost = time.thread_time() - now
        wait = max(REPLAY_TIME, cost / SHARE)
        self._restart_clock(max(1, int(wait / self._step_time)))

    def keep(self, keyframe: Keyframe) -> None:
        """Add a keyframe; where all together take more than the budget, others go."""
        self.keyframes.append(keyframe)
        self._thin()

    def _thin(self) -> None:
        nbytes = [keyframe.nbytes for keyframe in self.keyframes]
        excess = sum(nbytes) - self.budget
        while len(self.keyframes) > (1 if excess > 0 else _MOST_KEYFRAMES):
            missed = _least_missed(self.keyframes, self._first)
            del self.keyframes[missed]
            excess -= nbytes.pop(missed)

    def _restart_clock(self, wait: int = _FIRST) -> None:
        self._clock_step, self.due = self._trainer.steps, self._trainer.steps + wait
        self._clock = time.thread_time()

    def begin_at(self, session: Session) -> None:
        """Let the present moment be the first that can be visited: what was before is not known."""
        self._first = session.trainer.steps
        self._base, self.keyframes = Keyframe.of(session), []
        self.forget_replays()
        self._restart_clock()

    def cut(self, session: Session, moment: Keyframe) -> Recording:
        """The recording of a session that went back to a moment of this one."""
        other = Recording(session, self._scalers)
        other._first, other._base, other.budget = self._first, self._base, self.budget
        other.keyframes = [k for k in self.keyframes if k.step < moment.step]
        other.keyframes.append(moment)
        other._step_time = self._step_time
        return other

    def thinned(self, budget: int, most: int) -> list[Keyframe]:
        """As many keyframes as a budget allows, the first moment before them if not the origin."""
        kept = list(self.keyframes)
        excess = sum(keyframe.nbytes for keyframe in kept) - budget
        while kept and (excess > 0 or len(kept) > most):
            missed = _least_missed(kept, self._first) if len(kept) > 1 else 0
            excess -= kept.pop(missed).nbytes
        return kept if self._base is None else [self._base, *kept]

    @classmethod
    def remembered(
        cls,
        session: Session,
        scalers: tuple[Scaler, Scaler | None],
        first: int,
        keyframes: Sequence[Keyframe],
    ) -> Recording:
        """The recording of a session from a file.

        Parameters
        ----------
        session : Session
            With the origin and the changes of the whole run.
        scalers
            As of the constructor.
        first : int
            The first moment that can be visited; its keyframe is the first one, unless it is 0.
        keyframes : sequence of Keyframe

        Raises
        ------
        EngineError
            When a keyframe does not fit the session.
        """
        recording = cls(session, scalers)
        tried = recording._new_replayer()
        for keyframe in keyframes:
            tried.restore(keyframe)
        recording._first = first
        recording._base = keyframes[0] if first else None
        recording.keyframes = list(keyframes[1:] if first else keyframes)
        return recording

    def frozen(self) -> Recording:
        """This recording as it stands, for somebody who goes through it in another thread."""
        other = copy.copy(self)
        other.keyframes, other._changes = list(self.keyframes), list(self._changes)
        other._end = self.steps[1]
        other.forget_replays()
        return other

    def end(self) -> None:
        """The session goes another way: the present step is the last of this recording."""
        self._end = self._trainer.steps

    def go_on(self, budget: int) -> None:
        """The session takes this way again."""
        self._end, self.budget = None, budget
        self._restart_clock()

    def thin(self, budget: int) -> None:
        """Keep no more keyframes than fit into a smaller budget."""
        self.budget = budget
        self._thin()

    # ------------------------------------------------------------------ visiting

    def state_at(self, step: int, cancelled: Callable[[], bool] = lambda: False) -> Keyframe:
        """The session as it stood after `step` mini-batches and the changes made right then.

        Parameters
        ----------
        step : int
            From the first of `steps` to the last.
        cancelled : callable
            Asked before every step of a replay whether to give up.

        Raises
        ------
        ValueError
            When the session was never there.
        Cancelled
            When it was asked to give up.
        """
        self._check(step)
        near = self.nearest(step)
        if near is not None and near.step == step and near.changes == self._changes_by(step):
            return near
        if self._replayer is None:
            self._replayer = self._new_replayer()
        found, passed = self._replayer.go_to(step, near, self._stride, cancelled)
        self._remember(passed)
        return found

    def nearest(self, step: int) -> Keyframe | None:
        """The last moment at hand up to a step: it need not be computed.

        None where that is the beginning.
        """
        known = [near for near in (self._base, _before(self.keyframes, step)) if near is not None]
        known += [moment for moment in self._visited if moment.step <= step]
        return max(known, key=lambda near: near.step, default=None)

    def seconds_to(self, step: int) -> float:
        """About how long `state_at` will take to replay up to a step."""
        near = self.nearest(step)
        return (step - (self._first if near is None else near.step)) * self._step_time

    def visit(
        self, step: int, history: History, cancelled: Callable[[], bool] = lambda: False
    ) -> Session:
        """A session that stands where this one stood, to look at: the same one for every visit.

        Parameters
        ----------
        step, cancelled
            As for `state_at`.
        history : History
            That of the whole recording; the session's is its beginning.

        Raises
        ------
        ValueError, Cancelled
            As `state_at` does.
        """
        moment = self.state_at(step, cancelled)
        if self._visitor is None:
            self._visitor = self._new_replayer()
        self._visitor.restore(moment)
        session = self._visitor.session
        session.history = history.until(step, moment.evaluations)
        session.recording = self
        return session

    def session_at(self, step: int) -> Session:
        """A session of its own that stands where this one stood, to go on with.

        Its history begins there.

        Raises
        ------
        ValueError
            When the session was never there.
        """
        moment = self.state_at(step)
        replayer = self._new_replayer()
        replayer.restore(moment)
        return replayer.session

    def _new_replayer(self) -> _Replayer:
        return _Replayer(self.origin, self._scalers, self._changes, self.endless)

    def forget_replays(self) -> None:
        """Give up what was kept of moments visited."""
        self._replayer, self._visitor, self._visited = None, None, []

    def _check(self, step: int) -> None:
        first, last = self.steps
        if not first <= step <= last:
            raise ValueError(f"Step {step:,} is not one of the steps {first:,} to {last:,}.")

    def _changes_by(self, step: int) -> int:
        return sum(change.step <= step for change in self._changes)

    @property
    def _stride(self) -> int:
        """The steps between two keyframes of a past that has none, as from a file."""
        first, last = self.steps
        return max(500, (last - first) // 1000)

    def _remember(self, passed: Sequence[Keyframe]) -> None:
        """Keep the moments passed on the way: the last, and where none is near as keyframes."""
        for moment in passed:
            near = self.nearest(moment.step)
            far = moment.step - (self._first if near is None else near.step) >= self._stride
            if far and moment.step % self._stride == 0:
                insort(self.keyframes, moment, key=lambda keyframe: keyframe.step)
        self._thin()
        self._visited += passed[-_MOST_VISITED:]
        most = max(1, self.budget // 8 // max(1, self._visited[-1].nbytes))
        del self._visited[: -min(most, _MOST_VISITED)]


@dataclass(frozen=True, eq=False)
class Future:
    """What came after a moment that a session went back to.

    Attributes
    ----------
    key : int
        By which it is found again, also where it and the present change places.
    parted : int
        The step it was left at.
    last : Keyframe
        How far it came.
    history : History
        From the beginning on.
    changes : list of Change
    recording : Recording
    """

    key: int
    parted: int
    last: Keyframe
    history: History
    changes: list[Change]
    recording: Recording

    @classmethod
    def of(cls, session: Session, parted: int, key: int = 0) -> Future:
        """What came after step `parted` of a session."""
        last = Keyframe.of(session)
        session.recording.end()
        return cls(key, parted, last, session.history, session.changes, session.recording)


class _Replayer:
    """A session of the same origin that can be put at any keyframe and trained on from there."""

    def __init__(
        self,
        origin: tuple[ExperimentSpec, Dataset, Split],
        scalers: tuple[Scaler, Scaler | None],
        changes: Sequence[Change],
        endless: bool,
    ) -> None:
        from playground.experiment.session import Session

        def make() -> Session:
            session = Session(*origin, scalers, recorded=False)
            return session.go_on() if endless else session

        self._make = make
        self._changes = changes
        self.session = self._make()
        self._evaluations = 0  # in the history before that of the replica begins

    def go_to(
        self, step: int, near: Keyframe | None, stride: int, cancelled: Callable[[], bool]
    ) -> tuple[Keyframe, list[Keyframe]]:
        """The moment after `step` mini-batches, and moments passed on the way there.

        Among these are those after every `stride` steps.
        """
        self._start_from(near, step)
        session = self.session
        passed: list[Keyframe] = []
        # Dense towards the end: whoever goes a step back finds a moment right before it.
        stations = {step - distance for distance in (8, 16, 32, 64, 128, 256, 512)}
        while True:
            self._repeat_changes()
            if session.trainer.steps >= step:
                found = self._moment()
                return found, [*passed, found]
            if session.trainer.steps in stations or session.trainer.steps % stride == 0:
                passed.append(self._moment())
            if cancelled():
                raise Cancelled
            session.step()

    def restore(self, keyframe: Keyframe) -> None:
        """Stand where a keyframe was left."""
        self.session.resume(keyframe.spec, keyframe.dataset, keyframe.split, keyframe.state)
        self.session.changes[:] = self._changes[: keyframe.changes]
        self.session.history = History()
        self.session.history.add_evaluation(*keyframe.latest)
        self._evaluations = keyframe.evaluations - 1

    def _start_from(self, near: Keyframe | None, step: int) -> None:
        here = self.session.trainer.steps
        if here <= step and (near is None or near.step <= here):
            return
        if near is not None:
            self.restore(near)
        else:
            self.session, self._evaluations = self._make(), 0

    def _repeat_changes(self) -> None:
        session, changes = self.session, self._changes
        while len(session.changes) < len(changes):
            change = changes[len(session.changes)]
            if change.step > session.trainer.steps:
                return
            change.repeat(session)

    def _moment(self) -> Keyframe:
        evaluations = self._evaluations + self.session.history.n_evaluations
        return Keyframe.of(self.session, evaluations)


def _before(moments: Sequence[Keyframe], step: int) -> Keyframe | None:
    """The last of moments, in rising order, up to a step."""
    place = bisect_right(moments, step, key=lambda moment: moment.step)
    return moments[place - 1] if place else None


def _least_missed(keyframes: Sequence[Keyframe], first: int) -> int:
    """The place of the keyframe without which the longest replay grows least, never the last."""
    steps = np.array([first, *(keyframe.step for keyframe in keyframes)])
    return int(np.argmin(steps[2:] - steps[:-2]))


def _arrays(value: Any) -> Iterable[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _arrays(item)
