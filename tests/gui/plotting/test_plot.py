"""A plot and its axes, and the room they leave one another."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from view_frames import shown

from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.labels import EndLabel, EndLabels
from playground.gui.plotting.map_colours import MapColours
from playground.gui.plotting.plot import Plot
from playground.gui.theme import DARK, LIGHT


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


class Noting(QPainter):
    """Keeps what is written, with the place of its line, and in which color."""

    def __init__(self, picture: QImage) -> None:
        super().__init__(picture)
        self.noted: list[tuple[float, str, str]] = []

    def drawText(self, where, *rest):
        self.noted.append((where.y(), rest[-1], self.pen().color().name()))


@pytest.fixture
def painter(qapp):
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = Noting(picture)
    yield painter
    painter.end()


@pytest.mark.parametrize("values", [(0.0, 0.0), (0.0, 0.01, 0.0), (1.0, 0.99), (0.5, 0.5, 0.52)])
def test_labels_at_the_ends_of_curves_neither_overlap_nor_leave_the_plot(plot, painter, values):
    plot.set_ranges((0.0, 1.0), (0.0, 1.0))
    labels, area = EndLabels(plot), plot.box.rect()
    labels.set_labels([EndLabel(0.5, y, f"{k}", "train") for k, y in enumerate(values)])
    labels.draw(painter, area)
    metrics = QFontMetricsF(plot.font())
    lines = [line for line, *_ in painter.noted]
    assert len(lines) == len(values)
    assert all(lower - upper >= metrics.height() - 2.01 for upper, lower in pairwise(lines))
    assert lines[0] >= metrics.ascent() - 0.01
    assert lines[-1] + metrics.descent() <= area.height() + 1


def test_a_scale_has_the_colours_of_another_theme_and_keeps_the_class(plot, painter):
    scale = ColourScale(LIGHT, plot.font())
    plot.put_beside(scale)
    tables = np.zeros((1, 256), np.uint32)
    scale.set_colours(MapColours(tables, 0.0, 1.0, [], "Probability of class 7"))
    scale.resize(60, 80)
    plot.recolour(DARK)
    scale.paint(painter, None)
    [(_, words, color)] = painter.noted
    assert "…" in words and words.endswith("7")
    assert color == QColor(DARK.muted).name()
