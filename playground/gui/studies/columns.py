"""The columns of a study's table: what stands in a row, and what it is sorted by."""

from __future__ import annotations

import math
from operator import attrgetter

from playground.dataclass import dataclass
from playground.experiment.studies.results.table import Row
from playground.experiment.wording import error_text
from playground.gui.controls.row_model import Column
from playground.gui.theme.numbers import number_text

#: What stands where there is nothing to say.
NOTHING = "–"

_MEDIAN = "At the end; the median of the seeds"


@dataclass(frozen=True)
class Line:
    """A row of the table with what is needed to write it.

    Attributes
    ----------
    row : Row
    place : int
        Among the variations of the study, from 0.
    own_rate : float
        The learning rate that it has.
    rate : float
        That which it will have in the next run.
    task : str
        As of `StudyResult`.
    cost : float
        The train cost that the steps are counted to.
    """

    row: Row
    place: int
    own_rate: float
    rate: float
    task: str
    cost: float


def _steps(line: Line) -> float:
    return math.nan if line.row.steps_to_cost is None else line.row.steps_to_cost


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else NOTHING


def _time(line: Line) -> str:
    seconds = line.row.step_seconds
    return f"{number_text(1e6 * seconds, 3)} µs" if math.isfinite(seconds) else NOTHING


def _ended(line: Line) -> str:
    row = line.row
    return row.ended or ("finished" if row.complete == row.runs else NOTHING)


COLUMNS = (
    Column("Variation", attrgetter("row.label"), attrgetter("place"),
           "What differs from run to run", of_words=True),
    Column("Learning rate", lambda line: number_text(line.rate), attrgetter("rate"),
           "Double-click to change it, then press Run again"),
    Column("Train cost", lambda line: number_text(line.row.train_cost),
           attrgetter("row.train_cost"), _MEDIAN),
    Column("Train error", lambda line: error_text(line.row.train_error, line.task),
           attrgetter("row.train_error"), _MEDIAN),
    Column("Dev error", lambda line: error_text(line.row.dev_error, line.task),
           attrgetter("row.dev_error"), _MEDIAN),
    Column("Steps to cost", lambda line: _whole(_steps(line)), _steps,
           "Mini-batches until the train cost, measured after each epoch, first was that low"),
    Column("Time a step", _time, attrgetter("row.step_seconds"),
           "Of one mini-batch, where the run has the machine for itself"),
    Column("Examples/s", lambda line: _whole(line.row.examples_per_second),
           attrgetter("row.examples_per_second"), "What goes through the network in a second"),
    Column("How it ended", _ended, lambda line: line.row.runs - line.row.complete,
           "Runs that failed or diverged, and why; where others were canceled", of_words=True),
)  # fmt: skip

NAME, RATE, COST, TRAIN, DEV, STEPS, TIME, PACE, ENDED = range(len(COLUMNS))
