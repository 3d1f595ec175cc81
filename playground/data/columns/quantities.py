"""Texts that are quantities all the same: amounts of money, and dates as days since the first."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from playground.data.tables.dates import days_of
from playground.data.tables.detection.decimal_mark import detected_decimal_mark
from playground.data.tables.numbers import NumberFormat
from playground.data.tables.table import DayCount, Notice, Table
from playground.data.tables.wording import quoted

_CODES = (
    "AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|RON|RUB|SEK|SGD|TRY|"
    "USD|ZAR"
)
_SIGN = rf"(?:[A-Z]{{0,2}}[$€£¥₹₽₩₺₪₫฿₴₦₱]|{_CODES}|Rs\.?|zł|kr\.?|Kč|Ft|руб\.?)"
_AMOUNT = re.compile(
    rf"(?P<minus>[+\-−]?) ?(?:(?P<before>{_SIGN}) ?)?(?P<inner>[+\-−]?)(?P<number>\d[\d.,'’ ]*)"
    rf"(?: ?(?P<after>{_SIGN}))?"
)
_FIRST = 100  # texts that are looked at before all of them are
_MOST_OTHERS = 0.1  # share of texts that are no amounts, and are missing then


def with_quantities(
    table: Table,
    dates: bool,
    as_text: Collection[str] = (),
    since: Mapping[str, DayCount] | None = None,
) -> Table:
    """`table` with columns of money, and of dates where that is wanted, as numbers.

    Parameters
    ----------
    table : Table
    dates : bool
        Whether dates become days since the first one of their column, times of day a part of one.
    as_text : collection of str
        Columns that stay as they are.
    since : mapping of str to DayCount or None
        By the names of columns of dates, how they are counted; from the first date otherwise.
    """
    columns, notices = list(table.columns), list(table.notices)
    since = dict(since or {})
    for index, name in enumerate(table.names):
        values = columns[index]
        if values.dtype != object or name in as_text:
            continue
        words = list(dict.fromkeys(value for value in values if value is not None))
        found = _amounts(words, name) or (dates and days_of(words, name, since))
        if not found:
            continue
        numbers, sentence = found
        columns[index] = np.array([numbers.get(value, np.nan) for value in values], float)
        # What the reader said of the texts holds no longer.
        notices = [n for n in notices if n.column != index + 1 or "read as text" not in n.text]
        notices.append(Notice(sentence, column=index + 1))
    return dataclasses.replace(table, columns=columns, notices=notices, since=since)


def _amounts(words: Sequence[str], name: str) -> tuple[dict[str, float], str] | None:
    """The number of each amount of money, and what to tell; None where they are none."""
    if sum(map(bool, map(_amount, words[:_FIRST]))) < len(words[:_FIRST]) / 2:
        return None  # soon, for columns of many words
    matches = {word: _amount(word) for word in words}
    amounts = {word: match for word, match in matches.items() if match}
    signs = Counter(match["before"] or match["after"] for match in amounts.values())
    bare, others = signs.pop(None, 0), [word for word in words if word not in amounts]
    if len(signs) != 1 or bare > signs.total() or len(others) > _MOST_OTHERS * len(words):
        return None
    plain = [match["number"].strip() for match in amounts.values()]
    mark = detected_decimal_mark([(0, [text]) for text in plain], ",", [name]).mark
    numbers = [NumberFormat(mark).read(text) for text in plain]
    if any(finding not in ("number", "grouped") for _, finding in numbers):
        return None
    values = {
        word: -value if {"-", "−"} & {match["minus"], match["inner"]} else value
        for (word, match), (value, _) in zip(amounts.items(), numbers)
    }
    first = next(word for word, match in amounts.items() if match["before"] or match["after"])
    sentence = (
        f"Column '{name}': amounts of money were read as numbers, {quoted(first)} as "
        f"{values[first]:.15g}."
    )
    if others:
        are = "is no amount" if len(others) == 1 else "and other texts are no amounts"
        sentence += f" {quoted(others[0])} {are}; treated as missing."
    return values, sentence


def _amount(word: str) -> re.Match[str] | None:
    """The parts of an amount; in brackets, as accountants write it, it is below zero."""
    text = word.strip()
    return _AMOUNT.fullmatch(f"-{text[1:-1]}" if text[:1] + text[-1:] == "()" else text)
