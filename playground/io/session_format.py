"""The session, ``.playground``: everything, to go on from bit for bit."""

from __future__ import annotations

import os

from playground.experiment.session import Session
from playground.io.formats import ExportFormat, ImportFormat, Opener, formats
from playground.io.loaded_session import LoadedSession
from playground.io.session.file import SUFFIX, save_session


@formats.register("session", label="Session with data and weights")
class SessionFile(ExportFormat, ImportFormat):
    """Everything: settings, data, weights, curves and the run history; training goes on from it."""

    suffixes, title, file = (SUFFIX,), "the session", f"session{SUFFIX}"

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write the session as it is, between two of its mini-batches."""
        save_session(session, path)

    def write_loaded(self, loaded: LoadedSession, path: str | os.PathLike) -> None:
        """Write the session with all that lay beside it."""
        save_session(loaded.session, path, loaded)

    def open(self, path: str, opener: Opener) -> object:
        """Hand the file to whoever goes on with it."""
        return opener.open_session(path)
