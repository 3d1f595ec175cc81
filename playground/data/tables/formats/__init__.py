"""Tables in files that are no text: one module a format, imported when such a file is read.

Each has a `content` that gives rows of values, the names first. They are written as text and read
like any other table, so that names, gaps and doubts are treated alike wherever a table comes from.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playground.data.errors import NoSuchSheetError
from playground.data.files import data_suffix
from playground.data.tables.table import Notice
from playground.data.tables.wording import agreeing, capitalized, columns_named, quoted
from playground.settings import one_of

#: What the names of files end with, and the module of this package that reads them.
MODULES = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "sheets"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "records"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}

#: What the names of text files end with; others are tried as text too.
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".dat", ".data")


class Content(NamedTuple):
    """The rows of values in a file, and what to tell about it.

    Attributes
    ----------
    rows : iterable of sequence
    notices : list of Notice
    named : bool
        Whether the format itself says that the first row is names; a sheet may begin with anything.
    sheet : str
        Which of its `sheets` was read; empty where a file holds one table.
    sheets : list of str
        All that can be read.
    """

    rows: Iterable[Sequence[object]]
    notices: list[Notice]
    named: bool = False
    sheet: str = ""
    sheets: Sequence[str] = ()


@contextlib.contextmanager
def as_text(path: Path, name: str, sheet: str) -> Iterator[tuple[Path, Content | None]]:
    """A file as a text: itself, or one of comma-separated values that was made of its content.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Its name, which says what it is.
    sheet : str
        Which of its sheets is wanted; empty for the first with a table.
    """
    module = MODULES.get(data_suffix(name))
    if module is None:
        yield path, None
        return
    content: Content = importlib.import_module(f"{__name__}.{module}").content(path, sheet)
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        copy = Path(folder) / "data.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(map(_cells, content.rows))
        yield copy, content


def chosen_sheet(wanted: str, sheets: Sequence[str]) -> str:
    """The sheet that is wanted, or the first where none is; `NoSuchSheetError` otherwise."""
    if wanted and wanted not in sheets:
        raise NoSuchSheetError(f"There is no sheet '{wanted}'; {one_of(sheets)}.")
    return wanted or sheets[0]


def sheet_notices(noun: str, sheets: Sequence[str]) -> list[Notice]:
    """What to tell where the first of several sheets was read unasked."""
    sheet, *others = map(quoted, sheets)
    if not others:
        return []
    more = f" and {len(others) - 3:,} more" if len(others) > 3 else ""
    text = (
        f"The {noun} {sheet} was read; the file has {', '.join(others[:3])}{more} too. To "
        "read another, set data.source.sheet=NAME."
    )
    return [Notice(text)]


def nested_notices(names: Sequence[str]) -> list[Notice]:
    """What to tell of columns that hold lists or objects."""
    if not names:
        return []
    hold = agreeing(len(names), "holds/hold")
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
