"""Pixels as an image."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage


def pixels_image(pixels: np.ndarray, shape: tuple[int, ...]) -> QImage:
    """A picture of `shape`, its pixels ``(n_x,)`` of uint8 from black to white, row after row."""
    height, width, *colors = shape
    kind = QImage.Format.Format_RGB888 if colors else QImage.Format.Format_Grayscale8
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, width * (3 if colors else 1), kind).copy()
