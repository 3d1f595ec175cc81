"""Records: rows of cells from lines of text, with the lines they stand on.

The standard library's strict reader does the work. Where it stops at a quotation mark that is
out of place, the lines concerned are set aside and reading goes on behind them: a row is given
in full, or it is reported.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from playground.data.errors import DataError
from playground.data.tables.table import Dialect, Notice, RejectedRow

_MOST_LINES_READ_AGAIN = 1_000_000  # behind unclosed quotation marks
_MOST_LINES = 50  # that a value with spaces around its quotation marks is looked for over
_MOST_TOLD = 20  # places that are told one by one, and vain attempts at several lines


class Batch(NamedTuple):
    """Some records in a row.

    Attributes
    ----------
    rows : list of list of str
        The cells of each record; an empty list for a blank line.
    first, last : sequence of int
        The lines on which each record begins and ends, counted from 1.
    """

    rows: list[list[str]]
    first: Sequence[int]
    last: Sequence[int]


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
    unreadable : list of RejectedRow
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
        self._failed_over_lines = 0
        self._escapes = False
        self._options = _reader_options(dialect)
        self._spaces = _spaces_behind_quotes(dialect)
        self.unreadable: list[RejectedRow] = []
        self.notices: list[Notice] = []

    def batch(self, count: int) -> Batch:
        """The next records, at most `count` of them; none at the end."""
        self._raw, self._raw_first = [], self._next_line
        batch = self._single_lines(count) or self._any_records(count)
        spaced = self._dialect.skip_spaces and self._dialect.delimiter != " "
        return batch._replace(rows=self._without_spaces(batch)) if spaced else batch

    def _single_lines(self, count: int) -> Batch | None:
        """The next records at full speed, where each stands on one line; else None."""
        if self._again:
            return None
        lines = list(itertools.islice(self._lines, count))
        try:
            rows = list(csv.reader(self._prepared(lines), **self._options))
        except csv.Error:
            rows = []
        if len(rows) != len(lines):
            self._again.extend(lines)
            return None
        first = range(self._next_line, self._next_line + len(lines))
        self._raw = lines
        self._next_line += len(lines)
        return Batch(rows, first, first)

    def _any_records(self, count: int) -> Batch:
        """The next records one by one, over several lines and past misplaced quotation marks."""
        rows: list[list[str]] = []
        first: list[int] = []
        last: list[int] = []
        reader, base = self._started()
        while len(rows) < count:
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                began = self._next_line
                row = self._recovered(error, base + reader.line_num)
                if row is not None:
                    rows.append(row)
                    first.append(began)
                    last.append(self._next_line - 1)
                reader, base = self._started()
                continue
            rows.append(row)
            first.append(self._next_line)
            self._next_line = base + reader.line_num + 1
            last.append(self._next_line - 1)
        return Batch(rows, first, last)

    def raw(self, first: int, last: int) -> str:
        """The text of lines of the present batch, as it stands in the file."""
        lines = self._raw[first - self._raw_first : last - self._raw_first + 1]
        return "".join(lines).rstrip("\r\n")

    def _without_spaces(self, batch: Batch) -> list[list[str]]:
        """The rows less the spaces before separators; what is quoted stays as it is."""
        quote, text = self._dialect.quote, "".join(self._raw)
        if not quote or quote not in text:
            return [[cell.rstrip(" ") for cell in row] for row in batch.rows]
        return [
            [cell if cell + quote in raw else cell.rstrip(" ") for cell in row]
            for row, raw in zip(batch.rows, map(self.raw, batch.first, batch.last))
        ]

    def _started(self) -> tuple[Any, int]:
        """A reader of what comes next, and the number of the line before."""
        return csv.reader(self._prepared(self._remembered()), **self._options), self._next_line - 1

    def _remembered(self) -> Iterator[str]:
        """The lines to be read again, then those that are still to come."""
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._raw.append(line)
            yield line

    def _prepared(self, lines: Iterable[str]) -> Iterable[str]:
        """Lines as the reader takes them: in aligned columns a tab is as good as some spaces."""
        if self._dialect.delimiter == " " and self._dialect.skip_spaces:
            return (line.replace("\t", " ").strip(" \r\n") + "\n" for line in lines)
        return lines

    def _recovered(self, error: csv.Error, last: int) -> list[str] | None:
        """Get past the record that begins at the next line: as a row, or by setting it aside."""
        first = self._next_line
        raw = self._raw[first - self._raw_first :]
        again = raw[1:]
        row = self._with_spaces(raw[:1]) or self._with_escapes(raw[0])
        if row is None and (row := self._over_lines(raw)) is not None:
            again = []
        if row is None:
            open_quote = "a quotation mark is opened and not closed"
            if "unexpected end" in str(error):
                problem = open_quote
            elif "field limit" in str(error):
                problem = f"a value is longer than {csv.field_size_limit():,} letters"
            elif last == first:
                problem = "other text follows a closing quotation mark"
            else:
                problem = open_quote
                if last == first + 1 or not self._are_rows(raw[1:-1]):
                    again = []
            self._set_aside(first, raw[: len(raw) - len(again)], problem)
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
        return row

    def _set_aside(self, first: int, raw: list[str], problem: str) -> None:
        last = first + len(raw) - 1
        which = f"line {first:,}" if first == last else f"lines {first:,}-{last:,}"
        sentence = f"Line {first:,}: {problem}; {which} could not be read."
        if len(self.notices) < _MOST_TOLD:
            self.notices.append(Notice(sentence, line=first))
        elif len(self.notices) == _MOST_TOLD:
            text = f"Line {first:,} and others below could not be read either; they were set aside."
            self.notices.append(Notice(text, line=first))
        for line, text in enumerate(raw, first):
            self.unreadable.append(RejectedRow(line, text.rstrip("\r\n"), sentence))

    def _over_lines(self, raw: list[str]) -> list[str] | None:
        """The cells of a record of the table's width that `raw` begins, which is made longer.

        None where it is none; then `raw` is what it was.
        """
        if self._width is None or self._spaces is None or self._failed_over_lines > _MOST_TOLD:
            return None
        if not self._spaces.search("".join(raw)):
            return None
        known, lines = len(raw), self._remembered()
        while (row := self._with_spaces(raw)) is None or len(row) != self._width:
            line = next(lines, None) if row is None and len(raw) - known < _MOST_LINES else None
            if line is None:
                self._failed_over_lines += 1
                self._again.extendleft(reversed(raw[known:]))
                del self._raw[len(self._raw) - len(raw) + known :]
                del raw[known:]
                return None
            raw.append(line)
        return row

    def _with_spaces(self, lines: list[str]) -> list[str] | None:
        """The cells of a record with spaces between quotation marks and separators, else None."""
        if self._spaces is None:
            return None
        text = "".join(lines)
        tight = self._spaces.sub(r"\1", text)
        if tight == text:
            return None
        try:
            rows = list(csv.reader(tight.splitlines(keepends=True), **self._options))
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 else None

    def _with_escapes(self, line: str) -> list[str] | None:
        r"""The cells of a line whose quotation marks are written ``\"``; None if they are not."""
        if not self._dialect.quote or "\\" + self._dialect.quote not in line:
            return None
        options = self._options | {"escapechar": "\\", "doublequote": False}
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
            rows = list(csv.reader(lines, **self._options))
        except csv.Error:
            return False
        widths = {len(row) for row in rows}
        return len(rows) == len(lines) and widths == {self._width or max(widths, default=0)}


def _spaces_behind_quotes(dialect: Dialect) -> re.Pattern[str] | None:
    """A value between quotation marks, and the spaces before the separator behind it."""
    if not dialect.quote or dialect.delimiter == " ":
        return None
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    spaces = " +" if dialect.delimiter == "\t" else r"[ \t]+"
    value = rf" *{quote}(?:[^{quote}]|{quote}{quote})*{quote}"
    return re.compile(rf"((?:^|{delimiter}){value}){spaces}(?={delimiter}|[\r\n]*$)")


def _reader_options(dialect: Dialect) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote or None,
        "quoting": csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        "skipinitialspace": dialect.skip_spaces,
        "strict": True,
    }
