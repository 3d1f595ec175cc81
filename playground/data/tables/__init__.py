"""Tables: text files of values in lines and columns, read without a guess unsaid."""

from playground.data.tables.reading import read_table
from playground.data.tables.table import Dialect, Notice, SetAside, Table

__all__ = ["Dialect", "Notice", "SetAside", "Table", "read_table"]
