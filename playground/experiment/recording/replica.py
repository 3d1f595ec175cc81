"""Replica: a session that takes the steps of another one again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from playground.cancellation import Cancelled
from playground.experiment.history import History
from playground.experiment.recording.keyframe import Keyframe

if TYPE_CHECKING:
    from playground.experiment.changes import Change
    from playground.experiment.session import Session


class Replica:
    """A session of the same origin that can be put at any keyframe and trained on from there.

    Parameters
    ----------
    make : callable
        Gives a session as the other one began.
    changes : sequence of Change
        What was changed by hand, and at which steps.
    """

    def __init__(self, make: Callable[[], Session], changes: Sequence[Change]) -> None:
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
        self.session.resume(keyframe)
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
