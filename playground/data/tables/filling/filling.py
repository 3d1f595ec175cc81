"""Fills the columns of a table with the rows of a file.

Blocks of lines in which nothing is odd are cut into cells by their bytes; everything else goes
record by record through the careful reader. Both fill the same columns.
"""

from __future__ import annotations

import io
import itertools
from collections import deque
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, BinaryIO, TypeVar

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.detection.encodings import Encoding
from playground.data.tables.detection.frame import TableFrame
from playground.data.tables.detection.reading_plan import ReadingPlan
from playground.data.tables.filling.cells import CellColumn, cells_in
from playground.data.tables.filling.column import ColumnReader, ColumnTypeChanged
from playground.data.tables.filling.column_notices import grouped
from playground.data.tables.filling.last_line import End, last_line_notices
from playground.data.tables.filling.rows import RowCheck
from playground.data.tables.numbers import NumberFormat
from playground.data.tables.progress import Progress
from playground.data.tables.records import Records
from playground.data.tables.table import Dialect, Notice, RejectedRow, Table
from playground.data.tables.wording import plural

_Result = TypeVar("_Result")

_BLOCK = 1 << 18  # bytes cut into cells at once: what arithmetic makes of them stays in the cache
_PREVIEW_BLOCK = 1 << 14  # the same, where only some rows are wanted; of wide ones, a few
_CELLS = 60_000  # cells read at once on the careful path
_FAST_DELIMITERS = ",;\t|"
_MOST_LINES_IN_QUOTES = 1000  # behind a block that ends within a quoted value


def table_of_rows(
    plan: ReadingPlan,
    name: str,
    as_text: Collection[int],
    limit: int | None,
    progress: Progress,
) -> Table:
    """Read all rows of a file into columns.

    Parameters
    ----------
    plan : ReadingPlan
    name : str
        The name of the file.
    as_text : collection of int
        The columns that are texts whatever they hold.
    limit : int or None
        About how many rows are read at most.
    progress : Progress

    Raises
    ------
    ColumnTypeChanged
        When a column must be added to `as_text` for another try.
    DataError
        When no row fits.
    """
    frame, dialect = plan.frame, plan.dialect
    numbers = NumberFormat(dialect.decimal)
    columns = [
        ColumnReader(index, column, numbers, index in as_text)
        for index, column in enumerate(frame.names)
    ]
    rows = _Rows(columns, frame, dialect)
    size = _BLOCK if limit is None else min(_BLOCK, max(_PREVIEW_BLOCK, 64 * frame.width))
    with plan.file.open_bytes() as file:
        if _suits_blocks(plan) and _skipped(file, frame.first_line - 1):
            _take_blocks(rows, file, plan, size, limit, progress)
            return rows.table(name, plan, progress)
    with plan.file.open() as text:
        for _ in range(frame.first_line - 1):
            text.readline()
        taken_in: Any = text.buffer
        rows.take(text, limit, _shares(plan, taken_in, progress))
    return rows.table(name, plan, progress)


def _suits_blocks(plan: ReadingPlan) -> bool:
    """Whether lines may be cut into cells by their bytes."""
    dialect, frame, encoding = plan.dialect, plan.frame, plan.file.encoding
    signs = dialect.delimiter + dialect.quote
    return (
        encoding.keeps_ascii
        and dialect.delimiter in _FAST_DELIMITERS
        and signs.isascii()
        and frame.width > 1
        and not (dialect.skip_spaces or frame.trailing or frame.units_line)
    )


def _skipped(file: BinaryIO, lines: int) -> bool:
    """Go past some lines; False where some end with a carriage return alone."""
    return not any(b"\r" in file.readline().rstrip(b"\r\n") for _ in range(lines))


def _take_blocks(
    rows: _Rows,
    file: BinaryIO,
    plan: ReadingPlan,
    size: int,
    limit: int | None,
    progress: Progress,
) -> None:
    """Take the lines of a file block by block, what is odd in some way the careful way."""
    tick = _shares(plan, file, progress)
    encoding, quote = plan.file.encoding, plan.dialect.quote.encode()
    while limit is None or rows.count < limit:
        tick()
        block = file.read(size) + file.readline()
        if not block:
            return
        closed = _is_closed(block, quote)
        for _ in range(_MOST_LINES_IN_QUOTES):
            if closed:
                break
            line = file.readline()
            block += line
            closed = not line or not _is_closed(line, quote)
        if closed and rows.take_block(block, encoding):
            continue
        lines: Iterable[str] = io.StringIO(
            block.decode(encoding.plain, encoding.errors), newline=""
        )
        if not closed:
            rest = io.TextIOWrapper(file, encoding.plain, encoding.errors, newline="")
            lines = itertools.chain(lines, rest)
        rows.take(lines, limit, tick)


