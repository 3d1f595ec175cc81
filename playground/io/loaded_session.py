"""LoadedSession: a session, and what lies beside it in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from playground.dataclass import dataclass
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.experiment.text.written import WrittenExperiment


@dataclass(frozen=True)
class LoadedSession:
    """What a session file holds, or what one that is saved will hold.

    Attributes
    ----------
    session : Session
        Ready for its next mini-batch.
    runs : RunEntries
        What was run before.
    window : mapping of str to bytes
        What the window wanted to find again.
    written : WrittenExperiment
        The words around the settings.
    remark : str
        What to tell of how it came about; empty for nothing.
    """

    session: Session
    runs: RunEntries = RunEntries()
    window: Mapping[str, bytes] = field(default_factory=dict)
    written: WrittenExperiment = WrittenExperiment()
    remark: str = ""
