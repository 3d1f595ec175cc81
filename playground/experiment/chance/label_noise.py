"""How much of the labels is noise, as near examples show."""

from __future__ import annotations

import math
from weakref import WeakKeyDictionary

import numpy as np

from playground.data.datasets import Dataset

#: So many examples tell enough; beyond as many features none are near any more.
_MOST_EXAMPLES, _MOST_FEATURES = 400, 10

#: So many neighbours of each example are looked at; it takes some times as many examples.
_NEIGHBOURS = 10

_known: WeakKeyDictionary[Dataset, float] = WeakKeyDictionary()


def label_noise(train: Dataset) -> float:
    """The error that no function of the features can avoid.

    Of classes: the share of the examples whose class is not the commonest of their neighbours
    (Cover and Hart 1967). Of numbers the share of their variance, by the Gamma test: half the
    squared difference between the labels of neighbours is the variance of the noise, and what the
    function itself differs by, which shrinks with the distance: a line through the means of the
    k-th neighbours, k = 1, ..., 10, meets the distance 0 at the noise (Stefansson, Koncar and
    Jones, 1997).

    Returns
    -------
    float
        Between 0 and 1; NaN where too few examples or too many features leave it unknown.
    """
    if train not in _known:
        _known[train] = _estimated(train)
    return _known[train]


def _estimated(train: Dataset) -> float:
    spread = float(train.Y.var(axis=1).sum())
    if train.m < 3 * _NEIGHBOURS or train.n_x > _MOST_FEATURES or not spread > 0:
        return math.nan
    which = np.linspace(0, train.m - 1, min(train.m, _MOST_EXAMPLES)).astype(int)
    nearest, distances = _neighbours(train.X[:, which])
    if train.class_names:
        labels = train.labels[which]
        votes = [(labels[nearest] == k).sum(axis=1) for k in range(len(train.class_names))]
        return float(np.mean(np.argmax(votes, axis=0) != labels))
    Y = train.Y[:, which]
    halves = 0.5 * np.square(Y[:, :, None] - Y[:, nearest]).sum(axis=0)
    slope_at = np.stack([np.ones(_NEIGHBOURS), distances.mean(axis=0)], axis=1)
    (noise, _), *_ = np.linalg.lstsq(slope_at, halves.mean(axis=0), rcond=None)
    return min(1.0, max(0.0, float(noise) / spread))


def _neighbours(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places of the nearest examples of each, ``(m, 10)``, and their squared distances."""
    scale = X.std(axis=1, keepdims=True)
    X = X / np.where(scale > 0, scale, 1.0)
    squares = np.square(X[:, :, None] - X[:, None, :]).sum(axis=0)
    np.fill_diagonal(squares, np.inf)
    nearest = np.argpartition(squares, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
    distances = np.take_along_axis(squares, nearest, axis=1)
    order = np.argsort(distances, axis=1)
    return np.take_along_axis(nearest, order, axis=1), np.take_along_axis(distances, order, axis=1)
