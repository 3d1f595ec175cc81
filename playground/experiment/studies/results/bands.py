"""Several seeds as one curve: the median and the band the middle half of the runs lies in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.dataclass import dataclass
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
    # By hand: nanpercentile calls a Python function for every column, and windows wait for this.
    ordered = np.sort(np.where(np.isfinite(values), values, np.nan), axis=0)  # nan comes last
    last = (~np.isnan(ordered)).sum(axis=0) - 1
    low, median, high = (_quantile(ordered, share * last, last) for share in (0.25, 0.5, 0.75))
    return Band(np.asarray(x, float), median, low, high)


def _quantile(ordered: np.ndarray, places: np.ndarray, last: np.ndarray) -> np.ndarray:
    """In each column the value at a place, which may lie between two; nan where `last` is -1."""
    below = np.maximum(np.floor(places), 0).astype(int)
    above = np.clip(below + 1, 0, np.maximum(last, 0))
    columns = np.arange(ordered.shape[1])
    lower, upper = ordered[below, columns], ordered[above, columns]
    return lower + (places - below) * (upper - lower)


def curve(
    records: Sequence[RunRecord], column: str, x: str = "step", most: int | None = None
) -> Band:
    """The band of one column of the evaluations over the runs of one variation.

    A run that stopped early keeps the last value it had, which is what its network is worth. One
    that was cancelled counts where no other came to its end, as in the table; then the curve ends
    with the first of them: beyond it a jump would be nothing but another choice of seeds.

    Parameters
    ----------
    records : sequence of RunRecord
        Runs that differ in nothing but the seed.
    column, x : str
        Columns of the evaluations: ``"train_cost"``, ``"dev_error"``, ...; ``"step"``,
        ``"epoch"``.
    most : int, optional
        Of more evaluations, so many evenly among them.
    """
    if any(record.complete for record in records):
        records = [record for record in records if not record.cancelled]
    records = [record for record in records if record.points is not None]
    if not records:
        return band(np.empty(0), np.empty((1, 0)))
    longest = max(records, key=_length)
    cancelled = [_length(record) for record in records if record.cancelled]
    places = longest.column(x)[: min(cancelled, default=None)]
    which = np.arange(len(places))
    if most is not None and len(places) > most:
        which = np.linspace(0, len(places) - 1, most).astype(int)
    values = np.full((len(records), len(which)), np.nan)
    for row, record in zip(values, records):
        own = record.column(column)
        known = which < len(own)
        row[known] = own[which[known]]
        if record.complete:
            row[~known] = own[-1]
    return band(places[which], values)


def final_band(result: StudyResult, column: str, x: np.ndarray, unfinished: bool = False) -> Band:
    """The last value of a column of the evaluations, variation by variation.

    Parameters
    ----------
    result, column, unfinished
        As for `final_values`.
    x : ndarray, (n,)
        Where each of the n variations stands on the axis.
    """
    return band(x, final_values(result, column, unfinished))


def final_values(result: StudyResult, column: str, unfinished: bool = False) -> np.ndarray:
    """The last value of a column, ``(n_seeds, n_variations)``; NaN for a run that does not count.

    Parameters
    ----------
    result : StudyResult
    column : str
        Such as ``"dev_error"``.
    unfinished : bool
        Whether runs that have not come to their own end count; those that failed never do.
    """
    values = [
        record.final(column) if (not record.failure if unfinished else record.complete) else np.nan
        for record in result.records
    ]
    return np.reshape(values, (len(result.study.labels), -1)).T


def median(values: Sequence[float]) -> float:
    """The median of the finite values; NaN where there are none."""
    finite = [value for value in values if np.isfinite(value)]
    return float(np.median(finite)) if finite else float("nan")


def _length(record: RunRecord) -> int:
    return 0 if record.points is None else len(record.points.evaluations)
