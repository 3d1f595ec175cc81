"""LoadedSession: a session, and what lies beside it in its file."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.attachments import Attachments
from playground.experiment.session import Session


@dataclass(frozen=True, kw_only=True)
class LoadedSession(Attachments):
    """What a session file holds, or what one that is saved will hold.

    Attributes
    ----------
    session : Session
        Ready for its next mini-batch.
    remark : str
        What to tell of how it came about; empty for nothing.
    """

    session: Session
    remark: str = ""
