"""Texts that are quantities all the same: amounts of money, and dates as days since the first."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from playground.data.tables.decimal_mark import detected_decimal_mark
from playground.data.tables.numbers import NumberFormat
from playground.data.tables.table import DayCount, Notice, Table
from playground.data.tables.wording import quoted

_SIGN = r"(?:[$€£¥]|US\$|USD|EUR|GBP|CHF|JPY)"
_AMOUNT = re.compile(
    rf"(?P<minus>[+\-−]?) ?(?:(?P<before>{_SIGN}) ?)?(?P<inner>[+\-−]?)(?P<number>\d[\d.,'’ ]*)"
    rf"(?: ?(?P<after>{_SIGN}))?"
)
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})"
    r"(?:[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp][Mm])|Z|[+-]\d{2}:?\d{2})?)?"
)
_CENTURY = 69  # two-digit years from here on are of the last century, as POSIX has it
_ORDERS = {"ymd": "year-month-day", "dmy": "day before month", "mdy": "month before day"}


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
        found = _amounts(words, table, name) or (dates and _days(words, name, since))
        if not found:
            continue
        numbers, sentence = found
        columns[index] = np.array([numbers.get(value, np.nan) for value in values], float)
        # What the reader said of the texts holds no longer.
        notices = [n for n in notices if n.column != index + 1 or "read as text" not in n.text]
        notices.append(Notice(sentence, column=index + 1))
    return dataclasses.replace(table, columns=columns, notices=notices, since=since)


def _amounts(words: Sequence[str], table: Table, name: str) -> tuple[dict[str, float], str] | None:
    """The number of each amount of money, and what to tell; None where some are none."""
    texts = [_without_brackets(word.strip()) for word in words]
    matches = [_AMOUNT.fullmatch(text) for text in texts]
    signs = {match["before"] or match["after"] for match in matches if match}
    if not words or not all(matches) or len(signs) != 1 or None in signs:
        return None
    plain = [match["number"].strip() for match in matches if match]
    mark = detected_decimal_mark([(0, [text]) for text in plain], ",", [name]).mark
    numbers = [NumberFormat(mark).read(text) for text in plain]
    if any(finding not in ("number", "grouped") for _, finding in numbers):
        return None
    values = {
        word: -value if {"-", "−"} & {match["minus"], match["inner"]} else value
        for word, match, (value, _) in zip(words, matches, numbers)
        if match
    }
    sentence = (
        f"Column '{name}': amounts of money were read as numbers, {quoted(words[0])} as "
        f"{values[words[0]]:.15g}."
    )
    return values, sentence


def _without_brackets(text: str) -> str:
    """An amount in brackets, as accountants write one below zero, with a minus instead."""
    return f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text


def _days(
    words: Sequence[str], name: str, since: dict[str, DayCount]
) -> tuple[dict[str, float], str] | None:
    """The days of each date since the first, which is added to `since`, and what to tell.

    None where some are no dates.
    """
    matches = {word: _DATE.fullmatch(word.strip()) for word in words}
    if not matches or not all(matches.values()):
        return None
    known = since.get(name)
    orders = _possible_orders([match for match in matches.values() if match])
    if known is not None and known.order in orders:
        orders = [known.order]
    for order in orders:
        try:
            moments = {word: _moment(match, order) for word, match in matches.items() if match}
        except ValueError:
            continue
        earliest = min(moments.values())
        first = since.setdefault(name, DayCount(order, earliest)).first
        numbers = {word: (moment - first) / timedelta(days=1) for word, moment in moments.items()}
        which = ", the first one" if first == earliest else ""
        doubt = " That is a guess." if len(orders) > 1 else ""
        sentence = (
            f"Column '{name}': dates were read as days since {first:%Y-%m-%d}{which}, "
            f"with the {_ORDERS[order]}.{doubt}"
        ).replace("the year-month-day", "year, month and day in this order")
        return numbers, sentence
    return None


def _possible_orders(matches: Sequence[re.Match[str]]) -> list[str]:
    """In which order year, month and day may stand, the likeliest first."""
    if all(len(match["a"]) == 4 for match in matches):
        return ["ymd"]
    if any(len(match["a"]) > 2 for match in matches):
        return []
    if matches[0]["sign"] == "." or any(int(match["a"]) > 12 for match in matches):
        return ["dmy"]
    if any(int(match["b"]) > 12 for match in matches):
        return ["mdy"]
    return ["mdy", "dmy"]


def _moment(match: re.Match[str], order: str) -> datetime:
    parts = dict(zip(order, (int(match[group]) for group in "abc")))
    year = parts["y"]
    if year < 100:
        year += 1900 if year >= _CENTURY else 2000
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    return datetime(
        year, parts["m"], parts["d"], hour, int(match["minute"] or 0), int(match["second"] or 0)
    )
