"""Fills the columns of a table with the rows of a file.

Blocks of nothing but plain numbers and plain texts go to NumPy, everything else goes record by
record through the careful reader. Both fill the same columns.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.clean_blocks import clean_block
from playground.data.tables.column import ColumnReader, ColumnTypeChanged
from playground.data.tables.last_line import LastLine
from playground.data.tables.layout import Layout
from playground.data.tables.numbers import NumberFormat, looks_numeric
from playground.data.tables.plan import Plan
from playground.data.tables.records import Records
from playground.data.tables.remarks import told
from playground.data.tables.rows import RowCheck
from playground.data.tables.table import Dialect, Notice, RejectedRow, Table
from playground.data.tables.watch import Watch
from playground.data.tables.wording import plural

_BLOCK = 1 << 20  # characters parsed at once on the fast path
_PREVIEW_BLOCK = 1 << 14  # the same, where only some rows are wanted; of wide ones, a few
_CELLS = 60_000  # cells read at once on the careful path
_FAST_DELIMITERS = ",;\t|"
_MOST_FAILURES = 3  # blocks that are not clean before the fast path is given up


def table_of_rows(
    plan: Plan, name: str, as_text: Collection[int], limit: int | None, watch: Watch
) -> Table:
    """Read all rows of a file into columns.

    Parameters
    ----------
    plan : Plan
    name : str
        The name of the file.
    as_text : collection of int
        The columns that are texts whatever they hold.
    limit : int or None
        About how many rows are read at most.
    watch : Watch

    Raises
    ------
    ColumnTypeChanged
        When a column must be added to `as_text` for another try.
    DataError
        When no row fits.
    """
    layout, dialect = plan.layout, plan.dialect
    numbers = NumberFormat(dialect.decimal)
    columns = [
        ColumnReader(index, column, numbers, index in as_text)
        for index, column in enumerate(layout.names)
    ]
    rows = _Rows(columns, layout, dialect)
    with plan.file.open() as text:
        for _ in range(layout.first_line - 1):
            text.readline()
        failures = 0 if _may_be_clean(plan) else _MOST_FAILURES
        size = _BLOCK if limit is None else min(_BLOCK, max(_PREVIEW_BLOCK, 64 * layout.width))
        while failures < _MOST_FAILURES:
            watch.at(0.1 + 0.9 * plan.file.share_read(text))
            block = text.read(size) + text.readline()
            if not block or (limit is not None and rows.count >= limit):
                break
            if rows.take_clean(block):
                continue
            failures += 1
            source: Iterable[str] = io.StringIO(block, newline="")
            if dialect.quote and block.count(dialect.quote) % 2:
                # A quoted value goes on behind the block.
                failures = _MOST_FAILURES
                source = itertools.chain(source, text)
            rows.take(source, limit, _shares(plan, text, watch))
        else:
            rows.take(text, limit, _shares(plan, text, watch))
    return rows.table(name, plan, watch)


def _may_be_clean(plan: Plan) -> bool:
    """Whether the fast path can read what the careful one would, where it reads at all."""
    dialect, layout = plan.dialect, plan.layout
    if dialect.decimal != "." or dialect.delimiter not in _FAST_DELIMITERS or dialect.skip_spaces:
        return False
    # A second line of names that are numbers would pass as data.
    return not (
        layout.trailing or layout.units_line or any(map(looks_numeric, layout.header or []))
    )


def _shares(plan: Plan, text: io.TextIOWrapper, watch: Watch) -> Callable[[], None]:
    return lambda: watch.at(0.1 + 0.9 * plan.file.share_read(text))


class _Rows:
    """The rows of a table on their way into its columns."""

    def __init__(self, columns: list[ColumnReader], layout: Layout, dialect: Dialect) -> None:
        self.count = 0
        self._columns = columns
        self._layout = layout
        self._dialect = dialect
        self._next_line = layout.first_line
        self._lines: list[np.ndarray] = []
        self._check = RowCheck(layout, dialect)
        self._unreadable: list[RejectedRow] = list(layout.set_aside)
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
            rows, first = self._check.accepted(records, batch)
            if rows:
                self._add_cells(zip(*rows), first)
                self._last_line.see(rows, first)
                self._lines.append(np.array(first))
                self.count += len(rows)
        self._unreadable += records.unreadable
        self._told += records.notices

    def _add_cells(self, cells_of_columns: Iterable[Sequence[str]], lines: Sequence[int]) -> None:
        turned: dict[int, str] = {}
        for column, cells in zip(self._columns, cells_of_columns):
            try:
                column.add(cells, lines)
            except ColumnTypeChanged as found:
                turned |= found.reasons
        if turned:
            raise ColumnTypeChanged(turned)

    def table(self, name: str, plan: Plan, watch: Watch) -> Table:
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
        values, remarks = [], []
        turned: dict[int, str] = {}
        for column in self._columns:
            watch.at(1.0)
            try:
                array, found = column.finish()
            except ColumnTypeChanged as texts:
                turned |= texts.reasons
                continue
            values.append(array)
            remarks += found
        if turned:
            raise ColumnTypeChanged(turned)
        notices += told(remarks)
        notices += self._last_line.notices(plan.file.ends_with_line_end)
        return Table(
            path=name,
            names=plan.layout.names,
            columns=values,
            lines=np.concatenate(self._lines),
            dialect=plan.dialect,
            notices=notices,
            set_aside=set_aside,
        )
