"""Numbers that may stand for values that are missing: -999 among temperatures."""

from __future__ import annotations

import numpy as np

from playground.data.columns.words import word_of
from playground.data.tables.table import Notice
from playground.data.tables.wording import plural

_CODES = sorted({sign * (10**digits - 1) for sign in (-1, 1) for digits in range(1, 7)})
_FEWEST = 2  # rows; a single one is rather a slip


def gap_codes(name: str, index: int, values: np.ndarray) -> list[Notice]:
    """What to tell of a column in which nines come again, farther off than all others are wide.

    Parameters
    ----------
    name, index : str, int
        The column.
    values : ndarray, shape (m,)
        Its numbers, none of them missing.
    """
    for code in {values.min(), values.max()}.intersection(_CODES):
        count, others = int((values == code).sum()), values[values != code]
        if count < _FEWEST or not len(others):
            continue
        if np.abs(others - code).min() > max(np.ptp(others), 1):
            text = (
                f"Column '{name}': {word_of(code)} stands in {plural(count, 'row')}, far from all "
                "other values. If it means that a value is missing, leave those cells empty."
            )
            return [Notice(text, column=index + 1)]
    return []
