"""Where the table begins in a file, how many columns it has, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from playground.data.errors import DataError
from playground.data.name_list import free_name
from playground.data.tables.detection.header import is_header, is_units_line
from playground.data.tables.detection.separators import SAMPLE_ROWS
from playground.data.tables.records import Batch, Records
from playground.data.tables.table import Dialect, Notice, RejectedRow
from playground.data.tables.wording import plural, quoted, swallowed

UNCERTAIN_HEADER = "It is not certain whether the first line holds column names; check the preview."

Row = tuple[int, list[str]]

_MOST_PROSE = 20  # lines
#: What nobody sees in a name and so nobody writes: marks of byte order and direction, hyphens.
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060\u00ad"))


@dataclass(kw_only=True)
class TableFrame:
    """The frame of a table.

    Attributes
    ----------
    names : list of str
        The names of the columns; none twice, none empty.
    header : list of str or None
        The line of names as it stands in the file; None where there is none.
    first_line : int
        The line on which the data begin.
    skip_lines : int
        How many lines stand above the table.
    trailing : bool
        Whether every data line ends with a separator that no column belongs to.
    units_line : int or None
        The line behind the names where it holds units, or names again.
    sample : list of (int, list of str)
        The first data rows with the line each begins on.
    notices : list of Notice
    set_aside : list of RejectedRow
        Lines above the first row that could not be read.
    """

    names: list[str]
    header: list[str] | None
    first_line: int
    skip_lines: int
    trailing: bool
    sample: list[Row]
    notices: list[Notice] = field(default_factory=list)
    set_aside: list[RejectedRow] = field(default_factory=list)
    units_line: int | None = None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.names)


def detected_frame(
    lines: Sequence[str], dialect: Dialect, skipped: int, fixed: bool, header: bool | None
) -> TableFrame:
    """The frame of the table in the first lines of a file.

    Parameters
    ----------
    lines : sequence of str
        The first lines of the file, with their ends.
    dialect : Dialect
    skipped : int
        How many of them are known to stand above the table.
    fixed : bool
        Whether the table begins right there; otherwise titles may stand above it still.
    header : bool or None
        Whether the table begins with column names; None to find out.

    Raises
    ------
    DataError
        When there are no data rows.
    """
    records = Records(lines[skipped:], dialect, first_line=skipped + 1)
    batch = records.batch(SAMPLE_ROWS)
    last_line = dict(zip(batch.first, batch.last))
    rows = [
        (line, row)
        for line, row in zip(batch.first, batch.rows)
        if row and (len(row) > 1 or row[0].strip())
    ]
    if not rows:
        raise _no_rows(records, "No line of this file could be read.", skipped + 1)
    width = _usual_width(rows)
    start = 0 if fixed else _start(rows, width)
    begin = rows[start][0]
    # What reading the rows begins behind would not be met again.
    notices = [notice for notice in records.notices if (notice.line or 0) < begin]
    if start > 0:
        # Those known to stand there are told already, or were chosen.
        above = [*[""] * skipped, *lines[skipped : begin - 1]]
        notices += _left_out(rows[:start], above, batch)
    table = rows[start:]
    names_row: list[str] | None = None
    if header is None:
        first, *below = (row for _, row in table)
        found = is_header(first, below)
        header = found.header
        # A comment may have as many words as the names below it.
        comment = first[0].lstrip().startswith("#") and bool(below)
        commented = comment and is_header(below[0], below[1:]).header
        if not found.certain or commented:
            notices.append(Notice(UNCERTAIN_HEADER, line=table[0][0]))
    if header:
        names_row = table[0][1]
        notices += _stray_marks(names_row, lines[begin - 1], begin)
        table = table[1:]
    else:
        notices.append(Notice("No column names found", line=table[0][0]))
    if not table:
        raise _no_rows(records, "The file has column names but no data rows.", begin)
    trailing = _ends_with_separator(names_row, table, width)
    if trailing:
        notices.append(
            Notice(
                "Every data line ends with a separator; the empty last column was left out.",
                line=table[0][0],
                column=width,
            )
        )
        width -= 1
        # A name of one letter cannot be two that have run together.
        if names_row is not None and len(names_row) == width and max(map(len, names_row)) > 1:
            notices.append(_maybe_shifted(names_row, begin))
    names, told_of_names = _names(names_row, width, begin)
    return TableFrame(
        names=names,
        header=names_row,
        first_line=last_line[begin] + 1 if header else begin,
        skip_lines=begin - 1,
        trailing=trailing,
        sample=table,
        notices=notices + told_of_names,
        set_aside=[row for row in records.unreadable if row.line < begin],
    )


def _no_rows(records: Records, sentence: str, line: int | None) -> DataError:
    """What to say where a file has no rows: the line that could not be read, if there is one."""
    if records.notices:
        text, line, _ = records.notices[0]
        sentence = f"No row of this file could be read. {text}"
    return DataError(sentence, line=line)


def _stray_marks(names: Sequence[str], raw: str, line: int) -> list[Notice]:
    """What to tell where a name has a quotation mark at one end that surrounds nothing."""
    for name in names:
        for mark in "\"'":
            single = name.startswith(mark) != name.endswith(mark) or name == mark
            if single and mark + name.replace(mark, 2 * mark) + mark not in raw:
                text = (
                    f"Line {line:,}: a quotation mark stands within the name {quoted(name)}; check "
                    "whether a separator or another mark is missing."
                )
                return [Notice(text, line=line)]
    return []


def _maybe_shifted(names: Sequence[str], line: int) -> Notice:
    count = plural(len(names), "name")
    return Notice(
        f"Line {line:,} has {count}, but the lines below have {len(names) + 1:,} values each, the "
        "last of them empty. If a separator is missing among the names, they stand over the "
        "wrong columns; check the preview.",
        line=line,
    )


def _usual_width(rows: Sequence[Row]) -> int:
    """The number of cells that most rows have; of two equally frequent, the first row's."""
    widths = Counter(len(row) for _, row in rows)
    several = {width: count for width, count in widths.items() if width > 1}
    if several and sum(several.values()) * 3 >= widths[1]:
        widths = Counter(several)
    most = max(widths.values())
    return next(len(row) for _, row in rows if widths.get(len(row)) == most)


