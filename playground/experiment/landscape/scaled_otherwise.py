"""The same run on features scaled otherwise: what normalizing does to the bowl (CS230 5.5.1)."""

from __future__ import annotations

import time

from playground.data.datasets import scalings
from playground.experiment.session import Session
from playground.settings import replaced

#: Mini-batches that the other run takes at most: a bowl is walked through in fewer.
MOST_STEPS = 10_000

#: Seconds of training in a row.
_TURN = 0.02


class ScaledOtherwise:
    """A run of the same recipe, from the same parameters and over the same mini-batches.

    Its features are raw where those of the session are scaled, and standardised where they are
    raw. It follows the session step by step, without the changes made to it by hand.

    Parameters
    ----------
    session : Session
        Of a network without hidden layers, or the two would have no axes in common.

    Attributes
    ----------
    session : Session
        The other one.
    """

    def __init__(self, session: Session) -> None:
        scaling = "standardise" if _is_raw(session) else "none"
        spec, dataset, split = session.origin
        spec = replaced(spec, "data.scaling", scaling)
        self.session = Session(spec, dataset, split)
        self.session.endless = session.endless
        first, _ = session.recording.steps
        if not first:
            self.session.start_from(session.recording.state_at(0).theta)

    @classmethod
    def applies(cls, session: Session) -> bool:
        """Whether there is something to compare."""
        return len(session.network.layer_sizes) == 2

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


def features_text(session: Session) -> str:
    """How the features of a session are scaled, in a few words."""
    if _is_raw(session):
        return "raw features"
    return f"scaled features ({session.spec.data.scaling.label.lower()})"


def _is_raw(session: Session) -> bool:
    return session.spec.data.scaling == scalings["none"]()
