"""read_table: from the bytes of a file to columns with names, with nothing left unsaid.

The dialect is found from a sample, each part of it open to an override. The rows are then read
in one of two ways: blocks of nothing but plain numbers go to NumPy, everything else goes record
by record through the careful reader. Both fill the same columns.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.clean_blocks import clean_block
from playground.data.tables.column import ColumnReader, TurnsOutText, leading_zero_notice
from playground.data.tables.decimal_mark import detected_decimal_mark
from playground.data.tables.encodings import HEAD, chosen_encoding, detected_encoding
from playground.data.tables.header import is_units_line
from playground.data.tables.last_line import LastLine
from playground.data.tables.layout import Layout, detected_layout
from playground.data.tables.numbers import NumberFormat, looks_numeric
from playground.data.tables.records import Batch, Records
from playground.data.tables.rows import RowCheck
from playground.data.tables.separators import detected_separators
from playground.data.tables.signatures import refuse_other_formats
from playground.data.tables.table import Dialect, Notice, SetAside, Table
from playground.data.tables.text_file import TextFile
from playground.data.tables.watch import Watch
from playground.data.tables.wording import plural, separator_name
from playground.settings import one_of

_BLOCK = 1 << 20  # characters parsed at once on the fast path
_SAMPLE_CELLS = 20_000  # looked at for the decimal mark
_CELLS = 60_000  # cells read at once on the careful path
_FAST_DELIMITERS = ",;\t|"
_MOST_FAILURES = 3  # blocks that are not clean before the fast path is given up

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read_table(
    path: str | Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    skip_lines: int | None = None,
    *,
    text_columns: Iterable[int | str] = (),
    limit: int | None = None,
    progress: Callable[[float], object] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Table:
    """Read a text file of values in lines and columns.

    Parameters
    ----------
    path : str or Path
    encoding, delimiter, quote, decimal : str or None
        Override what is detected: Python's name of an encoding; one character; one character,
        or nothing for no quotation mark; ``"."`` or ``","``.
    header : bool or None
        Whether the table begins with column names.
    skip_lines : int or None
        How many lines stand above the table.
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
    path = Path(path)
    _check_overrides(delimiter, quote, decimal, skip_lines)
    wanted = _Wanted(encoding, delimiter, quote, decimal, header, skip_lines, limit)
    try:
        return _read(path, wanted, list(text_columns), Watch(progress, cancel))
    except DataError as error:
        error.path = error.path or path.name
        raise
    except FileNotFoundError:
        raise DataError(f"The file '{path}' does not exist.", path=path.name) from None
    except IsADirectoryError:
        raise DataError(f"'{path}' is a folder, not a file.", path=path.name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"'{path}' cannot be read: {reason}.", path=path.name) from error


