"""The part of a program that takes columns as they were measured: numbers, texts, gaps."""

from __future__ import annotations

import shlex

from playground.data.columns.words import word_of
from playground.experiment.session import Session
from playground.io.prediction.predictions import encodings_of

_TEXT = r'''# The columns of a table, in the order in which values are given.
COLUMNS = {names!r}

# The words of a column of texts; those of ONE_HOT have a feature each, the others a number.
WORDS = {words!r}
ONE_HOT = {one_hot!r}

# What stands for a value that is missing, or for one that no example had.
TYPICAL = {typical!r}
{dates}

# A currency before a number; one or a unit behind it.
BEFORE = re.compile(r"(?<![^(-])(?:[A-Z]{{3}}|Rs\.?|kr\.?)(?=[\d-])")
BEHIND = re.compile(r"(?<=[\d.,-])(?!e\d)(?:[^\W\d_]{{1,8}}[23²³]?(?:/\w{{1,4}})?|°[CF]?)(?=\)?$)")


def value_of(text, decimal="."):
    """What number a text writes: 1234.5, 1,234.5, $3, (3), 5 kg, 20 %; None for another text."""
    plain = re.sub(r"[A-Z]{{0,2}}[$€£¥₹₽₩₺₪₫฿₴₦₱]|['’\s]", "", text).replace("−", "-")
    plain = BEHIND.sub("", BEFORE.sub("", plain))
    plain = re.sub(r"^\(([^-]*)\)$|^(\d.*)-$", r"-\1\2", plain)
    if decimal is not None:
        group = "." if decimal == "," else ","
        thousands = rf"(?<=\d)[{{group}}](?=(?:\d\d[{{group}}])*\d{{{{3}}}}(?!\d))"
        plain = re.sub(thousands, "", plain).replace(decimal, ".")
    try:
        value = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def decimal_mark(cells, separator=None):
    """The decimal mark of texts: a comma where one stands that parts no thousands.

    In a table that semicolons separate, one is enough. None where it cannot be told.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    sure = any(re.search(r"^\D*(0|\d{{4,}}),\d|,(\d{{1,2}}|\d{{4,}})\D*$", text) for text in texts)
    english = any(text.count(".") == 1 or text.count(",") > 1 for text in texts)
    likely = separator == ";" and not english
    doubt = separator is None and any(re.fullmatch(r"\D*\d+,\d+\D*", text) for text in texts)
    return "," if sure or likely else None if doubt else "."


def number(name, cell, decimal="."):
    """The value of a cell, or the place of its word; None where it is missing or unknown."""
    if isinstance(cell, float) and name not in WORDS:
        return cell if np.isfinite(cell) else None
    word = f"{{cell:.15g}}" if isinstance(cell, float) and name in WORDS else str(cell).strip()
    if name in WORDS:
        for spelling in (word, word.lower()):
            if spelling in WORDS[name]:
                return WORDS[name].index(spelling)
        return None
{dated}    return value_of(word, decimal)


def encoded(rows, replaced=None, separator=None):
    """X, ({n_x}, m), for rows of values in the order of COLUMNS, texts as texts.

    The list `replaced` receives the row from 1, the column and the value that TYPICAL stands for.
    """
    X, rows = [], list(rows)
    numbers = [cell for row in rows for name, cell in zip(COLUMNS, row) if name not in WORDS]
    decimal = decimal_mark(numbers, separator)
    for place, row in enumerate(rows, 1):
        x = []
        for name, cell in zip(COLUMNS, row):
            value = number(name, cell, decimal)
            if value is None:
                value = number(name, TYPICAL[name])
                if replaced is not None:
                    replaced.append((place, name, cell))
            if name in ONE_HOT:
                x += [value == word for word in range(len(WORDS[name]))]
            else:
                x.append(value)
        X.append(x)
    return np.array(X, float).reshape(-1, {n_x}).T'''

_DATES = r'''
# The moment from which the days of a column of dates count, and the order of their parts.
SINCE = {since!r}


def day_of(name, text):
    """The days since SINCE of a date such as 2024-02-28 10:30; None for another text."""
    order, first = SINCE[name].split()
    found = re.fullmatch(r"(\d+)[-/.](\d+)[-/.](\d+)(?:[ T](\d+):(\d+)(?::(\d+))?)?", text)
    if found is None:
        return None
    *date, hour, minute, second = (int(part or 0) for part in found.groups())
    order = "ymd" if len(found[1]) == 4 else order
    year, month, day = (date[order.index(sign)] for sign in "ymd")
    year += 0 if year > 99 else 1900 if year > 68 else 2000
    try:
        at = f"{{hour:02}}:{{minute:02}}:{{second:02}}"
        moment = np.datetime64(f"{{year:04}}-{{month:02}}-{{day:02}}T{{at}}")
    except ValueError:
        return None
    return float((moment - np.datetime64(first)) / np.timedelta64(1, "D"))

'''

_DATED = """\
    if name in SINCE and (day := day_of(name, word)) is not None:
        return day
"""


def columns_text(session: Session) -> str:
    """Constants and functions from raw columns to the columns of the data set."""
    encodings = encodings_of(session)
    since = {each.name: each.since for each in encodings if each.since}
    return _TEXT.format(
        names=[each.name for each in encodings],
        words={each.name: list(each.words) for each in encodings if each.words},
        one_hot=[each.name for each in encodings if each.one_hot],
        typical={each.name: _shown(each.typical) for each in encodings},
        dates=_DATES.format(since=since) if since else "",
        dated=_DATED if since else "",
        n_x=session.dataset.n_x,
    )


def is_table(session: Session) -> bool:
    """Whether there are columns that people write, rather than generated points or pixels."""
    return bool(session.dataset.encodings) and session.dataset.image_shape is None


def _shown(typical: float | str) -> float | str:
    """A median without the digits that only its rounding has: 35.6, not 35.599999999999994."""
    return typical if isinstance(typical, str) else float(f"{typical:.15g}")


def example_words(session: Session) -> str:
    """The values of one row, as they are typed after the name of a program."""
    data = session.dataset
    if data.encodings:
        values = [shlex.quote(word_of(each.typical)) for each in data.encodings]
    else:
        values = [f"{value:g}" for value in data.X[:, 0]]
    return " ".join(values[:8]) + (" ..." if len(values) > 8 else "")
