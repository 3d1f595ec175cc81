"""Data: from a file or a generator to examples as columns, split and scaled."""

from typing import Any

from playground.data import (  # noqa: F401  (they register sources)
    csv_source,
    drawn,
    picture_folder,
    synthetic,
    typed,
)
from playground.data.datasets import Dataset, Scaler, Split, scalings, split, usual_shares
from playground.data.errors import DataError
from playground.data.sources import sources
from playground.data.tables import Notice, Table

__all__ = [
    "DataError",
    "Dataset",
    "Notice",
    "Scaler",
    "Split",
    "Table",
    "read_table",
    "scalings",
    "sources",
    "split",
    "usual_shares",
]


def __getattr__(name: str) -> Any:
    if name == "read_table":
        from playground.data.tables import read_table

        return read_table
    raise AttributeError(name)
