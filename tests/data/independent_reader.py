"""A second, simple reading of a CSV file, to compare with: the standard library and `float`.

It knows nothing of what `read_table` does and is meant for files whose separator is known.
"""

from __future__ import annotations

import csv
import io
import math
import re

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read(data: bytes, delimiter: str) -> tuple[list[str], list[list[float | str | None]]]:
    """Names and columns of a file whose first line holds the names."""
    text = data.decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [row for row in reader if any(cell.strip() for cell in row)]
    names, *body = rows
    return names, [_column(list(cells)) for cells in zip(*body, strict=True)]


def _column(cells: list[str]) -> list[float | str | None]:
    if all(_NUMBER.fullmatch(cell.strip()) for cell in cells):
        values = [float(cell.strip()) for cell in cells]
        if all(math.isfinite(value) for value in values):
            return list(values)
    return list(cells)
