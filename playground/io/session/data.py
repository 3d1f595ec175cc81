"""A data set inside a session, exact to the last bit both ways.

A small one is an ordinary CSV file. A large one is a NumPy archive, ``data.npz``, with its numbers
in the type they have: ``X``, ``(m, n_x)``, and ``y``, which for classes is the number of the class;
it can be opened as data by itself.
"""

from __future__ import annotations

import array
import csv
import dataclasses
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.data.datasets import Dataset, Split, one_hot
from playground.io.errors import ExportError, refusing
from playground.limits import MOST_NUMBERS_AS_TEXT

_PARTS = ("train", "dev", "test")


def data_csv(dataset: Dataset) -> str:
    """One example a line: its features, then its label, which for classes is the class's name."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*dataset.feature_names, *(dataset.label_names or [dataset.label_name])])
    if dataset.class_names:
        labels = [[dataset.class_names[label]] for label in dataset.labels]
    else:
        labels = dataset.Y.T.tolist()
    # The writer gives floats as repr does: as many digits as tell a number from its neighbours.
    writer.writerows([*row, *label] for row, label in zip(dataset.X.T.tolist(), labels))
    return stream.getvalue()


def is_large(dataset: Dataset) -> bool:
    """Whether a session keeps these examples as an archive in place of text."""
    return dataset.X.size + dataset.m > MOST_NUMBERS_AS_TEXT


def data_arrays(dataset: Dataset) -> dict[str, np.ndarray]:
    """The arrays of ``data.npz``; those of the data set itself, uncopied."""
    if dataset.class_names:
        labels = dataset.labels
    else:
        labels = dataset.Y.T if dataset.label_names else dataset.Y[0]
    return {
        "X": dataset.X.T,
        "y": labels,
        "feature_names": np.array(dataset.feature_names, dtype=np.str_),
        "label_name": np.array(dataset.label_name, dtype=np.str_),
    }


def dataset_of_arrays(
    arrays: dict[str, np.ndarray], described: dict[str, Any], parts: np.ndarray | None, name: str
) -> Dataset:
    """The data set that `data_arrays` and `description` wrote; `parts` as `Dataset` has them.

    Raises
    ------
    ExportError
        When the arrays are not of that form.
    DataError
        When the data themselves cannot be.
    """
    with refusing(name):
        X, y, classes = arrays["X"], arrays["y"], described["class_names"]
        if X.dtype.kind not in "uif" or X.ndim != 2 or y.dtype.kind not in "if":
            raise ValueError("X and y are not the numbers of examples")
        if y.ndim != 1 and (classes or y.ndim != 2):
            raise ValueError("y is not one row of labels")
        if classes and not (y.dtype.kind == "i" and ((y >= 0) & (y < len(classes))).all()):
            raise ValueError("a label is the number of no class")
        return _dataset(
            X.T,
            y,
            [str(word) for word in arrays["feature_names"].reshape(-1)],
            str(arrays["label_name"].item()),
            described,
            parts,
        )


def description(dataset: Dataset) -> dict[str, Any]:
    """What the CSV file does not say of the data set, for JSON."""
    return {
        "class_names": list(dataset.class_names),
        "image_shape": dataset.image_shape and list(dataset.image_shape),
        **({"label_names": list(dataset.label_names)} if dataset.label_names else {}),
    }


def dataset_of(
    data: bytes | memoryview, described: dict[str, Any], parts: np.ndarray | None, name: str
) -> Dataset:
    """The data set that `data_csv` and `description` wrote; `parts` as `Dataset` has them.

    Raises
    ------
    ExportError
        When the text is not of that form, naming the line.
    DataError
        When the data themselves cannot be.
    """
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""), strict=True)
    classes = {class_name: index for index, class_name in enumerate(described["class_names"])}
    features, labels = array.array("d"), array.array("d")
    several = len(described.get("label_names", ())) or 1
    try:
        header = next(reader, [])
        for row in reader:
            if len(row) != len(header):
                raise ValueError(f"{len(row)} values in place of {len(header)}")
            features.extend(map(float, row[:-several]))
            labels.extend([classes[row[-1]]] if classes else map(float, row[-several:]))
    except (csv.Error, ValueError) as error:
        raise ExportError(f"'{name}', line {reader.line_num:,}: {error}.") from None
    except KeyError as error:
        raise ExportError(f"'{name}', line {reader.line_num:,}: no class is {error}.") from None
    if len(header) <= several or not labels:
        raise ExportError(f"'{name}' holds no examples.")
    y = np.array(labels) if classes else np.array(labels).reshape(-1, several)
    X = np.array(features).reshape(len(y), len(header) - several).T
    return _dataset(X, y, header[:-several], header[-1], described, parts)


def _dataset(
    X: np.ndarray,
    y: np.ndarray,
    feature_names: Sequence[str],
    label_name: str,
    described: dict[str, Any],
    parts: np.ndarray | None,
) -> Dataset:
    class_names, image_shape = described["class_names"], described["image_shape"]
    return Dataset(
        X=X,
        Y=one_hot(y, len(class_names)) if class_names else y.reshape(len(y), -1).T,
        feature_names=tuple(feature_names),
        label_name=label_name,
        label_names=tuple(described.get("label_names", ())),
        class_names=tuple(class_names),
        image_shape=None if image_shape is None else tuple(image_shape),
        parts=parts,
    )


def split_arrays(dataset: Dataset, split: Split) -> dict[str, np.ndarray]:
    """The examples of each part, in its order; which the data themselves assign; their lines."""
    arrays = {part: getattr(split, f"{part}_indices") for part in _PARTS}
    known = {"assigned": dataset.parts, "lines": dataset.lines}
    return arrays | {name: values for name, values in known.items() if values is not None}


def with_lines(dataset: Dataset, lines: np.ndarray | None, name: str) -> Dataset:
    """The data set with the lines of its file that `split_arrays` wrote, if it did.

    Raises
    ------
    ExportError
        When there is not one for each example.
    """
    if lines is None:
        return dataset
    if lines.dtype.kind not in "iu" or lines.shape != (dataset.m,):
        raise ExportError(f"'{name}' has not the line of each example.")
    return dataclasses.replace(dataset, lines=lines)


def split_of(dataset: Dataset, arrays: dict[str, np.ndarray], name: str) -> Split:
    """The split that `split_arrays` wrote.

    Raises
    ------
    ExportError
        When it does not divide this data set.
    """
    try:
        indices = [arrays[part] for part in _PARTS]
        together = np.sort(np.concatenate(indices))
    except (KeyError, ValueError) as error:
        raise ExportError(f"'{name}' holds no division of the data: {error}.") from None
    whole = together.dtype.kind in "iu" and np.array_equal(together, np.arange(dataset.m))
    if not whole or not indices[0].size:
        raise ExportError(f"'{name}' does not divide these {dataset.m:,} examples.")
    return Split.of(dataset, indices)
