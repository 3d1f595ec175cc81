"""Data augmentation (NN 5.2, CS230 5.4.5): new examples from old ones, labels kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from playground.engine.errors import EngineError
from playground.settings import Registry, Settings, boolean, integer, number

augmentations = Registry("augmentation")

#: From a mini-batch X, ``(n_x, m)``, and a source of chance to what is trained on in its place.
Augmenter = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class Augmentation(Settings):
    """Makes new examples of those of a mini-batch; their labels stay.

    Attributes
    ----------
    of_pictures : bool
        Whether the examples must be pictures, in the unit of their pixels.
    """

    of_pictures = False

    def augmented(
        self, X: np.ndarray, rng: np.random.Generator, shape: Sequence[int] = ()
    ) -> np.ndarray:
        """New examples, ``(n_x, m)`` of the type of X, one for each column of X.

        `shape` is that of the pictures: height and width, and the number of colours where there
        are several; a column holds pixel after pixel, its colours together.

        Raises
        ------
        EngineError
            When a column does not hold a picture of that shape.
        """
        raise NotImplementedError


@augmentations.register("none", label="None")
class NoAugmentation(Augmentation):
    """The examples as they are."""

    def augmented(self, X, rng, shape=()):
        """X."""
        return X


@augmentations.register("jitter", label="Jitter")
class Jitter(Augmentation):
    """Every example is moved a little, otherwise in every mini-batch, so that the network cannot
    memorize single points."""

    sigma: float = number(
        0.1,
        label="Jitter, spread",
        help="The standard deviation of the noise on every input of the network: a tenth of a "
        "feature's spread where features are standardized and this is 0.1.",
        notes="NN 5.2, CS230 5.4.5",
        within="[0, 10]",
        slider=(0, 1),
        applies="live",
    )

    def augmented(self, X, rng, shape=()):
        """X with Gaussian noise of standard deviation sigma on every number."""
        noise = rng.standard_normal(X.shape, dtype=np.result_type(X, np.float32))
        return X + noise * X.dtype.type(self.sigma)


@augmentations.register("pictures", label="Moved pictures")
class MovedPictures(Augmentation):
    """Every picture is shifted, turned and perhaps mirrored, otherwise in every mini-batch. For
    pictures whose meaning stays: a mirrored cat is a cat, a mirrored 3 is no 3."""

    of_pictures = True

    shift: int = integer(
        1,
        label="Largest shift",
        help="How far a picture may move, up, down, left and right. What comes in at the border "
        "is black, 0.",
        notes="NN 5.2, CS230 5.4.5",
        unit="pixels",
        within="[0, 64]",
        slider=(0, 8),
        applies="live",
    )
    rotation: float = number(
        0.0,
        label="Largest rotation",
        help="How far a picture may be turned about its middle, either way.",
        notes="NN 5.2, CS230 5.4.5",
        unit="°",
        within="[0, 180]",
        slider=(0, 45),
        applies="live",
    )
    mirror: bool = boolean(
        False,
        label="Mirror",
        help="Whether every other picture, on average, is mirrored left to right.",
        notes="NN 5.2, CS230 5.4.5",
        applies="live",
    )

    def augmented(self, X, rng, shape=()):
        """Every picture moved on its own."""
        height, width, channels = (*shape, 1)[:3]
        if X.shape[0] != height * width * channels:
            raise EngineError(
                f"X: {X.shape[0]} numbers in a column are not a picture of {height} x {width} x "
                f"{channels}; it must be {height * width * channels}."
            )
        m = X.shape[1]
        images = X.reshape(height, width, channels, m)
        # Drawn whether used or not, so that one setting does not change another's numbers.
        down, right = rng.integers(-self.shift, self.shift, (2, m), endpoint=True)
        angle = rng.uniform(-self.rotation, self.rotation, m) * (math.pi / 180)
        flip = np.where(rng.random(m) < 0.5, -1 if self.mirror else 1, 1)

        # Where each pixel comes from: about the middle, turned back, flipped back, shifted back.
        middle_row, middle_column = (height - 1) / 2, (width - 1) / 2
        row, column = np.mgrid[:height, :width][..., np.newaxis]
        y, x = row - down - middle_row, column - right - middle_column
        cos, sin = np.cos(angle), np.sin(angle)
        source_row = np.rint(cos * y - sin * x + middle_row).astype(int)
        source_column = np.rint(flip * (sin * y + cos * x) + middle_column).astype(int)

        inside = (source_row >= 0) & (source_row < height)
        inside &= (source_column >= 0) & (source_column < width)
        source_row[~inside] = source_column[~inside] = 0
        moved = images[source_row, source_column, :, np.arange(m)]  # (height, width, m, channels)
        moved = np.where(inside[..., np.newaxis], moved, X.dtype.type(0))
        return np.ascontiguousarray(moved.swapaxes(2, 3).reshape(X.shape[0], m))