@dataclass(frozen=True)
class _Wanted:
    """What a person has decided; None leaves it to detection."""

    encoding: str | None
    delimiter: str | None
    quote: str | None
    decimal: str | None
    header: bool | None
    skip_lines: int | None
    limit: int | None


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What was found out about a file before its rows are read."""

    file: TextFile
    dialect: Dialect
    layout: Layout
    units: bool  # whether the first line under the names is none of the data
    notices: list[Notice]


def _check_overrides(
    delimiter: str | None, quote: str | None, decimal: str | None, skip_lines: int | None
) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n"):
        raise DataError(f"{delimiter!r} cannot separate values; it must be one character.")
    if quote is not None and (len(quote) > 1 or quote in ("\r", "\n", " ")):
        raise DataError(f"{quote!r} cannot be a quotation mark; it must be one character or none.")
    if quote is not None and quote == delimiter:
        raise DataError(f"{quote!r} cannot be both separator and quotation mark.")
    if decimal not in (None, ".", ","):
        raise DataError(f"{decimal!r} cannot be a decimal mark; choose '.' or ','.")
    if skip_lines is not None and skip_lines < 0:
        raise DataError(f"{skip_lines} lines cannot be skipped; write 0 or more.")


def _read(path: Path, wanted: _Wanted, text_columns: list[int | str], watch: Watch) -> Table:
    plan = _planned(path, wanted, watch)
    as_text = _indices(text_columns, plan.layout.names)
    reasons: list[Notice] = []
    while True:
        try:
            table = _read_rows(path, plan, as_text, wanted.limit, watch)
            break
        except TurnsOutText as found:
            as_text.add(found.index)
            reasons.append(Notice(found.reason, column=found.index + 1))
        except UnicodeDecodeError as error:
            raise _not_in_encoding(plan, error) from None
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


def _planned(path: Path, wanted: _Wanted, watch: Watch) -> _Plan:
    """Find out everything about a file that a sample of it can tell."""
    with path.open("rb") as raw:
        head = raw.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        if len(head) == HEAD:
            raise DataError(f"The first {HEAD:,} letters of the file are blank.")
        raise DataError("The file is empty.")
    refuse_other_formats(head)
    if wanted.encoding is None:
        encoding = detected_encoding(path, head, watch)
    else:
        encoding = chosen_encoding(wanted.encoding)
    file = TextFile(path, encoding)
    notices = list(encoding.notices)
    try:
        lines = file.sample(wanted.skip_lines or 0)
    except UnicodeDecodeError as error:
        raise DataError(
            f"Line {file.line_of(error.start):,} is not valid {encoding.name} text.",
            line=file.line_of(error.start),
        ) from None
    if not any(line.strip() for line in lines):
        raise DataError("The file is empty.")
    skipped, delimiter = wanted.skip_lines or 0, wanted.delimiter
    if skipped >= len(lines):
        raise DataError(f"{skipped:,} lines cannot be skipped; the file has {len(lines):,}.")
    if wanted.skip_lines is None and (match := _SEPARATOR_LINE.fullmatch(lines[0])):
        skipped, delimiter = 1, delimiter or match[1]
        text = f"The first line names the separator ({separator_name(match[1])}); it is not data."
        notices.append(Notice(text, line=1))
        if not any(line.strip() for line in lines[1:]):
            raise DataError("The file is empty but for the line that names the separator.")
    begin = skipped if wanted.skip_lines is not None else _behind_comments(lines, skipped)
    separators = detected_separators(lines[begin:], delimiter, wanted.quote)
    notices += separators.notices
    layout = detected_layout(
        lines, separators.dialect, skipped, wanted.skip_lines is not None, wanted.header
    )
    notices += layout.notices
    some = layout.sample[: max(3, _SAMPLE_CELLS // layout.width)]
    decimal = detected_decimal_mark(some, separators.dialect.delimiter, layout.names)
    notices += decimal.notices if wanted.decimal is None else []
    dialect = replace(
        separators.dialect,
        encoding=encoding.name,
        decimal=wanted.decimal or decimal.mark,
        header=layout.header is not None,
        skip_lines=layout.skip_lines,
    )
    below = [row for _, row in some[1:]]
    units = layout.header is not None and is_units_line(layout.sample[0][1], below)
    return _Plan(file=file, dialect=dialect, layout=layout, units=units, notices=notices)


def _behind_comments(lines: Sequence[str], skipped: int) -> int:
    """The number of lines at the top that are blank or comments: they tell no separator."""
    begin = skipped
    while begin < len(lines) and (not lines[begin].strip() or lines[begin].startswith("#")):
        begin += 1
    return begin if begin < len(lines) else skipped


def _read_rows(
    path: Path, plan: _Plan, as_text: set[int], limit: int | None, watch: Watch
) -> Table:
    """Read all rows into columns; `TurnsOutText` asks for another try."""
    layout, dialect = plan.layout, plan.dialect
    numbers = NumberFormat(dialect.decimal)
    columns = [
        ColumnReader(index, name, numbers, index in as_text)
        for index, name in enumerate(layout.names)
    ]
    rows = _Rows(columns, layout, dialect, plan.units)
    with plan.file.open() as text:
        for _ in range(layout.first_line - 1):
            text.readline()
        failures = 0 if _may_be_clean(plan) else _MOST_FAILURES
        while failures < _MOST_FAILURES:
            watch.at(0.1 + 0.9 * plan.file.share_read(text))
            block = text.read(_BLOCK if limit is None else 1 << 14) + text.readline()
            if not block or (limit is not None and rows.count >= limit):
                break
            if rows.take_clean(block):
                continue
            failures += 1
            source = io.StringIO(block, newline="")
            if dialect.quote and dialect.quote in block:
                # A quoted value may go on behind the block.
                failures = _MOST_FAILURES
                source = itertools.chain(source, text)
            rows.take(source, limit, _shares(plan, text, watch))
        else:
            rows.take(text, limit, _shares(plan, text, watch))
    return rows.table(path, plan, watch)


def _may_be_clean(plan: _Plan) -> bool:
    """Whether the fast path can read what the careful one would, where it reads at all."""
    dialect, layout = plan.dialect, plan.layout
    if dialect.decimal != "." or dialect.delimiter not in _FAST_DELIMITERS or dialect.skip_spaces:
        return False
    # A second line of names that are numbers would pass as data.
    return not (layout.trailing or plan.units or any(map(looks_numeric, layout.header or [])))


def _shares(plan: _Plan, text: io.TextIOWrapper, watch: Watch) -> Callable[[], None]:
    return lambda: watch.at(0.1 + 0.9 * plan.file.share_read(text))


class _Rows:
    """The rows of a table on their way into its columns."""

    def __init__(
        self, columns: list[ColumnReader], layout: Layout, dialect: Dialect, units: bool
    ) -> None:
        self.count = 0
        self._columns = columns
        self._layout = layout
        self._dialect = dialect
        self._units = units
        self._next_line = layout.first_line
        self._lines: list[np.ndarray] = []
        self._check = RowCheck(layout, dialect)
        self._unreadable: list[SetAside] = []
        self._told: list[Notice] = []
        self._last_line = LastLine(layout.names[-1], layout.width)

    def take_clean(self, block: str) -> bool:
        """Take a block of lines the fast way; False where they are not clean."""
        texts = [place for place, column in enumerate(self._columns) if column.is_text]
        dialect, width = self._dialect, self._layout.width
        if len(texts) == width:
            return False
        clean = clean_block(block, dialect.delimiter, dialect.quote, width, texts)
        if clean is None:
            return False
        values, cells = clean
        lines = range(self._next_line, self._next_line + len(values))
        numbers = [column for column in self._columns if not column.is_text]
        for place, column in enumerate(numbers):
            column.add_numbers(values[:, place].copy())
        for place, column_cells in zip(texts, cells):
            self._columns[place].add(column_cells, lines)
        self._last_line.see_block(block, dialect.delimiter, self._next_line)
        self._lines.append(np.array(lines))
        self._next_line += len(values)
        self.count += len(values)
        return True

    def take(self, lines: Iterable[str], limit: int | None, tick: Callable[[], None]) -> None:
        """Take lines the careful way, up to their end or about `limit` rows."""
        records = Records(lines, self._dialect, self._next_line, self._layout.width)
        size = max(1, _CELLS // self._layout.width)
        if limit is not None:
            size = min(size, max(1, limit))
        while limit is None or self.count < limit:
            tick()
            batch = records.batch(size)
            if not batch.rows:
                break
            self._next_line = batch.last[-1] + 1
            if self._units:
                self._units = False
                line = batch.first[0]
                self._check.set_aside_line(
                    line,
                    records.raw(line, batch.last[0]),
                    f"Line {line:,} holds texts where the other lines have numbers, like a second "
                    "line of names or units. It was set aside.",
                )
                batch = Batch(batch.rows[1:], batch.first[1:], batch.last[1:])
            rows, first = self._check.accepted(records, batch)
            if rows:
                for column, cells in zip(self._columns, zip(*rows)):
                    column.add(cells, first)
                self._last_line.see(rows, first)
                self._lines.append(np.array(first))
                self.count += len(rows)
        self._unreadable += records.unreadable
        self._told += records.notices

    def table(self, path: Path, plan: _Plan, watch: Watch) -> Table:
        """The finished table."""
        set_aside = sorted(self._check.set_aside + self._unreadable)
        if self.count == 0:
            first = set_aside[0]
            raise DataError(
                f"No line fits a table of {plural(len(self._columns), 'column')}. {first.reason}",
                line=first.line,
            )
        notices = plan.notices + self._told + self._check.notices()
        values = []
        for column in self._columns:
            watch.at(1.0)
            array, told = column.finish()
            values.append(array)
            notices += told
            if not column.is_text:
                cells = [
                    (line, row[column.index])
                    for line, row in plan.layout.sample
                    if column.index < len(row)
                ]
                zeros = leading_zero_notice(column.name, column.index, cells)
                notices += [zeros] if zeros else []
        notices += self._last_line.notices(plan.file.ends_with_line_end)
        return Table(
            path=path.name,
            names=plan.layout.names,
            columns=values,
            lines=np.concatenate(self._lines),
            dialect=plan.dialect,
            notices=notices,
            set_aside=set_aside,
        )


def _not_in_encoding(plan: _Plan, error: UnicodeDecodeError) -> DataError:
    return DataError(
        f"The file is not valid {plan.dialect.encoding} text throughout: {error.reason}. "
        "Choose another encoding."
    )
