"""Drawing points on the decision boundary, with the mouse, in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSettings, Qt
from PySide6.QtGui import QAction, QColor

from playground.data import read_table
from playground.data.sources import sources
from playground.experiment.probes.surface import SurfaceProbe
from playground.gui.app import create_window
from playground.gui.theme import DARK, LIGHT, application, apply
from playground.gui.views.boundary.draw_bar import DRAW, ERASE, LOOK, MOVE, DrawBar
from playground.gui.views.boundary.examples import Looks


class Easel:
    """A window with the drawing tools out, and a hand that draws in it."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.bench, self.view = window.playground.workbench, window.playground.views["boundary"]
        self.plot, self.bar = self.view.plot, self.view.drawing.bar

    def pixel(self, x, y):
        left, top = self.plot.to_pixels(np.array([x]), np.array([y]))
        scene = self.plot.box.mapToScene(QPointF(left[0], top[0]))
        return self.plot.mapFromScene(scene)

    def stroke(self, *places):
        """Press at the first place, move over the others, release at the last."""
        pixels = [p if isinstance(p, QPoint) else self.pixel(*p) for p in places]
        canvas, left = self.plot.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mousePress(canvas, left, pos=pixels[0])
        for pixel in pixels[1:]:
            self.qtbot.mouseMove(canvas, pixel)
        self.qtbot.mouseRelease(canvas, left, pos=pixels[-1])

    @property
    def source(self):
        return self.bench.spec.data.source

    def points(self):
        return self.source.drawn.numbers

    def settle(self):
        """Wait until what is drawn is on the screen, and give the network that sees it."""
        self.qtbot.waitUntil(
            lambda: (
                not self.bench.busy
                and self.bench.snapshot.spec == self.bench.spec
                and self.view.frame is not None
                and self.view.frame.snapshot.split is self.bench.snapshot.split
            )
        )
        return self.bench.snapshot

    def shown(self):
        """The places of all points on the screen."""
        self.settle()
        points = self.view.points
        return set(zip(points.x.round(6).tolist(), points.y.round(6).tolist()))


@pytest.fixture
def easel(qtbot):
    QSettings().clear()
    window = create_window()
    try:
        qtbot.waitUntil(lambda: len(window.playground.views) >= 4)
        qtbot.waitUntil(lambda: window.playground.workbench.snapshot is not None)
        easel = Easel(window, qtbot)
        easel.runs = []
        easel.bench.run_started.connect(easel.runs.append)
        qtbot.waitUntil(lambda: easel.view.drawing.pencil.isVisible())
        yield easel
    finally:
        window.close()
        window.deleteLater()


def take(easel, kind="drawn"):
    """Choose drawn data and take the tools out."""
    easel.bench.set("data.source", kind)
    easel.qtbot.waitUntil(lambda: bool(easel.runs) and easel.runs[-1].spec == easel.bench.spec)
    easel.settle()
    easel.view.drawing.pencil.click()
    easel.qtbot.waitUntil(lambda: easel.plot.height() < easel.view.height() - 20)


def test_the_pencil_takes_the_tools_out_and_escape_puts_them_away(easel):
    assert not easel.bar.isVisible()
    easel.view.drawing.pencil.click()
    assert easel.bar.isVisible() and not easel.view.drawing.pencil.isVisible()
    assert easel.bar.tool == DRAW and easel.bar.label == 0
    assert easel.plot.viewport().cursor().shape() is Qt.CursorShape.CrossCursor
    easel.qtbot.keyClick(easel.plot, Qt.Key.Key_2)
    assert easel.bar.label == 1
    easel.qtbot.keyClick(easel.plot, Qt.Key.Key_Escape)
    assert not easel.bar.isVisible() and easel.view.drawing.pencil.isVisible()
    assert easel.plot.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_click_draws_a_point_that_the_network_learns_from(easel):
    take(easel)
    run, theta = easel.bench.run, easel.bench.snapshot.theta
    easel.bar.draw_with(1)
    easel.stroke((-2.5, 2.5))
    np.testing.assert_allclose(easel.points()[-1], [-2.5, 2.5, 1], atol=0.05)
    snapshot = easel.settle()
    assert snapshot.dataset.m == 11 and snapshot.run is run
    np.testing.assert_array_equal(snapshot.theta, theta)
    assert tuple(easel.points()[-1, :2].round(6)) in easel.shown()


