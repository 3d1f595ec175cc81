"""contour_generator: that of contourpy, without what only masked arrays need."""

from __future__ import annotations

from typing import Any

import numpy as np
from contourpy import ContourGenerator, FillType, LineType, SerialContourGenerator, ZInterp


def contour_generator(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> ContourGenerator:
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
