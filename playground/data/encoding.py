"""How the columns of a table became features, kept so that other rows can be encoded alike."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from playground.data.columns.words import is_missing, word_of
from playground.data.errors import DataError
from playground.data.tables.dates import day_of
from playground.data.tables.table import DayCount, Notice, Table
from playground.data.tables.wording import plural, quoted
from playground.dataclass import dataclass

_MOST_CELLS = 5  # that are told one by one, of a kind and column


@dataclass(frozen=True)
class ColumnEncoding:
    """One column: its values as they are, or a number for each of its words.

    Attributes
    ----------
    name : str
        Of the column in the table.
    typical : float or str
        What stands for a value that is missing, or for a word that no example had: the median,
        or the most frequent word.
    words : tuple of str
        The words it may hold, in the order of their numbers; empty for a column of numbers. A
        cell that is none of them is looked for in lower case, as yes and no are kept.
    one_hot : bool
        Whether each word has a feature of 0 and 1 of its own in place of a number.
    since : str
        Of a column of dates, how they became days, as `DayCount.text` says it; empty otherwise.
    """

    name: str
    typical: float | str
    words: tuple[str, ...] = ()
    one_hot: bool = False
    since: str = ""

    @property
    def n_features(self) -> int:
        """How many rows of X it makes."""
        return len(self.words) if self.one_hot else 1

    def code(self, cell: object) -> float:
        """The number of a cell: its value, or the place of its word; NaN for none that is known.

        Of a column of dates, a date is the day it is counted as.
        """
        if not self.words:
            number = _number(cell)
            is_date = self.since and math.isnan(number)
            return day_of(str(cell), DayCount.of_text(self.since)) if is_date else number
        word = word_of(cell).strip()
        for spelling in (word, word.lower()):
            if spelling in self.words:
                return float(self.words.index(spelling))
        return math.nan

    @property
    def typical_code(self) -> float:
        """The number of what stands for a missing value."""
        return self.code(self.typical)

    def features(self, codes: np.ndarray) -> np.ndarray:
        """The features of numbers without NaN, ``(n_features, m)``."""
        if not self.one_hot:
            return codes[np.newaxis]
        return (codes == np.arange(len(self.words))[:, np.newaxis]).astype(float)


def typical_features(encodings: Sequence[ColumnEncoding]) -> np.ndarray:
    """The features of a row in which every value is missing, ``(n_x, 1)``."""
    codes = [np.array([encoding.typical_code]) for encoding in encodings]
    return np.concatenate([each.features(code) for each, code in zip(encodings, codes)])


def encoded(
    encodings: Sequence[ColumnEncoding], table: Table
) -> tuple[np.ndarray, dict[int, list[str]], list[Notice]]:
    """The features of all rows of a table, as those of the training examples were made.

    Parameters
    ----------
    encodings : sequence of ColumnEncoding
    table : Table
        Has a column for each of them, in any order, and may have others.

    Returns
    -------
    X : ndarray, (n_x, m)
    replaced : dict of int to list of str
        By row, from 0, the names of the columns whose typical value stands in it.
    notices : list of Notice
        What was missing or unknown, in sentences.

    Raises
    ------
    DataError
        When a column is missing, or none of its values can be used.
    """
    missing = [each.name for each in encodings if each.name not in table.names]
    if missing:
        raise DataError(
            f"The table has no column {quoted(missing[0])}"
            + (f" and {plural(len(missing) - 1, 'other column')} are missing" * (len(missing) > 1))
            + f"; it has {', '.join(map(quoted, table.names[:12]))}.",
            path=table.path,
        )
    rows: list[np.ndarray] = []
    notices: list[Notice] = []
    replaced: dict[int, list[str]] = {}
    for encoding in encodings:
        index = table.names.index(encoding.name)
        cells = table.columns[index]
        codes = _codes(encoding, cells)
        unknown = np.flatnonzero(np.isnan(codes))
        if len(unknown) == table.rows > 0 and not all(is_missing(cell) for cell in cells):
            raise DataError(
                f"Column '{encoding.name}' holds texts such as {quoted(word_of(cells[0]))}; "
                + _expected(encoding),
                path=table.path,
                column=index + 1,
            )
        for row in unknown.tolist():
            replaced.setdefault(row, []).append(encoding.name)
        notices += _told(encoding, index, cells, unknown, table.lines)
        codes[unknown] = encoding.typical_code
        rows.append(encoding.features(codes))
    return np.concatenate(rows), replaced, notices


def as_json(encodings: Sequence[ColumnEncoding]) -> list[dict[str, Any]]:
    """Encodings for JSON."""
    return [asdict(encoding) | {"words": list(encoding.words)} for encoding in encodings]


def of_json(content: Any) -> tuple[ColumnEncoding, ...]:
    """The inverse of `as_json`.

    Raises
    ------
    ValueError, TypeError, KeyError
        When it is something else.
    """
    return tuple(_of_json(**each) for each in content)


def _of_json(
    name: str, typical: float | str, words: list[str], one_hot: bool, since: str = ""
) -> ColumnEncoding:
    made = ColumnEncoding(str(name), typical, tuple(map(str, words)), bool(one_hot), str(since))
    if since:
        DayCount.of_text(since)
    if not math.isfinite(made.typical_code):
        raise ValueError(f"the column {name!r} has no typical value")
    return made


def _codes(encoding: ColumnEncoding, cells: np.ndarray) -> np.ndarray:
    if cells.dtype != object and not encoding.words:
        return np.where(np.isfinite(cells), cells, np.nan)
    different = {cell: encoding.code(cell) for cell in set(cells.tolist())}
    return np.array([different[cell] for cell in cells.tolist()], float)


def _number(cell: object) -> float:
    try:
        value = float(str(cell).strip())
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _expected(encoding: ColumnEncoding) -> str:
    if not encoding.words:
        return "the network was trained on numbers there."
    words = ", ".join(map(quoted, encoding.words[:8])) + (", …" * (len(encoding.words) > 8))
    return f"the network was trained on {words} there."


def _not_known(encoding: ColumnEncoding) -> str:
    return f"unknown; {_expected(encoding)}" if encoding.words else "not a number;"


def _told(
    encoding: ColumnEncoding,
    index: int,
    cells: np.ndarray,
    unknown: np.ndarray,
    lines: Sequence[int] | np.ndarray,
) -> Iterator[Notice]:
    """Sentences on the cells of a column in whose place its typical value stands."""
    instead = f"{word_of(encoding.typical)} stands there instead"
    gaps = [row for row in unknown.tolist() if is_missing(cells[row])]
    if gaps:
        where = f" in line {lines[gaps[0]]:,}" if len(gaps) == 1 else ""
        yield Notice(
            f"Column '{encoding.name}': {plural(len(gaps), 'value')} missing{where}; {instead}, "
            + ("the most frequent word." if encoding.words else "the median."),
            int(lines[gaps[0]]),
            index + 1,
        )
    strange: dict[str, list[int]] = {}
    for row in unknown.tolist():
        if not is_missing(cells[row]):
            strange.setdefault(word_of(cells[row]), []).append(row)
    for word, rows in list(strange.items())[:_MOST_CELLS]:
        where = f"Line {lines[rows[0]]:,}" if len(rows) == 1 else plural(len(rows), "row")
        yield Notice(
            f"{where}, column '{encoding.name}': {quoted(word)} is {_not_known(encoding)} "
            f"{instead}.",
            int(lines[rows[0]]),
            index + 1,
        )
    if len(strange) > _MOST_CELLS:
        more = len(strange) - _MOST_CELLS
        yield Notice(
            f"Column '{encoding.name}': {plural(more, 'other text')} unknown; {instead}.",
            column=index + 1,
        )
