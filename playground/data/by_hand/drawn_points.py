"""Drawn points as text that a person can read and write: ``-1.2 0.5 0; 3 1 1; -``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from playground.data.errors import DataError
from playground.dataclass import dataclass

MOST_PLACES = 5_000

#: What stands at the place of a point that was erased, so that all others keep their places.
ERASED = "-"

_PER_LINE = 5


@dataclass(frozen=True, eq=False)
class DrawnPoints:
    """Points at numbered places, some of which may be empty.

    Attributes
    ----------
    entries : tuple of str
        What stands at each place: numbers separated by a blank, or `ERASED`.
    numbers : ndarray, (m, width), read-only
        The points there are.
    places : ndarray of int, (m,), read-only
        The place of each.
    """

    entries: tuple[str, ...]
    numbers: np.ndarray
    places: np.ndarray

    @property
    def text(self) -> str:
        """All places, a few on a line; those at the end are left out where they are empty."""
        entries = list(self.entries)
        while entries and entries[-1] == ERASED:
            entries.pop()
        lines = [entries[i : i + _PER_LINE] for i in range(0, len(entries), _PER_LINE)]
        return ";\n".join("; ".join(line) for line in lines)

    def added(self, points: Iterable[Iterable[float]]) -> str:
        """The text with more points, at empty places first.

        Raises
        ------
        DataError
            When there is no room for them.
        """
        entries = list(self.entries)
        empty = (place for place, entry in enumerate(self.entries) if entry == ERASED)
        for point in points:
            place = next(empty, None)
            if place is None:
                entries.append(_entry(point))
            else:
                entries[place] = _entry(point)
        if len(entries) > MOST_PLACES:
            raise DataError(f"There is room for {MOST_PLACES:,} points; all of it is taken.")
        return self._with(entries)

    def moved(self, place: int, x: float, y: float) -> str:
        """The text with the point at a place put elsewhere; its other numbers stay."""
        entries = list(self.entries)
        entries[place] = " ".join([_entry((x, y)), *entries[place].split()[2:]])
        return self._with(entries)

    def erased(self, places: Iterable[int]) -> str:
        """The text without the points at some places."""
        entries = list(self.entries)
        for place in places:
            entries[place] = ERASED
        return self._with(entries)

    def _with(self, entries: list[str]) -> str:
        return DrawnPoints(tuple(entries), self.numbers, self.places).text


# A drawing is checked when it is proposed, accepted and made into data: the same text each time.
@lru_cache(maxsize=8)
def parse_points(text: str, names: tuple[str, ...]) -> DrawnPoints:
    """The points in a text: separated by semicolons or lines, each with a number for each name.

    Raises
    ------
    DataError
        When it is no such text, naming the point.
    """
    parsed = [entry for entry in map(_parsed, re.split(r"[;\n]", text)) if entry.text]
    if len(parsed) > MOST_PLACES:
        raise DataError(f"there are {len(parsed):,} points; at most {MOST_PLACES:,} are allowed.")
    places = [place for place, entry in enumerate(parsed) if entry.text != ERASED]
    rows = [parsed[place].numbers for place in places]
    if set(map(len, rows)) - {len(names)}:
        place = next(place for place, row in zip(places, rows) if len(row) != len(names))
        raise _wrong(place, parsed[place], names)
    numbers, found = np.array(rows, float).reshape(-1, len(names)), np.array(places, int)
    for array in (numbers, found):
        array.flags.writeable = False
    return DrawnPoints(tuple(entry.text for entry in parsed), numbers, found)


class _Entry(NamedTuple):
    """What stands at one place; no numbers where it is empty or holds something else."""

    text: str
    numbers: tuple[float, ...]


# While points are drawn, nearly all of them are those of a moment before.
@lru_cache(maxsize=4 * MOST_PLACES)
def _parsed(written: str) -> _Entry:
    words = written.split()
    good = all(map(_is_number, words))
    return _Entry(" ".join(words), tuple(map(float, words)) if good else ())


def _is_number(word: str) -> bool:
    try:
        return word.isascii() and "_" not in word and math.isfinite(float(word))
    except ValueError:
        return False


def _wrong(place: int, entry: _Entry, names: tuple[str, ...]) -> DataError:
    for word in entry.text.split():
        if not _is_number(word):
            return DataError(f"point {place + 1:,}: '{_shortened(word)}' is not a number.")
    return DataError(
        f"point {place + 1:,}, '{_shortened(entry.text)}', has not one number each for "
        f"{', '.join(names[:-1])} and {names[-1]}."
    )


def text_of(numbers: np.ndarray, places: np.ndarray) -> str:
    """The text of points (m, width) at some places (m,)."""
    entries = [ERASED] * (int(places.max(initial=-1)) + 1)
    for place, point in zip(places.tolist(), numbers.tolist()):
        entries[place] = _entry(point)
    return DrawnPoints(tuple(entries), numbers, places).text


def rounded(values: np.ndarray, width: float) -> np.ndarray:
    """Values to a ten-thousandth of `width`, the whole of what can be seen: enough for a hand."""
    digits = 4 - math.floor(math.log10(width)) if width > 0 else 6
    return np.round(values, min(max(digits, 0), 12))


def _entry(point: Iterable[float]) -> str:
    return " ".join(f"{number + 0.0:.12g}" for number in point)  # no negative zero


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38]}…"
