"""Data drawn by hand: points that are part of the experiment itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from playground.data.by_hand.drawn_points import (
    MOST_PLACES,
    DrawnPoints,
    parse_points,
    rounded,
    text_of,
)
from playground.data.datasets import Dataset, Split, one_hot
from playground.data.errors import DataError
from playground.data.places import parts_of_places, places_for_parts
from playground.data.sources import Source, sources
from playground.settings import SettingError, declared, integer, text


def _points(default: str) -> str:
    return text(
        default,
        label="Points",
        help="The points, separated by semicolons; draw them on the decision boundary.",
        format="points",
        applies="live",
    )


def _names(default: str) -> str:
    return text(
        default,
        label="Names",
        help="What the numbers of a point are called, separated by commas, the label last.",
        advanced=True,
    )


@declared
class Drawing(Source):
    """What all drawn data share.

    A point has a number for each of `names`, the label last. Points keep their part of the data
    (train, dev or test) while others come, move and go.
    """

    width: ClassVar[int]  # how many numbers a point has

    points: str = _points("0 0 0")
    names: str = _names("x1, x2, y")

    def check(self) -> None:
        names = self.column_names
        if len(names) != self.width or len(set(names)) < len(names) or not all(names):
            raise SettingError("names", f"'{self.names}' are not {self.width} different names.")
        try:
            drawn = self.drawn
        except DataError as error:
            raise SettingError("points", str(error)) from None
        if not len(drawn.places):
            raise SettingError("points", "there must be at least one point.")
        # Equal drawings have equal texts, however they were written.
        object.__setattr__(self, "points", drawn.text)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of a point's numbers, the label last."""
        return tuple(name.strip() for name in self.names.split(","))

    @property
    def drawn(self) -> DrawnPoints:
        """The points as numbers, with their places."""
        return parse_points(self.points, self.column_names)

    # ------------------------------------------------------------------ a person's doing

    def add(self, points: Iterable[Iterable[float]]) -> Drawing:
        """With more points.

        Raises
        ------
        DataError
            When there is no room for them.
        """
        return dataclasses.replace(self, points=self.drawn.added(points))

    def begun_anew(self, points: Iterable[Iterable[float]]) -> Drawing:
        """With these points only."""
        empty = DrawnPoints((), np.empty((0, self.width)), np.empty(0, int))
        return dataclasses.replace(self, points=empty.added(points))

    def move(self, example: int, x: float, y: float) -> Drawing:
        """With the point of an example (its column in X) put elsewhere."""
        return dataclasses.replace(self, points=self.drawn.moved(self._place(example), x, y))

    def erase(self, examples: Iterable[int]) -> Drawing:
        """Without the points of some examples.

        Raises
        ------
        SettingError
            When none would be left.
        """
        places = [self._place(example) for example in examples]
        return dataclasses.replace(self, points=self.drawn.erased(places))

    def _place(self, example: int) -> int:
        return int(self.drawn.places[example])

    # ------------------------------------------------------------------ data

    def make(self, rng: np.random.Generator) -> Dataset:
        """The points as examples, in the order of their places; `rng` is not used."""
        *columns, label = self.drawn.numbers.T
        return Dataset(
            X=np.stack(columns),
            Y=self._labels(label),
            feature_names=self.column_names[:-1],
            label_name=self.column_names[-1],
            class_names=self._class_names(),
        )

    def divide(
        self, dataset: Dataset, train_share: float, dev_share: float, rng: np.random.Generator
    ) -> Split:
        """Train, dev and test set by the places of the points.

        A class none of whose points would be trained on gives its first one. Examples that are
        not these points are divided at random.
        """
        if dataset.m != len(self.drawn.places):
            return super().divide(dataset, train_share, dev_share, rng)
        part = parts_of_places(self.drawn.places, train_share, dev_share, rng.random())
        kinds = np.zeros(dataset.m, int) if dataset.task == "regression" else dataset.labels
        for kind in np.unique(kinds):
            if not (part[kinds == kind] == 0).any():
                part[np.argmax(kinds == kind)] = 0
        return Split.of(dataset, (np.flatnonzero(part == k) for k in range(3)))

    def continues(self, dataset: Dataset) -> bool:
        return (
            dataset.feature_names == self.column_names[:-1]
            and dataset.class_names == self._class_names()
        )

    def _labels(self, label: np.ndarray) -> np.ndarray:
        return label[np.newaxis]

    def _class_names(self) -> tuple[str, ...]:
        return ()


