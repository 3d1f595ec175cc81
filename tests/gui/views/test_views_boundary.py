"""The decision boundary: map, line, points, scale, axes."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox
from view_frames import flower_beds, frame_of, is_near, pixel, shown, with_output, with_results

from playground.data.datasets import Dataset, one_hot
from playground.experiment.inputs.plane import Plane
from playground.experiment.probe import ProbeResults
from playground.experiment.probes.surface import SurfaceMap, SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.layers.points import thinned
from playground.gui.plotting.pointing import Examples
from playground.gui.plotting.symbols import SHAPES, outline, shape_of
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.boundary.decision_lines import decision_lines
from playground.gui.views.boundary.decisions import value_at
from playground.gui.views.boundary.view import BoundaryView

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def view(qapp):
    yield from shown(BoundaryView(), (560, 460))


def dots(X, labels, classes=2):
    """A data set of two features with these points, each in train and in dev once."""
    X, labels = np.array(X, float).T, np.array(labels)
    return Dataset(
        X=np.concatenate([X, X + np.array([[0.5], [0.0]])], axis=1),
        Y=one_hot(np.concatenate([labels, labels]), classes),
        feature_names=("width", "height"),
        class_names=("no", "yes", "maybe")[:classes],
        parts=np.repeat([0, 1], len(labels)),
    )


@pytest.fixture
def ramp():
    """Two classes; the output grows from 0 on the left to 1 on the right."""
    frame = frame_of(dots([(0, 0), (0, 4), (4, 0), (4, 4)], [0, 0, 1, 1]))
    columns = frame.probes[SurfaceProbe].plane.columns
    return with_output(frame, np.broadcast_to(np.linspace(0, 1, columns), (1, columns, columns)))


# ---------------------------------------------------------------- the map


@THEMES
def test_two_classes_run_from_low_over_the_panel_to_high(view, ramp, theme):
    view.recolour(theme)
    view.draw(ramp)
    left, right = ramp.probes[SurfaceProbe].plane.x_range
    assert is_near(pixel(view, left + 0.02 * (right - left), 2), "low", theme, slack=12)
    assert is_near(pixel(view, right - 0.02 * (right - left), 2), "high", theme, slack=12)
    near_middle = pixel(view, (left + right) / 2 - 0.15, 2)
    assert is_near(near_middle, "panel", theme, slack=30)


def test_the_map_stands_upright(view, ramp):
    columns = ramp.probes[SurfaceProbe].plane.columns
    upwards = np.broadcast_to(np.linspace(0, 1, columns)[:, np.newaxis], (1, columns, columns))
    view.draw(with_output(ramp, upwards))
    bottom, top = ramp.probes[SurfaceProbe].plane.y_range
    assert is_near(pixel(view, 2, bottom + 0.02 * (top - bottom)), "low", slack=12)
    assert is_near(pixel(view, 2, top - 0.02 * (top - bottom)), "high", slack=12)


@THEMES
def test_the_decision_is_a_line_where_the_output_is_one_half(view, ramp, theme):
    view.recolour(theme)
    view.draw(ramp)
    middle = sum(ramp.probes[SurfaceProbe].plane.x_range) / 2
    np.testing.assert_allclose(view.pane.contours.points[:-1, 0], middle, atol=1e-6)
    width = view.plot.box.rect().width()
    x_range = ramp.probes[SurfaceProbe].plane.x_range
    across = [middle + shift * (x_range[1] - x_range[0]) / width for shift in (-1, 0, 1)]
    assert any(is_near(pixel(view, x, 2), "text", theme, slack=110) for x in across)


def test_no_line_where_everything_is_one_class(view, ramp):
    view.draw(with_output(ramp, np.full((1, 40, 40), 0.9)))
    assert not len(view.pane.contours.points)


def test_of_several_classes_the_surest_has_its_colour(view):
    frame = frame_of(dots([(0, 0), (4, 0), (2, 4)], [0, 1, 2], classes=3))
    output = np.full((3, 40, 40), 0.01)
    output[0, :, :13], output[1, :, 13:26], output[2, :, 26:] = 0.98, 0.98, 0.98
    view.draw(with_output(frame, output))
    left, right = frame.probes[SurfaceProbe].plane.x_range
    for k, share in enumerate((0.1, 0.5, 0.9)):
        color = pixel(view, left + share * (right - left), 2)
        hue = QColor(LIGHT.color(f"class {k + 1}")).hue()
        assert abs(color.hue() - hue) < 12
    weak = output.copy()
    weak[:] = 0.33
    weak[1] = 0.34
    view.draw(with_output(frame, weak))
    assert is_near(pixel(view, (left + right) / 2, 2), "panel", slack=30)


def test_lines_between_three_classes_meet():
    x = np.linspace(-1, 1, 41)
    X, Y = np.meshgrid(x, x)
    scores = np.exp([-((X + 1) ** 2) - Y**2, -((X - 1) ** 2) - Y**2, -(X**2) - (Y - 1.7) ** 2])
    output = (scores / scores.sum(axis=0)).astype(np.float32)
    plane = Plane(0, 1, (-1.025, 1.025), (-1.025, 1.025), 41, 41, (0.0, 0.0))
    points = decision_lines(SurfaceMap(plane, output))
    points = points[np.isfinite(points).all(axis=1)]
    for px, py in points:
        column, row = round((px + 1) * 20), round((py + 1) * 20)
        ordered = np.sort(output[:, row, column])
        assert ordered[2] - ordered[1] < 0.1
    upright = points[np.abs(points[:, 0]) < 1e-3]
    assert upright[:, 1].min() == pytest.approx(-1)


def test_a_regression_is_coloured_over_the_range_of_its_labels(view):
    frame = frame_of(data__source="plane")
    data = frame.run.dataset
    low, high = data.Y.min(), data.Y.max()
    view.draw(with_output(frame, np.full((1, 40, 40), high + 1)))
    assert is_near(pixel(view, *emptiest(data)), "high", slack=6)
    view.draw(with_output(frame, np.full((1, 40, 40), low)))
    assert is_near(pixel(view, *emptiest(data)), "low", slack=6)
    assert view.pane.scale.name == data.label_name
    assert all(low <= tick.value <= high for tick in view.pane.scale.ticks)
    assert not len(view.pane.contours.points)


def test_labels_that_are_all_the_same_are_drawn_too(view):
    data = frame_of(data__source="plane").run.dataset
    same = replace(data, Y=np.full((1, data.m), 3.0))
    view.draw(frame_of(same, data__scale_labels=False))
    QApplication.processEvents()
    assert view.summary().startswith("Output over x1 and x2")
    assert view.pane.scale.ticks == []


def emptiest(data):
    """The place of a grid that is farthest from all examples."""
    places = np.stack(np.meshgrid(np.linspace(-4, 4, 17), np.linspace(-4, 4, 17))).reshape(2, -1)
    distances = np.linalg.norm(places[:, :, None] - data.X[:, None, :], axis=0).min(axis=1)
    return places[:, distances.argmax()]


# ---------------------------------------------------------------- points


@THEMES
def test_train_points_are_filled_and_dev_points_hollow(view, ramp, theme):
    view.recolour(theme)
    view.draw(ramp)
    for k, x in ((0, 0), (1, 4)):
        assert is_near(pixel(view, x, 4), f"class {k + 1}", theme, slack=10)
        assert is_near(pixel(view, x + 0.5, 4), "outline", theme, slack=10)


def test_classes_differ_in_shape_too():
    looks = [(k % 8, shape_of(k)) for k in range(64)]
    assert len(set(looks)) == 64
    assert len({shape_of(k) for k in range(8)}) == len(SHAPES) == 8
    sizes = [outline(shape, 10).boundingRect() for shape in SHAPES]
    assert all(7 < rect.width() < 14 and 7 < rect.height() < 14 for rect in sizes)
    assert all(outline(shape, 10).contains(QPointF()) for shape in SHAPES)


def test_many_points_are_thinned_and_the_view_says_so(view):
    frame = frame_of(epochs=0, data__source__samples=20_000, data__division="60/20/20")
    view.draw(frame)
    assert len(view.points.x) == 5000
    assert "5,000 of 16,000 points drawn" in view.legend.texts
    share = (view.points.kinds >= 2).mean()
    assert share == pytest.approx(0.25, abs=0.001)  # dev is a quarter of both


@pytest.mark.parametrize("counts", [(10, 0), (4000, 1000), (60_000, 1), (0, 9000)])
def test_thinning_keeps_the_shares(counts):
    chosen = thinned(*counts)
    assert sum(map(len, chosen)) <= max(5001, 0)
    for count, which in zip(counts, chosen):
        assert len(np.unique(which)) == len(which) and (which < count).all()
        assert (len(which) > 0) == (count > 0)


# ---------------------------------------------------------------- one feature


def test_one_feature_has_a_curve_through_its_points(view):
    frame = frame_of(data__source="curve", epochs=30)
    view.draw(frame)
    x, y = view.curves()["y"]
    np.testing.assert_array_equal(view.pane.outputs[0].x, x)
    np.testing.assert_array_equal(view.pane.outputs[0].y, frame.probes[SurfaceProbe].output[0, 0])
    assert view.plot.bottom.name == "x" and view.plot.left.name == "y"
    assert is_near(pixel(view, x[12], y[12]), "accent", slack=60)
    train = frame.run.split.train
    np.testing.assert_array_equal(view.points.y[: train.m], train.Y[0])
    assert not view.pane.map.isVisible() and not view.pane.contours.isVisible()


def test_one_feature_of_several_classes_has_a_curve_each(view):
    data = flower_beds(classes=3, n_x=1)
    frame = frame_of(data)
    view.draw(frame)
    assert list(view.curves()) == ["rose", "lily", "iris"]
    assert [curve.role for curve in view.pane.outputs] == ["class 1", "class 2", "class 3"]
    view.draw(frame_of(data__source="curve"))
    assert len(view.pane.outputs) == 1
    view.draw(frame_of())
    assert view.pane.outputs == [] and view.curves() == {}


# ---------------------------------------------------------------- words


def test_axes_and_legend_name_what_is_there(view, ramp):
    view.draw(ramp)
    assert view.plot.bottom.name == "width" and view.plot.left.name == "height"
    assert view.legend.texts == ["no", "yes", "train", "dev"]
    assert [tick.text for tick in view.pane.scale.ticks] == ["0", "0.25", "0.5", "0.75", "1"]
    assert "yes" in view.pane.scale.name


def test_the_legend_stands_above_the_plot_in_as_many_rows_as_it_needs(view):
    view.draw(frame_of(flower_beds(classes=9, n_x=2)))
    QApplication.processEvents()
    line = view.legend._metrics.height()
    top = view.plot.box.geometry().top()
    assert 2 * line < view.legend.geometry().height() < 3 * line
    assert view.legend.geometry().bottom() <= top
    view.resize(1100, 460)
    QApplication.processEvents()
    assert line < view.legend.geometry().height() < 2 * line
    assert view.plot.box.geometry().top() < top


def test_the_scale_of_several_classes_runs_to_certainty(view):
    view.draw(frame_of(flower_beds(classes=4, n_x=2)))
    assert [tick.text for tick in view.pane.scale.ticks] == ["25 %", "62 %", "100 %"]
    assert view.pane.scale.name == "Confidence"


def test_the_summary_tells_how_the_plane_is_divided(view, ramp):
    assert view.summary() == view.sentence
    view.draw(ramp)
    assert view.summary() == (
        "Decisions over width and height: label no on 50 %, label yes on 50 % of the plane."
    )
    assert view.accessibleDescription() == view.summary()


def test_an_empty_view_draws_nothing_and_says_what_will_come(view):
    QApplication.processEvents()
    assert view._nothing.isVisible() and view.pane.map.image is None
    image = view.plot.grab().toImage()
    for place in ((60, 60), (300, 100), (540, 300)):
        assert image.pixelColor(*place).name() == LIGHT.panel.lower()


def test_the_cursor_reads_output_and_class(view, ramp, qtbot):
    view.draw(ramp)
    QApplication.processEvents()
    (x,), (y,) = view.plot.to_pixels([4.0], [2.0])
    at = view.plot.mapFromScene(view.plot.box.mapToScene(QPointF(x, y)))
    qtbot.mouseMove(view.plot.viewport(), at)
    names = [name for name, *_ in view._read_out.rows]
    values = [value for _, value, _ in view._read_out.rows]
    assert names == ["width", "height", "output", "label", "confidence"]
    assert values[3] == "yes"
    assert float(values[0]) == pytest.approx(4, abs=0.05)
    output = value_at(ramp.probes[SurfaceProbe], float(values[0]), float(values[1]))[0]
    assert float(values[2]) == pytest.approx(output, rel=1e-3)


def test_a_place_outside_the_plane_has_no_output(ramp):
    assert value_at(ramp.probes[SurfaceProbe], -100, 0) is None
    assert value_at(ramp.probes[SurfaceProbe], 0, 100) is None


# ---------------------------------------------------------------- axes, pan and zoom


def test_axes_are_offered_with_more_than_two_features(view, ramp):
    view.draw(ramp)
    assert not view.controls.isVisible()
    view.draw(frame_of(flower_beds()))
    assert view.controls.isVisible()
    offered = [view.planes.x_choice.itemText(k) for k in range(view.planes.x_choice.count())]
    assert offered == ["petal 1", "petal 2", "petal 3", "petal 4", "", "Principal components"]
    assert view.planes.x_choice.accessibleName() and view.planes.y_choice.accessibleName()


def test_a_name_of_a_feature_is_whole_where_there_is_room(view, qtbot):
    names = ("flipper_length_mm", "bill_length_mm", "body_mass_g", "bill_depth_mm")
    view.resize(560, 400)
    view.draw(frame_of(replace(flower_beds(), feature_names=names)))
    qtbot.wait(1)
    for choice in (view.planes.x_choice, view.planes.y_choice):
        style = QStyleOptionComboBox()
        choice.initStyleOption(style)
        field = choice.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            style,
            QStyle.SubControl.SC_ComboBoxEditField,
            choice,
        )
        longest = max(map(choice.fontMetrics().horizontalAdvance, names))
        assert longest <= field.width()
    least = view.planes.minimumSizeHint().width()
    view.draw(frame_of(replace(flower_beds(), feature_names=[60 * name for name in names])))
    assert view.planes.minimumSizeHint().width() == least, "no name makes the window wider"
    assert view.planes.x_choice.currentText() in view.planes.x_choice.toolTip().replace("\n", "")


def test_choosing_an_axis_asks_for_its_plane_and_the_frame_decides(view, qtbot):
    data = flower_beds()
    frame = frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data))
    view.draw(frame)
    view.show_pointed(Examples("train", (1, 2)))
    with qtbot.waitSignal(view.probes_changed):
        view.planes.x_choice.setCurrentIndex(2)
        view.planes.x_choice.activated.emit(2)
    plane = view.probes()[0].plane
    assert plane == Plane.around(data, cells=20).along(2, 1, data)
    assert view.plot.bottom.name == "petal 1"  # until the surface is there
    view.draw(renewed(frame, plane))
    assert view.plot.bottom.name == "petal 3"
    assert view.plot.x_range == pytest.approx(plane.x_range)
    X = frame.run.split.train.X
    np.testing.assert_array_equal(view.points.x[:3], X[2, :3])
    assert view.ring.at == ((X[2, 1], X[1, 1]), (X[2, 2], X[1, 2]))  # what was chosen moves along


def renewed(frame, plane):
    """The same moment of the same run, seen on another plane."""
    output = np.full((frame.run.dataset.n_y, plane.rows, plane.columns), 0.5, np.float32)
    return with_results(frame, {SurfaceProbe: SurfaceMap(plane, output)})


def test_the_same_feature_on_both_axes_changes_places(view, qtbot):
    data = flower_beds()
    view.draw(frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data)))
    with qtbot.waitSignal(view.probes_changed):
        view.planes.x_choice.setCurrentIndex(1)
        view.planes.x_choice.activated.emit(1)
    assert (view.probes()[0].plane.x_axis, view.probes()[0].plane.y_axis) == (1, 0)
    with qtbot.waitSignal(view.probes_changed):
        view.planes.y_choice.setCurrentIndex(1)
        view.planes.y_choice.activated.emit(1)
    assert (view.probes()[0].plane.x_axis, view.probes()[0].plane.y_axis) == (0, 1)


def test_a_dragged_slider_holds_a_feature_elsewhere_and_the_axes_stay(view, qtbot):
    data = flower_beds()
    view.draw(frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data)))
    before = view.plot.x_range
    assert not view.planes.held.isVisible()
    view.planes.unfold.click()
    assert view.planes.held.isVisible()
    sliders = view.planes.held.sliders
    assert [k for k, slider in sliders.items() if slider.isVisibleTo(view)] == [2, 3]
    with qtbot.waitSignal(view.probes_changed):
        sliders[3].setValue(sliders[3].maximum())
    plane = view.probes()[0].plane
    assert plane.held[3] == pytest.approx(data.X[3].max())
    assert plane.held[2] == pytest.approx(np.median(data.X[2]))
    with qtbot.waitSignal(view.probes_changed):
        sliders[2].setValue(0)
    assert view.probes()[0].plane.held[2:] == pytest.approx((data.X[2].min(), data.X[3].max()))
    assert view.plot.x_range == before


def test_the_principal_components_span_a_plane_that_says_its_share(view, qtbot):
    data = flower_beds()
    frame = frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data))
    view.draw(frame)
    last = view.planes.x_choice.count() - 1
    with qtbot.waitSignal(view.probes_changed):
        view.planes.x_choice.setCurrentIndex(last)
        view.planes.x_choice.activated.emit(last)
    plane = view.probes()[0].plane
    view.draw(renewed(frame, plane))
    share = round(100 * plane.components.shares[0])
    assert view.plot.bottom.name == f"component 1 ({share} % of the variance)"
    together = round(100 * sum(plane.components.shares))
    assert view.planes.share.text() == f"{together} % of the variance"
    assert not view.planes.y_choice.isVisible() and not view.planes.unfold.isVisible()
    x, y = plane.coordinates(frame.run.split.train.X)
    np.testing.assert_allclose(view.points.x[: len(x)], x)
    np.testing.assert_allclose(view.points.y[: len(y)], y)
    with qtbot.waitSignal(view.probes_changed):
        view.planes.x_choice.setCurrentIndex(2)
        view.planes.x_choice.activated.emit(2)
    assert view.probes()[0].plane.components is None and view.probes()[0].plane.x_axis == 2


def test_a_slice_says_how_many_points_agree_with_it(view):
    data = flower_beds(n_x=7)
    assert Plane.around(data).components is not None
    frame = frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data))
    view.draw(frame)
    agreement = frame.probes[SurfaceProbe].agreement
    words = f"a slice: {100 * agreement:.0f} % of the points agree with it"
    assert 0 < agreement < 1 and words in view.legend.texts
    assert view.summary().endswith(f" It is {words}.")
    surface = replace(frame.probes[SurfaceProbe], agreement=0.125)  # as the network learns
    view.draw(with_results(frame, {SurfaceProbe: surface}))
    assert "a slice: 12 % of the points agree with it" in view.legend.texts
    view.draw(frame_of())
    assert not any("slice" in words for words in view.legend.texts)


def test_a_network_that_diverged_has_no_map_and_says_so(view):
    """One coloured quadrant on white read like a result."""
    rates = {"data__source": "plane", "training__optimizer": "gd", "training__batch_size": 300}
    frame = frame_of(**rates, training__learning_rate=0.01)
    view.draw(frame)
    assert view.pane.map.image is not None and not view.pane.has_diverged
    flown = frame_of(**rates, training__learning_rate=50.0, epochs=5)
    assert np.isfinite(flown.latest["train_cost"]) and flown.has_diverged
    view.draw(flown)
    assert view.pane.map.image is None and view.pane.has_diverged
    assert view.points.isVisible()
    back = replace(flown.snapshot, steps=0, looking_back=True)
    view.draw(Frame(back, flown.history))
    assert view.pane.map.image is not None and not view.pane.has_diverged
    view.draw(frame)
    assert view.pane.map.image is not None and not view.pane.has_diverged


def test_test_points_come_on_request_and_are_outlines(view, ramp):
    frame = frame_of(
        flower_beds(), plane=Plane.around(flower_beds(), cells=20).along(0, 1, flower_beds())
    )
    view.draw(frame)
    split = frame.run.split
    assert len(view.points.x) == split.train.m + split.dev.m
    view.options.test.trigger()
    assert len(view.points.x) == split.train.m + split.dev.m + split.test.m
    assert view.view_state()["test"] is True
    view.options.test.trigger()
    assert len(view.points.x) == split.train.m + split.dev.m


def test_a_test_example_can_be_chosen_while_it_is_shown_and_is_marked_no_longer(view):
    data = flower_beds()
    view.draw(frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data)))
    view.show_test(True)
    pointed, at = [], view.points.places_of(Examples("test", (0,)))[0]
    view.pointed.connect(pointed.append)
    view.plot.clicked.emit(QPointF(*at))
    assert pointed == [Examples("test", (0,))] and view.ring.at == (at,)
    view.show_test(False)
    assert view.ring.at == ()


def test_points_that_were_cleared_away_cannot_be_chosen(view, ramp):
    view.draw(ramp)
    first, pointed = QPointF(view.points.x[0], view.points.y[0]), []
    view.plot.clicked.emit(first)
    view.pointed.connect(pointed.append)
    view.drawing.open()
    view.drawing.tool.clear()
    assert view.ring.at == ()
    view.plot.clicked.emit(first)
    assert pointed == [Examples("train")]


def test_its_buttons_stay_in_their_corners(view, ramp):
    view.draw(ramp)
    for size in ((560, 460), (400, 300), (700, 500)):
        view.resize(*size)
        QApplication.processEvents()
        plot, options, pencil = view.plot, view.options.geometry(), view.drawing.pencil.geometry()
        assert (plot.width() - options.right(), plot.height() - options.bottom()) == (7, 7)
        assert (plot.width() - pencil.right(), pencil.top()) == (9, 8)


def test_a_click_in_a_picture_that_is_kept_chooses_nothing(view, ramp):
    view.draw(ramp)
    kept = view.clone()
    kept.plot.clicked.emit(QPointF(kept.points.x[0], kept.points.y[0]))
    assert kept.ring.at == ()


def test_a_double_click_is_one_click(view, ramp):
    view.draw(ramp)
    clicks, spot = [], QPointF(view.plot.viewport().rect().center())
    view.plot.clicked.connect(clicks.append)
    kinds, left = QEvent.Type, Qt.MouseButton.LeftButton
    for kind in (
        kinds.MouseButtonPress,
        kinds.MouseButtonRelease,
        kinds.MouseButtonDblClick,
        kinds.MouseButtonRelease,
    ):
        held = Qt.MouseButton.NoButton if kind is kinds.MouseButtonRelease else left
        event = QMouseEvent(kind, spot, spot, left, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view.plot.viewport(), event)
    assert len(clicks) == 1


@THEMES
def test_discretised_the_map_has_two_colours_only(view, ramp, theme):
    view.recolour(theme)
    view.draw(ramp)
    view.options.discrete.trigger()
    image = view.pane.map.image
    colours = {image.pixelColor(x, 0).name() for x in range(image.width())}
    assert colours == {QColor(theme.low).name(), QColor(theme.high).name()}
    view.options.discrete.trigger()
    image = view.pane.map.image
    assert len({image.pixelColor(x, 0).name() for x in range(image.width())}) > 10


def test_a_reset_keeps_the_chosen_axes(view, qtbot):
    data = flower_beds()
    view.draw(frame_of(data, plane=Plane.around(data, cells=20).along(2, 3, data)))
    with qtbot.waitSignal(view.probes_changed):
        view.draw(frame_of(data, plane=Plane.around(data, cells=20).along(0, 1, data)))
    assert (view.probes()[0].plane.x_axis, view.probes()[0].plane.y_axis) == (2, 3)
    assert view.plot.bottom.name == "petal 3"
    assert view.pane.map.image is None  # the surface that came belongs to other axes
    view.draw(renewed(view.frame, view.probes()[0].plane))
    assert view.plot.bottom.name == "petal 3" and view.pane.map.image is not None


def test_zooming_asks_for_the_visible_plane_and_a_double_click_for_the_whole(view, ramp, qtbot):
    view.draw(ramp)
    with qtbot.waitSignal(view.probes_changed):
        view.axes.follow()
    whole, plane = view.plot.x_range, view.probes()[0].plane
    with qtbot.waitSignal(view.probes_changed):
        view.plot.setFocus()
        qtbot.keyClick(view.plot, Qt.Key.Key_Plus)
        qtbot.keyClick(view.plot, Qt.Key.Key_Plus)
    assert view.probes()[0].plane.x_range == view.plot.x_range
    assert view.probes()[0].plane.x_range[1] - view.probes()[0].plane.x_range[0] == pytest.approx(
        0.64 * (whole[1] - whole[0])
    )
    view.draw(renewed(ramp, view.probes()[0].plane))
    with qtbot.waitSignal(view.probes_changed):
        qtbot.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
        qtbot.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert view.plot.x_range == whole
    assert (view.plot.x_range, view.probes()[0].plane) == (whole, plane)


def units(view):
    """How many pixels a unit is long, to the right and upwards."""
    area = view.plot.box.rect()
    lengths = (high - low for low, high in (view.plot.x_range, view.plot.y_range))
    return tuple(size / length for size, length in zip((area.width(), area.height()), lengths))


@pytest.mark.parametrize("size", [(700, 400), (420, 500)])
def test_a_circle_is_round_where_both_axes_have_one_unit(view, qtbot, size):
    frame = frame_of(data__source="circle")
    with qtbot.waitSignal(view.probes_changed):
        view.draw(frame)
        view.resize(*size)
        qtbot.waitUntil(lambda: view.probes()[0].plane is not None)
    across, up = units(view)
    assert across == pytest.approx(up)
    data, plane = frame.run.dataset, view.probes()[0].plane
    for values, (low, high) in zip(data.X, (plane.x_range, plane.y_range)):
        assert low < values.min() and values.max() < high
    assert (plane.x_range, plane.y_range) == (view.plot.x_range, view.plot.y_range)
    view.draw(renewed(frame, plane))
    assert view.pane.map.image is not None


def test_columns_of_a_table_have_a_unit_each(view):
    data = replace(frame_of().run.dataset, table_columns=("x1", "x2", "label"))
    view.draw(frame_of(data))
    across, up = units(view)
    assert across != pytest.approx(up, rel=0.02)


def test_a_picture_goes_no_further_than_what_is_computed(view):
    frame = frame_of(data__source="circle")
    view.draw(frame)
    clone = view.clone()
    clone.resize(900, 300)
    clone.grab()
    plane = frame.probes[SurfaceProbe].plane
    for (low, high), (first, last) in zip(
        (clone.plot.x_range, clone.plot.y_range), (plane.x_range, plane.y_range)
    ):
        assert first <= low < high <= last


def test_points_stay_where_they_are_on_the_map_when_zoomed(view, ramp):
    view.draw(ramp)
    view.plot.box.scaleBy((0.7, 0.7), center=QPointF(4, 4))
    view.plot.moved.emit()
    assert is_near(pixel(view, 4, 4), "class 2", slack=10)
    view.axes._settled.stop()


def test_a_frame_without_a_surface_shows_the_examples(view, ramp):
    view.draw(Frame(ramp.snapshot, ramp.history, ProbeResults()))
    assert is_near(pixel(view, 0, 4), "class 1", slack=10)
    assert view.pane.map.image is None
    assert "not there yet" in view.summary()


def test_a_moment_is_pinned_beside_what_comes_and_the_difference_shown(window, qtbot):
    bench, view = window.playground.workbench, window.playground.views.get("boundary")
    bench.set_pace(None)
    bench.set("training.epochs", 20)
    bench.train()
    qtbot.waitUntil(lambda: bench.snapshot.stop is not None, timeout=20_000)
    view.options.pin.setChecked(True)
    pinned = view.beside.pinned
    before = pinned.surface.output.copy()
    assert pinned.accessibleName().startswith(f"Pinned: step {bench.snapshot.steps:,}, dev error")
    qtbot.waitUntil(pinned.isVisible)
    bench.look_back(0)
    qtbot.waitUntil(lambda: bench.snapshot.steps == 0)
    assert np.array_equal(pinned.surface.output, before)
    view.options.difference.setChecked(True)
    changed = view.beside.difference(bench.frame.probes[SurfaceProbe])
    assert np.allclose(changed, bench.probes[SurfaceProbe].output - before)
    assert view.pane.scale.name == "Now minus pinned"
    view.recolour(DARK)
    assert pinned.view.theme is DARK and pinned.view.plot.theme is DARK
    view.options.pin.setChecked(False)
    assert view.beside.pinned is None and view.pane.scale.name != "Now minus pinned"
    assert not view.options.difference.isEnabled() and not view.options.difference.isChecked()
