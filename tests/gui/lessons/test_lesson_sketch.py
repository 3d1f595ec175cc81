"""A sketch in the cost plot: drawn by mouse or by shape, kept over the true curve."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from view_frames import frame_of, history_of, shown

from playground.gui.lessons.sketch import SHAPES, Sketch, shaped
from playground.gui.views.cost import CostView

EVALUATIONS = [(0, 0, 0.8, 0.9, 0.5, 0.6), (10, 1, 0.4, 0.5, 0.2, 0.3)]


@pytest.fixture
def view(qapp):
    yield from shown(CostView())


@pytest.fixture
def sketch(view):
    view.draw(frame_of(history=history_of(np.linspace(0.8, 0.4, 10), EVALUATIONS)))
    sketch = Sketch(view)
    sketch.begin(500.0, 1.2)
    QApplication.processEvents()
    return sketch


def pixel(view, x, y):
    at = view.plot.to_pixels(np.array([x]), np.array([y]))
    point = view.plot.box.mapToScene(float(at[0][0]), float(at[1][0]))
    return view.plot.mapFromScene(point)


def drag(qtbot, view, *places):
    port, left = view.plot.viewport(), Qt.MouseButton.LeftButton
    pixels = [pixel(view, *place) for place in places]
    qtbot.mousePress(port, left, pos=pixels[0])
    for there in pixels[1:]:
        qtbot.mouseMove(port, there)
    qtbot.mouseRelease(port, left, pos=pixels[-1])


def test_the_axes_reach_as_far_as_the_run_will(view, sketch):
    assert view.plot.x_range[1] >= 500
    assert view.plot.y_range[1] >= 1.2


def test_a_stroke_is_where_the_mouse_went(view, sketch, qtbot):
    with qtbot.waitSignal(sketch.drawn):
        drag(qtbot, view, (0, 1.0), (250, 0.6), (500, 0.2))
    x, y = sketch.points.T
    assert sketch.covered > 0.95
    assert np.interp([20, 250, 480], x, y) == pytest.approx([0.97, 0.6, 0.23], abs=0.03)


def test_a_second_stroke_corrects_the_first(view, sketch, qtbot):
    drag(qtbot, view, (0, 1.0), (500, 1.0))
    drag(qtbot, view, (300, 0.2), (500, 0.2))
    x, y = sketch.points.T
    assert np.interp([100, 400], x, y) == pytest.approx([1.0, 0.2], abs=0.03)


def test_a_stroke_moves_nothing_else(view, sketch, qtbot):
    before = view.plot.x_range
    drag(qtbot, view, (100, 0.5), (300, 0.5))
    assert view.plot.x_range == before


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_goes_from_its_start_to_its_end(shape):
    points = shaped(shape, 0.9, 0.1, 200.0)
    assert points[0] == pytest.approx([0, 0.9])
    assert points[-1] == pytest.approx([200, 0.1])
    assert np.isfinite(points).all() and (points[:, 1] >= 0).all()


def test_a_curve_may_fall_first_and_rise_then():
    points = shaped("Down first, then up", 0.6, 0.5, 200.0)
    lowest = points[:, 1].argmin()
    assert 0 < points[lowest, 0] < 100 and points[lowest, 1] < 0.3
    assert (np.diff(points[: lowest + 1, 1]) < 0).all() and (np.diff(points[lowest:, 1]) > 0).all()


def test_a_frame_says_where_to_draw_until_something_is_drawn(view, sketch, qtbot):
    def accents():
        """The columns in its colour low in the plot, where nothing else is."""
        image, wanted = view.plot.grab().toImage(), QColor(view.plot.theme.accent).rgb()
        top, bottom = pixel(view, 0, 0.3).y(), pixel(view, 0, 0).y()
        columns = range(pixel(view, 0, 0).x() + 2, image.width())
        return {
            x for x in columns for y in range(top, bottom) if image.pixel(x, y) == wanted
        }  # fmt: skip

    end = pixel(view, 500, 0).x()
    assert end - 60 < max(accents()) <= end
    drag(qtbot, view, (100, 0.5), (120, 0.5))
    assert not accents()


def test_nothing_covers_what_is_drawn(view, sketch, qtbot):
    drag(qtbot, view, (100, 0.5), (300, 0.5))
    assert not view._read_out.rows


def test_a_shape_is_given_by_keys_alone(sketch):
    sketch.take_shape("At the same pace", 1.0, 0.0)
    assert sketch.covered == pytest.approx(1)
    assert np.interp(250, *sketch.points.T) == pytest.approx(0.5, abs=0.01)


def test_the_sketch_stays_over_the_true_curve_and_is_named(view, sketch, qtbot):
    sketch.take_shape("At the same pace", 1.0, 0.5)
    points = sketch.points
    sketch.show_points(points)
    before = sketch.points
    drag(qtbot, view, (0, 0.1), (500, 0.1))
    np.testing.assert_array_equal(sketch.points, before)
    costs = np.linspace(0.8, 0.1, 600)
    view.draw(frame_of(history=history_of(costs, [*EVALUATIONS, (600, 2, 0.1, 0.2, 0, 0)])))
    assert any(key.text == "your sketch" for key in view.legend._keys)
    assert view.plot.x_range[1] >= 600


def test_a_cleared_sketch_leaves_the_mouse_to_the_plot(view, sketch, qtbot):
    sketch.clear()
    assert view.plot.hand is None
    assert not any(key.text == "your sketch" for key in view.legend._keys)
    before = view.plot.x_range
    drag(qtbot, view, (2, 0.5), (8, 0.5))
    assert view.plot.x_range != before


def test_a_touch_alone_is_no_curve(view, sketch, qtbot):
    at = pixel(view, 250, 0.6)
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(0, 0))
    assert len(sketch.points) == 1
    assert sketch.covered < 0.1
