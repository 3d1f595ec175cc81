"""The examples of a session as a table, which can be opened again."""

from __future__ import annotations

from playground.experiment.session import Session
from playground.io.formats import ExportFormat, formats
from playground.io.session.data import data_csv


@formats.register("examples", label="Table (.csv)")
class ExamplesCsv(ExportFormat):
    """All examples in their own units, one a line, their label last."""

    suffixes, title, file = (".csv",), "the points", "points.csv"

    def content(self, session: Session) -> bytes:
        """All examples."""
        return data_csv(session.dataset).encode()
