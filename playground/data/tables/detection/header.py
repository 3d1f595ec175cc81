"""Whether the first line of a table holds names or values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from playground.data.tables.numbers import is_missing, looks_numeric

_YEARS = range(1900, 2101)
_BEGINS_WITH_DIGITS = re.compile(r"[\W_]*\d")
_FEWEST_COUNTING = 4  # over whole numbers


class HeaderFinding(NamedTuple):
    """Whether a line holds names, and whether that is certain."""

    header: bool
    certain: bool


def is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> HeaderFinding:
    """Compare a line with the lines below it, column by column.

    A text over numbers is a name; a number over numbers is a value, unless it is a year or a
    running number over other numbers, and so is a date over dates, ``$5`` over ``$6``; another
    text over texts tells little, except when it occurs among them.

    Parameters
    ----------
    first : sequence of str
        The cells of the line in question.
    below : sequence of sequence of str
        The cells of some lines below it.
    """
    if not below:
        numbers = sum(looks_numeric(cell) for cell in first)
        return HeaderFinding(header=numbers == 0, certain=True)
    names = values = new_texts = known_texts = 0
    alike = True  # every text has the form of those below it
    numbers_over_numbers: list[tuple[str, list[str]]] = []
    others = [row for row in below if row != first]  # names may come again below
    if not others:
        return HeaderFinding(header=False, certain=False)
    for place, cell in enumerate(first):
        column = [row[place].strip() for row in others if place < len(row)]
        column = [text for text in column if not is_missing(text)]
        text = cell.strip()
        if not column or is_missing(text):
            continue
        numeric = sum(map(looks_numeric, column)) / len(column)
        if numeric >= 0.8 and looks_numeric(text):
            values += 1
            numbers_over_numbers.append((text, column))
        elif numeric >= 0.8:
            names += 1
        elif _BEGINS_WITH_DIGITS.match(text) and _form(text) in map(_form, column):
            values += 1
        elif text in column or len(others) < len(below):
            known_texts += 1
        else:
            alike = alike and _has_form_of(text, column)
            if numeric <= 0.2 and len(set(column)) < len(column):
                new_texts += 1
    if values and _are_labels(numbers_over_numbers):
        return HeaderFinding(header=True, certain=names > 0)
    if names or values:
        return HeaderFinding(header=names >= values and names > 0, certain=not (names and values))
    if known_texts:
        return HeaderFinding(header=False, certain=False)
    return HeaderFinding(header=True, certain=new_texts > 0 and not alike)


def _has_form_of(text: str, column: Sequence[str]) -> bool:
    """Whether a text is written like those of a column: signs of the same kinds, as many letters.

    >>> _has_form_of("R+27", ["R+9", "D+12", "R+15"])
    True
    >>> _has_form_of("name", ["Ann", "Bob", "Cem"])
    False
    """
    lengths = [len(other) for other in column]
    forms = {_form(other) for other in column}
    return min(lengths) <= len(text) <= max(lengths) + 1 and _form(text) in forms


def _form(text: str) -> str:
    """The kinds of signs of a text in order: ``"R+27"`` and ``"D+9"`` are both ``"A+9"``."""
    form = re.sub(r"[^\W\d_]+", lambda word: "A" if word[0][:1].isupper() else "a", text)
    return re.sub(r"\d+", "9", form)


def _are_labels(columns: Sequence[tuple[str, list[str]]]) -> bool:
    """Whether numbers over numbers are years, or count 0, 1, 2, ..., unlike what is below."""
    if not all(text.isascii() and text.isdigit() for text, _ in columns):
        return False
    labels = [int(text) for text, _ in columns]
    below = [text for _, column in columns for text in column]
    whole = [text for text in below if text.isascii() and text.isdigit()]
    if all(label in _YEARS for label in labels) and len(set(labels)) == len(labels):
        among_years = sum(int(text) in _YEARS for text in whole)
        return among_years < 0.1 * len(below)
    if len(labels) < 3 or labels not in ([*range(len(labels))], [*range(1, len(labels) + 1)]):
        return False
    if len(whole) < 0.5 * len(below):
        return True
    # Over whole numbers it may be the first row of numbers that go on counting, or of ranks.
    goes_on = any(
        column[0] == str(labels[-1] + place) for place, (_, column) in enumerate(columns, 1)
    )
    return len(labels) >= _FEWEST_COUNTING and not goes_on and not {*map(int, whole)} <= {*labels}


def is_rule_line(cells: Sequence[str]) -> bool:
    """Whether there are dashes only, as they are drawn under the names of a printed table."""
    signs = {sign for cell in cells for sign in cell.strip()}
    return signs <= {*"-=:+"} and any("--" in cell or "==" in cell for cell in cells)


def is_units_line(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first line under the names holds units, or names again, rather than values.

    It does where two columns at least hold numbers, and this line a text or nothing over each of
    them, but for few.
    """
    texts = gaps = 0
    for place, cell in enumerate(first):
        column = [row[place] for row in below if place < len(row) and not is_missing(row[place])]
        if len(column) < 3 or sum(map(looks_numeric, column)) < 0.8 * len(column):
            continue
        if looks_numeric(cell):
            return False
        gaps += is_missing(cell)
        texts += not is_missing(cell)
    return texts >= max(2, 2 * gaps)
