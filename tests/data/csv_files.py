"""Reading bytes as a CSV file, and looking at what came of it."""

from __future__ import annotations

from pathlib import Path

from playground.data import Table, read_table


def read_bytes(folder: Path, data: bytes | str, **overrides) -> Table:
    """What `read_table` makes of these bytes."""
    path = folder / "data.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, **overrides)


def columns(table: Table) -> list[list[float | str | None]]:
    """The columns as lists, with None for what is missing."""
    return [
        [None if value is None or value != value else value for value in column.tolist()]
        for column in table.columns
    ]


def texts(table: Table) -> list[str]:
    """The sentences of all notices."""
    return [notice.text for notice in table.notices]
