"""Data augmentation (NN 5.2, CS230 5.4.5): new examples from old ones, labels kept."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.arguments import checked_number, checked_whole
from playground.engine.errors import EngineError


def jitter(X: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    """X, ``(n_x, m)``, with Gaussian noise of standard deviation `sigma` on every number."""
    sigma = checked_number(sigma, "sigma", 0)
    noise = rng.standard_normal(X.shape, dtype=np.result_type(X, np.float32))
    return X + noise * X.dtype.type(sigma)


class ImageAugmentation:
    """Random shifts, small rotations and mirror images of images that are columns of X.

    Each image is moved on its own; what comes in at the border is 0, or `fill`.

    Parameters
    ----------
    height, width, channels : int
        How a column of ``height * width * channels`` numbers is read, channels last.
    shift : int
        Largest shift in pixels, in each direction.
    rotation : float
        Largest rotation in degrees, either way.
    mirror : bool
        Whether every other image, on average, is mirrored left to right.
    fill : float
        The value beyond the border.

    Raises
    ------
    EngineError
        When an argument is not allowed.
    """

    def __init__(
        self,
        height: int,
        width: int,
        channels: int = 1,
        *,
        shift: int = 0,
        rotation: float = 0.0,
        mirror: bool = False,
        fill: float = 0.0,
    ) -> None:
        self.shape = tuple(
            checked_whole(size, name)
            for size, name in [(height, "height"), (width, "width"), (channels, "channels")]
        )
        self.shift = checked_whole(shift, "shift", 0, max(height, width))
        self.rotation = checked_number(rotation, "rotation", 0, 180)
        self.mirror = mirror
        self.fill = fill

    def __call__(self, X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A new ``(n_x, m)`` array with every image moved at random.

        Raises
        ------
        EngineError
            When a column does not hold an image of the shape announced.
        """
        height, width, channels = self.shape
        if X.shape[0] != height * width * channels:
            raise EngineError(
                f"X: {X.shape[0]} numbers in a column are not an image of {height} x {width} x "
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
        moved = np.where(inside[..., np.newaxis], moved, X.dtype.type(self.fill))
        return np.ascontiguousarray(moved.swapaxes(2, 3).reshape(X.shape[0], m))
