"""A plane through input space: two features or components, the others held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.inputs.components import Components

#: The most numbers in the points of a plane: 100 by 100 cells of a thousand features.
MOST_NUMBERS = 10_000_000

#: Of data with more features than these the plane of two agrees with few of the examples (48 to
#: 76 % in the sample data), that of the principal components with most (85 to 96 %).
FEW_FEATURES = 4

#: What is left free around the examples, as a part of their range.
_MARGIN = 0.1


@dataclass(frozen=True)
class Plane:
    """A rectangle in the plane of two features, the other features held at fixed values.

    Or in the plane of the two principal components, which held values do not touch.

    Attributes
    ----------
    x_axis, y_axis : int
        The features drawn to the right and upwards. With a single feature both are 0 and the
        plane is a line: one row.
    x_range, y_range : tuple of float
        The rectangle, in the features' own units.
    columns, rows : int
        How finely it is cut. Values are taken at the centres of the cells.
    held : tuple of float
        A value for every feature, in its own unit; those on the axes are ignored.
    components : Components or None
        What spans the plane in place of two features; the rectangle then is in their units.
    """

    x_axis: int
    y_axis: int
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    columns: int
    rows: int
    held: tuple[float, ...]
    components: Components | None = None

    @classmethod
    def around(cls, dataset: Dataset, cells: int = 100) -> Plane:
        """The plane that shows all examples, with other features at their median.

        That of the two features that tell most about the label; with two features at all, the
        first to the right and the second upwards; and with more than `FEW_FEATURES`, of which two
        tell little, that of the principal components. With thousands of features the plane is cut
        more coarsely: all its points together hold `MOST_NUMBERS` at most.
        """
        cells = _affordable(cells, dataset.n_x)
        x_axis, y_axis = informative_axes(dataset)
        plane = cls(
            x_axis,
            y_axis,
            _padded(dataset.X[x_axis]),
            _padded(dataset.X[y_axis]),
            cells,
            cells if dataset.n_x > 1 else 1,
            tuple(_medians(dataset.X).tolist()),
        )
        few = dataset.n_x <= FEW_FEATURES or dataset.m < 3
        return plane if few else plane.along_components(dataset)

    @property
    def is_line(self) -> bool:
        """Whether there is one feature only."""
        return self.x_axis == self.y_axis

    def along(self, x_axis: int, y_axis: int, dataset: Dataset) -> Plane:
        """The plane of two other features around the examples of `dataset`, held alike."""
        plane = replace(self, x_axis=x_axis, y_axis=y_axis, components=None)
        return plane.fitted(dataset)

    def along_components(self, dataset: Dataset) -> Plane:
        """The plane of the principal components of `dataset`."""
        return replace(self, components=Components.of(dataset)).fitted(dataset)

    def fitted(self, dataset: Dataset) -> Plane:
        """The same plane, its rectangle around all examples of `dataset`."""
        x, y = self.coordinates(dataset.X)
        return replace(self, x_range=_padded(x), y_range=_padded(y))

    def has_one_unit(self, dataset: Dataset) -> bool:
        """Whether lengths to the right and upwards can be compared; of a table nobody knows."""
        if self.components is not None or dataset.image_shape is not None:
            return True
        return dataset.n_x == 2 and not dataset.table_columns

    def with_square_cells(self, width: float, height: float) -> Plane:
        """The same plane, made longer one way until it is as long as a picture of this size."""
        middles = [sum(bounds) / 2 for bounds in (self.x_range, self.y_range)]
        lengths = [high - low for low, high in (self.x_range, self.y_range)]
        unit = max(lengths[0] / width, lengths[1] / height)
        x, y = (
            (middle - unit * size / 2, middle + unit * size / 2)
            for middle, size in zip(middles, (width, height))
        )
        return replace(self, x_range=x, y_range=y)

    def cut(self, cells: int) -> Plane:
        """The same plane, cut into so many cells a side, or as many as its features allow."""
        cells = _affordable(cells, len(self.held))
        return replace(self, columns=cells, rows=1 if self.is_line else cells)

    def has_axes_of(self, other: Plane) -> bool:
        """Whether both measure the same to the right and upwards."""
        mine, its = ((p.x_axis, p.y_axis, p.components) for p in (self, other))
        return mine == its

    def axis_names(self, feature_names: tuple[str, ...]) -> tuple[str, str]:
        """What is measured to the right and upwards."""
        if self.components is not None:
            return self.components.names
        return feature_names[self.x_axis], feature_names[self.y_axis]

    def coordinates(self, X: np.ndarray) -> np.ndarray:
        """Where examples ``(n_x, m)`` are drawn, ``(2, m)``."""
        return (
            X[[self.x_axis, self.y_axis]]
            if self.components is None
            else (self.components.coordinates(X))
        )

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """The coordinates of the cells' centres, ``(columns,)`` and ``(rows,)``."""
        return _centres(self.x_range, self.columns), _centres(self.y_range, self.rows)

    def placed(self, X: np.ndarray) -> np.ndarray:
        """The points of the plane, ``(n_x, m)``, where examples ``(n_x, m)`` are drawn."""
        if self.components is not None:
            return self.components.points(self.components.coordinates(X))
        points = np.repeat(np.array(self.held)[:, np.newaxis], X.shape[1], axis=1)
        axes = [self.x_axis, self.y_axis]
        points[axes] = X[axes]
        return points

    def points(self) -> np.ndarray:
        """All cells as examples, ``(n_x, rows * columns)``, row after row from the bottom."""
        x, y = self.centres()
        if self.components is not None:
            return self.components.points(
                np.stack([np.tile(x, self.rows), np.repeat(y, self.columns)])
            )
        points = np.repeat(np.array(self.held)[:, np.newaxis], self.rows * self.columns, axis=1)
        if not self.is_line:
            points[self.y_axis] = np.repeat(y, self.columns)
        points[self.x_axis] = np.tile(x, self.rows)
        return points


