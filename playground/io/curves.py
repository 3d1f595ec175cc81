"""The numbers of a run as CSV: one row an evaluation, one row a mini-batch; exact both ways."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from playground.atomic import write_whole
from playground.experiment.history import EVALUATION_COLUMNS, History
from playground.io.errors import ExportError
from playground.io.formats import NUMBERS, ExportFormat, formats

if TYPE_CHECKING:
    from playground.experiment.session import Session

#: Columns that count, written without a decimal point.
_COUNTS = frozenset({"step", "epoch"})


def history_csv(history: History) -> str:
    """One row for each evaluation; empty where there is nothing to measure.

    Every number is written with as many digits as tell it from its neighbours, so that reading
    them gives the same bits.
    """
    rows = [",".join(EVALUATION_COLUMNS)]
    for row in history.evaluations.tolist():
        rows.append(",".join(map(_cell, EVALUATION_COLUMNS, row)))
    return "\n".join(rows) + "\n"


def batch_costs_csv(history: History) -> str:
    """One row for each mini-batch: its number from 1, and its cost before the update."""
    rows = ["step,cost"]
    rows += [f"{step},{cost!r}" for step, cost in enumerate(history.batch_costs.tolist(), 1)]
    return "\n".join(rows) + "\n"


def curves_csv(
    x_name: str, curves: Mapping[str, tuple[np.ndarray, np.ndarray]], rows: int | None = None
) -> str:
    """Curves as columns beside a common first one, empty where a curve has no value.

    Parameters
    ----------
    x_name : str
        What the first column is called.
    curves : mapping of str to (x, y)
        At least one.
    rows : int, optional
        Only the first so many.
    """
    if rows is not None:
        curves = {name: (x[:rows], y[:rows]) for name, (x, y) in curves.items()}
    xs = np.unique(np.concatenate([x for x, _ in curves.values()]))
    columns = [_written(xs)]
    for x, y in curves.values():
        column = np.full(len(xs), "", dtype=object)
        column[np.searchsorted(xs, x)] = _written(y)
        columns.append(column)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([x_name, *curves])
    # Numbers need no quotes, and a run may have a million of them.
    text.writelines(",".join(row) + "\n" for row in islice(zip(*columns), rows))
    return text.getvalue()


def _written(values: np.ndarray) -> list[str]:
    return [
        format(value, ".0f") if value.is_integer() and abs(value) < 1e15 else repr(value)
        for value in values.tolist()
    ]


def evaluations_of(text: str, name: str) -> np.ndarray:
    """The evaluations in the text of `history_csv`, ``(n_evaluations, 7)``.

    Raises
    ------
    ExportError
        When it is no such text, naming the line.
    """
    lines = text.splitlines()
    if not lines or lines[0] != ",".join(EVALUATION_COLUMNS):
        raise ExportError(f"'{name}', line 1: it has not the columns of a history.")
    rows = np.empty((len(lines) - 1, len(EVALUATION_COLUMNS)))
    for number, line in enumerate(lines[1:]):
        try:
            rows[number] = [float(cell) if cell else math.nan for cell in line.split(",")]
        except ValueError:
            raise ExportError(f"'{name}', line {number + 2:,}: this is no evaluation.") from None
    return rows


def _cell(column: str, value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if column in _COUNTS else repr(value)


# ---------------------------------------------------------------------- as files


class HistoryTable(ExportFormat):
    """A table of all that was measured."""

    group, suffixes = NUMBERS, (".csv",)

    def text(self, history: History) -> str:
        """The table, its first line the names of the columns."""
        raise NotImplementedError

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write the history of the session."""
        write_whole(path, self.text(session.history).encode())


@formats.register("history", label="All evaluations")
class Evaluations(HistoryTable):
    """Cost, error and learning rate after every epoch and wherever else they were measured."""

    title, file = "all evaluations", "history.csv"

    def text(self, history: History) -> str:
        """One row an evaluation."""
        return history_csv(history)


@formats.register("batch_costs", label="All mini-batch costs")
class BatchCosts(HistoryTable):
    """The cost of every mini-batch before the step that was taken on it."""

    title, file = "all mini-batch costs", "batch_costs.csv"

    def text(self, history: History) -> str:
        """One row a mini-batch."""
        return batch_costs_csv(history)
