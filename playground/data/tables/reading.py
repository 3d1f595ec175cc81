"""read_table: from the bytes of a file to columns with names, with nothing left unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from playground.atomic import FileError
from playground.data.errors import DataError
from playground.data.files import unpacked
from playground.data.tables.detection.reading_plan import Overrides, planned
from playground.data.tables.filling.column import ColumnTypeChanged
from playground.data.tables.filling.filling import table_of_rows
from playground.data.tables.formats import as_text
from playground.data.tables.progress import Progress
from playground.data.tables.table import Notice, Table
from playground.settings import one_of


def read_table(
    path: str | Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    skip_lines: int | None = None,
    *,
    sheet: str = "",
    text_columns: Iterable[int | str] = (),
    limit: int | None = None,
    progress: Callable[[float], object] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Table:
    """Read a file of values in lines and columns.

    Parameters
    ----------
    path : str or Path
        A text file, a workbook, a Parquet file or a JSON document of records, known by its name;
        packed or not; ``-`` for standard input.
    encoding, delimiter, quote, decimal : str or None
        Override what is detected: Python's name of an encoding; one character; one character,
        or nothing for no quotation mark; ``"."`` or ``","``.
    header : bool or None
        Whether the table begins with column names.
    skip_lines : int or None
        How many lines stand above the table.
    sheet : str
        Which sheet of a workbook is read, or which list of records in a JSON document; empty for
        the first with a table.
    text_columns : iterable of int or str
        Columns, counted from 0 or by name, that are kept as text though they hold numbers.
    limit : int or None
        About how many rows are read at most, for a preview.
    progress : callable(float) or None
        Told the share that is done, from 0 to 1.
    cancel : callable() -> bool or None
        Asked often; True stops the reading.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        When the file cannot be read as a table, with a sentence that says why.
    Cancelled
        When `cancel` asked for it.
    """
    name = Path(path).name
    wanted = Overrides(
        encoding=encoding,
        delimiter=delimiter,
        quote=quote,
        decimal=decimal,
        header=header,
        skip_lines=skip_lines,
    )
    try:
        wanted.check()
        with unpacked(path) as file, as_text(file, name, sheet) as (text, made):
            if made:
                wanted = replace(wanted, encoding="utf-8", delimiter=",", quote='"', decimal=".")
                if made.named and header is None and skip_lines is None:
                    wanted = replace(wanted, header=True, skip_lines=0)
            table = _read(text, name, wanted, text_columns, limit, Progress(progress, cancel))
            if made:
                table.notices[:0] = made.notices
                table = replace(table, sheet=made.sheet, sheets=made.sheets)
            return table
    except DataError as error:
        error.path = error.path or name
        raise
    except FileError as error:
        raise DataError(str(error), path=name) from error
    except UnicodeError as error:
        wrong = encoding or getattr(error, "encoding", "Unicode")
        raise DataError(
            f"The file is not valid {wrong} text. Choose another encoding.", path=name
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"'{path}' cannot be read: {reason}.", path=name) from error


def _read(
    path: Path,
    name: str,
    wanted: Overrides,
    text_columns: Iterable[int | str],
    limit: int | None,
    progress: Progress,
) -> Table:
    plan = planned(path, wanted, progress)
    texts = _indices(text_columns, plan.frame.names)
    reasons: list[Notice] = []
    while True:
        try:
            table = table_of_rows(plan, name, texts, limit, progress)
        except ColumnTypeChanged as found:
            texts |= found.reasons.keys()
            reasons += [Notice(text, column=c + 1) for c, text in found.reasons.items()]
        else:
            table.notices.extend(reasons)
            return table


def _indices(columns: Iterable[int | str], names: list[str]) -> set[int]:
    """Columns given by index or by name, as indices."""
    indices = set()
    for column in columns:
        if isinstance(column, str) and column not in names:
            raise DataError(f"There is no column '{column}'; {one_of(names)}.")
        indices.add(names.index(column) if isinstance(column, str) else column)
    return indices
