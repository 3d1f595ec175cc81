"""JSON documents that hold a table: records, rows, or columns, beside or below their names."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.tables.dates import is_date
from playground.data.tables.formats import Content, chosen_sheet, nested_notices, sheet_notices
from playground.data.tables.numbers import looks_numeric
from playground.data.tables.table import Notice
from playground.limits import LARGEST_RECORDS

_NO_TABLE = (
    "This JSON document holds no table. It must be a list of records, such as "
    '[{"width": 1.5, "kind": "a"}, ...], or an object of columns, such as '
    '{"width": [1.5, ...], "kind": ["a", ...]}.'
)
_RECORDS = 'write it as a list of records (in pandas orient="records")'
#: What the forms of objects that pandas writes hold, by what it calls them.
_FORMS = {
    "split": "names beside rows of values",
    "table": "a schema beside a list of records",
    "columns": "the values of each column by the names of the rows",
    "index": "a record for each row by its name",
}


def content(path: Path, sheet: str = "") -> Content:
    """The names and rows of a document; of several lists of records, of the one called `sheet`.

    Raises
    ------
    DataError
        When it is none, or holds no such table.
    """
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST_RECORDS:
            raise DataError(f"A JSON document may have at most {LARGEST_RECORDS:,} bytes.")
        text, notices = _decoded(file.read())
    try:
        found = _content(_parsed(text), sheet)
    except RecursionError:
        raise DataError(_NO_TABLE) from None
    names, *rows = found.rows
    nested = [n for k, n in enumerate(names) if any(isinstance(r[k], (dict, list)) for r in rows)]
    notices += [*found.notices, *nested_notices([*map(str, nested)])]
    return found._replace(rows=([*map(_flat, row)] for row in (names, *rows)), notices=notices)


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


def _content(value: Any, sheet: str) -> Content:
    """The table in a document, its names in the first row."""
    if _are_all(value, dict):
        return Content(_records(value), [], named=True)
    if _are_all(value, list):
        return Content(_padded(value), [])
    while isinstance(value, dict) and len(value) == 1 and _are_all([*value.values()], dict):
        (value,) = value.values()
    if not isinstance(value, dict) or not value:
        raise DataError(_NO_TABLE)
    columns, rows = value.get("columns"), value.get("data", value.get("rows"))
    if isinstance(columns, list) and isinstance(rows, list) and _are_all(rows, list):
        names = [part.get("name") if isinstance(part, dict) else part for part in columns]
        rows = _beside(value.get("index"), _padded([names, *rows]))
        return Content(rows, _form("split"), named=True)
    if lists := {name: part for name, part in value.items() if _are_all(part, dict)}:
        longest_first = sorted(lists, key=lambda name: -len(lists[name]))
        told = _form("table") if "schema" in value else []
        told += [] if sheet else sheet_notices("list", longest_first)
        sheet = chosen_sheet(sheet, longest_first)
        return Content(_records(lists[sheet]), told, True, sheet, list(lists))
    if all(isinstance(part, dict) and part for part in value.values()):
        return _crossed(value)
    parts = list(value.values())
    if all(isinstance(part, list) and len(part) == len(parts[0]) > 0 for part in parts):
        return Content([list(value), *zip(*parts)], [], named=True)
    raise DataError(_NO_TABLE)


def _are_all(value: Any, kind: type) -> bool:
    """Whether a value is a list of such things."""
    return isinstance(value, list) and bool(value) and all(isinstance(r, kind) for r in value)


def _form(name: str) -> list[Notice]:
    """What to tell of an object in a form of pandas."""
    return [Notice(f'The JSON document was read as {_FORMS[name]} (in pandas orient="{name}").')]


def _records(records: Collection[Mapping[str, Any]]) -> list[Sequence[Any]]:
    """The names in some records, and the values that each has for them."""
    names = list(dict.fromkeys(name for record in records for name in record))
    return [names, *([record.get(name) for name in names] for record in records)]


def _padded(rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Rows of one length."""
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows]


def _beside(labels: Any, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Rows below their names with what these are called as first column, unless it counts them."""
    if not isinstance(labels, list) or len(labels) != len(rows) - 1:
        return rows
    if {*map(str, labels)} == {*map(str, range(len(labels)))}:
        return rows
    return [[label, *row] for label, row in zip(["index", *labels], rows)]


def _crossed(value: Mapping[str, Mapping[str, Any]]) -> Content:
    """The table in objects by name within an object by name, of which one are those of the rows.

    Numbers and dates rather call rows. Else the values of a column are of one kind, or there are
    more rows than columns; what only their count tells is said to be a guess.
    """
    parts, inner = list(value.values()), _records(value.values())
    names, columns = inner[0], list(zip(*inner[1:]))
    by_names = _call_rows(value), _call_rows(names)
    by_kinds = all(map(_is_of_one_kind, columns)), all(_is_of_one_kind(p.values()) for p in parts)
    by_count = len(value) > len(names), len(value) < len(names)
    found = next((e for e in (by_names, by_kinds, by_count) if e[0] != e[1]), None)
    if found is None:
        raise DataError(
            "It cannot be told whether the objects in this JSON document are rows or columns: "
            f"{_RECORDS}."
        )
    rows_outside = found[0]
    told = _form("index" if rows_outside else "columns")
    if found is by_count:
        doubt = f"That is a guess; if rows and columns are exchanged, {_RECORDS}."
        told = [Notice(f"{told[0].text} {doubt}")]
    labels, rows = (list(value), inner) if rows_outside else (names, [list(value), *columns])
    return Content(_beside(labels, rows), told, named=True)


def _call_rows(names: Iterable[str]) -> bool:
    """Whether names are numbers or dates, as those of rows often are."""
    return all(looks_numeric(name) or is_date(name) for name in names)


def _is_of_one_kind(values: Iterable[Any]) -> bool:
    """Whether values are all numbers, all texts, or the like, but for gaps."""
    kinds = {type(value) for value in values if value is not None}
    return len(kinds) < 2 or kinds == {int, float}
