"""A small table as text that a person types or pastes: a line of names, then a row an example."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

from playground.data.errors import DataError
from playground.data.tables.wording import agreeing, listed

MOST_ROWS, MOST_COLUMNS = 500, 64

_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+(e[-+]?\d+)?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE | re.ASCII)
_MINUS = str.maketrans("−–", "--")  # as word processors write it


class TypedRows(NamedTuple):
    """A table as its cells.

    Attributes
    ----------
    names : tuple of str
        One for each column, none twice.
    rows : tuple of tuple of str
        The cells of each example; numbers as Python reads them.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """A line for the names and for each row, the cells separated by commas."""
        return "\n".join(", ".join(cells) for cells in (self.names, *self.rows))


def parse_table(text: str) -> TypedRows:
    """The table in a text.

    Rows are lines, or parts of a single line between semicolons. Cells are separated by tabs, as
    a spreadsheet copies them, or else by semicolons, commas or blanks, whichever comes first in
    this order. Where the first row holds nothing but numbers the columns are called x1, x2, ...
    and y.

    Raises
    ------
    DataError
        When it is no such table, naming the row.
    """
    return table_of_cells(cells_in(text))


def cells_in(text: str) -> list[list[str]]:
    """The cells of each row of a text that is not empty."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and "\t" not in text:
        lines = [part for part in text.split(";") if part.strip()]
    sign = next((sign for sign in "\t;," if any(sign in line for line in lines)), "")
    if not sign:
        return [line.split() for line in lines]
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=sign)]


def table_of_cells(cells: Sequence[Sequence[str]]) -> TypedRows:
    """The table in some rows of cells; rows and columns in which nothing stands are passed over.

    Raises
    ------
    DataError
        When they make none, naming the row.
    """
    rows = [[plain(cell) for cell in row] for row in cells if any(map(str.strip, row))]
    width = max((c + 1 for row in rows for c, cell in enumerate(row) if cell), default=0)
    rows = [row[:width] + [""] * (width - len(row)) for row in rows]
    used = [c for c in range(width) if any(row[c] for row in rows)]
    rows = [[row[c] for c in used] for row in rows]
    if len(used) < 2:
        raise DataError("A table needs two columns: a feature, and what is to be predicted.")
    if len(used) > MOST_COLUMNS or len(rows) > MOST_ROWS + 1:
        raise DataError(
            f"There is room for {MOST_ROWS} rows of {MOST_COLUMNS} columns; open a larger table "
            "as a file."
        )
    named = not all(map(is_number, rows[0][:-1]))
    names = tuple(rows.pop(0)) if named else _usual_names(len(used))
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            what = f"'{name}' is the name of two columns" if name else "it has no name"
            raise DataError(f"Column {place + 1}: {what}.")
    if not rows:
        raise DataError("Below the names there must be at least one row.")
    for number, row in enumerate(rows, 1):
        missing = [name for name, cell in zip(names, row) if not cell]
        if missing:
            are = agreeing(len(missing), "is/are")
            raise DataError(f"Row {number}: {listed(missing)} {are} missing.")
    return TypedRows(names, tuple(map(tuple, rows)))


def plain(cell: str) -> str:
    """A cell without the marks that would part the text, a number with a decimal point."""
    cell = " ".join(cell.split())
    number = cell.translate(_MINUS)
    if _DECIMAL_COMMA.fullmatch(number):
        return number.replace(",", ".")
    if is_number(number):
        return number
    return " ".join(re.sub('[,;"]', " ", cell).split())


def is_number(cell: str) -> bool:
    """Whether a cell is a number."""
    return bool(_NUMBER.fullmatch(cell))


def _usual_names(width: int) -> tuple[str, ...]:
    return (*(f"x{place}" for place in range(1, width)), "y")
