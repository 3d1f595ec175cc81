"""Several seeds as one curve: the median and the band the middle half of the runs lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.experiment.studies.record import RunRecord, StudyResult


@dataclass(frozen=True, eq=False)
class Band:
    """A curve with a band around it, or with one x the summary of a few numbers.

    Attributes
    ----------
    x : ndarray, (n,)
    median, low, high : ndarray, (n,)
        The median, and the quarter of the values below and above it; NaN where there are none.
    """

    x: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


def band(x: np.ndarray, values: np.ndarray) -> Band:
    """The band of several curves over the same x.

    Parameters
    ----------
    x : ndarray, (n,)
    values : ndarray, (k, n)
        One curve a row; what is not finite is left out.
    """
    values = np.where(np.isfinite(values), values, np.nan)
    low, median, high = np.full((3, len(x)), np.nan)
    some = ~np.isnan(values).all(axis=0)
    if some.any():
        low[some], median[some], high[some] = np.nanpercentile(
            values[:, some], [25, 50, 75], axis=0
        )
    return Band(np.asarray(x, float), median, low, high)


def curve(records: Sequence[RunRecord], column: str, x: str = "step") -> Band:
    """The band of one column of the evaluations over the runs of one variation.

    A run that stopped early keeps the last value it had, which is what its network is worth.

    Parameters
    ----------
    records : sequence of RunRecord
        Runs that differ in nothing but the seed.
    column, x : str
        Columns of the evaluations: ``"train_cost"``, ``"dev_error"``, ...; ``"step"``,
        ``"epoch"``.
    """
    records = [record for record in records if record.points is not None]
    if not records:
        return band(np.empty(0), np.empty((1, 0)))
    longest = max(records, key=lambda record: len(record.points.evaluations))
    places = longest.column(x)
    values = np.full((len(records), len(places)), np.nan)
    for row, record in zip(values, records):
        own = record.column(column)
        row[: len(own)] = own
        if record.complete:
            row[len(own) :] = own[-1]
    return band(places, values)


def final_band(result: StudyResult, column: str, x: np.ndarray) -> Band:
    """The last value of a column of the evaluations, variation by variation.

    Parameters
    ----------
    result : StudyResult
        Only runs that came to their own end count.
    column : str
        Such as ``"dev_error"``.
    x : ndarray, (n,)
        Where each of the n variations stands on the axis.
    """
    rows = np.full((len(result.study.seeds), len(x)), np.nan)
    for i, label in enumerate(result.study.labels):
        for row, record in zip(rows, result.of(label)):
            row[i] = record.final(column) if record.complete else np.nan
    return band(x, rows)


def median(values: Sequence[float]) -> float:
    """The median of the finite values; NaN where there are none."""
    finite = [value for value in values if np.isfinite(value)]
    return float(np.median(finite)) if finite else float("nan")


def mean(values: Sequence[float]) -> float:
    """The mean; NaN where one is not finite or there are none."""
    return float(np.mean(values)) if len(values) and np.isfinite(values).all() else float("nan")
