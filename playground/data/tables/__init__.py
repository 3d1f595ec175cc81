"""Tables: text files of values in lines and columns, read without a guess unsaid."""

from typing import Any

from playground.data.tables.table import Dialect, Notice, RejectedRow, Table

__all__ = ["Dialect", "Notice", "RejectedRow", "Table", "read_table"]


def __getattr__(name: str) -> Any:
    # The reader is a dozen modules; a program that opens no file does without them.
    if name == "read_table":
        from playground.data.tables.reading import read_table

        return read_table
    raise AttributeError(name)
