"""Records: rows of cells from lines of text, with the lines they stand on.

The standard library's strict reader does the work. Where it stops at a quotation mark that is
out of place, the lines concerned are set aside and reading goes on behind them: a row is given
in full, or it is reported.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from playground.data.errors import DataError
from playground.data.tables.table import Dialect, Notice, SetAside

_MOST_LINES_READ_AGAIN = 1_000_000  # behind unclosed quotation marks


@dataclass(slots=True)
class Batch:
    """Some records in a row.

    Attributes
    ----------
    rows : list of list of str
        The cells of each record; an empty list for a blank line.
    first, last : list of int
        The lines on which each record begins and ends, counted from 1.
    """

    rows: list[list[str]] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)


class Records:
    """Reads records in batches.

    Parameters
    ----------
    lines : iterable of str
        Lines of text with their ends.
    dialect : Dialect
        Of which the delimiter, the quotation mark and `skip_spaces` count.
    first_line : int
        The number of the first of `lines`.
    width : int or None
        How many cells a row should have, where that is known; used to tell which lines behind
        an unclosed quotation mark are rows of their own.

    Attributes
    ----------
    unreadable : list of SetAside
        Lines that could not be read, one entry each.
    notices : list of Notice
        What to tell about them.
    """

    def __init__(
        self,
        lines: Iterable[str],
        dialect: Dialect,
        first_line: int = 1,
        width: int | None = None,
    ) -> None:
        self._dialect = dialect
        self._width = width
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._next_line = first_line  # of the next record
        self._raw: list[str] = []  # the lines of the present batch
        self._raw_first = first_line
        self._read_again = 0
        self._escapes = False
        self.unreadable: list[SetAside] = []
        self.notices: list[Notice] = []
        self._start()

    def batch(self, count: int) -> Batch:
        """The next records, at most `count` of them; none at the end."""
        batch = Batch()
        self._raw, self._raw_first = [], self._next_line
        # The reader counts from where it was started; a batch may begin later.
        while len(batch.rows) < count:
            base = self._reader_first - 1
            try:
                for row in self._reader:
                    batch.rows.append(row)
                    batch.first.append(self._next_line)
                    self._next_line = base + self._reader.line_num + 1
                    batch.last.append(self._next_line - 1)
                    if len(batch.rows) >= count:
                        return batch
                return batch
            except csv.Error as error:
                self._recover(error, base + self._reader.line_num, batch)
        return batch

    def raw(self, first: int, last: int) -> str:
        """The text of lines of the present batch, as it stands in the file."""
        lines = self._raw[first - self._raw_first : last - self._raw_first + 1]
        return "".join(lines).rstrip("\r\n")

    def _start(self) -> None:
        """Begin a reader at the next line."""
        self._reader_first = self._next_line
        self._reader = csv.reader(self._remembered(), **_reader_options(self._dialect))

    def _remembered(self) -> Iterator[str]:
        """The lines to be read again, then those that are still to come."""
        spaces = self._dialect.delimiter == " " and self._dialect.skip_spaces
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._raw.append(line)
            yield line.strip(" \r\n") + "\n" if spaces else line

    def _recover(self, error: csv.Error, last: int, batch: Batch) -> None:
        """Set aside the record that begins at the next line, and go on behind it."""
        first = self._next_line
        raw = self._raw[first - self._raw_first :]
        again = raw[1:]
        if (row := self._with_escapes(raw[0])) is not None:
            batch.rows.append(row)
            batch.first.append(first)
            batch.last.append(first)
        elif "unexpected end" in str(error):
            self._set_aside(first, raw[:1], "a quotation mark is opened and not closed")
        elif "field limit" in str(error):
            self._set_aside(
                first, raw[:1], f"a value is longer than {csv.field_size_limit():,} letters"
            )
        elif last == first:
            self._set_aside(first, raw[:1], "other text follows a closing quotation mark")
        elif last > first + 1 and self._are_rows(raw[1:-1]):
            self._set_aside(first, raw[:1], "a quotation mark is opened and not closed")
        else:
            self._set_aside(first, raw, "a quotation mark is opened and not closed")
            again = []
        self._read_again += len(again)
        if self._read_again > _MOST_LINES_READ_AGAIN:
            raise DataError(
                f"Line {first:,}: the quotation marks of this file do not match. "
                "Choose another quotation mark, or none.",
                line=first,
            )
        self._next_line += len(raw) - len(again)
        del self._raw[len(self._raw) - len(again) :]
        self._again.extendleft(reversed(again))
        self._start()

    def _set_aside(self, first: int, raw: list[str], problem: str) -> None:
        last = first + len(raw) - 1
        which = f"line {first:,}" if first == last else f"lines {first:,}-{last:,}"
        sentence = f"Line {first:,}: {problem}; {which} could not be read."
        self.notices.append(Notice(sentence, line=first))
        for line, text in enumerate(raw, first):
            self.unreadable.append(SetAside(line, text.rstrip("\r\n"), sentence))

    def _with_escapes(self, line: str) -> list[str] | None:
        r"""The cells of a line whose quotation marks are written ``\"``; None if they are not."""
        if not self._dialect.quote or "\\" + self._dialect.quote not in line:
            return None
        options = _reader_options(self._dialect) | {"escapechar": "\\", "doublequote": False}
        try:
            row = next(csv.reader([line], **options), [])
        except csv.Error:
            return None
        if self._width is not None and len(row) != self._width:
            return None
        if not self._escapes:
            self._escapes = True
            self.notices.append(
                Notice(
                    f"Line {self._next_line:,}: \\{self._dialect.quote} was read as a quotation "
                    "mark within the value, here and on the lines below.",
                    line=self._next_line,
                )
            )
        return row

    def _are_rows(self, lines: list[str]) -> bool:
        """Whether each line is a row of the table's width by itself."""
        try:
            rows = list(csv.reader(lines, **_reader_options(self._dialect)))
        except csv.Error:
            return False
        widths = {len(row) for row in rows}
        return len(rows) == len(lines) and widths == {self._width or max(widths, default=0)}


def _reader_options(dialect: Dialect) -> dict[str, object]:
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote or None,
        "quoting": csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        "skipinitialspace": dialect.skip_spaces,
        "strict": True,
    }