def _start(rows: Sequence[Row], width: int) -> int:
    """The index of the row with which the table begins: its names or its first data."""
    begin = next(i for i, (_, row) in enumerate(rows) if len(row) == width)
    while begin + 1 < len(rows) and _is_title(rows[begin][1], rows[begin + 1 :], width):
        begin += 1
    begin = _behind_prose(rows, begin, width)
    if begin > 0:
        line, above = rows[begin - 1]
        # Names may be one fewer (the rows have a name, or end with a separator) or one more.
        near = abs(len(above) - width) == 1 and len(above) > 1 and line + 1 == rows[begin][0]
        below = [row for _, row in rows[begin:]]
        named_already = is_header(below[0], below[1:]) == (True, True)
        if near and not named_already and is_header(above[:width], below).header:
            return begin - 1
    return begin


def _behind_prose(rows: Sequence[Row], begin: int, width: int) -> int:
    """The index of the last row of words above the numbers, where prose stands above it.

    A line of prose may happen to have as many words as the table has columns. That there is
    prose shows in lines of another width above the names, or in more than one of the right width;
    two lines are names and units.
    """
    for last in range(min(begin + _MOST_PROSE, len(rows) - 1), begin, -1):
        below = [row for _, row in rows[last + 1 :] if len(row) == width]
        if len(rows[last][1]) == width and is_units_line(rows[last][1], below):
            words = [row for _, row in rows[begin:last] if len(row) == width]
            if any(is_header(row, below) == (False, True) for row in words):
                return begin  # these are data, and their names come again below
            prose = any(len(row) != width for _, row in rows[:last])
            return last if prose or last - begin > 1 else begin
    return begin


