"""JSON documents that hold a table: a list of records, columns by name, or a record a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.tables.formats import Content, nested_notices
from playground.data.tables.table import Notice
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
        text, notices = _decoded(file.read())
    try:
        value = _parsed(text)
        names, rows = _table(value)
    except RecursionError:
        raise DataError(_NO_TABLE) from None
    nested = [n for k, n in enumerate(names) if any(isinstance(r[k], (dict, list)) for r in rows)]
    notices += nested_notices(nested)
    named = not _are_all(value, list)
    return Content([names, *([*map(_flat, row)] for row in rows)], notices, named)


def _decoded(data: bytes) -> tuple[str, list[Notice]]:
    try:
        return data.decode(json.detect_encoding(data)), []
    except UnicodeDecodeError:
        text = "The file is not UTF-8; it was read as Windows-1252. Check letters with accents."
        return data.decode("cp1252", "replace"), [Notice(text)]


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _parsed(text: str) -> Any:
    """The value of a document, or the list of those on its lines."""
    try:
        return json.loads(text)
    except ValueError as error:
        problem = error
    values, line = [], getattr(problem, "lineno", None)
    for number, text_line in enumerate(text.split("\n"), 1):
        try:
            values += [json.loads(text_line)] if text_line.strip() else []
        except ValueError:
            line = number if values else line
            where = "" if line is None else f" on line {line:,}"
            raise DataError(
                f"This is no JSON document: there is a mistake{where}.", line=line
            ) from None
    return values


def _table(value: Any) -> tuple[list[str], list[Sequence[Any]]]:
    if isinstance(value, dict):
        lists = [part for part in value.values() if _are_all(part, dict)]
        value = lists[0] if len(lists) == 1 else _without_numbers(value)
    if _are_all(value, dict):
        names = list(dict.fromkeys(name for record in value for name in record))
        return names, [[record.get(name) for name in names] for record in value]
    if _are_all(value, list):
        width = max(map(len, value))
        first, *rest = ([*row, *[None] * (width - len(row))] for row in value)
        return list(map(str, first)), [*rest]
    if isinstance(value, dict) and value:
        columns = [_column(part) for part in value.values()]
        if len({len(column) for column in columns}) == 1 and columns[0]:
            return list(value), list(zip(*columns))
    raise DataError(_NO_TABLE)


def _are_all(value: Any, kind: type) -> bool:
    """Whether a value is a list of such things."""
    return isinstance(value, list) and bool(value) and all(isinstance(r, kind) for r in value)


def _without_numbers(value: dict[str, Any]) -> Any:
    """Rows beside their names, or records by their numbers, as pandas writes them; or `value`."""
    parts = list(value.values())
    if _are_all(value.get("data"), list) and isinstance(value.get("columns"), list):
        return [value["columns"], *value["data"]]
    if _are_all(parts, dict) and all(map(str.isdigit, value)):
        inner = {name for part in parts for name in part}
        return value if all(map(str.isdigit, inner)) else parts
    return value


def _column(value: Any) -> Sequence[Any]:
    """The cells of a column: a list, or an object that numbers them."""
    cells: Iterable[Any] = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        raise DataError(_NO_TABLE)
    return list(cells)
