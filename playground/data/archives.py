"""NumPy archives: `.npz` files with the examples `X` and their labels `y`."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from playground.data.columns import Column
from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.data.images import image_shape
from playground.data.labels import labels_of
from playground.data.tables.table import Notice

_EXAMPLES = ("X", "x", "images", "data", "features")
_LABELS = ("y", "Y", "labels", "label", "target", "targets")
_PARTS = (("train",), ("dev", "val", "valid", "validation"), ("test",))
_MOST_BYTES = 2_000_000_000  # of one array


def read_npz(path: str | Path, problem: str = "auto") -> Dataset:
    """The dataset in an archive.

    `X` holds an example in each row: ``(m, n_x)``, or pictures ``(m, height, width)`` or
    ``(m, height, width, 3)``; ``(n_x, m)`` is taken too where the labels tell. `y` holds m
    labels, or a row of 0 and one 1 for each. Parts may have their own arrays, such as
    ``x_train``, ``y_train``, ``x_test`` and ``y_test``; the split then follows them.

    Parameters
    ----------
    path : str or Path
    problem : {"auto", "classification", "regression"}
        As in `playground.data.labels.labels_of`.

    Raises
    ------
    DataError
        When the file is no such archive, or its arrays make no dataset.
    """
    path = Path(path)
    try:
        archive = np.load(path, allow_pickle=False)
        if not isinstance(archive, np.lib.npyio.NpzFile):
            raise DataError("This is a single NumPy array. Save X and y together as .npz.")
        with archive:
            return _dataset(archive, problem)
    except DataError as error:
        error.path = path.name
        raise
    except FileNotFoundError:
        raise DataError(f"The file '{path}' does not exist.", path=path.name) from None
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            "This is no NumPy archive of plain arrays, or it is damaged.", path=path.name
        ) from error


def _dataset(archive: np.lib.npyio.NpzFile, problem: str) -> Dataset:
    found = [
        (part, *arrays)
        for part, arrays in enumerate(_arrays_of_part(archive, words) for words in _PARTS)
        if arrays is not None
    ]
    if not found:
        arrays = _arrays_of_part(archive, ())
        if arrays is None:
            names = ", ".join(archive.files) or "none"
            raise DataError(f"There must be arrays X and y; the file has {names}.")
        found = [(0, *arrays)]
    if len({X.shape[1:] for _, X, _ in found}) > 1:
        raise DataError("The examples of the parts have different shapes.")
    if problem == "auto" and all(_is_one_hot(y) for _, _, y in found):
        problem = "classification"
    X = np.concatenate([X for _, X, _ in found])
    y = np.concatenate([_flat_labels(y) for _, _, y in found])
    parts = np.concatenate([np.full(len(X), part) for part, X, _ in found])
    if X.ndim == 4 and X.shape[1] == 3 and X.shape[3] != 3:
        X = np.moveaxis(X, 1, 3)  # the colours first, as some frameworks have them
    rows = np.ascontiguousarray(X.reshape(len(X), -1).T, dtype=float)
    shape = _picture_shape(X) if X.ndim > 2 else image_shape(rows)
    labels = labels_of(_label_column(y), y, problem)
    noun = "pixel" if shape else "column"
    return Dataset(
        X=rows,
        Y=labels.Y,
        feature_names=tuple(f"{noun} {number}" for number in range(1, len(rows) + 1)),
        label_name="y",
        class_names=labels.class_names,
        image_shape=shape,
        parts=parts if len(found) > 1 else None,
        notices=tuple(Notice(notice.text) for notice in labels.notices),
    )


def _picture_shape(X: np.ndarray) -> tuple[int, ...] | None:
    """Height and width, and 3 where there are colours, of pictures (m, height, width, ...)."""
    height, width, *colours = X.shape[1:]
    if colours == [3]:
        return (height, width, 3)
    return (height, width) if colours in ([], [1]) else None


def _label_column(y: np.ndarray) -> Column:
    kind = "category" if y.dtype == object else "number"
    return Column(name="y", index=0, kind=kind, missing=0, distinct=0, identifier=False)


def _arrays_of_part(
    archive: np.lib.npyio.NpzFile, words: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray] | None:
    """X, an example in each row, and y of one part; None where the archive has none."""
    X = _first(archive, _EXAMPLES, words)
    y = _first(archive, _LABELS, words)
    if X is None or y is None or not y.shape:
        return None
    if X.dtype.kind not in "buif":
        raise DataError(f"X holds {X.dtype}; it must hold numbers.")
    if X.ndim < 2 or X.ndim > 4:
        raise DataError(f"X has shape {X.shape}; it must hold an example in each row.")
    labels = y.size if 1 in y.shape else len(y)
    if len(X) != labels and X.ndim == 2 and X.shape[1] == labels:
        X = X.T
    if len(X) != labels:
        raise DataError(f"X has {len(X):,} examples, but y has {labels:,} labels.")
    return X, y


def _first(
    archive: np.lib.npyio.NpzFile, names: tuple[str, ...], words: tuple[str, ...]
) -> np.ndarray | None:
    """The first array called one of `names`, together with one of `words` if there are any."""
    wanted = {name.lower() for name in names}
    if words:
        wanted = {f"{a}_{b}" for n in wanted for w in words for a, b in ((n, w), (w, n))}
    for name in archive.files:
        if name.lower() in wanted:
            size = archive.zip.getinfo(f"{name}.npy").file_size
            if size > _MOST_BYTES:
                raise DataError(f"Array {name} takes {size:,} bytes; at most {_MOST_BYTES:,} fit.")
            return archive[name]
    return None


def _is_one_hot(y: np.ndarray) -> bool:
    """Whether y holds a row of 0 and one 1 for each example."""
    if y.ndim != 2 or y.shape[1] < 2 or y.dtype.kind not in "buif":
        return False
    ordered = np.sort(y, axis=1)
    return bool((ordered[:, :-1] == 0).all() and (ordered[:, -1] == 1).all())


def _flat_labels(y: np.ndarray) -> np.ndarray:
    """One label for each example, from rows of one 1 each or from a single row or column."""
    if _is_one_hot(y):
        return y.argmax(axis=1).astype(float)
    if y.ndim == 2 and 1 in y.shape:
        y = y.ravel()
    if y.ndim != 1:
        raise DataError(f"y has shape {y.shape}; it must hold one label for each example.")
    if y.dtype.kind in "SU":
        return y.astype(str).astype(object)
    if y.dtype.kind not in "buif":
        raise DataError(f"y holds {y.dtype}; it must hold numbers or texts.")
    labels = y.astype(float)
    if not np.isfinite(labels).all():
        raise DataError("y holds values that are not finite numbers.")
    return labels
