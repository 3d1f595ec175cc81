"""The columns of a table as rows of numbers: gaps filled, words to 0/1 features or to numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.data.columns.column import TRUE_WORDS, Column
from playground.data.columns.gap_codes import gap_codes
from playground.data.columns.lookalikes import lookalikes
from playground.data.columns.words import gaps_in, word_of, words_of
from playground.data.encoding import ColumnEncoding
from playground.data.errors import DataError
from playground.data.name_list import free_name
from playground.data.tables.table import Notice, Table
from playground.data.tables.wording import capitalized, columns_named, plural

MOST_CATEGORIES = 1000  # different texts that a column may have which is used on request
_MOST_FILLINGS = 10  # columns of which each is told what fills its gaps


class FeatureRows(NamedTuple):
    """The features in some columns of a table.

    Attributes
    ----------
    names : list of str
        All different.
    rows : list of ndarray, (m,)
    encodings : list of ColumnEncoding
        One for each column: how another table becomes the same features.
    notices : list of Notice
        What a person should know of how they came about.
    """

    names: list[str]
    rows: list[np.ndarray]
    encodings: list[ColumnEncoding]
    notices: list[Notice]


def feature_rows(
    table: Table, features: Sequence[Column], keep: np.ndarray, categories: str
) -> FeatureRows:
    """The columns `features` as rows of numbers, of the examples in `keep`, ``(rows,)``.

    Gaps are filled; `categories` is as for `to_dataset`.

    Raises
    ------
    DataError
        When a column is of no use.
    """
    names, rows, fillings, encodings, notices = [], [], [], [], []
    for column in features:
        values = table.columns[column.index][keep]
        gaps = gaps_in(values)
        if gaps.any():
            values, filling = _filled(values, gaps, column)
            fillings.append(filling)
        if column.kind == "number":
            notices += gap_codes(column.name, column.index, values)
            names.append(column.name)
            rows.append(values)
            since = table.since.get(column.name)
            day = "" if since is None else since.text
            encodings.append(ColumnEncoding(column.name, float(np.median(values)), since=day))
        elif column.kind == "boolean":
            answers = [value.strip().lower() for value in values]
            said = np.array([answer in TRUE_WORDS for answer in answers], float)
            words = tuple(sorted(set(answers), key=TRUE_WORDS.__contains__))
            names.append(column.name)
            rows.append(said)
            encodings.append(ColumnEncoding(column.name, words[int(2 * said.mean() > 1)], words))
        elif column.kind == "category" and column.distinct <= MOST_CATEGORIES:
            encoding, coded = _category_rows(column, values, categories, notices)
            encodings.append(encoding)
            for name, row in coded:
                names.append(name)
                rows.append(row)
        else:
            raise DataError(column.sentence, path=table.path, column=column.index + 1)
    notices += _told_fillings(fillings)
    return FeatureRows(_distinct(names), rows, encodings, notices)


def _distinct(names: list[str]) -> list[str]:
    """Names of which none occurs twice, as a category may spell the name of another column."""
    taken: set[str] = set()
    for place, name in enumerate(names):
        names[place] = free_name(name, taken)
        taken.add(names[place])
    return names


class _Filling(NamedTuple):
    """How many values of a column were missing, and what stands in their place."""

    column: Column
    count: int  # type: ignore[assignment]  # of values, not that of a tuple
    what: str


def _filled(values: np.ndarray, gaps: np.ndarray, column: Column) -> tuple[np.ndarray, _Filling]:
    present = values[~gaps]
    if len(present) == 0:
        raise DataError(f"Column '{column.name}' has no values.", column=column.index + 1)
    if column.kind == "number":
        value, what = np.median(present), "its median"
    else:
        found = words_of(present)
        value, what = found.words[np.bincount(found.codes).argmax()], "its most frequent value"
    filled = values.copy()
    filled[gaps] = value
    return filled, _Filling(column, int(gaps.sum()), f"{what}, {word_of(value)}")


def _told_fillings(fillings: Sequence[_Filling]) -> list[Notice]:
    """One sentence for each column that was filled; of many columns, one for all."""
    if len(fillings) <= _MOST_FILLINGS:
        return [
            Notice(
                f"Column '{column.name}': {plural(count, 'missing value')} filled with {what}.",
                column=column.index + 1,
            )
            for column, count, what in fillings
        ]
    names = columns_named([column.name for column, _, _ in fillings])
    count = sum(count for _, count, _ in fillings)
    text = (
        f"{names}: {count:,} missing values filled with the median of each column, or its most "
        "frequent value."
    )
    return [Notice(capitalized(text), column=fillings[0].column.index + 1)]


def _category_rows(
    column: Column, values: np.ndarray, categories: str, notices: list[Notice]
) -> tuple[ColumnEncoding, list[tuple[str, np.ndarray]]]:
    words, codes, _ = found = words_of(values)
    notices += lookalikes(column.name, column.index, found)
    one_hot = len(words) > 2 and categories == "one_hot"
    typical = words[np.bincount(codes).argmax()]
    encoding = ColumnEncoding(column.name, typical, tuple(words), one_hot)
    if one_hot:
        names = [f"{column.name} = {word}" for word in words]
    else:
        names = [f"{column.name} = {words[-1]}" if len(words) <= 2 else column.name]
    return encoding, list(zip(names, encoding.features(codes.astype(float))))