@sources.register("drawn", label="Drawn points")
class DrawnClasses(Drawing):
    """Points drawn by hand in the plane, each of a class."""

    width = 3
    points: str = _points(
        "-4 -1 0; -3 2 0; -1.5 3.5 0; -2.5 -3 0; -1 1 0;4 1 1; 3 -2 1; 1.5 -3.5 1; 2.5 3 1; 1 -1 1"
    )
    classes: int = integer(
        2,
        label="Classes",
        help="How many classes there are to draw with.",
        within="[2, 100]",
        slider=(2, 8),
    )
    names: str = _names("x1, x2, class")
    class_names: str = text(
        "",
        label="Class names",
        help="The names of the classes, separated by commas. Empty: their numbers from 0.",
        advanced=True,
    )

    def check(self) -> None:
        super().check()
        if len(set(self._class_names())) != self.classes:
            raise SettingError(
                "class_names", f"'{self.class_names}' are not {self.classes} different names."
            )
        labels = self.drawn.numbers[:, -1]
        if (labels % 1).any() or labels.min() < 0:
            place = int(self.drawn.places[np.argmax((labels % 1 != 0) | (labels < 0))])
            raise SettingError("points", f"point {place + 1:,}: its class must be 0, 1, 2, ...")
        if labels.max() >= self.classes:
            raise SettingError(
                "classes", f"there are points of class {labels.max():g}; erase them first."
            )

    @property
    def task(self) -> str:
        return "binary" if self.classes == 2 else "multiclass"

    def _labels(self, label: np.ndarray) -> np.ndarray:
        return one_hot(label, self.classes)

    def _class_names(self) -> tuple[str, ...]:
        if self.class_names.strip():
            return tuple(name.strip() for name in self.class_names.split(","))
        return tuple(map(str, range(self.classes)))


@sources.register("drawn_surface", label="Drawn surface")
class DrawnSurface(Drawing):
    """Regression: points drawn by hand in the plane, each with a height."""

    task = "regression"
    width = 3
    points: str = _points(
        "-4 -4 1; 0 -4 0; 4 -4 -1; -4 0 0; 0 0 0; 4 0 0; -4 4 -1; 0 4 0; 4 4 1; 2 2 0.5"
    )
    names: str = _names("x1, x2, y")


@sources.register("drawn_curve", label="Drawn curve")
class DrawnCurve(Drawing):
    """Regression with one feature: points drawn by hand along a curve."""

    task = "regression"
    width = 2
    points: str = _points("-4 0.8; -3 -0.1; -2 -0.9; -1 -0.8; 0 0; 1 0.8; 2 0.9; 3 0.1; 4 -0.8")
    names: str = _names("x, y")


def drawing_of(
    dataset: Dataset,
    parts: np.ndarray,
    shares: tuple[float, float],
    rng: np.random.Generator,
) -> Drawing:
    """A data set as a drawing that a person can go on with.

    Parameters
    ----------
    dataset : Dataset
    parts : ndarray of int, (m,)
        0, 1 or 2 for training, dev or test: the part each example has now, and keeps.
    shares : tuple of float
        The shares of training and dev set in force.
    rng : numpy.random.Generator
        As `Drawing.divide` will be given.

    Raises
    ------
    DataError
        When it cannot be drawn: more than two features, or too many examples.
    """
    regression = dataset.task == "regression"
    if dataset.n_x > 2 or (dataset.n_x == 1 and not regression):
        raise DataError(
            "Points can be drawn where there are two features, or one feature and a quantity to "
            f"predict; here there {'is one' if dataset.n_x == 1 else f'are {dataset.n_x:,}'}."
        )
    if dataset.m > MOST_PLACES:
        raise DataError(f"Points can be drawn among {MOST_PLACES:,}; here are {dataset.m:,}.")
    places = places_for_parts(parts, *shares, rng.random(), most=MOST_PLACES)
    columns = [rounded(row, float(np.ptp(row))) for row in dataset.X]
    if regression:
        label = rounded(dataset.Y[0], float(np.ptp(dataset.Y)))
    else:
        label = dataset.labels.astype(float)
    settings = {
        "points": text_of(np.stack([*columns, label], axis=1), places),
        "names": ", ".join(map(_without_comma, (*dataset.feature_names, dataset.label_name))),
    }
    if regression:
        return sources["drawn_surface" if dataset.n_x == 2 else "drawn_curve"](**settings)
    names = tuple(map(_without_comma, dataset.class_names))
    if names != tuple(map(str, range(len(names)))):
        settings["class_names"] = ", ".join(names)
    return sources["drawn"](**settings, classes=len(names))


def _without_comma(name: str) -> str:
    return name.replace(",", " ").strip()
