"""Labels: two classes, several, or a real number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.data.columns.column import Column
from playground.data.columns.lookalikes import lookalikes
from playground.data.columns.words import word_of, words_of
from playground.data.dataset import one_hot
from playground.data.errors import DataError
from playground.data.tables.table import Notice
from playground.data.tables.wording import agreeing, plural

CLASS_LIMIT = 100  # more classes than this are taken for a mistake
WHOLE_NUMBER_CLASSES = 20  # whole numbers with up to so many values are taken for classes
_FAR_OUT = 10  # times the distance between the quartiles, from the median
_MOST_FAR = 0.05  # share of the labels that may be far out; more are a shape of their own


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
        raise DataError(column.sentence, column=number)
    if problem == "regression" or (problem == "auto" and _are_quantities(column, values)):
        return _quantities(column, values, problem)
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
            f"a label can have at most {CLASS_LIMIT} classes. data.source.label=NAME chooses "
            "another column.",
            column=number,
        )
    notices = lookalikes(column.name, column.index, found)
    if column.kind == "number" and problem == "auto" and len(words) > 2:
        notices.append(
            Notice(
                f"The label '{column.name}' has {len(words)} different whole numbers; they "
                "are taken for classes. Choose regression if they are quantities "
                "(data.source.problem=regression).",
                column=number,
            )
        )
    return Labels(one_hot(found.codes, len(words)), tuple(words), notices)


def _quantities(column: Column, values: np.ndarray, problem: str) -> Labels:
    """Real numbers as labels, with what may be wrong about them."""
    distinct, number = np.unique(values), column.index + 1
    if len(distinct) == 1:
        raise DataError(
            f"Column '{column.name}' is {word_of(values[0])} in every row that can be used; "
            "there is nothing to predict.",
            column=number,
        )
    notices = []
    few = len(distinct) <= min(CLASS_LIMIT, len(values) / 2) and not (distinct % 1).any()
    if problem == "auto" and few:
        text = (
            f"The label '{column.name}' has {len(distinct)} different whole numbers; they are "
            "taken for quantities. Choose classification if they are classes "
            "(data.source.problem=classification)."
        )
        notices.append(Notice(text, column=number))
    return Labels(values[None, :].astype(float), (), notices + _far_out(column, values))


def _far_out(column: Column, values: np.ndarray) -> list[Notice]:
    """What to tell where a few labels lie so far from the others that they rule the cost."""
    if not len(far := far_out(values)):
        return []
    low, median, high = np.percentile(values, [25, 50, 75])
    farthest = values[far[np.abs(values[far] - median).argmax()]]
    text = (
        f"{plural(len(far), 'label')} of '{column.name}' {agreeing(len(far), 'lies/lie')} far "
        f"from the others: {word_of(farthest)}, where half of them lie between {low:.4g} and "
        f"{high:.4g}. The cost may be theirs alone; are they right?"
    )
    return [Notice(text, column=column.index + 1)]


def far_out(values: np.ndarray) -> np.ndarray:
    """The places of the few labels, ``(m,)``, that lie far from all others; often none.

    Ten times the distance between the quartiles from the median. More than a twentieth of all
    labels are no mistakes, but a shape of their own.
    """
    low, median, high = np.percentile(values, [25, 50, 75])
    far = np.flatnonzero(np.abs(values - median) > _FAR_OUT * (high - low))
    few = high > low and len(far) <= max(1, _MOST_FAR * len(values))
    return far if few else np.empty(0, int)


def _are_quantities(column: Column, values: np.ndarray) -> bool:
    """Whether numbers are quantities rather than the numbers of classes."""
    if column.kind != "number":
        return False
    most = min(WHOLE_NUMBER_CLASSES, max(2, len(values) // 2))
    return bool((values % 1).any()) or len(np.unique(values)) > most
