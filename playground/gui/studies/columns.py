"""The columns of a study's table: what stands in a row, and what it is sorted by."""

from __future__ import annotations

import math
from collections.abc import Callable

from playground.dataclass import dataclass
from playground.experiment.studies.results.table import Row
from playground.experiment.wording import error_text
from playground.gui.theme.numbers import number_text

#: What stands where there is nothing to say.
NOTHING = "–"


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


@dataclass(frozen=True)
class StudyColumn:
    """One column.

    Attributes
    ----------
    title, tip : str
    text : callable
        ``text(line)`` is what a person reads.
    value : callable
        ``value(line)`` is the number to sort by; NaN comes last.
    of_words : bool
        Whether it holds words, which stand at the left.
    """

    title: str
    tip: str
    text: Callable[[Line], str]
    value: Callable[[Line], float]
    of_words: bool = False


def _error(name: str) -> Callable[[Line], str]:
    return lambda line: error_text(getattr(line.row, name), line.task)


def _value(name: str) -> Callable[[Line], float]:
    return lambda line: getattr(line.row, name)


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
    StudyColumn("Variation", "What differs from run to run", lambda line: line.row.label,
           lambda line: float(line.place), of_words=True),
    StudyColumn("Learning rate", "Double-click to change it, then press Run again",
           lambda line: number_text(line.rate), lambda line: line.rate),
    StudyColumn("Train cost", "At the end; the median of the seeds",
           lambda line: number_text(line.row.train_cost), _value("train_cost")),
    StudyColumn("Train error", "At the end; the median of the seeds", _error("train_error"),
           _value("train_error")),
    StudyColumn("Dev error", "At the end; the median of the seeds", _error("dev_error"),
           _value("dev_error")),
    StudyColumn("Steps to cost",
           "Mini-batches until the train cost, measured after each epoch, first was that low",
           lambda line: _whole(_steps(line)), _steps),
    StudyColumn("Time a step", "Of one mini-batch, where the run has the machine for itself", _time,
           _value("step_seconds")),
    StudyColumn("Examples/s", "What goes through the network in a second",
           lambda line: _whole(line.row.examples_per_second), _value("examples_per_second")),
    StudyColumn("How it ended", "Runs that failed or diverged, and why; where others were canceled",
           _ended, lambda line: float(line.row.runs - line.row.complete), of_words=True),
)  # fmt: skip

NAME, RATE, COST, TRAIN, DEV, STEPS, TIME, PACE, ENDED = range(len(COLUMNS))
