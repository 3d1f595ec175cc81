"""Examples and labels from files of named arrays: NumPy archives, HDF5, MATLAB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.atomic import FileError
from playground.cancellation import Cancelled
from playground.data.array_files import StoredArray, arrays_in, read_bounded
from playground.data.columns.column import Column, Kind
from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.data.labels import labels_of
from playground.data.pictures.rows import image_shape
from playground.data.tables.table import Notice
from playground.limits import MOST_NUMBERS_AT_ONCE

_EXAMPLES = ("x", "images", "data", "features")
_LABELS = ("y", "labels", "label", "target", "targets")
_CLASSES = ("listclasses", "classes", "classnames", "targetnames")
_PARTS = (("train", "training"), ("dev", "val", "valid", "validation", "cv"), ("test", "testing"))
_NOISE = re.compile(r"[_\s.-]|set|orig(inal)?")  # of a name such as train_set_x_orig


class _Part(NamedTuple):
    """The examples of a part, one in each row, and their labels."""

    part: int
    X: np.ndarray
    y: np.ndarray


def read_arrays(path: str | Path, problem: str = "auto") -> Dataset:
    """The dataset in a file of named arrays.

    `X` holds an example in each row: ``(m, n_x)``, or pictures ``(m, height, width)`` or
    ``(m, height, width, 3)``; ``(n_x, m)`` is taken too where the labels tell. `y` holds m
    labels, or a row of 0 and one 1 for each. Parts may have their own arrays, such as
    ``x_train`` and ``y_train``, ``train_set_x`` and ``train_set_y``, ``Xval`` and ``yval``, or a
    file of their own beside this one, such as ``test_cats.h5`` beside ``train_cats.h5``; the
    split then follows them. ``list_classes`` names the classes.

    Parameters
    ----------
    path : str or Path
    problem : {"auto", "classification", "regression"}
        As in `playground.data.labels.labels_of`.

    Raises
    ------
    DataError
        When the file is none of these, or its arrays make no dataset.
    """
    path = Path(path)
    try:
        parts, classes, notices = _of_file(path)
        for sibling in _beside(path, {part.part for part in parts}):
            more, _, told = _of_file(sibling)
            parts += more
            notices += [Notice(f"{sibling.name} beside the file was read with it."), *told]
        return _dataset(parts, classes, problem, notices)
    except DataError as error:
        error.path = path.name
        raise
    except FileError as error:
        raise DataError(str(error), path=path.name) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"'{path}' cannot be read: {reason}.", path=path.name) from error
    except Cancelled:
        raise
    except MemoryError:
        raise DataError("These arrays need more memory than there is.", path=path.name) from None
    except Exception as error:  # damaged files lead the libraries to errors of every type
        raise DataError("This file is damaged; it cannot be read.", path=path.name) from error


def _of_file(path: Path) -> tuple[list[_Part], list[str], list[Notice]]:
    """The parts in one file, the names of their classes, and what to tell."""
    with arrays_in(path) as stored:
        plain = {_NOISE.sub("", name.lower()): name for name in stored}
        found = [_part(k, words, plain, stored, path) for k, words in enumerate(_PARTS)]
        if found[0] is None:
            found[0] = _part(0, ("",), plain, stored, path)
        classes: list[str] = []
        for name in (plain[word] for word in _CLASSES if word in plain):
            classes = [_text(word) for word in read_bounded(stored[name], name, path).ravel()]
        parts = [part for part in found if part is not None]
        if not parts:
            names = ", ".join(stored) or "none"
            raise DataError(f"There must be arrays X and y; the file has {names}.")
    return parts, classes, []


def _part(
    number: int,
    words: Iterable[str],
    plain: dict[str, str],
    stored: Mapping[str, StoredArray],
    path: Path,
) -> _Part | None:
    """The part whose arrays are called by one of `words`; None where there is none."""
    X_name, y_name = (_called(names, words, plain) for names in (_EXAMPLES, _LABELS))
    if X_name is None or y_name is None or not stored[y_name].shape:
        return None
    kind = stored[X_name].dtype
    if kind.kind not in "buif":
        raise DataError(f"X holds {kind}; it must hold numbers.")
    X, y = (read_bounded(stored[name], name, path) for name in (X_name, y_name))
    if X.ndim < 2 or X.ndim > 4:
        raise DataError(f"X has shape {X.shape}; it must hold an example in each row.")
    labels = y.size if 1 in y.shape else len(y)
    if len(X) != labels and X.ndim == 2 and X.shape[1] == labels:
        X = X.T
    if len(X) != labels:
        raise DataError(f"X has {len(X):,} examples, but y has {labels:,} labels.")
    return _Part(number, X, y)


def _called(names: Iterable[str], words: Iterable[str], plain: dict[str, str]) -> str | None:
    """The array that is called one of `names`, together with one of `words`."""
    wanted = (pair for n in names for w in words for pair in (n + w, w + n))
    return next((plain[name] for name in wanted if name in plain), None)


def _beside(path: Path, present: set[int]) -> list[Path]:
    """The files of the other parts beside that of one part, which only their names tell apart."""
    if len(present) > 1:
        return []
    found = []
    for own in (word for words in _PARTS for word in words):
        place = re.search(rf"(?<![a-z]){own}(?![a-z])", path.stem.lower())
        if place is None:
            continue
        for words in _PARTS:
            for other in (word for word in words if own not in words):
                name = path.stem[: place.start()] + other + path.stem[place.end() :] + path.suffix
                if path.with_name(name).is_file():
                    found.append(path.with_name(name))
    return found


def _dataset(
    found: list[_Part], classes: list[str], problem: str, notices: list[Notice]
) -> Dataset:
    found = sorted(found, key=lambda part: part.part)
    if len({part.X.shape[1:] for part in found}) > 1:
        raise DataError("The examples of the parts have different shapes.")
    if problem == "auto" and all(_is_one_hot(part.y) for part in found):
        problem = "classification"
    X = np.concatenate([part.X for part in found]) if len(found) > 1 else found[0].X
    y = np.concatenate([_flat_labels(part.y) for part in found])
    parts = np.concatenate([np.full(len(part.X), part.part) for part in found])
    if X.ndim == 4 and X.shape[1] == 3 and X.shape[3] != 3:
        X = np.moveaxis(X, 1, 3)  # the colours first, as some frameworks have them
    rows = X.reshape(len(X), -1).T
    if X.dtype == bool or rows.size <= MOST_NUMBERS_AT_ONCE:
        rows = np.ascontiguousarray(rows, dtype=float)
    else:
        rows.flags.writeable = False  # nobody else holds it: it need not be copied
    shape = _picture_shape(X) if X.ndim > 2 else image_shape(rows)
    labels = labels_of(_label_column(y), y, problem)
    noun = "pixel" if shape else "column"
    return Dataset(
        X=rows,
        Y=labels.Y,
        feature_names=tuple(f"{noun} {number}" for number in range(1, len(rows) + 1)),
        label_name="y",
        class_names=_named(labels.class_names, classes),
        image_shape=shape,
        parts=parts if len(found) > 1 else None,
        notices=(*notices, *(Notice(notice.text) for notice in labels.notices)),
    )


def _named(numbers: tuple[str, ...], classes: list[str]) -> tuple[str, ...]:
    """The names of classes that are called 0, 1, ... otherwise."""
    fit = len(numbers) == len(classes) == len(set(classes))
    return tuple(classes) if fit and numbers == tuple(map(str, range(len(numbers)))) else numbers


def _text(word: object) -> str:
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _picture_shape(X: np.ndarray) -> tuple[int, ...] | None:
    """Height and width, and 3 where there are colours, of pictures (m, height, width, ...)."""
    height, width, *colours = X.shape[1:]
    if colours == [3]:
        return (height, width, 3)
    return (height, width) if colours in ([], [1]) else None


def _label_column(y: np.ndarray) -> Column:
    kind: Kind = "category" if y.dtype == object else "number"
    return Column(name="y", index=0, kind=kind, missing=0, distinct=0, identifier=False)


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
