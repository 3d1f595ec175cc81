"""JSON documents that hold a table: a list of records, columns by name, or a record a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.tables.formats import Content
from playground.data.tables.table import Notice
from playground.data.tables.wording import capitalized, columns_named
from playground.limits import LARGEST_RECORDS

_NO_TABLE = (
    "This JSON document holds no table. It must be a list of records, such as "
    '[{"width": 1.5, "kind": "a"}, ...], or an object of columns, such as '
    '{"width": [1.5, ...], "kind": ["a", ...]}.'
)


def content(path: Path) -> Content:
    """The names and rows of a document.

    Raises
    ------
    DataError
        When it is none, or holds no table.
    """
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST_RECORDS:
            raise DataError(f"A JSON document may have at most {LARGEST_RECORDS:,} bytes.")
        text = file.read().decode("utf-8-sig", "replace")
    try:
        names, rows = _table(_parsed(text))
    except RecursionError:
        raise DataError(_NO_TABLE) from None
    nested = [n for k, n in enumerate(names) if any(isinstance(r[k], (dict, list)) for r in rows)]
    notices = []
    if nested:
        hold = "holds" if len(nested) == 1 else "hold"
        sentence = f"{columns_named(nested)} {hold} lists or objects, which were read as text."
        notices = [Notice(capitalized(sentence))]
    return Content([names, *([*map(_flat, row)] for row in rows)], notices)


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _parsed(text: str) -> Any:
    """The value of a document, or the list of those on its lines."""
    try:
        return json.loads(text)
    except ValueError as error:
        problem = error
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        line = getattr(problem, "lineno", None)
        where = "" if line is None else f" on line {line:,}"
        raise DataError(
            f"This is no JSON document: there is a mistake{where}.", line=line
        ) from None


def _table(value: Any) -> tuple[list[str], list[Sequence[Any]]]:
    if isinstance(value, dict):
        lists = [part for part in value.values() if _are_records(part)]
        value = lists[0] if len(lists) == 1 else value
    if _are_records(value):
        names = list(dict.fromkeys(name for record in value for name in record))
        return names, [[record.get(name) for name in names] for record in value]
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        width = max(map(len, value))
        first, *rest = ([*row, *[None] * (width - len(row))] for row in value)
        return list(map(str, first)), [*rest]
    if isinstance(value, dict) and value:
        columns = [_column(part) for part in value.values()]
        if len({len(column) for column in columns}) == 1 and columns[0]:
            return list(value), list(zip(*columns))
    raise DataError(_NO_TABLE)


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(r, dict) for r in value)


def _column(value: Any) -> Sequence[Any]:
    """The cells of a column: a list, or an object that numbers them."""
    cells: Iterable[Any] = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        raise DataError(_NO_TABLE)
    return list(cells)
