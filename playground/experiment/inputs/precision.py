"""Numbers in the precision a network computes in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.errors import DataError


def in_precision(values: np.ndarray, precision: str, names: Sequence[str]) -> np.ndarray:
    """`values` as contiguous numbers of a precision.

    Parameters
    ----------
    values : ndarray, (n, m)
    precision : {"float32", "float64"}
    names : sequence of str
        What each row is called.

    Raises
    ------
    DataError
        When one of them is larger than the precision holds, naming its row.
    """
    with np.errstate(over="ignore"):
        numbers = np.ascontiguousarray(values, dtype=precision)
    if numbers.dtype != values.dtype and not np.isfinite(numbers).all():
        row, example = np.argwhere(~np.isfinite(numbers))[0]
        raise DataError(
            f"'{names[row]}' is as large as {values[row, example]:.4g}, and {precision} ends at "
            f"{np.finfo(precision).max:.2g}. Choose float64, or a scaling."
        )
    return numbers
