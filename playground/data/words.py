"""The different values of a column, and which of them each row has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.data.tables.table import Notice


class Words(NamedTuple):
    """The values of a column as numbers of words.

    Attributes
    ----------
    words : list of str
        The different values in order: numbers by size, texts by the alphabet.
    codes : ndarray of int, shape (rows,)
        The index into `words` of each row.
    """

    words: list[str]
    codes: np.ndarray


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
    return Words(words, codes)


def word_of(value: object) -> str:
    """A value as a person writes it; empty where it is missing."""
    if value is None or value != value:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def lookalikes(name: str, index: int, words: Sequence[str]) -> list[Notice]:
    """A notice where two words of a column differ only in capital letters."""
    seen: dict[str, str] = {}
    for word in words:
        other = seen.setdefault(word.casefold(), word)
        if other != word:
            return [
                Notice(
                    f"Column '{name}': '{other}' and '{word}' differ only in capital letters and "
                    "count as two.",
                    column=index + 1,
                )
            ]
    return []
