"""Data: from a file or a generator to examples as columns, split and scaled."""

from importlib import import_module
from typing import Any

from playground.data.datasets import Dataset, Scaler, Split, scalings, split, usual_shares
from playground.data.errors import DataError
from playground.data.sources import sources
from playground.data.tables import Notice, Table

#: The modules that register sources, in the order in which people see these.
for _module in ("csv_source", "by_hand.drawn", "pictures.folder", "synthetic", "by_hand.typed"):
    import_module(f"{__name__}.{_module}")

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
