"""Split: a dataset in training, dev and test set (NN 4, CS230 5.1)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.dataclass import dataclass

FEWEST_DIVIDED = 10  # rows of a file; fewer are all trained on


@dataclass(frozen=True, eq=False)
class Split:
    """A dataset in three parts; `dev` and `test` may be empty.

    The indices say which examples of the whole dataset each part holds, in its order.
    """

    train: Dataset
    dev: Dataset
    test: Dataset
    train_indices: np.ndarray
    dev_indices: np.ndarray
    test_indices: np.ndarray

    @classmethod
    def of(cls, dataset: Dataset, indices: Iterable[np.ndarray]) -> Split:
        """A dataset parted by the indices of its three parts."""
        train, dev, test = indices
        take = dataset.take
        return cls(take(train), take(dev), take(test), train, dev, test)


def usual_shares(m: int) -> tuple[float, float]:
    """The shares of training and dev set for m examples: 60/20/20, above 10,000 98/1/1."""
    return (0.6, 0.2) if m <= 10_000 else (0.98, 0.01)


def split(
    dataset: Dataset, train_share: float, dev_share: float, rng: np.random.Generator
) -> Split:
    """Split a dataset at random into training, dev and test set (NN 4, CS230 5.1).

    Dev and test set get their share of the examples, rounded to the nearest whole number; the
    training set gets the rest. With classes the split is stratified: walking through the
    examples class after class, each part takes its share evenly along the way, so each class
    is shared out with less than two examples of rounding. A class that would be absent from a
    part although it has an example for each changes places with an example of the largest
    class there, or joins it where no class has two. Where the dataset says itself which example
    belongs where, that counts; where it names no dev set, that is taken from its training set in
    the same way.

    Parameters
    ----------
    dataset : Dataset
    train_share, dev_share : float
        Shares between 0 and 1, together at most 1; the test set is what they leave.
    rng : numpy.random.Generator

    Raises
    ------
    DataError
        When the shares are out of range or the training set would be empty.
    """
    if not (0 < train_share <= 1 and 0 <= dev_share <= 1 and train_share + dev_share <= 1 + 1e-9):
        raise DataError(
            f"{train_share:.0%} for training and {dev_share:.0%} for the dev set do not fit; "
            "training needs more than 0 %, and together they may have at most 100 %."
        )
    order = rng.permutation(dataset.m)
    shares = np.array([train_share, dev_share, max(0.0, 1 - train_share - dev_share)])
    shares[shares < 1e-9] = 0.0
    if dataset.parts is None:
        part = _stratified(dataset, order, shares)
    else:
        part = dataset.parts.copy()
        if dev_share and not (part == 1).any():
            trained_on = order[part[order] == 0]
            without_test = np.array([train_share, dev_share, 0]) / (train_share + dev_share)
            part[trained_on] = _stratified(dataset, trained_on, without_test)[trained_on]
    indices = [order[part[order] == k] for k in range(3)]
    if len(indices[0]) == 0:
        if dataset.parts is not None:
            raise DataError("No example is marked as one to train on; all are for dev or test.")
        raise DataError(f"{dataset.m} examples are too few for a training set.")
    return Split.of(dataset, indices)


def _stratified(dataset: Dataset, order: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The part of each example, shape (m,), sharing out those in `order` class by class."""
    kinds = np.zeros(dataset.m, int) if dataset.task == "regression" else dataset.labels
    part = np.zeros(dataset.m, np.int8)
    by_class = order[np.argsort(kinds[order], kind="stable")]
    part[by_class] = _parts_along(len(order), shares)
    _represent_every_class(part, kinds, by_class, shares)
    return part


def _parts_along(m: int, shares: np.ndarray) -> np.ndarray:
    """The part of each of m examples in a row, every part taking its share evenly."""
    dev, test = np.floor(m * shares[1:] + 0.5).astype(int)
    held_out = max(0, min(dev + test, m - 1))  # something must be left to train on
    dev = min(dev, held_out)
    test = held_out - dev
    parts = np.zeros(m, np.int8)
    places = _evenly(m, held_out)
    parts[places] = 1
    parts[places[_evenly(held_out, test)]] = 2
    return parts


def _evenly(m: int, k: int) -> np.ndarray:
    """k of the places 0..m-1, spaced evenly, in the middle of k equal stretches."""
    return ((2 * np.arange(k) + 1) * m) // (2 * max(k, 1))


def _represent_every_class(
    part: np.ndarray, kinds: np.ndarray, by_class: np.ndarray, shares: np.ndarray
) -> None:
    """Swap examples, in place, until each class is in each part, where it has enough."""
    counts = np.zeros((kinds.max(initial=0) + 1, 3), int)
    np.add.at(counts, (kinds[by_class], part[by_class]), 1)
    wanted = np.flatnonzero((shares > 0) & (counts.sum(axis=0) > 0))

    def move(kind: int, source: int, target: int) -> None:
        example = by_class[(kinds[by_class] == kind) & (part[by_class] == source)][0]
        part[example] = target
        counts[kind, source] -= 1
        counts[kind, target] += 1

    for kind in np.flatnonzero(counts.sum(axis=1) >= len(wanted)).tolist():
        for target in wanted[counts[kind, wanted] == 0]:
            donor = int(counts[kind].argmax())
            largest = int(counts[:, target].argmax())
            move(kind, donor, target)
            if counts[largest, target] > 1:
                move(largest, target, donor)
