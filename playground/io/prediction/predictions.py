"""Predictions for the rows of a table as it was measured, with texts, gaps and unknown words."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence

import numpy as np

from playground.csv_text import csv_text
from playground.data.csv_source import CsvFile
from playground.data.encoding import ColumnEncoding, encoded
from playground.data.errors import DataError, NoSuchSheetError
from playground.data.name_list import name_list, names_in
from playground.data.tables.table import DayCount, Notice, Table
from playground.data.tables.wording import listed
from playground.dataclass import dataclass
from playground.engine.metrics import classes
from playground.experiment.session import Session
from playground.settings import replaced


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a network says of the rows of a table.

    Attributes
    ----------
    label_names : tuple of str
        One; or what each of several quantities is called.
    class_names : tuple of str
        Empty for a regression.
    output : ndarray, (n_y, m)
        The network's output, in the labels' own unit.
    replaced : dict of int to list of str
        By row, from 0, the columns in which a value was missing or unknown.
    notices : tuple of Notice
        What a person should know of how the table was read, a sentence each.
    names : tuple of str
        What the rows are called: the files of pictures; empty for those of a table.
    """

    label_names: tuple[str, ...]
    class_names: tuple[str, ...]
    output: np.ndarray
    replaced: dict[int, list[str]]
    notices: tuple[Notice, ...]
    names: tuple[str, ...] = ()

    @property
    def m(self) -> int:
        """The number of rows."""
        return self.output.shape[1]

    @property
    def probabilities(self) -> np.ndarray:
        """Of each class, ``(K, m)``; for a regression there are none, ``(0, m)``."""
        if not self.class_names:
            return np.empty((0, self.m))
        if len(self.output) == 1:
            return np.concatenate([1 - self.output, self.output])
        return self.output

    @property
    def label_name(self) -> str:
        """What is predicted, in words."""
        return listed(self.label_names)

    @property
    def predicted(self) -> list[str] | list[float] | list[list[float]]:
        """For each row the name of the most probable class, or the number that is predicted.

        Of several quantities a list of their numbers.
        """
        if not self.class_names:
            return self.output.T.tolist() if len(self.output) > 1 else self.output[0].tolist()
        return [self.class_names[place] for place in classes(self.output).tolist()]


def predictions(session: Session, table: Table) -> Predictions:
    """Predict every row of a table with the network of a session as it is now.

    A value that is missing, or a word that no example had, counts as the typical one of its
    column: the median, or the most frequent word. Every such value is told.

    Parameters
    ----------
    session : Session
    table : Table
        With the columns the session was trained on, by their names, in any order; the label and
        other columns are not looked at.

    Raises
    ------
    DataError
        When a column is missing or of another kind, or a formula is not defined for a row.
    """
    X, replaced, notices = encoded(encodings_of(session), table)
    aside = [
        Notice(f"Line {line:,} is left out: {reason}", line) for line, _, reason in table.set_aside
    ]
    told = {notice.column for notice in notices}  # what is missing is told once
    others = [each for each in table.notices if each.line or each.column not in told]
    return Predictions(
        session.dataset.label_names or (session.dataset.label_name,),
        session.dataset.class_names,
        session.predict(X),
        replaced,
        (*others, *aside, *notices),
    )


def row_prediction(session: Session, cells: Sequence[object]) -> Predictions:
    """Predict one row, its values in the order of `encodings_of`; `predictions` for a row typed."""
    data, features, replaced = session.dataset, [], []
    for encoding, cell in zip(encodings_of(session), cells, strict=True):
        code = encoding.code(cell)
        if np.isnan(code):
            replaced.append(encoding.name)
            code = encoding.typical_code
        features.append(encoding.features(np.array([code])))
    output = session.predict(np.concatenate(features))
    unknown = {0: replaced} if replaced else {}
    labels = data.label_names or (data.label_name,)
    return Predictions(labels, data.class_names, output, unknown, ())


def encodings_of(session: Session) -> tuple[ColumnEncoding, ...]:
    """How a row becomes an example; where there was no table, its columns are the features."""
    data = session.dataset
    if data.encodings:
        return data.encodings
    medians = np.median(data.X, axis=1).tolist()
    return tuple(ColumnEncoding(*pair) for pair in zip(data.feature_names, medians))


def table_for(session: Session, path: str, sheet: str = "") -> Table:
    """The table in a file, or in this sheet of it, read the way the data of a session were.

    Raises
    ------
    DataError
        When it cannot be read, naming the file.
    """
    source = session.spec.data.source
    source = source if isinstance(source, CsvFile) else CsvFile()
    encodings = encodings_of(session)
    wanted = {encoding.name for encoding in encodings}
    texts = name_list(name for name in names_in(source.text_columns) if name in wanted)
    source = dataclasses.replace(source, path=path, sheet=sheet or source.sheet, text_columns=texts)
    # Days are counted from the day they were counted from in the examples.
    since = {each.name: DayCount.of_text(each.since) for each in encodings if each.since}
    of_words = [each.name for each in encodings if each.words]
    try:
        table = source.read(since, of_words)
    except NoSuchSheetError:
        if sheet:
            raise
        source = replaced(source, "sheet", "")  # another workbook may call its sheets otherwise
        table = source.read(since, of_words)
    # Of a row or two it can hardly be told whether the first of them holds names.
    for header in ("yes", "no"):
        if not wanted <= set(table.names):
            with contextlib.suppress(DataError):
                other = replaced(source, "header", header).read(since, of_words)
                table = other if wanted <= set(other.names) else table
    return table


def predictions_csv(made: Predictions) -> str:
    """One line a row: its number from 1 or its name, its prediction, and the probabilities.

    The last column names the columns in which a value was missing or unknown; it is there where
    there is such a row. Numbers are written with as many digits as tell them from their
    neighbors.
    """
    told = [f"probability of {name}" for name in made.class_names]
    doubtful = ["missing or unknown"] if made.replaced else []
    header = ["file" if made.names else "row", *made.label_names, *told, *doubtful]
    rows = []
    probabilities = made.probabilities.T.tolist()
    for row, (value, each) in enumerate(zip(made.predicted, probabilities)):
        first = made.names[row] if made.names else row + 1
        cells = [first, *(value if isinstance(value, list) else [value]), *each]
        if doubtful:
            cells.append(", ".join(made.replaced.get(row, ())))
        rows.append(cells)
    return csv_text(header, rows)
