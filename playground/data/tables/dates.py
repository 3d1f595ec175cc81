"""Dates and times of day as people write them, and as days."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from playground.data.tables.table import DayCount

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?|Z|[+-]\d{2}:?\d{2})?"
)
_DATE = re.compile(
    r"(?P<a>\d{4}|\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{1,2})"
    rf"(?:[ T]{_TIME})?"
)
_TIME_OF_DAY = re.compile(_TIME)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NAMED = re.compile(  # 1 January 2024, 01-Jan-24, Jan 1, 2024, January 2024
    r"(?:[A-Za-z]{3,9}\.?,? )??(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]+)?(?P<month>[A-Za-z]{3,9})"
    r"\.?,?[-/ ](?:(?P<day_too>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>\d{4}|(?<=[-/])\d{2})"
    r"(?P<rest>[ T].*)?"
)
_YEAR_AND_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
_CENTURY = 69  # two-digit years from here on are of the last century, as POSIX has it
_MIDNIGHT = datetime(1900, 1, 1)  # of the day on which times of day are counted
_ORDERS = {
    "ymd": "year, month and day in this order",
    "dmy": "the day before month",
    "mdy": "the month before day",
}


def is_date(text: str) -> bool:
    """Whether a text writes a date, a time of day, or both.

    >>> is_date("2024-02-28 10:30"), is_date("28 Feb 2024"), is_date("10:30"), is_date("1.2.3")
    (True, True, True, False)
    """
    return _date(text) is not None or _TIME_OF_DAY.fullmatch(text.strip()) is not None


def days_of(
    words: Sequence[str], name: str, since: dict[str, DayCount]
) -> tuple[dict[str, float], str] | None:
    """The days of each date since the first, and what to tell; None where some are no dates.

    Parameters
    ----------
    words : sequence of str
        The texts of a column, each once.
    name : str
        The column.
    since : dict of str to DayCount
        How the dates of columns are counted; that of this column is added where it is new.
    """
    if not words or not all(map(is_date, words)):
        return None
    times = [_TIME_OF_DAY.fullmatch(word.strip()) for word in words]
    if all(times):
        since.setdefault(name, DayCount("ymd", _MIDNIGHT))
        parts = {word: _time(time) / timedelta(days=1) for word, time in zip(words, times) if time}
        return parts, f"Column '{name}': times of day were read as parts of a day."
    matches = {word: _date(word) for word in words}
    if not all(matches.values()):
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
        in_digits = all(_DATE.fullmatch(word.strip()) for word in words)
        how = f", with {_ORDERS[order]}" if in_digits else ""
        doubt = " That is a guess." if len(orders) > 1 else ""
        sentence = f"dates were read as days since {first:%Y-%m-%d}{which}{how}.{doubt}"
        return numbers, f"Column '{name}': {sentence}"
    return None


def day_of(text: str, count: DayCount) -> float:
    """The day of one date, or of a time of day, counted as those of a column; NaN for neither.

    >>> day_of("29.2.2024", DayCount.of_text("dmy 2024-02-28T00:00:00"))
    1.0
    """
    read = days_of([text], "", {"": count})
    return read[0][text] if read else math.nan


def date_of(day: float, count: DayCount) -> str:
    """The date of a day, to the minute; of times of day, which are counted so, the time.

    >>> date_of(1.5, DayCount.of_text("dmy 2024-02-28T00:00:00"))
    '2024-02-29 12:00'
    """
    moment = count.first + timedelta(minutes=round(day * 24 * 60))
    if count.first == _MIDNIGHT and moment.date() == _MIDNIGHT.date():
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _date(text: str) -> re.Match[str] | None:
    """The parts of a date, in whatever order; None where it is none."""
    text = text.strip()
    match = _DATE.fullmatch(text) or _DATE.fullmatch(_in_digits(text))
    if match is None or (len(match["a"]), len(match["c"])) in ((4, 4), (1, 1), (2, 1)):
        return None
    return match


def _in_digits(text: str) -> str:
    """A date with the name of its month, or without a day, as year-month-day."""
    if match := _YEAR_AND_MONTH.fullmatch(text):
        return f"{text}-01"
    match = _NAMED.fullmatch(text)
    name = match["month"].lower() if match else ""
    month = next((n for n, known in enumerate(_MONTHS, 1) if known.startswith(name)), 0)
    if match is None or month == 0:
        return ""
    day = match["day"] or match["day_too"] or "1"
    return f"{_year(match['year'])}-{month}-{day}{match['rest'] or ''}"


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
    parts = dict(zip(order, (match[group] for group in "abc")))
    day = datetime(_year(parts["y"]), int(parts["m"]), int(parts["d"]))
    return day + _time(match)


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= _CENTURY else 2000)


def _time(match: re.Match[str]) -> timedelta:
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    return timedelta(
        hours=hour, minutes=int(match["minute"] or 0), seconds=int(match["second"] or 0)
    )
