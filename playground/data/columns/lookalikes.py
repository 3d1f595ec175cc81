"""Words of a column that a person would take for one and the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from playground.data.columns.words import Words
from playground.data.tables.table import Notice

_MOST_TOLD = 3  # pairs of each kind

#: Letters of other alphabets that look like Latin ones.
_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοІıℓ’`´‐‑‒–—−",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXoIil''" + "'" + "------",
)


def lookalikes(name: str, index: int, words: Words) -> list[Notice]:
    """What to tell of words of a column that are nearly the same, but count as two.

    Parameters
    ----------
    name, index : str, int
        The column.
    words : Words
    """
    told = []
    if words.merged:
        told.append("texts that differ only by the spaces around them count as one.")
    found = similar_pairs(words.words)
    for _, difference in _FORMS:
        alike = [pair for pair in found if pair.difference == difference]
        told += [f"{pair} and count as two." for pair in alike[:_MOST_TOLD]]
        if len(alike) > _MOST_TOLD:
            told.append(f"{len(alike) - _MOST_TOLD:,} further pairs {difference}.")
    return [Notice(f"Column '{name}': {text}", column=index + 1) for text in told]


class SimilarPair(NamedTuple):
    """Two words, and in what alone they ``"differ only in ..."``."""

    first: str
    second: str
    difference: str

    def __str__(self) -> str:
        return f"'{self.first}' and '{self.second}' {self.difference}"


def similar_pairs(words: Iterable[str]) -> list[SimilarPair]:
    """The words that a person would take for one met before, each told once."""
    words, seen, found = list(words), set(), []
    for form, difference in _FORMS:
        first: dict[str, str] = {}
        for word in words:
            other = first.setdefault(form(word), word)
            if other != word and word not in seen and form(word):
                seen.add(word)
                found.append(SimilarPair(other, word, difference))
    return found


def _capitals(word: str) -> str:
    return word.lower()


def _letters(word: str) -> str:
    """Without what cannot be seen: how a letter is stored, of which alphabet it is, widths."""
    visible = (sign for sign in unicodedata.normalize("NFKC", word))
    text = "".join(sign for sign in visible if unicodedata.category(sign) != "Cf")
    return " ".join(text.translate(_LATIN).split())


def _signs(word: str) -> str:
    """Without capitals, spaces, hyphens and points at the end."""
    text = _letters(word).casefold().rstrip(".,;:!?*'\"")
    return text.replace(" ", "").replace("-", "").replace("_", "") if _is_word(text) else text


def _is_word(text: str) -> bool:
    """Whether it holds a letter: a sign more makes another number of a number."""
    return any(map(str.isalpha, text))


_FORMS = (
    (_capitals, "differ only in capital letters"),
    (_letters, "look alike but are written with other signs"),
    (_signs, "differ only in a sign or a space"),
)
