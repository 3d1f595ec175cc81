"""The part of a program that takes columns as they were measured: numbers, texts, gaps."""

from __future__ import annotations

import shlex

from playground.data.columns.words import word_of
from playground.experiment.session import Session
from playground.io.prediction.predictions import encodings_of

_TEXT = '''\
# The columns of a table, in the order in which values are given.
COLUMNS = {names!r}

# The words of a column of texts; those of ONE_HOT have a feature each, the others a number.
WORDS = {words!r}
ONE_HOT = {one_hot!r}

# What stands for a value that is missing, or for one that no example had.
TYPICAL = {typical!r}


def number(name, cell):
    """The value of a cell, or the place of its word; None where it is missing or unknown."""
    word = f"{{cell:.15g}}" if isinstance(cell, float) and name in WORDS else str(cell).strip()
    if name in WORDS:
        for spelling in (word, word.lower()):
            if spelling in WORDS[name]:
                return WORDS[name].index(spelling)
        return None
    try:
        value = float(word)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def encoded(rows, replaced=None):
    """X, ({n_x}, m), for rows of values in the order of COLUMNS, texts as texts.

    The list `replaced` receives the row from 1, the column and the value that TYPICAL stands for.
    """
    X = []
    for place, row in enumerate(rows, 1):
        x = []
        for name, cell in zip(COLUMNS, row):
            value = number(name, cell)
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


def columns_text(session: Session) -> str:
    """Constants and functions from raw columns to the columns of the data set."""
    encodings = encodings_of(session)
    return _TEXT.format(
        names=[each.name for each in encodings],
        words={each.name: list(each.words) for each in encodings if each.words},
        one_hot=[each.name for each in encodings if each.one_hot],
        typical={each.name: each.typical for each in encodings},
        n_x=session.dataset.n_x,
    )


def has_words(session: Session) -> bool:
    """Whether a column holds texts."""
    return any(encoding.words for encoding in encodings_of(session))


def example_words(session: Session) -> str:
    """The values of one row, as they are typed after the name of a program."""
    data = session.dataset
    if data.encodings:
        values = [shlex.quote(word_of(each.typical)) for each in data.encodings]
    else:
        values = [f"{value:g}" for value in data.X[:, 0]]
    return " ".join(values[:8]) + (" ..." if len(values) > 8 else "")
