"""The experiment, ``.toml``: the settings as text that a person can write."""

from __future__ import annotations

import os
from dataclasses import replace

from playground.experiment.session import Session
from playground.experiment.text import codec, written
from playground.io.formats import ExportFormat, ImportFormat, Opener, formats
from playground.io.loaded_session import LoadedSession


@formats.register("experiment", label="Settings only")
class ExperimentFile(ExportFormat, ImportFormat):
    """The settings as text, to be read and written by hand."""

    suffixes, title, file = (".toml",), "the settings", "experiment.toml"

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write the settings of the session; a file of data is named as seen from `path`."""
        codec.write(path, session.spec)

    def write_loaded(self, loaded: LoadedSession, path: str | os.PathLike) -> None:
        """Write the settings with the words around them."""
        written.write(path, replace(loaded.written, spec=loaded.session.spec))

    def open(self, path: str, opener: Opener) -> object:
        """Read the settings."""
        return opener.open_experiment(path, written.read(path))
