"""Synthetic data: points in the plane, and surfaces over it, that show what networks can do.

Every generator draws the clean picture first and its disturbance afterwards, both in full, so
that with one seed the points stay the same points when only the noise changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from playground.data.dataset import Dataset, one_hot
from playground.data.sources import Source, sources
from playground.settings import declared, integer, number, option

RADIUS = 5.0  # the clean pictures lie in [-5, 5]


def _noise(default: float, meaning: str) -> float:
    return number(
        default,
        label="Noise",
        help=meaning,
        within="[0, 0.5]",
    )


_SHIFTED = "How far points are moved at random, at most, as a share of the picture's radius."


#: What the generators call their labels.
_LABELS = ("class", "y")


@declared
class Synthetic(Source):
    """What all generators share."""

    samples: int = integer(
        300,
        label="Points",
        help="How many examples are generated, shared evenly among the classes.",
        within="[10, 100_000]",
        scale="log",
    )
    if TYPE_CHECKING:
        noise: float  # each has a meaning of its own for it

    def contradiction(self, dataset: Dataset) -> str:
        """There are as many examples as were asked for."""
        generated = dataset.feature_names[0] in ("x1", "x") and dataset.label_name in _LABELS
        if not generated or dataset.m == self.samples:
            return ""
        return f"it asks for {self.samples:,} points, and there are {dataset.m:,} examples"


@declared
class _Classes(Synthetic):
    """Points of two classes, or of as many as the settings say: a picture in the plane."""

    @property
    def task(self) -> str:
        return "binary" if self._n == 2 else "multiclass"

    @property
    def _n(self) -> int:
        return getattr(self, "classes", 2)

    def make(self, rng: np.random.Generator) -> Dataset:
        # The class of each example: as even as possible, class by class.
        labels = np.sort(np.arange(self.samples) % self._n)
        return Dataset(
            X=self._points(labels, rng),
            Y=one_hot(labels, self._n),
            feature_names=("x1", "x2"),
            label_name="class",
            class_names=tuple(str(k) for k in range(self._n)),
        )

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """X, (2, samples), for these labels."""
        raise NotImplementedError

    def _shifted(self, X: np.ndarray, rng: np.random.Generator, unit: float) -> np.ndarray:
        """X with every point moved at random, at most by the noise in this unit."""
        return X + unit * self.noise * rng.uniform(-1, 1, X.shape)


@declared
class _Regression(Synthetic):
    """Regression: a height at each point, and what is added to it at random."""

    task = "regression"
    dimensions: ClassVar[int] = 2

    def make(self, rng: np.random.Generator) -> Dataset:
        X = rng.uniform(-RADIUS, RADIUS, (self.dimensions, self.samples))
        y = self._heights(X) + self.noise * rng.standard_normal(self.samples)
        names = ("x1", "x2") if self.dimensions == 2 else ("x",)
        return Dataset(X=X, Y=y[None, :], feature_names=names, label_name="y")

    def _heights(self, X: np.ndarray) -> np.ndarray:
        """y, (samples,), at the points X."""
        raise NotImplementedError


def _polar(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)])


@sources.register("circle", label="Circle")
class Circle(_Classes):
    """A disc of one class inside a ring of the other: no straight line parts them."""

    noise: float = _noise(0.05, _SHIFTED)

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        share, turn = rng.random((2, self.samples))
        inside = labels == 1
        radius = RADIUS * np.where(inside, 0.5 * share, 0.7 + 0.3 * share)
        X = _polar(radius, 2 * np.pi * turn)
        return self._shifted(X, rng, RADIUS)


@sources.register("moons", label="Moons")
class Moons(_Classes):
    """Two half moons that reach into one another."""

    noise: float = _noise(
        0.15, "The standard deviation of the points around their moon, whose radius is 1."
    )

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        angle = np.pi * rng.random(self.samples)
        upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
        X = np.where(labels == 0, upper, -upper)
        return X + self.noise * rng.standard_normal(X.shape)


@sources.register("xor", label="Exclusive or")
class ExclusiveOr(_Classes):
    """Four squares, opposite ones of the same class: one feature alone says nothing."""

    noise: float = _noise(0.0, _SHIFTED)

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        gap = 0.06 * RADIUS
        first, second = rng.random((2, self.samples))
        sign = np.where(rng.random(self.samples) < 0.5, -1, 1)
        away = gap + (RADIUS - gap) * np.stack([first, second])
        X = away * np.stack([sign, np.where(labels == 1, sign, -sign)])
        return self._shifted(X, rng, RADIUS)


@sources.register("gaussians", label="Gaussians")
class Gaussians(_Classes):
    """A round cloud for each class; for two of them a straight line is enough."""

    classes: int = integer(2, label="Classes", help="How many clouds.", within="[2, 10]")
    noise: float = _noise(
        0.0, "How wide the clouds are: their variance grows from 0.5 at 0 to 4 at 0.5."
    )

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        angle = np.pi / 4 + 2 * np.pi * labels / self.classes
        X = _polar(np.full(self.samples, 2 * np.sqrt(2)), angle)
        return X + np.sqrt(0.5 + 7 * self.noise) * rng.standard_normal(X.shape)


@sources.register("spiral", label="Spiral")
class Spiral(_Classes):
    """One arm for each class, wound around one another: hard for a small network."""

    classes: int = integer(2, label="Arms", help="One class for each arm.", within="[2, 6]")
    turns: float = number(
        1.75,
        label="Turns",
        help="How often an arm winds around the center.",
        within="[0.25, 4]",
    )
    noise: float = _noise(0.0, "How far points are moved at random, at most, in units of 1.")

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        along = rng.random(self.samples)
        angle = 2 * np.pi * (self.turns * along + labels / self.classes)
        X = _polar(RADIUS * along, angle)
        return self._shifted(X, rng, 1)


@sources.register("flower", label="Flower")
class Flower(_Classes):
    """The planar petals of the course notes: petals of two classes around the origin."""

    petals: int = integer(4, label="Petals", help="Petals of each class.", within="[1, 8]")
    noise: float = _noise(
        0.2, "The standard deviation of angle (in radians) and radius along the petals."
    )

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        angle = (labels + rng.random(self.samples)) * np.pi
        around, outward = self.noise * rng.standard_normal((2, self.samples))
        angle += around
        radius = 4 * np.sin(self.petals * angle) + outward
        if self.petals % 2:
            # An odd number would lay the second class exactly over the first.
            radius = np.where(labels == 1, -radius, radius)
        return _polar(radius, angle)


@sources.register("rings", label="Rings")
class Rings(_Classes):
    """Concentric rings, one class each."""

    classes: int = integer(3, label="Rings", help="One class for each ring.", within="[2, 8]")
    noise: float = _noise(0.02, _SHIFTED)

    def _points(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        share, turn = rng.random((2, self.samples))
        radius = RADIUS * (labels + 0.2 + 0.6 * share) / self.classes
        X = _polar(radius, 2 * np.pi * turn)
        return self._shifted(X, rng, RADIUS)


_ADDED = "The standard deviation of what is added to y at random."


@sources.register("plane", label="Plane")
class Plane(_Regression):
    """Regression: a sloping plane, y = (x1 + x2) / 10; a single linear unit can learn it."""

    noise: float = _noise(0.0, _ADDED)

    def _heights(self, X: np.ndarray) -> np.ndarray:
        return X.sum(axis=0) / (2 * RADIUS)


@sources.register("multi_gaussian", label="Hills and hollows")
class MultiGaussian(_Regression):
    """Regression: three hills and three hollows over the plane."""

    noise: float = _noise(0.0, _ADDED)

    def _heights(self, X: np.ndarray) -> np.ndarray:
        hills = np.array([(-4, 2.5), (0, -2.5), (4, 2.5)])
        hollows = np.array([(-4, -2.5), (0, 2.5), (4, -2.5)])
        return _nearest_hill(X, hills) - _nearest_hill(X, hollows)


def _nearest_hill(X: np.ndarray, tops: np.ndarray) -> np.ndarray:
    """Height (m,) of cones of height 1 and radius 2 around `tops`, (k, 2)."""
    distance = np.hypot(*(X[:, None, :] - tops.T[:, :, None]))
    return np.clip(1 - distance / 2, 0, None).max(axis=0)


_CURVES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sine": np.sin,
    "bump": lambda x: np.exp(-(x**2)),
    "step": np.sign,
}


@sources.register("curve", label="Curve")
class Curve(_Regression):
    """Regression with one feature: a wave to be followed through its points."""

    dimensions = 1
    shape: str = option(
        "sine",
        {"sine": "Sine wave", "bump": "Bump", "step": "Step"},
        label="Shape",
        help="The curve the points lie on.",
    )
    noise: float = _noise(0.1, _ADDED)

    def _heights(self, X: np.ndarray) -> np.ndarray:
        return _CURVES[self.shape](X[0])