def test_a_stroke_sprays_points_and_is_one_change(easel):
    take(easel)
    before = easel.bench.spec
    easel.stroke((-3, -3.5), (-2, -3.5), (-1, -3.5), (0, -3.5))
    easel.stroke((3, 0.5))
    added = easel.points()[10:]
    np.testing.assert_allclose(added[:, 0], [-3, -2, -1, 0, 3], atol=0.05)
    assert len(easel.shown()) == 15
    easel.window.findChild(QAction, "undo").trigger()
    assert len(easel.points()) == 14
    easel.window.findChild(QAction, "undo").trigger()
    assert easel.bench.spec == before
    assert len(easel.shown()) == 10
    easel.window.findChild(QAction, "redo").trigger()
    assert len(easel.shown()) == 14
    assert len(easel.runs) == 1


def test_points_near_one_another_are_one_in_a_stroke(easel):
    take(easel)
    start = easel.pixel(0, 0)
    easel.stroke(start, start + QPoint(3, 0), start + QPoint(6, 2), start + QPoint(16, 0))
    assert len(easel.points()) == 12


def test_a_point_is_moved_with_its_class_and_its_part(easel):
    take(easel)
    easel.bar.move_points.click()
    assert easel.bar.tool == MOVE
    split = easel.settle().split
    part = next(k for k, p in enumerate((split.train, split.dev, split.test))
                if [3, -2] in p.X.T.tolist())  # fmt: skip
    easel.stroke((3, -2), (2, -1), (0.5, 2))
    assert len(easel.points()) == 10
    np.testing.assert_allclose(easel.points()[6], [0.5, 2, 1], atol=0.05)
    split = easel.settle().split
    moved = easel.points()[6, :2].tolist()
    assert moved in (split.train, split.dev, split.test)[part].X.T.tolist()
    easel.stroke((3.9, 3.9), (0, 0))  # there is no point to take hold of
    assert len(easel.points()) == 10 and moved == easel.points()[6, :2].tolist()


def test_erasing_takes_what_is_under_the_cursor(easel):
    take(easel)
    easel.bar.erase.click()
    assert easel.bar.tool == ERASE
    easel.stroke((3, -2), (4, 1))
    labels = {(3.0, -2.0), (4.0, 1.0)}
    assert not labels & set(map(tuple, easel.points()[:, :2].tolist()))
    assert len(easel.shown()) == 8
    assert easel.source.points.count("-;") == 2


def test_all_points_can_be_erased_in_one_stroke(easel):
    easel.bench.set("data.source", "drawn")
    easel.bench.set("data.source.points", "0 0 0; 1 1 1")
    easel.qtbot.waitUntil(lambda: bool(easel.runs) and easel.bench.snapshot.dataset.m == 2)
    easel.settle()
    easel.view.drawing.pencil.click()
    easel.bar.erase.click()
    easel.stroke((0, 0), (1, 1))
    assert not easel.view.points.isVisible()
    message = easel.window.messages.message
    assert message is None or message.kind != "error"


def test_drawing_on_a_generated_picture_keeps_what_was_learnt(easel):
    easel.bench.set("training.epochs", 10_000_000)
    easel.window.findChild(QAction, "run").trigger()
    easel.qtbot.waitUntil(lambda: easel.bench.snapshot.steps > 50)
    runs = len(easel.runs)
    easel.view.drawing.pencil.click()
    for k in range(5):
        easel.stroke((-1.5 + 0.2 * k, -0.9), (-1.45 + 0.2 * k, -0.95))
    easel.qtbot.waitUntil(lambda: easel.bench.snapshot.dataset.m >= 305)
    assert easel.source.name == "drawn"
    assert easel.bench.running and len(easel.runs) == runs
    assert easel.bench.snapshot.steps > 50
    easel.window.findChild(QAction, "run").trigger()
    easel.qtbot.waitUntil(lambda: not easel.bench.running)
    assert easel.bench.history.n_steps == easel.bench.snapshot.steps


