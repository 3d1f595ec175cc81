"""Labels: two classes, several, or a real number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.data.columns import Column
from playground.data.dataset import one_hot
from playground.data.errors import DataError
from playground.data.tables.table import Notice
from playground.data.words import lookalikes, words_of

CLASS_LIMIT = 100  # more classes than this are taken for a mistake
WHOLE_NUMBER_CLASSES = 20  # whole numbers with up to so many values are taken for classes


class Labels(NamedTuple):
    """Labels as a dataset wants them.

    Attributes
    ----------
    Y : ndarray, shape (n_y, m)
    class_names : tuple of str
        Empty for regression.
    notices : list of Notice
    """

    Y: np.ndarray
    class_names: tuple[str, ...]
    notices: list[Notice]


def labels_of(column: Column, values: np.ndarray, problem: str) -> Labels:
    """The labels in a column.

    Parameters
    ----------
    column : Column
    values : ndarray, shape (m,)
        Its values, none of them missing.
    problem : {"auto", "classification", "regression"}
        Auto takes texts for classes, and whole numbers with few different values too.

    Raises
    ------
    DataError
        When there are too few or too many classes, or no numbers for a regression.
    """
    number = column.index + 1
    if problem == "regression" and column.kind != "number":
        raise DataError(
            f"Column '{column.name}' holds texts such as '{values[0]}'; a regression needs a "
            "number in every row.",
            column=number,
        )
    if column.kind in ("date", "empty"):
        raise DataError(column.remark, column=number)
    if problem == "regression" or (problem == "auto" and _are_quantities(column, values)):
        return Labels(values[None, :].astype(float), (), [])
    found = words_of(values)
    words = found.words
    if len(words) == 1:
        raise DataError(
            f"Column '{column.name}' is '{words[0]}' in every row that can be used; "
            "a label must have at least two classes.",
            column=number,
        )
    if len(words) > CLASS_LIMIT:
        raise DataError(
            f"Column '{column.name}' has {len(words):,} different values; "
            f"a label can have at most {CLASS_LIMIT} classes.",
            column=number,
        )
    notices = lookalikes(column.name, column.index, found)
    if column.kind == "number" and problem == "auto" and len(words) > 2:
        notices.append(
            Notice(
                f"The label '{column.name}' has {len(words)} different whole numbers; they "
                "are taken for classes. Choose regression if they are quantities.",
                column=number,
            )
        )
    return Labels(one_hot(found.codes, len(words)), tuple(words), notices)


def _are_quantities(column: Column, values: np.ndarray) -> bool:
    """Whether numbers are quantities rather than the numbers of classes."""
    if column.kind != "number":
        return False
    most = min(WHOLE_NUMBER_CLASSES, max(2, len(values) // 2))
    return bool((values % 1).any()) or len(np.unique(values)) > most
