"""Cells: blocks of lines cut into cells by arithmetic on their bytes, without a loop over them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from playground.data.tables.filling.digits import BEFORE, BEHIND, Numbers, plain_numbers

_LINE_END = ord("\n")


@dataclass(eq=False)
class CellColumn:
    """The cells of one column in some lines.

    Attributes
    ----------
    data : bytes
        The bytes they stand in.
    starts, ends : ndarray of int, shape (k,)
        Where each cell begins in `data`, and the place behind it.
    marks : ndarray of int, shape (k,)
        The place of a decimal mark in each, or its end.
    encoding, errors : str
        How bytes become letters.
    doubled : bytes
        A quotation mark where two of them stand for one within a value; empty where none do.
    cut : sequence of str or None
        The cells as texts, where they are known.
    parsed : Numbers or None
        The numbers in them, where they are known.
    """

    data: bytes
    starts: np.ndarray
    ends: np.ndarray
    marks: np.ndarray
    encoding: str = "utf-8"
    errors: str = "surrogatepass"
    doubled: bytes = b""
    cut: Sequence[str] | None = None
    parsed: Numbers | None = None

    @classmethod
    def of(cls, cells: Sequence[str], mark: str) -> CellColumn:
        """The same of texts that have been cut already."""
        lengths = np.fromiter(map(len, cells), int, len(cells))
        text = "".join(cells)
        if text.isascii():
            content = text.encode()
        else:
            encoded = [cell.encode(errors="surrogatepass") for cell in cells]
            lengths = np.fromiter(map(len, encoded), int, len(cells))
            content = b"".join(encoded)
        data = bytes(BEFORE) + content + bytes(BEHIND)
        ends = BEFORE + np.cumsum(lengths)
        starts = ends - lengths
        points = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(mark))
        next_point = np.append(points, len(data))[np.searchsorted(points, starts)]
        return cls(data, starts, ends, np.minimum(next_point, ends), cut=cells)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def blank(self) -> np.ndarray:
        """Which cells have no letter at all, shape (k,)."""
        return self.starts == self.ends

    def numbers(self) -> Numbers:
        """The number in each cell, as far as it is a plain one; NaN where it is blank."""
        if self.parsed is None:
            data = np.frombuffer(self.data, np.uint8)
            self.parsed = plain_numbers(data, self.starts, self.ends, self.marks)
            self.parsed.values[self.blank] = np.nan
        return self.parsed

    def texts(self, rows: np.ndarray | None = None) -> Sequence[str]:
        """The cells as texts: all, or those of some rows."""
        if self.cut is not None:
            return self.cut if rows is None else [self.cut[row] for row in rows.tolist()]
        starts, ends = self.starts, self.ends
        if rows is not None:
            starts, ends = starts[rows], ends[rows]
        places = zip(starts.tolist(), ends.tolist())
        if rows is None and self.data.isascii():
            text = self.data.decode("ascii")
            texts = [text[start:end] for start, end in places]
        else:
            data, how = self.data, (self.encoding, self.errors)
            texts = [data[start:end].decode(*how) for start, end in places]
        if self.doubled:
            two, one = (2 * self.doubled).decode(), self.doubled.decode()
            texts = [text.replace(two, one) for text in texts]
        return texts


@dataclass(eq=False)
class Cells:
    """The cells of some complete lines; see `cells_in`.

    Attributes
    ----------
    data : bytes
    starts, ends, marks : ndarray of int, shape (lines, width)
        As of `CellColumn`.
    how : tuple of str
        The encoding, and what becomes of its errors.
    doubled : bytes
    """

    data: bytes
    starts: np.ndarray
    ends: np.ndarray
    marks: np.ndarray
    how: tuple[str, str]
    doubled: bytes

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.starts)

    def columns(self, numbers: Sequence[int]) -> Iterator[CellColumn]:
        """The columns, of which those that may hold `numbers` are parsed together."""
        parsed = self._parsed(numbers)
        for index in range(self.starts.shape[1]):
            yield self.column(index, parsed.get(index))

    def column(self, index: int, parsed: Numbers | None = None) -> CellColumn:
        """One column, of which the numbers may be known."""
        starts, ends, marks = (each[:, index] for each in (self.starts, self.ends, self.marks))
        return CellColumn(self.data, starts, ends, marks, *self.how, self.doubled, parsed=parsed)

    def _parsed(self, columns: Sequence[int]) -> dict[int, Numbers]:
        places = [self.starts, self.ends, self.marks]
        if len(columns) < self.starts.shape[1]:
            places = [each[:, list(columns)] for each in places]
        shape, data = places[0].shape, np.frombuffer(self.data, np.uint8)
        starts, ends, marks = (each.ravel() for each in places)
        parsed = plain_numbers(data, starts, ends, marks)
        parsed.values[starts == ends] = np.nan
        values, plain, zeros = (each.reshape(shape) for each in parsed)
        return {c: Numbers(values[:, k], plain[:, k], zeros[:, k]) for k, c in enumerate(columns)}

    def row(self, index: int) -> Sequence[str]:
        """The texts of one line."""
        starts, ends, marks = (each[index] for each in (self.starts, self.ends, self.marks))
        return CellColumn(self.data, starts, ends, marks, *self.how, self.doubled).texts()

    def has_row_without_values(self) -> bool:
        """Whether a line may have nothing but separators and spaces."""
        data = np.frombuffer(self.data, np.uint8)
        rows = np.flatnonzero(self.starts[:, 0] == self.ends[:, 0])
        starts, ends = self.starts[rows], self.ends[rows]
        first = data[starts]  # what begins with no ASCII letter may be spaces of other kinds
        filled = (starts < ends) & (first > ord(" ")) & (first < 127)
        return bool((~filled.any(axis=1)).any())

    def has_row(self, names: Sequence[bytes]) -> bool:
        """Whether a line has just these cells."""
        data = np.frombuffer(self.data, np.uint8)
        rows = np.arange(self.lines)
        for column, name in enumerate(names):
            starts, ends = self.starts[rows, column], self.ends[rows, column]
            rows = rows[ends - starts == len(name)]
            for place, byte in enumerate(name):
                if not len(rows):
                    return False
                rows = rows[data[self.starts[rows, column] + place] == byte]
        return bool(len(rows))


def cells_in(
    block: bytes, delimiter: str, quote: str, mark: str, width: int, how: tuple[str, str]
) -> Cells | None:
    """The cells of some complete lines, where each line has `width` of them and none is odd.

    What the careful reader would treat in a special way is left to it: another width, a blank
    line, a quotation mark that does not surround a value, a value of several lines.

    Parameters
    ----------
    block : bytes
        Complete lines, the last of which may lack its end.
    delimiter, quote, mark : str
        One ASCII character each; no quotation mark may be empty.
    width : int
        The number of columns.
    how : tuple of str
        The name of the encoding, in which ASCII stands for itself alone, and what becomes of
        errors.
    """
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
        if b"\r" in block:
            return None
    if not block.endswith(b"\n"):
        block += b"\n"
    content = bytes(BEFORE) + block + bytes(BEHIND)
    data = np.frombuffer(content, np.uint8)
    line_ends = data == _LINE_END
    separators = (data == ord(delimiter)) | line_ends
    quotes = np.flatnonzero(data == ord(quote)) if quote else np.empty(0, int)
    if len(quotes):
        found = np.flatnonzero(separators)
        within = found[np.searchsorted(quotes, found) % 2 == 1]
        if len(quotes) % 2 or line_ends[within].any():
            return None
        separators[within] = False
    places = np.flatnonzero(separators | (data == ord(mark)))
    is_end = separators[places]
    order = np.flatnonzero(is_end)
    ends = places[order]
    lines, rest = divmod(len(ends), width)
    if rest or line_ends[ends].sum() != lines or not line_ends[ends[width - 1 :: width]].all():
        return None
    starts = np.concatenate(([BEFORE], ends[:-1] + 1))
    before = np.diff(order, prepend=-1) > 1  # another event, which is a decimal mark
    points = np.where(before, places[order - 1], ends)
    doubled = b""
    if len(quotes):
        inner = _without_quotes(quotes, starts, ends)
        if inner is None:
            return None
        starts, ends, has_doubled = inner
        doubled = quote.encode() if has_doubled else b""
        points = np.minimum(np.maximum(points, starts), ends)
    if (ends - starts).max() > csv.field_size_limit():
        return None
    shape = (lines, width)
    return Cells(
        content, starts.reshape(shape), ends.reshape(shape), points.reshape(shape), how, doubled
    )


def _without_quotes(
    quotes: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray, bool] | None:
    """Where values begin and end within their quotation marks, and whether some hold doubled ones.

    None where a mark is out of place: a value has none, or one at either end and pairs between.

    Parameters
    ----------
    quotes : ndarray of int
        The places of all marks; an even number of them.
    starts, ends : ndarray of int
        Where the cells begin, and the places behind them.
    """
    until = np.searchsorted(quotes, ends)
    counts = np.diff(until, prepend=0)
    quoted = np.flatnonzero(counts)
    opening, closing = quotes[until[quoted] - counts[quoted]], quotes[until[quoted] - 1]
    if (opening != starts[quoted]).any() or (closing != ends[quoted] - 1).any():
        return None
    # Between two cells there is a separator: only marks within one can stand side by side.
    pairs = int((counts[quoted] // 2 - 1).sum())
    if (counts % 2).any() or np.count_nonzero(quotes[2::2] - quotes[1:-1:2] == 1) != pairs:
        return None
    return starts + (counts > 0), ends - (counts > 0), pairs > 0