def test_one_more_class_starts_the_network_over(easel):
    take(easel)
    assert [button.isVisible() for button in easel.bar.classes] == [True, True]
    easel.bar.more.click()
    easel.qtbot.waitUntil(lambda: len(easel.runs) == 2)
    assert easel.bench.run.layer_sizes[-1] == 3 and len(easel.bar.classes) == 3
    assert easel.bar.tool == DRAW and easel.bar.isVisible()
    easel.qtbot.keyClick(easel.plot, Qt.Key.Key_3)
    easel.stroke((0, 0))
    assert easel.points()[-1].tolist()[2] == 2
    assert easel.settle().dataset.class_counts.tolist() == [5, 5, 1]


def test_a_curve_is_drawn_by_its_heights(easel):
    take(easel, "drawn_curve")
    assert not easel.bar.classes and not easel.bar.height_field.isVisible()
    easel.stroke((-3.5, 0.5))
    np.testing.assert_allclose(easel.points()[-1], [-3.5, 0.5], atol=0.02)
    assert easel.settle().dataset.Y[0, -1] == easel.points()[-1, 1]
    assert tuple(easel.points()[-1].round(6)) in easel.shown()


def test_a_surface_is_drawn_with_a_height(easel):
    take(easel, "drawn_surface")
    easel.bar.height_field.setValue(0.75)
    easel.stroke((1, -1))
    np.testing.assert_allclose(easel.points()[-1], [1, -1, 0.75], atol=0.05)


def test_the_pointer_pans_and_draws_nothing(easel):
    take(easel)
    easel.bar.look.click()
    assert easel.bar.tool == LOOK
    ranges = easel.plot.x_range
    easel.stroke((0, 0), (1, 0), (2, 0))
    assert len(easel.points()) == 10
    assert easel.plot.x_range != ranges


def test_drawing_leaves_the_ranges_alone(easel):
    take(easel)
    ranges = easel.plot.x_range, easel.plot.y_range
    easel.stroke((4.2, 3.2))
    easel.settle()
    assert (easel.plot.x_range, easel.plot.y_range) == ranges


def test_where_there_is_no_plane_there_is_no_pencil(easel):
    from playground.assets import sample_data

    easel.window.playground.files.open_path(str(sample_data("iris.csv")))
    easel.qtbot.waitUntil(lambda: bool(easel.runs) and easel.runs[-1].dataset.n_x == 4)
    easel.settle()
    assert not easel.view.drawing.pencil.isVisible() and not easel.bar.isVisible()


def test_what_was_drawn_is_saved_as_a_table(easel, tmp_path):
    take(easel)
    easel.stroke((0, 0), (1, 0.5))
    easel.settle()
    easel.bar.save.click()
    dialog = easel.window.playground.files.saving.dialog
    assert dialog.isVisible()
    dialog.reject()
    easel.window.playground.files.saving.save_points(str(tmp_path / "mine.csv"))
    easel.qtbot.waitUntil(lambda: (tmp_path / "mine.csv").exists())
    table = read_table(tmp_path / "mine.csv")
    assert table.names == ["x1", "x2", "class"]
    np.testing.assert_array_equal(np.stack(table.columns, axis=1), easel.points())


def test_test_examples_are_seen_while_the_tools_are_out(easel):
    easel.settle()
    split = easel.bench.snapshot.split
    assert len(easel.view.points.x) == split.train.m + split.dev.m
    easel.view.drawing.pencil.click()
    assert len(easel.view.points.x) == 300
    assert easel.view.points.kinds[-split.test.m :].min() >= 4
    easel.view.drawing.bar.close_button.click()
    assert len(easel.view.points.x) == split.train.m + split.dev.m


def test_the_menu_of_test_points_is_left_as_it_was(easel):
    easel.view.options.test.setChecked(True)
    easel.view.drawing.pencil.click()
    easel.view.drawing.bar.close_button.click()
    assert easel.view.options.test.isChecked() and len(easel.view.points.x) == 300


def test_the_form_counts_what_is_drawn(easel):
    take(easel)
    easel.stroke((0, 0))
    controls = easel.window.controls
    assert "11 examples" in controls.editor("data.source").problem.text()
    easel.qtbot.waitUntil(lambda: controls.editor("data.source.points").count.text() == "11 points")


