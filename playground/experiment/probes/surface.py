"""What a network computes over a plane through input space: the decision boundary's numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from playground.data.datasets import Dataset, Scaler
from playground.data.features import FeatureMap
from playground.engine import Network
from playground.engine.inference import Inference
from playground.experiment.inputs.components import Components
from playground.experiment.probe import Probe
from playground.experiment.probes.agreement import Agreement
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session

#: The most numbers in the points of a plane: 100 by 100 cells of a thousand features.
MOST_NUMBERS = 10_000_000

#: Maps of hidden units come with a surface up to so many cells in all, 32 megabytes.
MOST_UNIT_CELLS = 8_000_000

#: Of data with more features than these the plane of two agrees with few of the examples (48 to
#: 76 % in the sample data), that of the principal components with most (85 to 96 %).
FEW_FEATURES = 4

#: Cells along a side of a plane in a picture; with maps of units, the first that they suit.
_FINE = (200, 100, 50)


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
    def around(
        cls,
        dataset: Dataset,
        x_axis: int | None = None,
        y_axis: int | None = None,
        cells: int = 100,
        margin: float = 0.1,
    ) -> Plane:
        """The plane of two features that shows all examples, the others at their median.

        Without axes given, the two features that tell most about the label; with two features
        at all, the first to the right and the second upwards; and with more than `FEW_FEATURES`,
        of which two tell little, the plane of the principal components. With thousands of features
        the plane is cut more coarsely: all its points together hold `MOST_NUMBERS` at most.
        """
        cells = _affordable(cells, dataset.n_x)
        chosen = x_axis is not None and y_axis is not None
        if x_axis is None or y_axis is None:
            x_axis, y_axis = informative_axes(dataset)
        plane = cls(
            x_axis,
            y_axis,
            _padded(dataset.X[x_axis], margin),
            _padded(dataset.X[y_axis], margin),
            cells,
            cells if dataset.n_x > 1 else 1,
            tuple(np.median(dataset.X, axis=1).tolist()),
        )
        few = dataset.n_x <= FEW_FEATURES or dataset.m < 3
        return plane if chosen or few else plane.along_components(dataset)

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

    def fitted(self, dataset: Dataset, margin: float = 0.1) -> Plane:
        """The same plane, its rectangle around all examples of `dataset`."""
        x, y = self.coordinates(dataset.X)
        return replace(self, x_range=_padded(x, margin), y_range=_padded(y, margin))

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


@dataclass(frozen=True)
class SurfaceMap:
    """The values of a network over a plane, at one moment of training.

    Attributes
    ----------
    plane : Plane
    output : ndarray, (n_y, rows, columns), float32
        ``A[L]``, in the labels' own unit for regression; row 0 is the bottom of the plane.
    units : tuple of ndarray, each (n[l], rows, columns), float32
        ``A[l]`` of the hidden layers; empty unless they were asked for.
    agreement : float or None
        The share of the examples that the picture says the same of, at the place where they are
        drawn, as the network does; None where the plane is all there is.
    """

    plane: Plane
    output: np.ndarray
    units: tuple[np.ndarray, ...] = ()
    agreement: float | None = None


class Surface:
    """Evaluates one architecture over one plane, again and again, on buffers of its own.

    Parameters
    ----------
    network : Network
        Gives the architecture; its parameters are not kept.
    plane : Plane
    scaler : Scaler
        From raw features to what the network sees.
    label_scaler : Scaler or None
        For regression, from labels to what the network predicts.
    features : FeatureMap or None
        From the columns, which span the plane, to raw features; None where they are the same.
    dataset : Dataset or None
        The examples that the picture is compared with, where the plane is a slice of their space.
    """

    def __init__(
        self,
        network: Network,
        plane: Plane,
        scaler: Scaler,
        label_scaler: Scaler | None = None,
        features: FeatureMap | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        self.plane = plane
        self._label_scaler = label_scaler
        points, undefined = features.defined(plane.points()) if features else (plane.points(), None)
        # Where a formula has no value, such as log(x1) left of 0, there is no picture.
        self._undefined: np.ndarray | None = None
        if undefined is not None and undefined.any():
            self._undefined = undefined.reshape(plane.rows, plane.columns)
        self._inference = Inference(network, scaler.apply(points), dtype="float32")
        self._agreement: Agreement | None = None
        if dataset is not None and features is not None and dataset.n_x > 2:
            self._agreement = Agreement(network, plane, scaler, features, dataset)

    @classmethod
    def of(cls, session: Session, plane: Plane, dataset: Dataset | None = None) -> Surface:
        """What computes the pictures of a session's network over a plane, compared or not."""
        scaler, label_scaler, features = session.scaler, session.label_scaler, session.features
        return cls(session.network, plane, scaler, label_scaler, features, dataset)

    def map(self, theta: np.ndarray, with_units: bool = False) -> SurfaceMap:
        """The network's values for the parameters `theta`, as read-only copies.

        Where a feature is not defined they are nan.
        """
        # A network that has diverged is shown too, as far as it can be.
        with np.errstate(over="ignore", invalid="ignore"):
            *hidden, output = self._inference.activations(theta)
            if self._label_scaler is not None:
                output = self._label_scaler.invert(output)
            units = tuple(map(self._picture, hidden)) if with_units else ()
            share = self._agreement.share(theta) if self._agreement else None
            return SurfaceMap(self.plane, self._picture(output), units, share)

    def _picture(self, values: np.ndarray) -> np.ndarray:
        shape = (len(values), self.plane.rows, self.plane.columns)
        picture = np.array(values, dtype=np.float32).reshape(shape)
        if self._undefined is not None:
            picture[:, self._undefined] = np.nan
        picture.flags.writeable = False
        return picture


