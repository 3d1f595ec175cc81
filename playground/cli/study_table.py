"""The table of a comparison, as text for a terminal."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.table import Row, reachable_cost, table
from playground.experiment.wording import error_text
from playground.settings import number_text


def table_text(result: StudyResult) -> str:
    """One line for each variation: medians over its runs."""
    cost = reachable_cost(result)
    to_cost = f"steps to {number_text(cost)}" if math.isfinite(cost) else "steps"
    titles = ("", "train cost", "train error", "dev error", to_cost, "time a step", "ended")
    lines = [titles, *(_cells(row, result.task) for row in table(result, cost))]
    # A column in which nothing stands is left out.
    labels, *columns = (column for column in zip(*lines) if any(column[1:]))
    cells = [_aligned(labels, str.ljust), *(_aligned(column, str.rjust) for column in columns)]
    return "\n".join("  ".join(line).rstrip() for line in zip(*cells))


def _aligned(column: Sequence[str], align: Callable[[str, int], str]) -> list[str]:
    width = max(map(len, column))
    return [align(cell, width) for cell in column]


def _cells(row: Row, task: str) -> tuple[str, ...]:
    return (
        row.label,
        f"{row.train_cost:.4g}" if math.isfinite(row.train_cost) else "–",
        error_text(row.train_error, task),
        error_text(row.dev_error, task),
        "–" if row.steps_to_cost is None else f"{row.steps_to_cost:,.0f}",
        f"{row.step_seconds * 1e6:,.1f} µs" if math.isfinite(row.step_seconds) else "",
        row.ended,
    )
