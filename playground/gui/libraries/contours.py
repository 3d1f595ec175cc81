"""contour_generator: that of contourpy, without what only masked arrays need."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from contourpy import FillType, LineType, SerialContourGenerator, ZInterp


class Contouring(Protocol):
    """What finds lines of equal height."""

    def lines(self, level: float) -> list[np.ndarray]:
        """Each line as points, ``(n, 2)``."""


def contour_generator(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> Contouring:
    """What ``contourpy.contour_generator(x, y, z)`` makes, whose ``lines(level)`` are one by one.

    That function imports NumPy's masked arrays to find what is not finite, and takes longer for
    it than for all lines of the first picture.

    Parameters
    ----------
    x, y : ndarray, shape (columns,) and (rows,)
    z : ndarray, shape (rows, columns)
        What is not finite is left out.
    """
    missing = ~np.isfinite(z)
    make: Any = SerialContourGenerator  # whose types know no absence of a mask
    return make(
        *np.meshgrid(x, y),
        np.asarray(z, dtype=np.float64),
        missing if missing.any() else None,
        corner_mask=True,
        line_type=LineType.Separate,
        fill_type=FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )
