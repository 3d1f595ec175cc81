"""A canvas paints what it is told to, says what happens on it, and outlives an error."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor

from playground.gui.plotting.canvas import Canvas


def test_it_is_painted_over_the_whole_of_it(qtbot):
    areas = []

    def paint(painter, area):
        areas.append(QRectF(area))
        painter.fillRect(area, QColor("#123456"))

    canvas = Canvas(paint, "A picture")
    qtbot.addWidget(canvas)
    canvas.resize(40, 30)
    image = canvas.grab().toImage()
    assert canvas.accessibleName() == "A picture" and areas[-1] == QRectF(0, 0, 40, 30)
    assert {image.pixelColor(x, y).name() for x in (0, 39) for y in (0, 29)} == {"#123456"}


def test_an_error_leaves_no_painter_open(qtbot):
    painters = []

    def paint(painter, area):
        painters.append(painter)
        raise ZeroDivisionError

    canvas = Canvas(paint)
    qtbot.addWidget(canvas)
    with pytest.raises(ZeroDivisionError):
        canvas.grab()
    assert not painters[0].isActive()


def test_it_says_where_it_was_pressed_and_that_it_has_another_size(qtbot):
    canvas = Canvas(lambda painter, area: None)
    qtbot.addWidget(canvas)
    places, sizes = [], []
    canvas.pressed.connect(lambda at: places.append(at.toPoint()))
    canvas.resized.connect(lambda: sizes.append(canvas.width()))
    canvas.resize(80, 60)
    canvas.show()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(7, 9))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(7, 9))
    assert places == [QPoint(7, 9)] and sizes[-1] == 80