def _is_title(row: Sequence[str], below: Sequence[Row], width: int) -> bool:
    """Whether a row of the right width holds one text at most, as exported titles do."""
    filled = sum(bool(cell.strip()) for cell in row)
    if width < 3 or len(row) != width or filled > 1:
        return False
    following = [sum(bool(c.strip()) for c in r) for _, r in below if len(r) == width]
    return bool(following) and max(following) > 1


def _left_out(rows: Sequence[Row], above: Sequence[str], batch: Batch) -> list[Notice]:
    """What to tell of the rows above the table, which is below the lines `above`."""
    line, _ = next((row for row in rows if any(cell.strip() for cell in row[1])), rows[0])
    several = [(a, b) for a, b in zip(batch.first, batch.last) if a < b <= len(above)]
    over = [Notice(swallowed(first, last), line=first) for first, last in several]
    count = sum(bool(text.strip()) for text in above)
    raw = quoted(above[line - 1].rstrip("\r\n"))
    if count == 1:
        return [Notice(f"1 line above the table was left out: {raw}.", line=line)]
    text = f"{plural(count, 'line')} above the table were left out: {raw} ..."
    return [Notice(text, line=line), *over]


def _ends_with_separator(names: list[str] | None, table: Sequence[Row], width: int) -> bool:
    data = [row for _, row in table if len(row) == width]
    filled = sum(bool(row[-1].strip()) for row in data)
    if width < 2 or not data or filled > 0.5 * len(data):
        return False
    if names is not None and len(names) == width - 1:
        return True  # a row with a value there will be set aside
    if names is None:
        return filled == 0 and len(data) > 1
    return filled == 0 and len(names) == width and not names[-1].strip()


def _names(header: list[str] | None, width: int, line: int) -> tuple[list[str], list[Notice]]:
    """The names of the columns, and a notice where they are not those of the file."""
    if header is None:
        return [f"column {number}" for number in range(1, width + 1)], []
    given = [" ".join(name.translate(_UNSEEN).split()) for name in header]
    if given and given[0].startswith("#"):
        given[0] = given[0].lstrip("# ")
    told_of_names = []
    if len(given) > width and not any(given[width:]):
        given = given[:width]
    elif len(given) == width - 1:
        told_of_names.append(
            f"Line {line:,} has {width - 1:,} names for {width:,} columns; they were given to the "
            "last ones, the first column is taken for row names. Check the preview."
        )
        given = ["", *given]
    elif len(given) != width:
        told_of_names.append(
            f"Line {line:,} has {plural(len(given), 'name')} for {plural(width, 'column')}; "
            "check which name belongs to which column."
        )
        given = (given + [""] * width)[:width]
    names, told = _distinct(given)
    if told_of_names or told:
        return names, [Notice(" ".join(told_of_names + told), line=line)]
    return names, []


def _distinct(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of which none is empty and none occurs twice, and sentences about the changes."""
    names: list[str] = []
    renamed: dict[str, list[str]] = {}
    unnamed: list[tuple[int, str]] = []
    taken, used = set(given), set()
    for number, name in enumerate(given, 1):
        new = name or f"column {number}"
        if name in used or (not name and new in taken):
            new = free_name(new, taken)
        if not name:
            unnamed.append((number, new))
        elif new != name:
            renamed.setdefault(name, []).append(new)
        taken.add(new)
        used.add(new)
        names.append(new)
    told = []
    for name, others in renamed.items():
        if len(others) == 1:
            told.append(f"Column name '{name}' occurs twice; the second is now '{others[0]}'.")
        else:
            listed = "', '".join(others[:5]) + ("', ..." if len(others) > 5 else "'")
            told.append(
                f"Column name '{name}' occurs {len(others) + 1:,} times; "
                f"the others are now '{listed}."
            )
    told += [f"Column {number:,} had no name; it is now '{new}'." for number, new in unnamed[:5]]
    if len(unnamed) > 5:
        told.append(f"{len(unnamed) - 5:,} further columns had no name; they are now numbered.")
    return names, told