def test_where_a_feature_has_no_value_the_picture_says_so(easel):
    easel.bench.set("data.features", "x1, x2, sqrt(x1 + 2)")
    easel.qtbot.waitUntil(lambda: easel.bench.run.layer_sizes[0] == 3)
    easel.settle()
    easel.plot.box.scaleBy((2, 2))
    easel.plot.moved.emit()
    easel.qtbot.waitUntil(lambda: bool(np.isnan(easel.bench.probes[SurfaceProbe].output).any()))
    easel.bench.set_pace(None)
    easel.bench.set("training.epochs", 20)
    easel.bench.set("training.stop_after", True)
    easel.bench.train()
    easel.qtbot.waitUntil(lambda: easel.bench.snapshot.stop is not None)
    assert len(easel.view.pane.contours.points) > 10
    shares = [int(word) for word in easel.view.summary().split() if word.isdigit()]
    assert sum(shares[1::2]) == pytest.approx(100, abs=1)
    nowhere = easel.pixel(-3, 0)
    easel.qtbot.mouseMove(easel.plot.viewport(), nowhere)
    easel.qtbot.waitUntil(lambda: ("output", "not defined", "text") in easel.view._read_out.rows)


# ---------------------------------------------------------------------- from nothing


def test_one_more_class_is_chosen_at_once(easel):
    easel.view.drawing.pencil.click()
    before = len(easel.bar.classes)
    easel.bar.more.click()
    easel.qtbot.waitUntil(lambda: len(easel.bar.classes) == before + 1)
    assert easel.bar.classes[-1].isChecked()
    easel.settle()
    easel.stroke((0.25, 0.25))
    easel.settle()
    assert easel.points()[-1].tolist()[2] == before


def test_clear_leaves_nothing_and_the_next_point_is_the_first(easel):
    easel.view.drawing.pencil.click()
    source = easel.source
    easel.bar.clear.click()
    assert not easel.view.points.isVisible() and easel.source == source
    assert "No points yet" in easel.view.legend.texts[-1]
    easel.stroke((0.5, -0.25))
    easel.settle()
    assert easel.points()[:, :2] == pytest.approx(np.array([[0.5, -0.25]]), abs=0.02)
    easel.qtbot.waitUntil(easel.view.points.isVisible)
    assert len(easel.shown()) == 1 and "No points yet" not in easel.view.legend.texts[-1]
    easel.bench.undo()
    easel.settle()
    assert easel.source == source and len(easel.shown()) > 1


def test_points_that_were_cleared_are_back_when_the_tools_are_put_away(easel):
    easel.view.drawing.pencil.click()
    easel.bar.clear.click()
    assert not easel.view.points.isVisible()
    easel.bar.close_button.click()
    assert easel.view.points.isVisible()


def test_erasing_the_last_point_is_not_refused(easel):
    easel.bench.set("data.source", sources["drawn"]())
    easel.settle()
    easel.view.drawing.pencil.click()
    easel.bar.clear.click()
    easel.stroke((0.5, 0.5))
    easel.settle()
    easel.bar.erase.setChecked(True)
    easel.stroke((0.5, 0.5))
    assert not easel.view.points.isVisible()
    message = easel.window.messages.message
    assert message is None or message.kind != "error"


def test_dev_and_test_points_have_symbols_of_their_own_in_the_legend():
    from PySide6.QtGui import QImage, QPainter

    looks = Looks(sources["moons"]().make(np.random.default_rng(0)), LIGHT, False)
    pictures = []
    for key in looks.part_keys(True, True):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        key.paint(painter, QRectF(0, 0, 24, 24))
        painter.end()
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == 3


def test_the_buttons_of_the_classes_have_the_colours_of_the_points(qtbot):
    bar = DrawBar()
    qtbot.addWidget(bar)
    bar.show_data(sources["moons"]().make(np.random.default_rng(0)))
    bar.show()
    try:
        for theme in (LIGHT, DARK, LIGHT.with_palette("tol_bright")):
            apply(application(), theme)
            for k, button in enumerate(bar.classes):
                image = button.icon().pixmap(button.iconSize()).toImage()
                middle = image.pixelColor(image.width() // 2, image.height() // 2)
                assert middle.name() == QColor(theme.color(f"class {k + 1}")).name()
    finally:
        apply(application(), LIGHT)
