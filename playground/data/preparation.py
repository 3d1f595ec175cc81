"""From a table to a dataset: labels to classes, words to numbers, gaps filled or dropped."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.data.columns.column import (
    PART_WORDS,
    TRUE_WORDS,
    Column,
    columns_of,
    finding_sentence,
)
from playground.data.columns.gap_codes import gap_codes
from playground.data.columns.lookalikes import lookalikes
from playground.data.columns.roles import Role
from playground.data.columns.words import gaps_in, is_missing, word_of, words_of
from playground.data.dataset import Dataset
from playground.data.encoding import ColumnEncoding
from playground.data.errors import DataError
from playground.data.labels import labels_of
from playground.data.name_list import free_name, name_list
from playground.data.pictures.rows import image_shape
from playground.data.row_count import RowCount
from playground.data.splitting import FEWEST_DIVIDED
from playground.data.tables.table import Notice, RejectedRow, Table
from playground.data.tables.wording import agreeing, capitalized, columns_named, plural

MOST_CATEGORIES = 1000  # different texts that a column may have which is used on request
_MOST_SMALL_CLASSES = 5  # that are told one by one
_MOST_FILLINGS = 10  # columns of which each is told what fills its gaps


def to_dataset(
    table: Table,
    roles: Sequence[Role],
    missing: str = "drop",
    categories: str = "one_hot",
    problem: str = "auto",
    columns: Sequence[Column] | None = None,
) -> tuple[Dataset, list[Notice]]:
    """The dataset in the columns of a table, and what a person should know of how it came about.

    Parameters
    ----------
    table : Table
    roles : sequence of {"feature", "label", "ignore", "split"}
        One for each column, with exactly one label.
    missing : {"drop", "fill", "refuse"}
        What becomes of rows in which a feature is missing: left out, filled with the median of
        the column (the most frequent word of a text), or the whole table is refused. Rows
        without a label are left out in any case.
    categories : {"one_hot", "ordinal"}
        Whether a text column becomes one 0/1 feature for each word, or one feature that
        numbers the words from 0 in alphabetical order. Two words are always one 0/1 feature.
    problem : {"auto", "classification", "regression"}
        Auto takes texts for classes, and whole numbers with few different values too.
    columns : sequence of Column or None
        What `columns_of` said of the table, where it was asked already.

    Raises
    ------
    DataError
        When these columns make no dataset, naming the line and column where there is one.
    """
    columns = columns_of(table) if columns is None else columns
    if len(roles) != len(columns) or list(roles).count("label") != 1 or "feature" not in roles:
        raise DataError("There must be exactly one label column and at least one feature.")
    label = columns[list(roles).index("label")]
    features = [column for column, role in zip(columns, roles) if role == "feature"]
    notices = _findings(columns, roles)
    if missing == "refuse":
        for line, _, reason in problem_rows(table, roles):
            raise DataError(f"Line {line:,}: {reason}", path=table.path, line=line)
    keep = ~_missing(table, label)
    _tell_dropped(notices, int((~keep).sum()), f"the label '{label.name}' is missing")
    if missing != "fill":
        complete = keep & ~np.any([_missing(table, c) for c in features], axis=0)
        _tell_dropped(notices, int((keep & ~complete).sum()), "a feature is missing")
        keep = complete
    count = _row_count(table, [label, *features], keep, filled=missing == "fill")
    if not keep.any():
        raise DataError(
            "No row has a value in every column; nothing is left to train on. Most are missing "
            f"in {count.causes}. {count.remedy}",
            path=table.path,
        )
    feature_names, rows, encodings = _features(table, features, keep, categories, notices)
    X = np.stack(rows)
    try:
        labels = labels_of(label, table.columns[label.index][keep], problem)
    except DataError as error:
        raise _with_cause(error, count, table, keep, label) from None
    notices += labels.notices
    dataset = Dataset(
        X=X,
        Y=labels.Y,
        feature_names=tuple(feature_names),
        label_name=label.name,
        class_names=labels.class_names,
        table_columns=tuple(table.names),
        encodings=tuple(encodings),
        image_shape=image_shape(X),
        parts=_parts(table, columns, roles, keep),
        lines=np.asarray(table.lines)[keep],
        rows=count,
    )
    notices += small_classes(dataset)
    return dataset, notices


def _row_count(table: Table, used: Sequence[Column], keep: np.ndarray, filled: bool) -> RowCount:
    """What became of the rows; the label is the first of the columns in use."""
    gaps = [(column, _missing(table, column)) for column in used[: 1 if filled else None]]
    gaps = sorted((gap for gap in gaps if gap[1].any()), key=lambda gap: -gap[1].sum())
    label, aside = used[0], len(table.set_aside)
    count = RowCount(
        table.rows + aside,
        int(keep.sum()),
        aside,
        tuple((column.name, int(missing.sum())) for column, missing in gaps),
        label.name,
    )
    return count._replace(to_ignore=_to_ignore(count, gaps, label, len(used)))


def _to_ignore(
    count: RowCount, gaps: Sequence[tuple[Column, np.ndarray]], label: Column, used: int
) -> tuple[str, ...]:
    """The costliest columns, as many as must go for most rows to be whole."""
    costly = [gap for gap in gaps if gap[0] is not label]
    for number in range(1, min(len(costly), used - 2) + 1):
        others = [missing for gap in gaps if gap not in costly[:number] for missing in gap[1:]]
        whole = int((~np.any(others, axis=0)).sum()) if others else count.total - count.set_aside
        if not count._replace(used=whole).mostly_lost:
            return tuple(column.name for column, _ in costly[:number])
    return ()


def _with_cause(
    error: DataError, count: RowCount, table: Table, keep: np.ndarray, label: Column
) -> DataError:
    """The same error, naming the gaps that have left one class where they did."""
    sentence = str(error)
    left = set(table.columns[label.index][keep].tolist())
    if count.gaps and len(left) == 1 < label.distinct:
        sentence += f" {count.loss} {count.remedy}"
    line = int(table.lines[int(np.argmax(keep))])
    return DataError(sentence, path=table.path, line=line, column=error.column)


def rows_with_gaps(table: Table, roles: Sequence[Role]) -> np.ndarray:
    """The indices of the rows that lack a value in a column that is not ignored."""
    used = [c for c, role in enumerate(roles) if role != "ignore"]
    gaps = np.zeros(table.rows, bool)
    for c in used:
        gaps |= gaps_in(table.columns[c])
    return np.flatnonzero(gaps)


def problem_rows(
    table: Table, roles: Sequence[Role], gaps: np.ndarray | None = None
) -> list[RejectedRow]:
    """The rows with a problem: set aside when the file was read, or with a value missing.

    Parameters
    ----------
    table : Table
    roles : sequence of {"feature", "label", "ignore", "split"}
    gaps : ndarray of int or None
        Only these rows of those with a value missing; None for all of `rows_with_gaps`.
    """
    used = [c for c, role in enumerate(roles) if role != "ignore"]
    rows = list(table.set_aside)
    for row in rows_with_gaps(table, roles) if gaps is None else gaps:
        names = [f"'{table.names[c]}'" for c in used if is_missing(table.columns[c][row])]
        cells = [word_of(table.columns[c][row]) for c in range(len(table.names))]
        rows.append(
            RejectedRow(
                int(table.lines[row]),
                table.dialect.delimiter.join(cells),
                f"{' and '.join(names)} {agreeing(len(names), 'is/are')} missing.",
            )
        )
    return sorted(rows)


def small_classes(dataset: Dataset, parts: int = 3) -> list[Notice]:
    """A notice for each class with too few examples for one in each of `parts` sets."""
    if dataset.task == "regression" or dataset.m < FEWEST_DIVIDED:
        return []
    few = [name for name, k in zip(dataset.class_names, dataset.class_counts) if k < parts]
    if len(few) > _MOST_SMALL_CLASSES:
        text = (
            f"{len(few):,} classes, such as '{few[0]}', have fewer than {parts} examples; they "
            f"cannot be in each of the {parts} sets (training, dev and test)."
        )
        return [Notice(text)]
    return [
        Notice(
            f"Class '{name}' has only {plural(count, 'example')}; "
            f"it cannot be in each of the {parts} sets (training, dev and test)."
        )
        for name, count in zip(dataset.class_names, dataset.class_counts)
        if count < parts
    ]


def _findings(columns: Sequence[Column], roles: Sequence[Role]) -> list[Notice]:
    alike: dict[tuple[str, Role], list[Column]] = {}
    for column, role in zip(columns, roles):
        if column.finding and role in ("feature", "ignore"):
            alike.setdefault((column.finding, role), []).append(column)
    notices = []
    for (_, role), found in alike.items():
        ending = f" {agreeing(len(found), 'It is/They are')} left out."
        text = finding_sentence(found) + (ending if role == "ignore" else "")
        notices.append(Notice(text, column=found[0].index + 1))
    return notices


def _tell_dropped(notices: list[Notice], count: int, reason: str) -> None:
    if count:
        notices.append(Notice(f"{plural(count, 'row', 'is/are')} left out because {reason}."))


def _missing(table: Table, column: Column) -> np.ndarray:
    return gaps_in(table.columns[column.index])


def _features(
    table: Table,
    features: Sequence[Column],
    keep: np.ndarray,
    categories: str,
    notices: list[Notice],
) -> tuple[list[str], list[np.ndarray], list[ColumnEncoding]]:
    names, rows, fillings, encodings = [], [], [], []
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
    return _distinct(names), rows, encodings


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


def _parts(
    table: Table, columns: Sequence[Column], roles: Sequence[Role], keep: np.ndarray
) -> np.ndarray | None:
    if "split" not in roles:
        return None
    column = columns[list(roles).index("split")]
    parts = []
    for row in np.flatnonzero(keep).tolist():
        word = word_of(table.columns[column.index][row])
        if word.strip().lower() not in PART_WORDS:
            line = int(table.lines[row])
            raise DataError(
                f"Line {line:,}, column '{column.name}': '{word}' names no part; write train, "
                "dev or test, or leave the column out (data.source.ignore="
                f"{shlex.quote(name_list([column.name]))}).",
                path=table.path,
                line=line,
                column=column.index + 1,
            )
        parts.append(PART_WORDS[word.strip().lower()])
    return np.array(parts, np.int8)
