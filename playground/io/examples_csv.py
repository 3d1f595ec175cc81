"""The examples of a session as a table, which can be opened again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from playground.atomic import write_whole
from playground.io.formats import ExportFormat, formats
from playground.io.session.data import data_csv

if TYPE_CHECKING:
    from playground.experiment.session import Session


@formats.register("examples", label="Table (.csv)")
class ExamplesCsv(ExportFormat):
    """All examples in their own units, one a line, their label last."""

    suffixes, title, file = (".csv",), "the points", "points.csv"

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write all examples."""
        write_whole(path, data_csv(session.dataset).encode())