def _is_closed(lines: bytes, quote: bytes) -> bool:
    """Whether there is an even number of quotation marks."""
    if not quote or quote not in lines:
        return True
    return np.count_nonzero(np.frombuffer(lines, np.uint8) == quote[0]) % 2 == 0


def _shares(plan: ReadingPlan, file: BinaryIO, progress: Progress) -> Callable[[], None]:
    return lambda: progress.report(0.1 + 0.9 * file.tell() / max(plan.file.size, 1))


class _Rows:
    """The rows of a table on their way into its columns."""

    def __init__(self, columns: list[ColumnReader], frame: TableFrame, dialect: Dialect) -> None:
        self.count = 0
        self._columns = columns
        self._frame = frame
        self._dialect = dialect
        self._next_line = frame.first_line
        self._lines: list[np.ndarray] = []
        self._check = RowCheck(frame, dialect)
        self._unreadable: list[RejectedRow] = list(frame.set_aside)
        self._told: list[Notice] = []
        self._ends: deque[Callable[[], End]] = deque(maxlen=2)  # only looked at when all is read

    def take_block(self, block: bytes, encoding: Encoding) -> bool:
        """Take some lines by their bytes; False where something needs a closer look."""
        dialect, names = self._dialect, self._frame.header or []
        how = (encoding.plain, encoding.errors)
        width = self._frame.width
        cells = cells_in(block, dialect.delimiter, dialect.quote, dialect.decimal, width, how)
        if cells is None or cells.has_row_without_values():
            return False
        if len(names) == width and cells.has_row([name.encode(*how) for name in names]):
            return False
        lines = np.arange(self._next_line, self._next_line + cells.lines)
        numbers = [column.index for column in self._columns if not column.is_text]
        self._add_columns(cells.columns(numbers), lines)
        self._ends.append(partial(End.of_cells, cells))
        self._lines.append(lines)
        self._next_line += cells.lines
        self.count += cells.lines
        return True

    def take(self, source: Iterable[str], limit: int | None, tick: Callable[[], None]) -> None:
        """Take lines the careful way, up to their end or about `limit` rows."""
        records = Records(source, self._dialect, self._next_line, self._frame.width)
        size = max(1, _CELLS // self._frame.width)
        if limit is not None:
            size = min(size, max(1, limit))
        while limit is None or self.count < limit:
            tick()
            batch = records.batch(size)
            if not batch.rows:
                break
            self._next_line = batch.last[-1] + 1
            rows, first = self._check.accepted(records, batch)
            if rows:
                lines = np.array(first)
                mark = self._dialect.decimal
                self._add_columns((CellColumn.of(cells, mark) for cells in zip(*rows)), lines)
                self._ends.append(partial(End.of, rows))
                self._lines.append(lines)
                self.count += len(rows)
        self._unreadable += records.unreadable
        self._told += records.notices

    def _add_columns(self, columns: Iterable[CellColumn], lines: np.ndarray) -> None:
        _all(partial(to.add, cells, lines) for to, cells in zip(self._columns, columns))

    def table(self, name: str, plan: ReadingPlan, progress: Progress) -> Table:
        """The finished table."""
        set_aside = sorted(self._check.set_aside + self._unreadable)
        if self.count == 0:
            width = plural(len(self._columns), "column")
            line, _, reason = set_aside[0] if set_aside else (None, "", "")
            raise DataError(f"No line fits a table of {width}. {reason}".rstrip(), line=line)
        notices = plan.notices + self._told + self._check.notices()
        if len(set_aside) > self.count:
            text = (
                "More lines were set aside than read; the table may begin further down, or have "
                "another separator. Check the preview."
            )
            notices.append(Notice(text, line=set_aside[0].line))
        progress.report(1.0)
        values, found = zip(*_all(column.finish for column in self._columns))
        notices += grouped(itertools.chain(*found))
        lines = np.concatenate(self._lines)
        notices += last_line_notices(
            [end() for end in self._ends],
            int(lines[-1]),
            plan.frame.names[-1],
            plan.file.ends_with_line_end,
        )
        return Table(
            path=name,
            names=plan.frame.names,
            columns=list(values),
            lines=lines,
            dialect=plan.dialect,
            notices=notices,
            set_aside=set_aside,
        )


def _all(steps: Iterable[Callable[[], _Result]]) -> list[_Result]:
    """What each step gives; `ColumnTypeChanged` for all the columns that turn out to be texts."""
    given: list[_Result] = []
    turned: dict[int, str] = {}
    for step in steps:
        try:
            given.append(step())
        except ColumnTypeChanged as found:
            turned |= found.reasons
    if turned:
        raise ColumnTypeChanged(turned)
    return given
