"""From a network's output to colours: tables of 32-bit pixels made of a theme's roles."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.gui.theme import Theme

LEVELS = 256
_STRENGTH = {"light": (0.10, 0.62), "dark": (0.10, 0.52)}  # of a class, least and most sure

_RISING = (1.25, 0.55, 0.42)  # of low, low and high: at the foot, half-way, at the top


def diverging(theme: Theme) -> np.ndarray:
    """From low over the panel's own colour to high, ``(LEVELS,)`` pixels."""
    share = np.linspace(-1, 1, LEVELS)[:, np.newaxis]
    middle = rgb(theme.middle)
    end = np.where(share < 0, rgb(theme.low), rgb(theme.high))
    return _pixels(middle + np.abs(share) * (end - middle))


def rising(theme: Theme) -> np.ndarray:
    """From low to high, each further from it or nearer to the panel in lightness too.

    So that even a print without colours tells a valley from a hill; ``(LEVELS,)`` pixels.
    """
    middle, low, high = (rgb(color) for color in (theme.middle, theme.low, theme.high))
    anchors = [middle + share * (end - middle) for share, end in zip(_RISING, (low, low, high))]
    share = np.linspace(0, 2, LEVELS)
    return _pixels(np.stack([np.interp(share, [0, 1, 2], c) for c in np.transpose(anchors)], -1))


def strengths(theme: Theme, classes: int) -> np.ndarray:
    """For each class from the panel's colour to its own, ``(classes, LEVELS)`` pixels."""
    least, most = _STRENGTH[theme.name]
    share = np.linspace(least, most, LEVELS)[np.newaxis, :, np.newaxis]
    middle = rgb(theme.middle)
    colors = np.array([rgb(theme.color(f"class {k + 1}")) for k in range(classes)])
    return _pixels(middle + share * (colors[:, np.newaxis, :] - middle))


def banded(table: np.ndarray, bands: int) -> np.ndarray:
    """A table ``(n, LEVELS)`` in as many even steps as there are bands, its ends kept.

    A single band has the colour of the upper end.
    """
    band = np.arange(LEVELS) * bands // LEVELS
    share = band / (bands - 1) if bands > 1 else np.ones(LEVELS)
    return table[:, np.rint(share * (LEVELS - 1)).astype(int)]


def levels(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Values as places in a table, the nearest end for those outside, nan in the middle."""
    share = (values - low) / ((high - low) or 1.0)
    share = np.nan_to_num(np.clip(share, 0, 1), nan=0.5)
    return (share * (LEVELS - 1) + 0.5).astype(np.intp)


def image(pixels: np.ndarray) -> QImage:
    """An image of ``(rows, columns)`` pixels, the first row at the bottom."""
    pixels = np.ascontiguousarray(pixels[::-1])
    rows, columns = pixels.shape
    # A copy: the image would not keep the array alive.
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def translucent(color: str | QColor, opacity: float) -> QColor:
    """A color of which so much is seen, from 0 to 1."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result


def rgb(color: str | QColor) -> np.ndarray:
    """Red, green and blue of a color, ``(3,)`` floats from 0 to 255."""
    color = QColor(color)
    return np.array([color.red(), color.green(), color.blue()], dtype=float)


def _pixels(rgb: np.ndarray) -> np.ndarray:
    red, green, blue = np.moveaxis(np.rint(rgb).astype(np.uint32), -1, 0)
    return np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
