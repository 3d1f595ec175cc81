"""Tables in files that are no text: one module a format, imported when such a file is read.

Each gives rows of values, the names first. They are written as text and read like any other
table, so that names, gaps and doubts are treated alike wherever a table comes from.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playground.data.files import data_suffix
from playground.data.tables.table import Notice
from playground.data.tables.wording import capitalized, columns_named

#: What the names of files end with, and the module of this package that reads them.
MODULES = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "sheets"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "records"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}

#: What the names of text files end with; others are tried as text too.
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".dat", ".data")


class Content(NamedTuple):
    """The rows of values in a file, what to tell about it, and whether the first row is names.

    A sheet may begin with anything; `named` is what a format says itself.
    """

    rows: Iterable[Sequence[object]]
    notices: list[Notice]
    named: bool = False


class TextCopy(NamedTuple):
    """A text that holds the table of a file; see `Content`."""

    path: Path
    notices: list[Notice]
    is_made: bool
    named: bool


@contextlib.contextmanager
def as_text(path: Path, name: str) -> Iterator[TextCopy]:
    """A file as a text: itself, or one of comma-separated values that was made of it.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Its name, which says what it is.
    """
    module = MODULES.get(data_suffix(name))
    if module is None:
        yield TextCopy(path, [], is_made=False, named=False)
        return
    content: Content = importlib.import_module(f"{__name__}.{module}").content(path)
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        copy = Path(folder) / "data.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(map(_cells, content.rows))
        yield TextCopy(copy, content.notices, is_made=True, named=content.named)


def nested_notices(names: Sequence[str]) -> list[Notice]:
    """What to tell of columns that hold lists or objects."""
    if not names:
        return []
    hold = "holds" if len(names) == 1 else "hold"
    sentence = f"{columns_named(names)} {hold} lists or objects, which were read as text."
    return [Notice(capitalized(sentence))]


def _cells(row: Sequence[object]) -> list[str]:
    return [cell_text(value) for value in row]


def cell_text(value: object) -> str:
    """A value as a cell of text: on one line, nothing where there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    return " ".join(str(value).split()) if isinstance(value, str) else str(value)
