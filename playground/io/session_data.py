"""A data set as an ordinary CSV file inside a session, exact to the last bit both ways."""

from __future__ import annotations

import array
import csv
import io
from typing import Any

import numpy as np

from playground.data.datasets import Dataset, Split, one_hot
from playground.io.errors import ExportError

_PARTS = ("train", "dev", "test")


def data_csv(dataset: Dataset) -> str:
    """One example a line: its features, then its label, which for classes is the class's name."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*dataset.feature_names, dataset.label_name])
    if dataset.class_names:
        labels = [dataset.class_names[label] for label in dataset.labels]
    else:
        labels = dataset.Y[0].tolist()
    # The writer gives floats as repr does: as many digits as tell a number from its neighbours.
    writer.writerows([*row, label] for row, label in zip(dataset.X.T.tolist(), labels))
    return stream.getvalue()


def description(dataset: Dataset) -> dict[str, Any]:
    """What the CSV file does not say of the data set, for JSON."""
    return {
        "class_names": list(dataset.class_names),
        "image_shape": dataset.image_shape and list(dataset.image_shape),
    }


def dataset_of(
    text: str, described: dict[str, Any], parts: np.ndarray | None, name: str
) -> Dataset:
    """The data set that `data_csv` and `description` wrote; `parts` as `Dataset` has them.

    Raises
    ------
    ExportError
        When the text is not of that form, naming the line.
    DataError
        When the data themselves cannot be.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    classes = {class_name: index for index, class_name in enumerate(described["class_names"])}
    features, labels = array.array("d"), array.array("d")
    try:
        header = next(reader, [])
        for row in reader:
            if len(row) != len(header):
                raise ValueError(f"{len(row)} values in place of {len(header)}")
            features.extend(map(float, row[:-1]))
            labels.append(classes[row[-1]] if classes else float(row[-1]))
    except (csv.Error, ValueError) as error:
        raise ExportError(f"'{name}', line {reader.line_num:,}: {error}.") from None
    except KeyError as error:
        raise ExportError(f"'{name}', line {reader.line_num:,}: no class is {error}.") from None
    if len(header) < 2 or not labels:
        raise ExportError(f"'{name}' holds no examples.")
    y = np.array(labels)
    image_shape = described["image_shape"]
    return Dataset(
        X=np.array(features).reshape(len(labels), len(header) - 1).T,
        Y=one_hot(y, len(classes)) if classes else y[np.newaxis],
        feature_names=tuple(header[:-1]),
        label_name=header[-1],
        class_names=tuple(described["class_names"]),
        image_shape=None if image_shape is None else tuple(image_shape),
        parts=parts,
    )


def split_arrays(dataset: Dataset, split: Split) -> dict[str, np.ndarray]:
    """Which examples each part holds, in its order; and which the data themselves assign."""
    arrays = {part: getattr(split, f"{part}_indices") for part in _PARTS}
    return arrays if dataset.parts is None else arrays | {"assigned": dataset.parts}


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
    return Split(*(dataset.take(chosen) for chosen in indices), *indices)
