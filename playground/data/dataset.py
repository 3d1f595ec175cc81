"""Dataset: examples as columns, with their labels."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from playground.data.errors import DataError
from playground.data.tables.wording import listed
from playground.dataclass import dataclass
from playground.limits import MOST_NUMBERS_AT_ONCE

if TYPE_CHECKING:
    from playground.data.encoding import ColumnEncoding
    from playground.data.row_count import RowCount
    from playground.data.tables.table import Notice

LARGEST_VALUE = 1e100  # beyond it squares and sums of features overflow

Task = Literal["binary", "multiclass", "regression"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Dataset:
    """Examples with their labels, one example a column; checked when made, never changed.

    Attributes
    ----------
    X : ndarray, shape (n_x, m), float64, read-only
        The features. Where they are large (`playground.limits`), in the type they came in.
    Y : ndarray, shape (n_y, m), float64, read-only
        Two classes: (1, m) of 0 and 1. K > 2 classes: (K, m), one 1 in each column.
        Regression: (1, m) of any real numbers, or a row for each of several quantities.
    feature_names : tuple of str
        One name for each row of `X`.
    label_name : str
        What the labels are called; of several quantities what they are called together.
    label_names : tuple of str
        What each of several quantities is called; empty for one, and for classes.
    class_names : tuple of str
        One name for each class in the order of their index; empty for regression.
    table_columns : tuple of str
        The names of all columns of the table it came from; empty where there was none.
    encodings : tuple of ColumnEncoding
        How the columns of the table became the rows of `X`; empty where there was none.
    image_shape : tuple of int or None
        ``(height, width)`` or ``(height, width, 3)`` where each example is a picture, its
        pixels row after row (the colours of a pixel together).
    parts : ndarray of int, shape (m,), or None
        0, 1 or 2 for training, dev or test where the data itself says which example belongs
        where; `split` follows it.
    notices : tuple of Notice
        What a person should know of how the examples were read from a file.
    lines : ndarray of int, shape (m,), or None
        The line of its file on which each example begins, counted from 1; None where there is none.
    rows : RowCount or None
        What became of the rows of the file; None where there was none.
    label_guessed : bool
        Whether nobody has said what the label is, and its name leaves a doubt.

    Raises
    ------
    DataError
        When the shapes disagree, a number is not finite, or the labels fit no problem.
    """

    X: np.ndarray
    Y: np.ndarray
    feature_names: tuple[str, ...]
    label_name: str = "label"
    label_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    table_columns: tuple[str, ...] = ()
    encodings: tuple[ColumnEncoding, ...] = ()
    image_shape: tuple[int, ...] | None = None
    parts: np.ndarray | None = None
    notices: tuple[Notice, ...] = ()
    lines: np.ndarray | None = None
    rows: RowCount | None = None
    label_guessed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "X", frozen(self.X, float, _KEPT))
        object.__setattr__(self, "Y", frozen(self.Y, float))
        if self.parts is not None:
            object.__setattr__(self, "parts", frozen(self.parts, np.int8))
        if self.lines is not None:
            object.__setattr__(self, "lines", frozen(self.lines, np.int64))
        object.__setattr__(self, "feature_names", tuple(self.feature_names))
        object.__setattr__(self, "class_names", tuple(self.class_names))
        object.__setattr__(self, "label_names", tuple(self.label_names))
        if self.label_names:
            object.__setattr__(self, "label_name", listed(self.label_names))
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
        """The number of outputs: one for each quantity, or each class of more than two."""
        return self.Y.shape[0]

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each row of `Y` is called."""
        if len(self.class_names) > 2:
            return self.class_names
        return self.label_names or (self.label_name,)

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
        """The dataset of the examples at `indices`, in that order; where it is large, a `Part`."""
        indices = np.asarray(indices, dtype=int)
        if self.n_x * len(indices) > MOST_NUMBERS_AT_ONCE:
            return Part(self, indices)
        X, Y = self.X[:, indices], self.Y[:, indices]
        parts = None if self.parts is None else self.parts[indices]
        lines = None if self.lines is None else self.lines[indices]
        return dataclasses.replace(self, X=X, Y=Y, parts=parts, lines=lines)

    def first(self, m: int) -> Dataset:
        """The dataset of the first `m` examples, or of all where there are fewer."""
        return self.take(np.arange(min(m, self.m)))

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
        if self.lines is not None and self.lines.shape != (self.m,):
            raise DataError("lines must hold one for each example.")

    def _check_numbers(self) -> None:
        for array, names in ((self.X, self.feature_names), (self.Y, self.output_names)):
            # Least and largest value find nearly every array clean, without a second of its size.
            if not array.size:
                continue
            if not max(abs(float(array.min())), abs(float(array.max()))) <= LARGEST_VALUE:
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
        rows = classes if classes > 2 else len(self.output_names)
        if len(Y) != rows or (classes and self.label_names):
            raise DataError(f"Y has {len(Y)} rows; {classes} classes need {rows}.")
        if classes and not ((Y == 0) | (Y == 1)).all():
            raise DataError("The labels of a classification must be 0 or 1.")
        if classes > 2 and not (Y.sum(axis=0) == 1).all():
            raise DataError("Each column of Y must hold exactly one 1, in the row of its class.")


class Part(Dataset):
    """Many examples of a whole: their places are kept, and the features are taken when asked for.

    Parameters
    ----------
    whole : Dataset
    indices : ndarray of int, (m,)
    """

    _whole: ClassVar[Dataset]  # of each object its own; no field of the dataclass
    _indices: ClassVar[np.ndarray]

    def __init__(self, whole: Dataset, indices: np.ndarray) -> None:
        own = {
            "Y": frozen(whole.Y[:, indices], float),
            "parts": None if whole.parts is None else frozen(whole.parts[indices], np.int8),
            "lines": None if whole.lines is None else frozen(whole.lines[indices], np.int64),
        }
        for field in dataclasses.fields(whole):
            if field.name != "X":
                value = own.get(field.name, getattr(whole, field.name))
                object.__setattr__(self, field.name, value)
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_indices", indices)

    @property
    def X(self) -> np.ndarray:
        """The features, ``(n_x, m)``: a new array at each time."""
        return self._whole.X[:, self._indices]

    @property
    def m(self) -> int:
        """The number of examples."""
        return len(self._indices)

    @property
    def n_x(self) -> int:
        """The number of features."""
        return self._whole.n_x

    def take(self, indices: np.ndarray) -> Dataset:
        """The dataset of the examples at `indices`, in that order."""
        return self._whole.take(self._indices[indices])


#: The types in which large features are kept.
_KEPT = ("uint8", "int8", "uint16", "int16", "float32", "float64")


def frozen(array: np.ndarray, dtype: type, kept: tuple[str, ...] = ()) -> np.ndarray:
    """A contiguous array of `dtype` that nobody can change any more.

    A large one that is of one of the types `kept`, and contiguous in whatever order, stays so.
    """
    given = np.asarray(array)
    result: np.ndarray = given
    contiguous = given.flags.c_contiguous or given.flags.f_contiguous
    if not (given.size > MOST_NUMBERS_AT_ONCE and given.dtype.name in kept and contiguous):
        result = np.ascontiguousarray(given, dtype=dtype)
    if result is given and given.flags.writeable:
        result = result.copy()  # whoever still holds the array could change it
    result.flags.writeable = False
    return result


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    """Labels as `Dataset` wants them: (1, m) of 0 and 1 for two classes, else (classes, m)."""
    labels = np.asarray(labels, dtype=int)
    if classes == 2:
        return labels[None, :].astype(float)
    return (labels == np.arange(classes)[:, None]).astype(float)