@probes.register("surface")
@dataclass(frozen=True)
class SurfaceProbe(Probe[SurfaceMap]):
    """The output over a plane, and the maps of the hidden units.

    Attributes
    ----------
    plane : Plane or None
        By default the plane around all examples.
    units : bool
        Whether the hidden units are mapped too; where all their cells together would be more
        than `MOST_UNIT_CELLS`, they are not.
    """

    plane: Plane | None = None
    units: bool = False

    def applies(self, session: Session) -> bool:
        """Whether the plane lies in the space of these data."""
        return self.plane is None or len(self.plane.held) == session.dataset.n_x

    def cost(self, session: Session) -> int:
        """Its cells."""
        plane = self._plane(session)
        return plane.rows * plane.columns

    def bind(self, session: Session) -> Callable[[np.ndarray], SurfaceMap]:
        """Over the plane of the `fixed` request."""
        with_units = self.units and self._unit_cells(session) <= MOST_UNIT_CELLS
        surface = Surface.of(session, self._plane(session), session.dataset)
        return partial(surface.map, with_units=with_units)

    def merged(self, other: SurfaceProbe) -> SurfaceProbe:
        """The maps of units are over the plane that somebody chose."""
        return SurfaceProbe(other.plane or self.plane, self.units or other.units)

    def fixed(self, session: Session) -> SurfaceProbe:
        """With a plane."""
        return replace(self, plane=self._plane(session))

    def complete(self, session: Session) -> SurfaceProbe:
        """Cut finely, with maps of the hidden units where there is memory for them."""
        plane = self._plane(session)
        for cells in _FINE:
            fine = SurfaceProbe(plane.cut(cells), units=True)
            if fine._unit_cells(session) <= MOST_UNIT_CELLS:
                return fine
        return SurfaceProbe(plane.cut(_FINE[1]))

    def anew(self) -> SurfaceProbe:
        """Over the plane around other examples."""
        return replace(self, plane=None)

    def _unit_cells(self, session: Session) -> int:
        plane = self._plane(session)
        return plane.rows * plane.columns * sum(session.network.layer_sizes[1:-1])

    def _plane(self, session: Session) -> Plane:
        return self.plane or Plane.around(session.dataset)


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


def _affordable(cells: int, features: int) -> int:
    return min(cells, max(8, int((MOST_NUMBERS / features) ** 0.5)))


def _padded(values: np.ndarray, margin: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = margin * (high - low) or 1.0
    return low - pad, high + pad


def _centres(bounds: tuple[float, float], cells: int) -> np.ndarray:
    low, high = bounds
    return low + (high - low) * (np.arange(cells) + 0.5) / cells
