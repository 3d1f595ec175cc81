"""What a file was read as: columns, and everything a person should be told about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import NamedTuple, Self

import numpy as np

from playground.data.tables.wording import DECIMAL_NAMES, separator_name
from playground.dataclass import dataclass
from playground.limits import shortened


class _Notice(NamedTuple):
    text: str
    line: int | None = None
    column: int | None = None


class Notice(_Notice):
    """One thing to tell about a file that was read.

    Attributes
    ----------
    text : str
        A plain sentence; a name in it that fills pages loses its middle.
    line, column : int or None
        Where in the file, counted from 1; None where no single place is meant.
    """

    def __new__(cls, text: str, line: int | None = None, column: int | None = None) -> Self:
        return super().__new__(cls, shortened(text), line, column)


class RejectedRow(NamedTuple):
    """A row that was not loaded: its line (from 1), its text as it stands there, and why."""

    line: int
    text: str
    reason: str


class DayCount(NamedTuple):
    """How dates became days: the order of year, month and day, and which day is 0.

    >>> DayCount.of_text("dmy 2024-02-28T00:00:00").text
    'dmy 2024-02-28T00:00:00'
    """

    order: str
    first: datetime

    @property
    def text(self) -> str:
        """Both on one line."""
        return f"{self.order} {self.first.isoformat()}"

    @classmethod
    def of_text(cls, text: str) -> DayCount:
        """The inverse of `text`; `ValueError` for something else."""
        order, _, first = text.partition(" ")
        if sorted(order) != ["d", "m", "y"]:
            raise ValueError(f"{order!r} is no order of year, month and day")
        return cls(order, datetime.fromisoformat(first))


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the text of a table is laid out; the preview shows it and lets it be overridden.

    Attributes
    ----------
    encoding : str
        Python's name of the encoding.
    delimiter : str
        What separates two values, one character.
    skip_spaces : bool
        Whether spaces around a separator belong to it: where nearly each has one before or
        behind it, and in columns aligned with runs of spaces. Elsewhere a text keeps those that
        it begins or ends with, as a quoted one always does; as a category they do not count.
    quote : str
        The quotation mark around values; empty where there is none.
    decimal : str
        The decimal mark, ``"."`` or ``","``.
    header : bool
        Whether the first line of the table holds column names.
    skip_lines : int
        How many lines stand above the table.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    skip_spaces: bool = False
    quote: str = '"'
    decimal: str = "."
    header: bool = True
    skip_lines: int = 0

    @property
    def summary(self) -> str:
        """``"separator semicolon, decimal comma"``, for the preview."""
        separator = separator_name(self.delimiter)
        return f"separator {separator}, decimal {DECIMAL_NAMES[self.decimal]}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """Columns with names, as a file held them.

    Attributes
    ----------
    path : str
        The name of the file.
    names : list of str
        One for each column, none of them twice.
    columns : list of ndarray
        1-D and of equal length: float64 with NaN for missing, or object (str, None for missing).
    lines : sequence or array of int
        The line of the file on which each row begins, counted from 1.
    dialect : Dialect
        How the file was read.
    notices : list of Notice
        Everything a person should be told.
    set_aside : list of RejectedRow
        Rows that were not loaded.
    since : mapping of str to DayCount
        By the names of columns of dates that were counted, how.
    sheet : str
        The sheet that was read; empty in a file that has none.
    sheets : sequence of str
        All that could be.
    """

    path: str
    names: list[str]
    columns: list[np.ndarray]
    lines: Sequence[int] | np.ndarray
    dialect: Dialect
    notices: list[Notice] = field(default_factory=list)
    set_aside: list[RejectedRow] = field(default_factory=list)
    since: Mapping[str, DayCount] = field(default_factory=dict)
    sheet: str = ""
    sheets: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """The number of rows that were loaded."""
        return len(self.lines)
