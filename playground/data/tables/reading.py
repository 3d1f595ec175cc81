"""Read a CSV file into a table; first form: what it is not sure of, it refuses."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.table import Dialect, Table

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-"}


def read_table(
    path, encoding=None, delimiter=None, quote=None, decimal=None, header=None, skip_lines=None
) -> Table:
    """Read a text file of values in lines and columns."""
    name = Path(path).name
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise DataError(f"The file '{path}' does not exist.", path=name) from None
    except OSError as error:
        raise DataError(f"'{path}' cannot be read: {error.strerror}.", path=name) from None
    if not raw.strip():
        raise DataError("The file is empty.", path=name)
    try:
        text = raw.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"Line {line:,} is not UTF-8 text.", path=name, line=line) from None
    first = text.splitlines()[skip_lines or 0]
    delimiter = delimiter or max(",;\t", key=first.count)
    decimal = decimal or "."
    reader = csv.reader(text.splitlines(), delimiter=delimiter, quotechar=quote or '"', strict=True)
    numbered = [(reader.line_num, row) for row in reader][skip_lines or 0 :]
    numbered = [(line, [cell.strip() for cell in row]) for line, row in numbered if row]
    if header is None:
        header = not any(_NUMBER.fullmatch(cell.replace(decimal, ".")) for cell in numbered[0][1])
    names = [f"column {i + 1}" for i in range(len(numbered[0][1]))]
    if header:
        names = numbered.pop(0)[1]
    if not numbered:
        raise DataError("The file has column names but no data rows.", path=name)
    for line, row in numbered:
        if len(row) != len(names):
            raise DataError(
                f"Line {line:,} has {len(row)} values, but the table has {len(names)} columns.",
                path=name,
                line=line,
            )
    columns = [_column([row[i] for _, row in numbered], decimal) for i in range(len(names))]
    dialect = Dialect(delimiter=delimiter, decimal=decimal, header=header)
    lines = [line for line, _ in numbered]
    return Table(path=name, names=names, columns=columns, lines=lines, dialect=dialect)


def _column(cells: list[str], decimal: str) -> np.ndarray:
    missing = [cell.lower() in _MISSING for cell in cells]
    plain = [cell.replace(decimal, ".") for cell in cells]
    if all(gap or _NUMBER.fullmatch(cell) for gap, cell in zip(missing, plain)):
        return np.array([np.nan if gap else float(cell) for gap, cell in zip(missing, plain)])
    return np.array([None if gap else cell for gap, cell in zip(missing, cells)], dtype=object)