def informative_axes(dataset: Dataset) -> tuple[int, int]:
    """The two features of which the label explains most, in the order of the columns.

    Explained is the share of a feature's variance that lies between classes, or, for a
    regression, its squared correlation with the label. With one feature, that one twice. Two of
    the words of one column are no plane: no example is both.
    """
    if dataset.n_x <= 2:
        return 0, dataset.n_x - 1
    X = dataset.X - dataset.X.mean(axis=1, keepdims=True)
    spread = (X**2).sum(axis=1)
    Y = dataset.Y - dataset.Y.mean(axis=1, keepdims=True)
    if dataset.task == "regression":
        explained = (X @ Y.T)[:, 0] ** 2 / max(float((Y**2).sum()), 1e-300)
    else:
        membership = np.eye(len(dataset.class_names))[dataset.labels]
        sums, counts = X @ membership, membership.sum(axis=0)
        explained = (sums**2 / np.maximum(counts, 1)).sum(axis=1)
    share = np.divide(explained, spread, out=np.zeros_like(spread), where=spread > 0)
    columns = np.repeat(
        np.arange(len(dataset.encodings)), [each.n_features for each in dataset.encodings]
    )
    order = np.argsort(-share, kind="stable")
    first, second = order[:2]
    if len(columns) == dataset.n_x:
        apart = order[columns[order] != columns[first]]
        second = apart[0] if len(apart) else second
    low, high = sorted((int(first), int(second)))
    return low, high


def _medians(X: np.ndarray) -> np.ndarray:
    """The median of every row; `numpy.median` would import all masked arrays for it."""
    m = X.shape[1]
    middle = [(m - 1) // 2, m // 2]
    return np.partition(X, middle, axis=1)[:, middle].mean(axis=1)


def _affordable(cells: int, features: int) -> int:
    return min(cells, max(8, int((MOST_NUMBERS / features) ** 0.5)))


def _padded(values: np.ndarray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = _MARGIN * (high - low) or 1.0
    return low - pad, high + pad


def _centres(bounds: tuple[float, float], cells: int) -> np.ndarray:
    low, high = bounds
    return low + (high - low) * (np.arange(cells) + 0.5) / cells
