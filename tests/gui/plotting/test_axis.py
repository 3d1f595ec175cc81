"""The numbers of an axis: none is drawn over another, however long they are and large the type."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QFont

from playground.gui.plotting.axis import Axis
from playground.gui.theme import LIGHT


@pytest.mark.parametrize("pixels", [12, 18, 27])
@pytest.mark.parametrize("last", [30, 4_000, 100_000, 600_000, 9_000_000])
def test_numbers_below_a_plot_do_not_touch(qapp, last, pixels):
    font = QFont(qapp.font())
    font.setPixelSize(pixels)
    axis = Axis(vertical=False, theme=LIGHT, font=font)
    for length in range(320, 800, 20):
        axis.set_length(length)
        axis.set_range(0, last)
        ends = [axis._ends(tick) for tick in axis.ticks]
        assert len(ends) >= 2
        assert all(right < left for (_, right), (left, _) in pairwise(ends)), length
