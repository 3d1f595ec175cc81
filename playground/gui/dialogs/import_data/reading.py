"""Reading: what came of reading a file one way. Qt-free; made in the reader's thread."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import field

import numpy as np

from playground.data.columns.column import Column, columns_of
from playground.data.columns.roles import Role
from playground.data.csv_source import CsvFile
from playground.data.datasets import Dataset
from playground.data.description import doubt
from playground.data.errors import DataError
from playground.data.name_list import name_list, names_in
from playground.data.problem_rows import problem_rows, rows_with_gaps
from playground.data.tables import Dialect, Notice, RejectedRow, Table
from playground.data.tables.wording import agreeing, plural
from playground.dataclass import dataclass
from playground.gui.dialogs.import_data.spread import LabelSpread
from playground.gui.theme.numbers import number_text

PREVIEW_ROWS = 200

_EXAMPLES = 4  # words of a text column

#: The settings of a file that decide what its table is; the others only say how it is used.
_OF_THE_TABLE = (
    "path", "encoding", "delimiter", "quote", "decimal", "header", "skip_lines", "text_columns",
    "dates", "sheet",
)  # fmt: skip


_NO_TABLE = Table(path="", names=[], columns=[], lines=(), dialect=Dialect())


@dataclass(frozen=True, eq=False, kw_only=True)
class Reading:
    """What a file gave when it was read as `source` says.

    Attributes
    ----------
    source : CsvFile
        The settings, less the names of columns that the table has not.
    whole : bool
        Whether all rows were read; otherwise there is a table of the first ones, no more.
    table : Table
        Without a column where the file was refused.
    columns : list of Column
    roles : list of Role
        One for each column, as far as one can be given.
    values : list of str
        What each column ranges over: its least and largest number, or some of its words.
    gaps : ndarray of int
        The indices of rows that lack a value in a column that is used.
    dataset : Dataset or None
        None where these columns make none.
    spread : LabelSpread or None
        Of the labels of the dataset.
    error : str
        Why there is no table, or no dataset; empty where there is one.
    """

    source: CsvFile
    whole: bool = True
    table: Table = _NO_TABLE
    columns: list[Column] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    gaps: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    dataset: Dataset | None = None
    spread: LabelSpread | None = None
    error: str = ""

    @property
    def notices(self) -> Sequence[Notice]:
        """All that a person should be told, as far as it is certain yet."""
        if self.dataset is not None:
            return (*self._question, *self.dataset.notices)
        return self.table.notices if self.whole else ()

    @property
    def readable(self) -> bool:
        """Whether there is a table."""
        return bool(self.columns)

    @property
    def _question(self) -> list[Notice]:
        """What is to be predicted, asked where it is a guess."""
        if self.dataset is None or not (guess := doubt(self.dataset)):
            return []
        return [Notice(f"{guess} Choose another label column if it is wrong.")]

    @property
    def n_problems(self) -> int:
        """How many rows were set aside or lack a value."""
        return len(self.table.set_aside) + len(self.gaps)

    def problems(self, limit: int | None = None) -> list[RejectedRow]:
        """The rows with problems in the order of the file; of many, the first of each kind."""
        if limit is None:
            return problem_rows(self.table, self.roles, self.gaps)
        few = dataclasses.replace(self.table, set_aside=self.table.set_aside[:limit])
        return problem_rows(few, self.roles, self.gaps[:limit])[:limit]

    def problems_csv(self) -> str:
        """All rows with problems as a CSV file: line, reason, text."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(["line", "reason", "text"])
        writer.writerows((row.line, row.reason, row.text) for row in self.problems())
        return text.getvalue()

    @property
    def summary(self) -> str:
        """How many rows there are, and what becomes of those with problems."""
        if not (self.readable and self.whole):
            return ""
        sentences = [f"{plural(self.table.rows, 'row')} read."]
        if aside := len(self.table.set_aside):
            sentences.append(f"{plural(aside, 'line', 'was/were')} set aside.")
        if gaps := len(self.gaps):
            sentences.append(f"{plural(gaps, 'row', 'has/have')} a gap{self._fate_of_gaps}")
        if self.dataset is not None:
            sentences.append(
                f"{plural(self.dataset.m, 'example')} with "
                f"{plural(self.dataset.n_x, 'feature')} can be used."
            )
        return " ".join(sentences)

    @property
    def _fate_of_gaps(self) -> str:
        if self.dataset is None:
            return "."
        dropped = self.table.rows - self.dataset.m
        if not dropped:
            return "; all are filled in."
        if dropped == len(self.gaps):
            return f"; {agreeing(dropped, 'it is/they are all')} left out."
        return f"; those without a label ({dropped:,}) are left out, the others filled in."


