"""Marks, by the pixels they leave."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.gui.plotting.layers.mark import Cross, Ring
from playground.gui.plotting.plot import Plot
from playground.gui.theme import LIGHT


@pytest.mark.parametrize("cls, away", [(Ring, 9), (Cross, 0)])
def test_a_mark_stands_where_it_is_shown_with_a_rim_around_it(qtbot, cls, away):
    plot = Plot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(300, 300)
    plot.show()
    plot.set_ranges((0, 1), (0, 1))
    mark = cls(plot, z=9)

    def painted() -> QImage:
        area = plot.box.rect()
        image = QImage(area.size().toSize(), QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        mark.draw(painter, QRectF(area))
        painter.end()
        return image

    black = painted()
    mark.show_at((0.25, 0.75))
    seen = painted()
    x, y = (round(float(value)) for value in plot.to_pixels(0.25, 0.75))
    line, rim = QColor(getattr(LIGHT, mark.role)), QColor(LIGHT.panel)

    def near(color: QColor, at: QColor) -> bool:
        return max(abs(a - b) for a, b in zip(color.getRgb()[:3], at.getRgb()[:3])) < 40

    around = [seen.pixelColor(x + away + d, y) for d in range(-9, 10)]
    assert any(near(color, line) for color in around)
    beside = [seen.pixelColor(x + away + d, y + e) for d in range(-4, 5) for e in (-2, 0, 2)]
    assert any(near(color, rim) for color in beside)
    assert seen.pixelColor(x + 60, y + 60) == QColor("black")
    mark.show_at((0.25, 0.75), (0.75, 0.25))
    both = painted()
    further = tuple(round(float(value)) for value in plot.to_pixels(0.75, 0.25))
    for left, top in ((x, y), further):
        assert any(near(both.pixelColor(left + away + d, top), line) for d in range(-9, 10))
    mark.show_at()
    assert painted() == black
