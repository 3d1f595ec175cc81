"""Companions: other runs of the same recipe that go as far as a session, to stand beside it."""

from __future__ import annotations

import time
from typing import Any

from playground.data.datasets import scalings
from playground.experiment.session import Session
from playground.settings import replaced

#: Mini-batches that a companion takes at most: a landscape shows where runs came to, no races.
MOST_STEPS = 10_000

#: Bytes of the examples beyond which nothing is trained beside a session.
MOST_BYTES = 64 * 2**20

#: Seconds of training in a row.
_TURN = 0.02


class Companion:
    """A run of the recipe that a session began with, but for one setting.

    It follows the session, mini-batch by mini-batch, without the changes made to it by hand.

    Parameters
    ----------
    like : Session
    path : str
        The dotted path of the setting.
    value
        What it is instead.
    same_start : bool
        Whether it begins with the parameters that the session began with.

    Attributes
    ----------
    session : Session
        The other one.
    """

    def __init__(self, like: Session, path: str, value: Any, same_start: bool = False) -> None:
        spec, dataset, split = like.origin
        self.session = Session(replaced(spec, path, value), dataset, split)
        self.session.endless = like.endless
        if same_start and not like.recording.steps[0]:
            self.session.start_from(like.recording.state_at(0).theta)

    def is_behind(self, step: int) -> bool:
        """Whether it has more mini-batches to take to be where the session is at a step."""
        return self.session.trainer.steps < min(step, MOST_STEPS) and self.session.stop is None

    def follow(self, step: int) -> None:
        """Train on towards a step, for some milliseconds."""
        until = time.perf_counter() + _TURN
        while self.is_behind(step) and time.perf_counter() < until:
            self.session.step()

    def at(self, step: int) -> Session:
        """The other session where it stood after so many mini-batches, or as far as it has come."""
        if step >= self.session.trainer.steps:
            return self.session
        return self.session.recording.visit(step, self.session.history)


def has_room(session: Session) -> bool:
    """Whether companions may have the examples once more each."""
    return session.split.train.X.nbytes <= MOST_BYTES


def scaled_otherwise(session: Session) -> tuple[Companion, ...]:
    """The same run on raw features where they are scaled, and the other way round (CS230 5.5.1).

    From the same parameters. Nothing of a network with hidden layers, where the two would have no
    axes in common.
    """
    if len(session.network.layer_sizes) != 2 or not has_room(session):
        return ()
    scaling = "standardise" if _is_raw(session) else "none"
    return (Companion(session, "data.scaling", scaling, same_start=True),)


def drawn_otherwise(session: Session) -> tuple[Companion, ...]:
    """Two runs of other random initial weights on the same examples; none of very many."""
    if not has_room(session):
        return ()
    draw = session.spec.weights_draw
    return tuple(Companion(session, "weights_draw", draw + k) for k in (1, 2))


def features_text(session: Session) -> str:
    """How the features of a session are scaled, in a few words."""
    if _is_raw(session):
        return "raw features"
    return f"scaled features ({session.spec.data.scaling.label.lower()})"


def _is_raw(session: Session) -> bool:
    return session.spec.data.scaling == scalings["none"]()