def table_settings(source: CsvFile) -> tuple[str, ...]:
    """The settings that two readings of a file must have in common to give the same table."""
    return tuple(getattr(source, name) for name in _OF_THE_TABLE)


def file_stamp(source: CsvFile) -> tuple[int, ...]:
    """When the file was last changed, in nanoseconds, and its size in bytes; empty without it."""
    try:
        file = os.stat(source.path)
    except (OSError, ValueError):
        return ()
    return (file.st_mtime_ns, file.st_size)


def first_rows(source: CsvFile, cancel: Callable[[], bool]) -> Reading:
    """What the first rows of a file give, for a preview.

    Raises
    ------
    DataError
        When the file cannot be read; all of it may still tell more.
    Cancelled
        When `cancel` asked for it.
    """
    source = _with_known_text_columns(source)
    table = source.read(limit=PREVIEW_ROWS, cancel=cancel)
    return _described(source, table, columns_of(table))


def whole_table(
    source: CsvFile, progress: Callable[[float], object], cancel: Callable[[], bool]
) -> tuple[Table, list[Column]]:
    """All rows of a file, and what its columns hold.

    Raises
    ------
    DataError
        When the file cannot be read.
    Cancelled
        When `cancel` asked for it.
    """
    source = _with_known_text_columns(source)
    table = source.read(progress=progress, cancel=cancel)
    return table, columns_of(table)


def prepared(source: CsvFile, table: Table, columns: list[Column]) -> Reading:
    """What a table gives with the roles and choices of `source`."""
    reading = _described(source, table, columns)
    dataset, error = None, ""
    try:
        dataset = reading.source.dataset(table, columns)
    except DataError as problem:
        error = str(problem)
    return dataclasses.replace(
        reading,
        whole=True,
        gaps=rows_with_gaps(table, reading.roles),
        dataset=dataset,
        spread=None if dataset is None else LabelSpread.of(dataset),
        error=error,
    )


def _described(source: CsvFile, table: Table, columns: list[Column]) -> Reading:
    """The rows that were read first, with what their columns are for and range over."""
    source = _with_known_names(source, table.names)
    return Reading(
        source=source,
        whole=False,
        table=table,
        columns=columns,
        roles=source.said_roles.unchecked_roles(columns),
        values=[_values_text(values) for values in table.columns],
    )


def _with_known_text_columns(source: CsvFile) -> CsvFile:
    """`source` without columns to be read as text that the file, read this way, has not."""
    wanted = names_in(source.text_columns)
    if not wanted:
        return source
    names = dataclasses.replace(source, text_columns="").read(limit=1).names
    return dataclasses.replace(source, text_columns=name_list(n for n in wanted if n in names))


def _with_known_names(source: CsvFile, names: Sequence[str]) -> CsvFile:
    """`source` without roles of columns that the table, read this way, has not."""
    lists = {
        field: name_list(name for name in names_in(getattr(source, field)) if name in names)
        for field in ("ignore", "feature_columns", "text_columns")
    }
    singles = {
        field: getattr(source, field) if getattr(source, field) in names else ""
        for field in ("label", "split_column")
    }
    return dataclasses.replace(source, **lists, **singles)


def _values_text(values: np.ndarray) -> str:
    if values.dtype == object:
        words = list(dict.fromkeys(word for word in values[:1000] if word is not None))
        more = ", …" if len(words) > _EXAMPLES else ""
        return ", ".join(word.replace("\n", " ")[:40] for word in words[:_EXAMPLES]) + more
    if np.isnan(values).all():
        return ""
    return f"{number_text(float(np.nanmin(values)))} to {number_text(float(np.nanmax(values)))}"
