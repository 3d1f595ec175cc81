"""ReadingPlan: all that a sample of a file tells about how its rows are to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playground.atomic import opened
from playground.data.errors import DataError
from playground.data.tables.detection.decimal_mark import detected_decimal_mark
from playground.data.tables.detection.encodings import (
    HEAD,
    Encoding,
    chosen_encoding,
    detected_encoding,
)
from playground.data.tables.detection.frame import TableFrame, detected_frame
from playground.data.tables.detection.header import is_rule_line, is_units_line
from playground.data.tables.detection.separators import detected_separators
from playground.data.tables.detection.signatures import refuse_other_formats
from playground.data.tables.detection.text_file import TextFile
from playground.data.tables.progress import Progress
from playground.data.tables.table import Dialect, Notice
from playground.data.tables.wording import separator_name
from playground.dataclass import dataclass

_SAMPLE_CELLS = 20_000  # looked at for the decimal mark

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """What a person has decided; None leaves it to detection. See `read_table`."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    header: bool | None = None
    skip_lines: int | None = None

    def check(self) -> None:
        """Raise `DataError` for what cannot be."""
        delimiter, quote = self.delimiter, self.quote
        if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n"):
            raise DataError(f"{delimiter!r} cannot separate values; it must be one character.")
        if quote is not None and (len(quote) > 1 or quote in ("\r", "\n", " ")):
            raise DataError(
                f"{quote!r} cannot be a quotation mark; it must be one character or none."
            )
        if quote is not None and quote == delimiter:
            raise DataError(f"{quote!r} cannot be both separator and quotation mark.")
        if self.decimal not in (None, ".", ","):
            raise DataError(f"{self.decimal!r} cannot be a decimal mark; choose '.' or ','.")
        if self.skip_lines is not None and self.skip_lines < 0:
            raise DataError(f"{self.skip_lines} lines cannot be skipped; write 0 or more.")


@dataclass(frozen=True, kw_only=True)
class ReadingPlan:
    """What was found out about a file before its rows are read, and what to tell about it."""

    file: TextFile
    dialect: Dialect
    frame: TableFrame
    notices: list[Notice]


def planned(path: Path, wanted: Overrides, progress: Progress) -> ReadingPlan:
    """Find out everything about a file that a sample of it can tell.

    Raises
    ------
    DataError
        When the file holds no table.
    """
    encoding = _encoding(path, wanted, progress)
    file = TextFile(path, encoding)
    notices = list(encoding.notices)
    lines = file.sample(wanted.skip_lines or 0)
    if not any(line.strip() for line in lines):
        raise DataError("The file is empty.")
    skipped, delimiter = wanted.skip_lines or 0, wanted.delimiter
    if skipped >= len(lines):
        raise DataError(f"{skipped:,} lines cannot be skipped; the file has {len(lines):,}.")
    if wanted.skip_lines is None and (match := _SEPARATOR_LINE.fullmatch(lines[0])):
        skipped, named = 1, match[1]
        if not any(line.strip() for line in lines[1:]):
            raise DataError("The file is empty but for the line that names the separator.")
        text = f"The first line names the separator ({separator_name(named)}); it is not data."
        if any(named in line for line in lines[1:]):
            delimiter = delimiter or named
        else:
            text += " No other line has it, so another one was taken."
        notices.append(Notice(text, line=1))
    begin = skipped if wanted.skip_lines is not None else _behind_comments(lines, skipped)
    dialect, told = detected_separators(lines[begin:], delimiter, wanted.quote)
    notices += told
    frame = detected_frame(lines, dialect, skipped, wanted.skip_lines is not None, wanted.header)
    notices += frame.notices
    some = frame.sample[: max(3, _SAMPLE_CELLS // frame.width)]
    mark, told = detected_decimal_mark(some, dialect.delimiter, frame.names)
    notices += told if wanted.decimal is None else []
    dialect = replace(
        dialect,
        encoding=encoding.name,
        decimal=wanted.decimal or mark,
        header=frame.header is not None,
        skip_lines=frame.skip_lines,
    )
    (line, first), *others = some
    if frame.header is not None and (
        is_rule_line(first) or is_units_line(first, [row for _, row in others])
    ):
        frame.units_line = line
    return ReadingPlan(file=file, dialect=dialect, frame=frame, notices=notices)


def _encoding(path: Path, wanted: Overrides, progress: Progress) -> Encoding:
    with opened(path) as raw:
        head = raw.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        if len(head) == HEAD:
            raise DataError(f"The first {HEAD:,} letters of the file are blank.")
        raise DataError("The file is empty.")
    refuse_other_formats(head)
    if wanted.encoding is None:
        return detected_encoding(path, head, progress)
    return chosen_encoding(wanted.encoding, path, progress)


def _behind_comments(lines: Sequence[str], skipped: int) -> int:
    """The number of lines at the top that are blank or comments: they tell no separator."""
    begin = skipped
    while begin < len(lines) and (not lines[begin].strip() or lines[begin].startswith("#")):
        begin += 1
    return begin if begin < len(lines) else skipped
