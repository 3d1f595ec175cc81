"""Data: from a file or a generator to examples as columns, split and scaled."""

from typing import Any

from playground.data import csv_source, synthetic  # noqa: F401  (they register sources)
from playground.data.by_hand import drawn, typed  # noqa: F401
from playground.data.datasets import Dataset, Scaler, Split, scalings, split, usual_shares
from playground.data.errors import DataError
from playground.data.pictures import folder  # noqa: F401
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
