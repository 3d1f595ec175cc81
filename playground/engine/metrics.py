"""How good predictions are (mathematics of errors: NN 4, CS230 5.2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class CostAndError(NamedTuple):
    """What one evaluation on a set of examples tells."""

    cost: float
    error: float


def classes(Y: np.ndarray) -> np.ndarray:
    """The class of every column, ``(m,)``: the largest of several rows, or a >= 0.5 of one.

    Columns may stand in more than one direction, as those of a plane do.
    """
    if Y.shape[0] == 1:
        return (Y[0] >= 0.5).astype(np.intp)
    return Y.argmax(axis=0)


def error(Yhat: np.ndarray, Y: np.ndarray) -> float:
    """The fraction misclassified, of ``(n_y, m)`` predictions and labels (NN 4).

    One row is yes or no, with the border at 0.5; several rows are one class each and the largest
    counts.
    """
    return float(np.count_nonzero(classes(Yhat) != classes(Y)) / Y.shape[1])


def mean_squared_error(Yhat: np.ndarray, Y: np.ndarray) -> float:
    """The mean over the m columns of the squared distance between prediction and target."""
    return float(np.square(Yhat - Y).sum() / Y.shape[1])


def root_mean_squared_error(Yhat: np.ndarray, Y: np.ndarray) -> float:
    """The root of `mean_squared_error`, in the unit of the target."""
    return mean_squared_error(Yhat, Y) ** 0.5


def r_squared(Yhat: np.ndarray, Y: np.ndarray) -> float:
    """The share of the targets' variance that the predictions explain; NaN for constant Y."""
    spread = np.square(Y - Y.mean(axis=1, keepdims=True)).sum()
    return float(1 - np.square(Yhat - Y).sum() / spread) if spread else float("nan")


def error_of(task: str, Yhat: np.ndarray, Y: np.ndarray) -> float:
    """The error a task is judged by: `error` for classes, the root mean square for numbers."""
    if task == "regression":
        return root_mean_squared_error(Yhat, Y)
    return error(Yhat, Y)
