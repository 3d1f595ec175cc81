"""Futures: what came after a moment that a session went back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.dataclass import dataclass
from playground.experiment.history import History
from playground.experiment.recording.keyframe import Keyframe
from playground.experiment.recording.recording import Recording

if TYPE_CHECKING:
    from playground.experiment.changes import Change
    from playground.experiment.session import Session


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
