"""A plot and its axes, and the room they leave one another."""

import pytest
from view_frames import shown

from playground.gui.plotting.plot import Plot
from playground.gui.theme import LIGHT


@pytest.fixture
def plot(qapp):
    yield from shown(Plot(LIGHT), (300, 200))


def test_an_axis_and_a_range_that_follows_the_room_come_to_rest(plot, qtbot):
    """Short numbers leave room for what brings long numbers, which leave room for short ones."""
    sides, short, long = (0.0, 1.0), (0.0, 1.0), (0.0, 0.0004)
    plot.set_ranges(sides, short)
    qtbot.waitUntil(lambda: plot.box.rect().width() > 200)
    wide, widths = plot.box.rect().width(), []

    def fit():
        widths.append(plot.box.rect().width())
        plot.set_ranges(sides, short if widths[-1] < wide else long)

    plot.resized.connect(fit)
    plot.resize(301, 200)
    qtbot.waitUntil(lambda: len(widths) > 1)
    qtbot.wait(100)  # time for dozens of times back and forth
    assert len(widths) < 6
