"""The table of a comparison, as text for a terminal."""

from __future__ import annotations

import math

from playground.experiment.studies.compare import Row, reachable_cost, table
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.wording import error_text
from playground.settings import number_text


def table_text(result: StudyResult) -> str:
    """One line for each variation: medians over its runs."""
    cost = reachable_cost(result)
    to_cost = f"steps to {number_text(cost)}" if math.isfinite(cost) else "steps"
    lines = [("", "train cost", "train error", "dev error", to_cost, "time a step", "failed")]
    lines += [_cells(row, result.task) for row in table(result, cost)]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row, task: str) -> tuple[str, ...]:
    return (
        row.label,
        f"{row.train_cost:.4g}" if math.isfinite(row.train_cost) else "–",
        error_text(row.train_error, task),
        error_text(row.dev_error, task),
        "–" if row.steps_to_cost is None else f"{row.steps_to_cost:,.0f}",
        f"{row.step_seconds * 1e6:,.1f} µs" if math.isfinite(row.step_seconds) else "–",
        f"{row.failed} of {row.runs}" if row.failed else "",
    )
