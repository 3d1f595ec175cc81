"""The numbers of a run as CSV: one row an evaluation, one row a mini-batch; exact both ways."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import warnings
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from playground.csv_text import csv_text
from playground.experiment.history import EVALUATION_COLUMNS, History, MetricPoints
from playground.experiment.session import Session
from playground.io.errors import ExportError
from playground.io.formats import NUMBERS, ExportFormat, formats

#: Columns that count, written without a decimal point.
_COUNTS = frozenset({"step", "epoch"})


def history_csv(history: History | MetricPoints) -> str:
    """One row for each evaluation; empty where there is nothing to measure.

    Of a run of very many, those of `History`: all of the last ones, two of each stretch before.
    """
    return evaluations_csv(history.evaluations)


def evaluations_csv(evaluations: np.ndarray) -> str:
    """Evaluations, ``(n, 7)``, one in a row.

    Every number is written with as many digits as tell it from its neighbours, so that reading
    them gives the same bits.
    """
    rows = [",".join(EVALUATION_COLUMNS)]
    for row in evaluations.tolist():
        rows.append(",".join(map(_cell, EVALUATION_COLUMNS, row)))
    return "\n".join(rows) + "\n"


def batch_costs_csv(history: History | MetricPoints) -> str:
    """One row for each mini-batch: its number from 1, and its cost before the update.

    Of a run of very many, for those whose costs `History` keeps one by one.
    """
    costs = enumerate(history.batch_costs.tolist(), history.first + 1)
    return "\n".join(["step,cost", *(f"{step},{cost!r}" for step, cost in costs)]) + "\n"


def curves_csv(
    x_name: str, curves: Mapping[str, tuple[np.ndarray, np.ndarray]], rows: int | None = None
) -> str:
    """Curves as columns beside a common first one, empty where a curve has no value.

    Parameters
    ----------
    x_name : str
        What the first column is called.
    curves : mapping of str to (x, y)
        At least one; y are numbers, or words in an array of objects.
    rows : int, optional
        Only the first so many.
    """
    if rows is not None:
        curves = {name: (x[:rows], y[:rows]) for name, (x, y) in curves.items()}
    xs = np.unique(np.concatenate([x for x, _ in curves.values()]))
    columns: list[Sequence[str]] = [_written(xs)]
    for x, y in curves.values():
        column = np.full(len(xs), "", dtype=object)
        column[np.searchsorted(xs, x)] = _written(y)
        columns.append(column.tolist())
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([x_name, *curves])
    # Numbers need no quotes, and a run may have a million of them.
    text.writelines(",".join(row) + "\n" for row in islice(zip(*columns), rows))
    return text.getvalue()


def _written(values: np.ndarray) -> list[str]:
    if values.dtype == object:  # words, such as the names of classes
        cells = {word: csv_text([word], []).removesuffix("\n") for word in set(values)}
        return [cells[word] for word in values]
    return [
        format(value, ".0f") if value.is_integer() and abs(value) < 1e15 else repr(value)
        for value in values.tolist()
    ]


def evaluations_of(content: bytes | memoryview | str, name: str) -> np.ndarray:
    """The evaluations that `evaluations_csv` wrote, ``(n_evaluations, 7)``.

    Raises
    ------
    ExportError
        When they are none, naming the line.
    """
    text = content.encode() if isinstance(content, str) else bytes(content)
    text = text.replace(b"\r", b"")
    header, _, body = text.partition(b"\n")
    if header != ",".join(EVALUATION_COLUMNS).encode():
        raise ExportError(f"'{name}', line 1: it has not the columns of a history.")
    columns = len(EVALUATION_COLUMNS)
    # A step is always known: of millions of empty cells no number is made.
    if body and body.partition(b"\n")[0].startswith(b","):
        raise ExportError(f"'{name}', line 2: this is no evaluation.")
    rows = numbers_in(body, columns)
    if rows is not None:
        return rows
    lines = body.split(b"\n")
    number = next(n for n, line in enumerate(lines, 2) if numbers_in(line, columns) is None)
    raise ExportError(f"'{name}', line {number:,}: this is no evaluation.")


def numbers_in(body: bytes, columns: int) -> np.ndarray | None:
    """The numbers in lines of cells, ``(n, columns)``; nan where a cell is empty.

    None where a line is anything else. It takes a tenth of the time that a loop over cells takes.
    """
    body = body.rstrip(b"\n")
    if not body:
        return np.empty((0, columns))
    signs = np.frombuffer(body + b"\n", np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    commas = np.searchsorted(np.flatnonzero(signs == ord(",")), ends)
    if (np.diff(commas, prepend=0) != columns - 1).any():
        return None
    if body.translate(None, _SIGNS):
        return None
    row = body.replace(b"\n", b",").replace(b",,", b",nan,").replace(b",,", b",nan,")
    row = b"nan" * row.startswith(b",") + row + b"nan" * row.endswith(b",")
    with warnings.catch_warnings(), contextlib.suppress(DeprecationWarning, ValueError):
        warnings.simplefilter("error", DeprecationWarning)  # for a ValueError in older NumPys
        numbers = np.fromstring(row, sep=",")
        return numbers.reshape(-1, columns) if numbers.size == len(ends) * columns else None
    return None


#: What lines of numbers are made of.
_SIGNS = b"0123456789.,eE+-\ninfa"


def _cell(column: str, value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if column in _COUNTS else repr(value)


# ---------------------------------------------------------------------- as files


class HistoryTable(ExportFormat):
    """A table of all that was measured."""

    group, suffixes = NUMBERS, (".csv",)

    def text(self, history: History | MetricPoints) -> str:
        """The table, its first line the names of the columns."""
        raise NotImplementedError

    def content(self, session: Session) -> bytes:
        """The history of the session."""
        return self.text(session.history).encode()


@formats.register("history", label="All evaluations")
class Evaluations(HistoryTable):
    """Cost, error and learning rate after every epoch and wherever else they were measured."""

    title, file = "all evaluations", "history.csv"

    def text(self, history: History | MetricPoints) -> str:
        """One row an evaluation."""
        return history_csv(history)


@formats.register("batch_costs", label="All mini-batch costs")
class BatchCosts(HistoryTable):
    """The cost of every mini-batch before the step that was taken on it."""

    title, file = "all mini-batch costs", "batch_costs.csv"

    def text(self, history: History | MetricPoints) -> str:
        """One row a mini-batch."""
        return batch_costs_csv(history)
