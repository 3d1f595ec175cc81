"""From a table to a dataset: which rows stay, features and labels, and what is told of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import numpy as np

from playground.data.columns.column import PART_WORDS, Column, columns_of, finding_sentence
from playground.data.columns.roles import Role
from playground.data.columns.words import gaps_in, word_of
from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.data.feature_rows import feature_rows
from playground.data.labels import labels_of
from playground.data.name_list import name_list
from playground.data.pictures.rows import image_shape
from playground.data.problem_rows import problem_rows
from playground.data.row_count import RowCount
from playground.data.splitting import FEWEST_DIVIDED
from playground.data.tables.table import Notice, Table
from playground.data.tables.wording import agreeing, plural

_MOST_SMALL_CLASSES = 5  # that are told one by one


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
    made = feature_rows(table, features, keep, categories)
    notices += made.notices
    X = np.stack(made.rows)
    try:
        labels = labels_of(label, table.columns[label.index][keep], problem)
    except DataError as error:
        raise _with_cause(error, count, table, keep, label) from None
    notices += labels.notices
    dataset = Dataset(
        X=X,
        Y=labels.Y,
        feature_names=tuple(made.names),
        label_name=label.name,
        class_names=labels.class_names,
        table_columns=tuple(table.names),
        encodings=tuple(made.encodings),
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
