"""Texts that are quantities all the same: amounts of money or of a unit, and dates as days."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from playground.data.tables.dates import days_of
from playground.data.tables.detection.decimal_mark import detected_decimal_mark
from playground.data.tables.numbers import NumberFormat, has_leading_zero
from playground.data.tables.table import DayCount, Notice, Table
from playground.data.tables.wording import quoted

_CODES = (
    "AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|RON|RUB|SEK|SGD|TRY|"
    "USD|ZAR"
)
_SIGN = rf"(?:[A-Z]{{0,2}}[$€£¥₹₽₩₺₪₫฿₴₦₱]|{_CODES}|Rs\.?|zł|kr\.?|Kč|Ft|руб\.?)"
_UNIT = r"(?:[^\W\d_]{1,8}[23²³]?(?:/[^\W\d_]{1,3}[23²³]?)?|°[CF]?)"
_AMOUNT = re.compile(
    r"(?!.*[(\-−].*[\-−])"  # below zero once
    rf"(?:(?P<open>\()|(?P<minus>[+\-−]?)) ?(?:(?P<before>{_SIGN}) ?)?(?P<inner>[+\-−]?)"
    rf"(?P<number>\d[\d.,'’ ]*)(?P<behind>-?)(?: ?(?P<after>{_SIGN}|{_UNIT}))?(?(open) ?\))"
)
_MONEY = re.compile(_SIGN)
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")  # 1,25,000 and 85,000
_READING = re.compile("read as|was taken")  # what the reader said that holds for texts no longer
_FIRST = 100  # texts that are looked at before all of them are
_MOST_OTHERS = 0.1  # share of rows with texts that are no amounts, and are missing then


def with_quantities(
    table: Table,
    dates: bool,
    as_text: Collection[str] = (),
    since: Mapping[str, DayCount] | None = None,
) -> Table:
    """`table` with columns of amounts, and of dates where that is wanted, as numbers.

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
        words = Counter(value for value in values if value is not None)
        found = _amounts(words, name) or (dates and days_of(list(words), name, since))
        if not found:
            continue
        numbers, sentence = found
        columns[index] = np.array([numbers.get(value, np.nan) for value in values], float)
        notices = [n for n in notices if n.column != index + 1 or not _READING.search(n.text)]
        notices.append(Notice(sentence, column=index + 1))
    return dataclasses.replace(table, columns=columns, notices=notices, since=since)


def _amounts(words: Mapping[str, int], name: str) -> tuple[dict[str, float], str] | None:
    """The number of each amount, and what to tell; None where they are none.

    All are of one currency or unit; without any they are numbers as accountants write them, with
    the minus behind or brackets in its place, or as Indians do. Whole numbers that all have it,
    as (2012) or 10-, are something else.

    Parameters
    ----------
    words : mapping of str to int
        The texts of the column, and how many rows have each.
    name : str
        What it is called.
    """
    first_words = list(words)[:_FIRST]
    if sum(map(bool, map(_amount, first_words))) < len(first_words) / 2:
        return None  # soon, for columns of many words
    matches = {word: _amount(word) for word in words}
    amounts = {word: match for word, match in matches.items() if match}
    signs = Counter(match["before"] or match["after"] for match in amounts.values())
    bare, others = signs.pop(None, 0), [word for word in words if word not in amounts]
    plain = {word: match["number"].strip() for word, match in amounts.items()}
    grouped = [text for text in plain.values() if "," in text]
    lakhs = all(map(_LAKHS.fullmatch, grouped)) and any(text.count(",") > 1 for text in grouped)
    odd = [word for word, m in amounts.items() if m["open"] or m["behind"] or lakhs]
    if not amounts or len(signs) > 1 or (bare > signs.total() and not odd):
        return None
    if not signs and len(odd) == len(amounts) and "".join(plain.values()).isdecimal():
        return None
    if sum(words[word] for word in others) > _MOST_OTHERS * sum(words.values()):
        return None
    if any(map(has_leading_zero, plain.values())):
        return None
    if lakhs:
        plain = {word: text.replace(",", "") for word, text in plain.items()}
    mark = detected_decimal_mark([(0, [text]) for text in plain.values()], ",", [name])[0]
    read = {word: NumberFormat("." if lakhs else mark).read(text) for word, text in plain.items()}
    if any(finding not in ("number", "grouped") for _, finding in read.values()):
        return None
    values = {
        word: -value if {*"-−("} & {m["open"], m["minus"], m["inner"], m["behind"]} else value
        for (word, m), (value, _) in zip(amounts.items(), read.values())
    }
    sign = next(iter(signs), "")
    first = next((word for word, m in amounts.items() if m["before"] or m["after"]), *odd[:1])
    what = f" in {sign}" if sign else ""
    what = " of money" if _MONEY.fullmatch(sign) else what
    sentence = (
        f"Column '{name}': amounts{what} were read as numbers, {quoted(first)} as "
        f"{values[first]:.15g}."
    )
    if others:
        are = "is no amount" if len(others) == 1 else "and other texts are no amounts"
        sentence += f" {quoted(others[0])} {are}; treated as missing."
    return values, sentence


def _amount(word: str) -> re.Match[str] | None:
    """The parts of an amount; in brackets, as accountants write it, it is below zero."""
    return _AMOUNT.fullmatch(word.strip())
