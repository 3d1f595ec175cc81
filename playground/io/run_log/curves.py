"""The evaluations of a run, or of the variations of a study, as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

import numpy as np

from playground.csv_text import csv_text
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.run_log import MOST_CURVES, MOST_POINTS, RunCurve
from playground.io.run_log.fields import LONGEST_SENTENCE

_COLUMNS = ["label", *EVALUATION_COLUMNS]


def curves_csv(curves: Sequence[RunCurve]) -> str:
    """One row for each evaluation: the label of its curve, then what was measured."""
    rows = ([curve.label, *row] for curve in curves for row in curve.evaluations.tolist())
    return csv_text(_COLUMNS, rows)


def curves_of(content: bytes) -> tuple[RunCurve, ...]:
    """The curves that `curves_csv` wrote.

    Raises
    ------
    ValueError
        When they are no curves, naming the line.
    """
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    curves: dict[str, list[list[float]]] = {}
    try:
        header = next(reader, _COLUMNS)
        if header != _COLUMNS:
            raise ValueError("it has not the columns of curves")
        for label, *cells in reader:
            rows = curves.setdefault(label[:LONGEST_SENTENCE], [])
            rows.append([float(cell) if cell else math.nan for cell in cells])
            if len(cells) != len(EVALUATION_COLUMNS):
                raise ValueError(f"{len(cells)} values in place of {len(EVALUATION_COLUMNS)}")
            if len(rows) > MOST_POINTS or len(curves) > MOST_CURVES:
                raise ValueError("it has more curves or points than are read")
    except (ValueError, csv.Error) as error:
        raise ValueError(f"curves.csv, line {reader.line_num}: {error}") from None
    return tuple(RunCurve(label, np.array(rows)) for label, rows in curves.items())
