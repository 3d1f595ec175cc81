"""The different values of a column, and which of them each row has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Words(NamedTuple):
    """The values of a column as numbers of words.

    Attributes
    ----------
    words : list of str
        The different values in order: numbers by size, texts by the alphabet.
    codes : ndarray of int, shape (rows,)
        The index into `words` of each row.
    merged : bool
        Whether texts that differ only by outer spaces were taken for one word.
    """

    words: list[str]
    codes: np.ndarray
    merged: bool = False


def words_of(values: np.ndarray) -> Words:
    """The words of a column without gaps; texts that differ only by outer spaces are one."""
    if values.dtype != object:
        numbers, codes = np.unique(values, return_inverse=True)
        return Words([word_of(number) for number in numbers.tolist()], codes)
    stripped = {value: value.strip() for value in set(values)}
    words = sorted(set(stripped.values()))
    places = {word: place for place, word in enumerate(words)}
    code = {value: places[word] for value, word in stripped.items()}
    codes = np.fromiter((code[value] for value in values), dtype=int, count=len(values))
    return Words(words, codes, merged=len(words) < len(stripped))


def is_missing(value: object) -> bool:
    """Whether a value of a column is not there."""
    return value is None or value != value


def gaps_in(values: np.ndarray) -> np.ndarray:
    """Which values of a column are missing, shape (rows,)."""
    if values.dtype != object:
        return np.isnan(values)
    return np.array([value is None for value in values], bool)


def word_of(value: object) -> str:
    """A value as a person writes it; empty where it is missing."""
    if is_missing(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
