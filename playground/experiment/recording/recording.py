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
from bisect import insort
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from playground.experiment.history import History
from playground.experiment.recording.keyframe import Keyframe, last_before, thinned
from playground.experiment.recording.replica import Replica

if TYPE_CHECKING:
    from playground.experiment.session import Session

#: Seconds that a replay from the nearest keyframe should take at most, at the speed measured:
#: a step back is on the screen within two frames.
REPLAY_TIME = 0.02

#: The part of the training's time that goes into leaving keyframes.
SHARE = 0.005

#: Bytes that all keyframes may take, unless somebody wants it otherwise: 64 MiB.
BUDGET = 64 * 2**20

#: So many keyframes of a small network are enough, however little they take: Python's objects
#: around them take more.
_MOST_KEYFRAMES = 4_000

#: So many moments passed on the way to those visited are kept, if they fit into an eighth of the
#: budget besides.
_MOST_VISITED = 256

#: Steps before the first keyframe, which is also the first measurement of how long a step takes.
_FIRST = 32


class Recording:
    """What a session leaves on its way so that every moment of it can be visited.

    Parameters
    ----------
    session : Session
        As it begins: at step 0, or as it comes from a file.

    Attributes
    ----------
    keyframes : list of Keyframe
        In the order of their steps.
    due : int
        The step at which the session should leave the next keyframe.
    budget : int
        Bytes that all keyframes may take.
    """

    def __init__(self, session: Session) -> None:
        self.origin = session.origin
        self.endless = session.endless
        self.keyframes: list[Keyframe] = []
        self.budget = BUDGET
        self._session_class = type(session)
        self._scalers = session.scaler, session.label_scaler
        self._changes = session.changes
        self._trainer = session.trainer
        self._first = session.trainer.steps
        self._end: int | None = None  # where it ended, once the session went another way
        self._base: Keyframe | None = None  # the first moment, where it is not the origin
        self._replica: Replica | None = None
        self._visitor: Replica | None = None
        self._visited: list[Keyframe] = []
        self._step_time = 0.0
        self._restart_clock()

    @property
    def steps(self) -> tuple[int, int]:
        """The first and the last step that can be visited."""
        return self._first, self._trainer.steps if self._end is None else self._end

    def is_of(self, session: Session) -> bool:
        """Whether it is what this session leaves behind, and not one that visits its past."""
        return self._trainer is session.trainer

    # ------------------------------------------------------------------ leaving keyframes

    def leave(self, session: Session) -> None:
        """Leave a keyframe of a session that has come to `due`, and say when the next is."""
        now = time.thread_time()
        steps = session.trainer.steps - self._clock_step
        if steps > 0:
            lately = max((now - self._clock) / steps, 1e-7)
            self._step_time = (self._step_time + lately) / 2 if self._step_time else lately
        self.keep(Keyframe.of(session))
        cost = time.thread_time() - now
        wait = max(REPLAY_TIME, cost / SHARE)
        self._restart_clock(max(1, int(wait / self._step_time)))

    def keep(self, keyframe: Keyframe) -> None:
        """Add a keyframe; where all together take more than the budget, others go."""
        self.keyframes.append(keyframe)
        self._thin()

    def _thin(self) -> None:
        self.keyframes = thinned(self.keyframes, self._first, self.budget, _MOST_KEYFRAMES, least=1)

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
        other = Recording(session)
        other._first, other._base, other.budget = self._first, self._base, self.budget
        other.keyframes = [k for k in self.keyframes if k.step < moment.step]
        other.keyframes.append(moment)
        other._step_time = self._step_time
        return other

    def thinned(self, budget: int, most: int) -> list[Keyframe]:
        """As many keyframes as a budget allows, the first moment before them if not the origin."""
        kept = thinned(self.keyframes, self._first, budget, most)
        return kept if self._base is None else [self._base, *kept]

    @classmethod
    def remembered(cls, session: Session, first: int, keyframes: Sequence[Keyframe]) -> Recording:
        """The recording of a session from a file.

        Parameters
        ----------
        session : Session
            With the origin and the changes of the whole run.
        first : int
            The first moment that can be visited; its keyframe is the first one, unless it is 0.
        keyframes : sequence of Keyframe

        Raises
        ------
        EngineError
            When a keyframe does not fit the session.
        """
        recording = cls(session)
        tried = recording._new_replica()
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
        if self._replica is None:
            self._replica = self._new_replica()
        found, passed = self._replica.go_to(step, near, self._stride, cancelled)
        self._remember(passed)
        return found

    def nearest(self, step: int) -> Keyframe | None:
        """The last moment at hand up to a step: it need not be computed.

        None where that is the beginning.
        """
        known = [
            near for near in (self._base, last_before(self.keyframes, step)) if near is not None
        ]
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
            self._visitor = self._new_replica()
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
        replica = self._new_replica()
        replica.restore(moment)
        return replica.session

    def _new_replica(self) -> Replica:
        return Replica(self._beginning, self._changes)

    def _beginning(self) -> Session:
        session = self._session_class(*self.origin, self._scalers, recorded=False)
        return session.go_on() if self.endless else session

    def forget_replays(self) -> None:
        """Give up what was kept of moments visited."""
        self._replica, self._visitor, self._visited = None, None, []

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
