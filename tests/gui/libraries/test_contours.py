"""The lines are those that contourpy's own function gives."""

from __future__ import annotations

import contourpy
import numpy as np
import pytest

from playground.gui.libraries.contours import contour_generator

X, Y = np.linspace(-1, 1, 30), np.linspace(-2, 2, 20)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("missing", [None, np.nan, np.inf])
def test_the_lines_are_those_of_the_library(dtype, missing):
    z = np.random.default_rng(0).normal(size=(20, 30)).astype(dtype)
    if missing is not None:
        z[3:6, 4:9] = z[0, 0] = missing
    lines = contour_generator(X, Y, z).lines(0.1)
    truth = contourpy.contour_generator(X, Y, z).lines(0.1)
    assert len(lines) == len(truth) > 20
    assert all(np.array_equal(line, true) for line, true in zip(lines, truth))


def test_a_circle_is_round():
    (line,) = contour_generator(X, Y, X**2 + Y[:, None] ** 2).lines(0.5)
    assert np.hypot(*line.T) == pytest.approx(0.5**0.5, abs=0.02)
