"""Which rows belong to the table, and which are set aside."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from playground.data.tables.detection.frame import TableFrame
from playground.data.tables.detection.header import is_rule_line
from playground.data.tables.records import Batch, Records
from playground.data.tables.table import Dialect, Notice, RejectedRow
from playground.data.tables.wording import LineRuns, plural, quoted, swallowed

_MOST_TOLD = 20  # rows that are told one by one


class RowCheck:
    """Goes through the records behind the header and keeps the rows of the table.

    Parameters
    ----------
    frame : TableFrame
    dialect : Dialect
        To recognise quotation marks that are out of place.

    Attributes
    ----------
    set_aside : list of RejectedRow
    """

    def __init__(self, frame: TableFrame, dialect: Dialect) -> None:
        self.set_aside: list[RejectedRow] = []
        self._frame = frame
        self._dialect = dialect
        self._told: list[Notice] = []
        self._blank = LineRuns()
        self._blank_so_far: list[int] = []  # blank lines at the end of a file need no word
        self._doubtful: list[Notice] = []  # rows that were read, but look odd
        self._doubts = 0

    def accepted(self, records: Records, batch: Batch) -> tuple[list[list[str]], Sequence[int]]:
        """The rows of `batch` that belong to the table, and the lines on which they begin."""
        odd = self._odd(batch)
        self._look_at_quotes(records, batch)
        left_out = {place for place in odd if not self._keeps(records, batch, place)}
        if self._blank_so_far and len(left_out) < len(batch.rows):
            last_kept = max(p for p in range(len(batch.rows)) if p not in left_out)
            inside = [n for n in self._blank_so_far if n < batch.first[last_kept]]
            self._blank.add(inside)
            self._blank_so_far = self._blank_so_far[len(inside) :]
        if not left_out:
            return batch.rows, batch.first
        kept = [place for place in range(len(batch.rows)) if place not in left_out]
        return [batch.rows[p] for p in kept], [batch.first[p] for p in kept]

    def notices(self) -> list[Notice]:
        """What to tell about the rows."""
        notices = list(self._told)
        more = len(self.set_aside) - len(notices)
        if more > 0:
            notices.append(Notice(f"{plural(more, 'further row', 'was/were')} set aside."))
        if self._blank.count == 1:
            notices.append(Notice(f"L{self._blank.text[1:]} is blank; reading went on behind it."))
        elif self._blank.count:
            notices.append(
                Notice(f"{self._blank.count:,} blank lines were left out ({self._blank.text}).")
            )
        notices += self._doubtful
        if self._doubts > len(self._doubtful):
            more = self._doubts - len(self._doubtful)
            notices.append(Notice(f"The same was found {plural(more, 'further time')}."))
        return notices

    def _odd(self, batch: Batch) -> list[int]:
        """The places of rows that need a closer look, found quickly."""
        rows, width = batch.rows, self._frame.width
        if self._frame.units_line in batch.first:
            return list(range(len(rows)))
        name = self._frame.header[0] if self._frame.header else None
        if set(map(len, rows)) == {width}:
            beginnings = list(map(itemgetter(0), rows))
            if "" not in beginnings and name not in beginnings:
                return []
        return [
            place
            for place, row in enumerate(rows)
            if len(row) != width or row[0] == name or not row[0]
        ]

    def _keeps(self, records: Records, batch: Batch, place: int) -> bool:
        """Whether a row that is odd in some way belongs to the table; otherwise it is told."""
        row, line, width = batch.rows[place], batch.first[place], self._frame.width
        if not row or (len(row) == 1 and not row[0].strip()):
            self._blank_so_far.append(line)
            return False
        if len(row) == width + 1 and self._frame.trailing and not row[-1].strip():
            del row[-1]
        if not (problem := self._problem(row, line)):
            return True
        sentence = f"Line {line:,} {problem}"
        raw = records.raw(line, batch.last[place])
        self.set_aside.append(RejectedRow(line, raw, sentence))
        if len(self._told) < _MOST_TOLD:
            self._told.append(Notice(sentence, line=line))
        return False

    def _problem(self, row: list[str], line: int) -> str:
        """Why a row does not belong to the table, as the end of a sentence; nothing if it does."""
        width = self._frame.width
        if line == self._frame.units_line and is_rule_line(row):
            return "is a row of dashes. It was set aside."
        if line == self._frame.units_line:
            return (
                "holds texts where the other lines have numbers, like a second line of names or "
                "units. It was set aside."
            )
        if len(row) != width:
            values, columns = plural(len(row), "value"), plural(width, "column")
            return f"has {values}, but the table has {columns}. It was set aside."
        if not any(cell.strip() for cell in row):
            return "has no values. It was set aside."
        if row == self._frame.header:
            return "repeats the column names. It was set aside; a second table may begin there."
        return ""

    def _look_at_quotes(self, records: Records, batch: Batch) -> None:
        """Tell rows in which a quotation mark may have joined or split values."""
        quote = self._dialect.quote
        if not batch.rows or not quote:
            return
        several_lines = batch.last[-1] - batch.first[0] + 1 > len(batch.rows)
        if not several_lines and quote not in records.raw(batch.first[0], batch.last[-1]):
            return
        for row, first, last in zip(batch.rows, batch.first, batch.last):
            if last > first and self._swallows_rows(row):
                self._doubt(swallowed(first, last), first)
            elif quote in "".join(row) and (
                cell := _unquoted(records.raw(first, last), row, quote)
            ):
                self._doubt(
                    f"Line {first:,}: a quotation mark stands within the value {quoted(cell)}; "
                    "check whether a separator is missing.",
                    first,
                )

    def _swallows_rows(self, row: list[str]) -> bool:
        """Whether a value with line breaks reads like the end, the middle and the begin of rows."""
        behind = self._frame.width - 1
        for before, cell in enumerate(row):
            first, *middle = cell.splitlines() or [""]
            if not middle or behind == 0:
                continue
            last = middle.pop()
            if (
                self._separators(first) >= behind - before
                and self._separators(last) >= before
                and all(self._separators(line) >= behind for line in middle)
            ):
                return True
        return False

    def _separators(self, text: str) -> int:
        """How many separators stand in a text; a comma before a space is punctuation."""
        delimiter = self._dialect.delimiter
        return text.count(delimiter) - text.count(delimiter + " ")

    def _doubt(self, sentence: str, line: int) -> None:
        self._doubts += 1
        if len(self._doubtful) < _MOST_TOLD:
            self._doubtful.append(Notice(sentence, line=line))


def _unquoted(raw: str, row: list[str], quote: str) -> str:
    """The first cell that holds a quotation mark without standing between two; else nothing."""
    for cell in row:
        if quote in cell:
            between = quote + cell.replace(quote, 2 * quote) + quote
            escaped = quote + cell.replace(quote, "\\" + quote) + quote
            if between not in raw and escaped not in raw:
                return cell
    return ""
