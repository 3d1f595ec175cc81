"""Several column names in one line of text, as a setting holds them."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Container, Iterable


def names_in(text: str) -> tuple[str, ...]:
    """The names in a line, separated by commas; one with a comma in it stands in quotes.

    >>> names_in('age, "size (cm, dry)"')
    ('age', 'size (cm, dry)')
    """
    row = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(dict.fromkeys(filter(None, (name.strip() for name in row))))


def name_list(names: Iterable[str]) -> str:
    """The line of text that `names_in` reads as these names."""
    return ", ".join(_quoted(name) if set('",') & set(name) else name for name in names)


def free_name(name: str, taken: Container[str]) -> str:
    """A name that is not taken: itself, or with the first number behind it that makes it so."""
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return name if name not in taken else next(new for new in numbered if new not in taken)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
