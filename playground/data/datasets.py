"""Dataset: examples as columns, and how they are split and scaled (CS230 5.1, 5.5.1)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.table import Notice
from playground.settings import Registry, Settings

LARGEST_VALUE = 1e100  # beyond it squares and sums of features overflow

Task = Literal["binary", "multiclass", "regression"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Dataset:
    """Examples with their labels, one example a column; checked when made, never changed.

    Attributes
    ----------
    X : ndarray, shape (n_x, m), float64, read-only
        The features.
    Y : ndarray, shape (n_y, m), float64, read-only
        Two classes: (1, m) of 0 and 1. K > 2 classes: (K, m), one 1 in each column.
        Regression: (1, m) of any real numbers.
    feature_names : tuple of str
        One name for each row of `X`.
    label_name : str
        What the labels are called.
    class_names : tuple of str
        One name for each class in the order of their index; empty for regression.
    table_columns : tuple of str
        The names of all columns of the table it came from; empty where there was none.
    image_shape : tuple of int or None
        ``(height, width)`` or ``(height, width, 3)`` where each example is a picture, its
        pixels row after row (the colours of a pixel together).
    parts : ndarray of int, shape (m,), or None
        0, 1 or 2 for training, dev or test where the data itself says which example belongs
        where; `split` follows it.
    notices : tuple of Notice
        What a person should know of how the examples were read from a file.

    Raises
    ------
    DataError
        When the shapes disagree, a number is not finite, or the labels fit no problem.
    """

    X: np.ndarray
    Y: np.ndarray
    feature_names: tuple[str, ...]
    label_name: str = "label"
    class_names: tuple[str, ...] = ()
    table_columns: tuple[str, ...] = ()
    image_shape: tuple[int, ...] | None = None
    parts: np.ndarray | None = None
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        for name in ("X", "Y"):
            object.__setattr__(self, name, _frozen(getattr(self, name), float))
        if self.parts is not None:
            object.__setattr__(self, "parts", _frozen(self.parts, np.int8))
        object.__setattr__(self, "feature_names", tuple(self.feature_names))
        object.__setattr__(self, "class_names", tuple(self.class_names))
        self._check_shapes()
        self._check_numbers()
        self._check_labels()

    @property
    def m(self) -> int:
        """The number of examples."""
        return self.X.shape[1]

    @property
    def n_x(self) -> int:
        """The number of features."""
        return self.X.shape[0]

    @property
    def n_y(self) -> int:
        """The number of outputs: 1, or the number of classes when there are more than two."""
        return self.Y.shape[0]

    @property
    def task(self) -> Task:
        """``"binary"``, ``"multiclass"`` or ``"regression"``."""
        if not self.class_names:
            return "regression"
        return "binary" if len(self.class_names) == 2 else "multiclass"

    @property
    def labels(self) -> np.ndarray:
        """The class of each example, shape (m,), as an index into `class_names`.

        Raises
        ------
        DataError
            For regression, which has no classes.
        """
        if self.task == "regression":
            raise DataError("The labels are real numbers; there are no classes.")
        return self.Y[0].astype(int) if self.task == "binary" else self.Y.argmax(axis=0)

    @property
    def class_counts(self) -> np.ndarray:
        """How many examples each class has, shape (K,)."""
        return np.bincount(self.labels, minlength=len(self.class_names))

    def take(self, indices: np.ndarray) -> Dataset:
        """The dataset of the examples at `indices`, in that order."""
        indices = np.asarray(indices, dtype=int)
        parts = None if self.parts is None else self.parts[indices]
        return dataclasses.replace(self, X=self.X[:, indices], Y=self.Y[:, indices], parts=parts)

    def _check_shapes(self) -> None:
        X, Y = self.X, self.Y
        if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1]:
            raise DataError(
                f"X has shape {X.shape} and Y has shape {Y.shape}; "
                "they must be (n_x, m) and (n_y, m), one column for each of m examples."
            )
        if len(self.feature_names) != self.n_x or self.n_x == 0:
            raise DataError(
                f"There are {len(self.feature_names)} feature names for {self.n_x} rows of X; "
                "there must be one for each, and at least one."
            )
        if self.image_shape is not None and np.prod(self.image_shape) != self.n_x:
            raise DataError(f"An image of shape {self.image_shape} has not {self.n_x} pixels.")
        if self.parts is not None and (
            self.parts.shape != (self.m,) or not np.isin(self.parts, (0, 1, 2)).all()
        ):
            raise DataError("parts must hold 0, 1 or 2 for each example.")

    def _check_numbers(self) -> None:
        for array, names in ((self.X, self.feature_names), (self.Y, (self.label_name,) * self.n_y)):
            # One sum finds nearly every array clean without a second array of its size.
            if array.size and not max(abs(array.min()), abs(array.max())) <= LARGEST_VALUE:
                row, example = np.argwhere(~(np.abs(array) <= LARGEST_VALUE))[0]
                raise DataError(
                    f"Example {example + 1:,}: '{names[row]}' is {array[row, example]}; every "
                    f"number must be finite and at most {LARGEST_VALUE:g} in size."
                )

    def _check_labels(self) -> None:
        classes, Y = len(self.class_names), self.Y
        if classes == 1:
            raise DataError(
                f"All labels are '{self.class_names[0]}'; there must be at least two classes."
            )
        if classes != len(set(self.class_names)):
            raise DataError("Two classes have the same name.")
        rows = classes if classes > 2 else 1
        if len(Y) != rows:
            raise DataError(f"Y has {len(Y)} rows; {classes} classes need {rows}.")
        if classes and not ((Y == 0) | (Y == 1)).all():
            raise DataError("The labels of a classification must be 0 or 1.")
        if classes > 2 and not (Y.sum(axis=0) == 1).all():
            raise DataError("Each column of Y must hold exactly one 1, in the row of its class.")


def _frozen(array: np.ndarray, dtype: type) -> np.ndarray:
    given = np.asarray(array)
    frozen = np.ascontiguousarray(given, dtype=dtype)
    if frozen is given and given.flags.writeable:
        frozen = frozen.copy()  # whoever still holds the array could change it
    frozen.flags.writeable = False
    return frozen


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    """Labels as `Dataset` wants them: (1, m) of 0 and 1 for two classes, else (classes, m)."""
    labels = np.asarray(labels, dtype=int)
    if classes == 2:
        return labels[None, :].astype(float)
    return (labels == np.arange(classes)[:, None]).astype(float)


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
    class there. Where the dataset says itself which example belongs where, that counts.

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
    if dataset.parts is not None:
        part = dataset.parts
    else:
        shares = np.array([train_share, dev_share, max(0.0, 1 - train_share - dev_share)])
        shares[shares < 1e-9] = 0.0
        kinds = np.zeros(dataset.m, int) if dataset.task == "regression" else dataset.labels
        part = np.empty(dataset.m, np.int8)
        by_class = order[np.argsort(kinds[order], kind="stable")]
        part[by_class] = _parts_along(dataset.m, shares)
        _represent_every_class(part, kinds, by_class, shares)
    indices = [order[part[order] == k] for k in range(3)]
    if len(indices[0]) == 0:
        raise DataError(f"{dataset.m} examples are too few for a training set.")
    return Split(*(dataset.take(chosen) for chosen in indices), *indices)


def _parts_along(m: int, shares: np.ndarray) -> np.ndarray:
    """The part of each of m examples in a row, every part taking its share evenly."""
    dev, test = np.floor(m * shares[1:] + 0.5).astype(int)
    held_out = min(dev + test, m)
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
    np.add.at(counts, (kinds, part), 1)
    wanted = np.flatnonzero((shares > 0) & (counts.sum(axis=0) > 0))

    def move(kind: int, source: int, target: int) -> None:
        example = by_class[(kinds[by_class] == kind) & (part[by_class] == source)][0]
        part[example] = target
        counts[kind, source] -= 1
        counts[kind, target] += 1

    for kind in np.flatnonzero(counts.sum(axis=1) >= len(wanted)):
        for target in wanted[counts[kind, wanted] == 0]:
            donor = counts[kind].argmax()
            largest = counts[:, target].argmax()
            move(kind, donor, target)
            if counts[largest, target] > 1:
                move(largest, target, donor)


@dataclass(frozen=True, eq=False)
class Scaler:
    """Features scaled by two vectors: ``x_scaled = (x - shift) * factor``.

    Attributes
    ----------
    shift, factor : ndarray, shape (n_x, 1), read-only
        A factor of 0 keeps a feature at 0.
    """

    shift: np.ndarray
    factor: np.ndarray

    def __post_init__(self) -> None:
        for name in ("shift", "factor"):
            object.__setattr__(self, name, _frozen(np.reshape(getattr(self, name), (-1, 1)), float))

    def apply(self, X: np.ndarray) -> np.ndarray:
        """Raw features (n_x, m) as the network sees them."""
        return (X - self.shift) * self.factor

    def invert(self, X: np.ndarray) -> np.ndarray:
        """Scaled features (n_x, m) back in their own units; a constant feature is its constant."""
        backward = np.divide(1, self.factor, out=np.zeros_like(self.factor), where=self.factor != 0)
        return X * backward + self.shift


class Scaling(Settings):
    """Base of the ways to scale features. The training set alone decides (CS230 5.5.1)."""

    def fit(self, X: np.ndarray) -> Scaler:
        """The scaler that the training set X, (n_x, m), asks for."""
        raise NotImplementedError


scalings = Registry("scaling")


def _inverse(spread: np.ndarray, size: np.ndarray) -> np.ndarray:
    """1 / spread; 0 for a feature whose spread is nothing but rounding."""
    varies = (spread > 1e-12 * size) & (spread > 1e-200)
    return np.divide(1, spread, out=np.zeros_like(spread), where=varies)


@scalings.register("standardise", label="Standardise")
class Standardise(Scaling):
    """Mean 0 and standard deviation 1 on the training set; a constant feature becomes 0."""

    def fit(self, X: np.ndarray) -> Scaler:
        mu = X.mean(axis=1, keepdims=True)
        return Scaler(mu, _inverse(X.std(axis=1, keepdims=True), np.abs(mu)))


@scalings.register("min_max", label="Min-max")
class MinMax(Scaling):
    """From 0 to 1 on the training set; a constant feature becomes 0."""

    def fit(self, X: np.ndarray) -> Scaler:
        low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
        return Scaler(low, _inverse(high - low, np.maximum(np.abs(low), np.abs(high))))


@scalings.register("divide_by_255", label="Divide by 255")
class DivideBy255(Scaling):
    """Pixels from 0..255 to 0..1, the same for every feature."""

    def fit(self, X: np.ndarray) -> Scaler:
        return Scaler(np.zeros(len(X)), np.full(len(X), 1 / 255))


@scalings.register("none", label="None")
class Unscaled(Scaling):
    """The features as they are."""

    def fit(self, X: np.ndarray) -> Scaler:
        return Scaler(np.zeros(len(X)), np.ones(len(X)))
