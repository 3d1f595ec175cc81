"""The landscape in the window: what is drawn is the network's cost, and a click loads a network."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.experiment.full_frame import full_frame
from playground.experiment.landscape.effort import COARSEST, FINEST
from playground.experiment.landscape.planes import planes
from playground.experiment.landscape.profile import Profile
from playground.experiment.probes.landscape import LandscapeProbe
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.gui.plotting import colours
from playground.gui.theme import DARK, LIGHT
from playground.gui.theme.numbers import percent_text
from playground.gui.views.diagram.parts import Bias, Link
from playground.gui.views.landscape import hidden_strip
from playground.gui.views.landscape.cost_contours import finer
from playground.gui.views.landscape.heights import map_of
from playground.gui.views.landscape.hidden_strip import hidden_sentence
from playground.gui.views.landscape.margin import scale_of
from playground.gui.views.landscape.view import LandscapeView
from playground.io.session.file import load_session, save_session


def session_of(text: str = "", epochs: int = 4) -> Session:
    session = Session(codec.loads(text))
    for _ in range(epochs):
        session.step_epoch()
    return session


def landscapes(session: Session, **asked):
    return list(LandscapeProbe(**asked).bind(session)(session.network.theta))


@pytest.mark.parametrize("name", list(planes))
def test_every_value_is_the_cost_of_that_network_and_the_path_agrees(name):
    session = session_of("training.l2 = 0.3")
    *_, found = landscapes(session, plane=planes[name](), dev=True)
    network, X, Y = session.network.copy(), *session.trainer.training_set
    dev = session.preprocess(session.split.dev)
    for row, column in ((0, 0), (13, 50), (63, 63)):
        network.theta = found.plane.theta(found.a[column], found.b[row])
        assert found.costs[row, column] == pytest.approx(network.cost(X, Y), rel=1e-11)
        expected = network.cost(*dev, penalty=False) + network.penalty(X.shape[1])
        penalty = network.penalty(dev[0].shape[1]) - network.penalty(X.shape[1])
        assert found.dev_costs[row, column] == pytest.approx(expected + penalty, rel=1e-9)
    # Plane cost plus the stated difference is the cost on the path, which the history knows.
    hidden = found.hidden
    on_path = hidden.plane_costs + hidden.differences
    assert on_path[0] == pytest.approx(session.history.column("train_cost")[0], rel=1e-9)
    assert on_path[-1] == pytest.approx(session.history.latest["train_cost"], rel=1e-9)
    assert found.steps[0] == 0 and found.steps[-1] == session.trainer.steps


def test_it_gets_finer_and_ends():
    sizes = [found.costs.shape for found in landscapes(session_of())]
    assert sizes[0] == (COARSEST, COARSEST) and sizes[-1] == (FINEST, FINEST)
    assert sizes == sorted(sizes)


def test_without_a_path_it_says_why():
    *_, found = landscapes(session_of(epochs=0))
    assert "has not moved yet" in found.problem and hidden_sentence(found) == found.problem


def test_a_bowl_is_called_one_and_linear_regression_has_its_minimum_there():
    text = 'data.source = {kind = "curve"}\nnetwork = {hidden_layers = []}\n'
    session = session_of(text + 'training = {optimizer = "gd", learning_rate = 0.1}', 20)
    *_, found = landscapes(session, plane=planes["parameters"]())
    X, Y = session.trainer.training_set
    design = np.vstack([X, np.ones(X.shape[1])])
    best = np.linalg.lstsq(design.T, Y[0], rcond=None)[0]
    row, column = np.unravel_index(found.costs.argmin(), found.costs.shape)
    step = found.a[1] - found.a[0], found.b[1] - found.b[0]
    inside = found.a[0] <= best[0] <= found.a[-1] and found.b[0] <= best[1] <= found.b[-1]
    assert inside
    assert abs(found.a[column] - best[0]) <= step[0] and abs(found.b[row] - best[1]) <= step[1]
    assert "a bowl in this plane" in hidden_sentence(found)
    assert min(found.curvatures) > 0


def test_what_chance_would_show_stands_beside_what_is_shown():
    *_, found = landscapes(session_of())
    sentence = hidden_sentence(found)
    assert f"{100 * found.hidden.share:.0f} % of the path's variance" in sentence
    assert "a random walk would show 76 %" in sentence


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_drawn_as_a_picture(qtbot, theme):
    view = LandscapeView(theme)
    qtbot.addWidget(view)
    view.draw(full_frame(session_of()))
    view.refresh()
    assert "variance" in view.summary() and len(view.pane.contours.points) > 50
    image = QImage(640, 560, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 640, 560))
    painter.end()
    assert len({image.pixel(x, y) for x in range(0, 640, 7) for y in range(0, 560, 7)}) > 60
    steps, costs = view.curves()["cost"]
    assert len(steps) == len(costs) > 3


def test_contours_of_a_quadratic_are_circles():
    """Though the grid is coarse: the points between are those of the parabola."""
    a = np.linspace(-1, 1, 16)
    A, B = np.meshgrid(a, a)
    fine_a, fine_b, costs = finer(a, a, A**2 + B**2)
    assert len(fine_a) == len(fine_b) == 46
    np.testing.assert_allclose(fine_a, np.linspace(-1, 1, 46), atol=1e-12)
    A, B = np.meshgrid(fine_a, fine_b)
    np.testing.assert_allclose(costs, A**2 + B**2, atol=1e-12)
    wild = np.where(A > 0.9, np.inf, A)
    assert finer(fine_a, fine_b, wild)[2] is wild


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_valleys_and_hills_differ_in_lightness_too(theme):
    """A print without colours shows which is which: the low end stands out from the panel."""
    table = colours.rising(theme)
    rgb = np.stack([(table >> shift) & 255 for shift in (16, 8, 0)], axis=-1)
    grey = rgb @ [0.2126, 0.7152, 0.0722]
    away = np.abs(grey - grey[-1])
    assert away[0] > 20 and away[0] == away.max()
    assert (np.diff(away[:128]) <= 1.0).all() and away[128:].max() < 0.35 * away[0]


@pytest.mark.parametrize("shading", [False, True])
def test_light_on_a_slope_leaves_its_hue(shading):
    a = np.linspace(-1, 1, 32)
    A, B = np.meshgrid(a, a)
    pixels, _ = map_of(np.hypot(A - 0.3, B), LIGHT, "Cost", shading)
    channels = np.stack([(pixels >> shift) & 255 for shift in (16, 8, 0)], axis=-1)
    assert channels.min() >= 0 and channels.max() <= 255
    saturated = (channels == 255).sum(axis=-1) == 2
    assert not saturated.any()


BOWL = """
data = {source = {kind = "curve", samples = 60}, features = "2*x + 6"}
network = {hidden_layers = []}
training = {optimizer = "gd", learning_rate = 0.02, batch_size = 1000}
"""


def shown(qtbot, session: Session, width=760, height=600, **asked) -> LandscapeView:
    view = LandscapeView(LIGHT)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    view.draw(full_frame(session, [LandscapeProbe(**asked)], others=False))
    view.refresh()
    return view


def test_profiles_stand_beside_the_map_where_there_is_room(qtbot):
    view = shown(qtbot, session_of())
    above, right = view.pane.margins
    assert above.sizeHint(Qt.SizeHint.PreferredSize).height() > 40
    assert right.sizeHint(Qt.SizeHint.PreferredSize).width() > 40
    view.choices.profiles.setChecked(False)
    assert above.sizeHint(Qt.SizeHint.PreferredSize).height() == 0
    view.choices.profiles.setChecked(True)
    view.resize(400, 320)
    qtbot.waitUntil(lambda: above.sizeHint(Qt.SizeHint.PreferredSize).height() == 0)


def test_the_costs_beside_a_profile_begin_in_the_view_however_small(qtbot):
    view, begins = shown(qtbot, session_of()), []
    above, _ = view.pane.margins
    view.plot.left.set_fixed_ticks([])  # the axis is as narrow as it gets
    QApplication.processEvents()
    above.show_profile(view.landscape.profiles[0], (8.79e-13, 0.6149))

    class Noting(QPainter):
        def drawText(self, at, text):
            begins.append(above.mapToScene(at).x())

    picture = QImage(400, 100, QImage.Format.Format_ARGB32)
    painter = Noting(picture)
    above.paint(painter, None)
    painter.end()
    assert len(begins) == 2 and min(begins) >= 0


def test_contours_are_curves_once_the_run_rests(qtbot):
    session = session_of()
    view = shown(qtbot, session)
    frame, smooth = view.frame, len(view.pane.contours.points)
    view.draw(replace(frame, snapshot=replace(frame.snapshot, running=True)))
    rough = len(view.pane.contours.points)
    view.draw(frame)
    assert rough < 0.6 * smooth and len(view.pane.contours.points) == smooth


@pytest.mark.parametrize(("width", "height"), [(240, 48), (500, 92), (900, 48), (900, 92)])
def test_what_the_plane_hides_is_told_from_its_first_word_on(qtbot, monkeypatch, width, height):
    view, tops = shown(qtbot, session_of()), []
    words = hidden_sentence(view.landscape)

    def note(painter, box, text, color, where=0):
        if text == words:
            tops.append(painter.boundingRect(box, where, text).top())

    monkeypatch.setattr(hidden_strip, "write", note)
    picture = QImage(width, height, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    view.strip.paint_into(painter, QRectF(picture.rect()))
    painter.end()
    assert tops and tops[0] >= 0


def test_a_low_view_leaves_its_room_to_the_map(qtbot):
    view = shown(qtbot, session_of())
    assert view.strip.height() > 80 and "start" in view.legend.texts
    assert len(view.pane.scale.numbers()) == 5
    view.resize(560, 285)
    qtbot.waitUntil(lambda: view.strip.height() < 50)
    assert view.legend.texts == []
    qtbot.waitUntil(lambda: 90 < view.plot.box.rect().height() < 200)
    view.pane.scale.resize(100, 40)
    numbers = view.pane.scale.numbers()
    assert 1 <= len(numbers) < 5
    assert all(above - below >= 8 for (above, _), (below, _) in pairwise(numbers))
    view.resize(760, 600)
    qtbot.waitUntil(lambda: "start" in view.legend.texts and view.strip.height() > 80)


def test_a_steep_profile_is_shown_up_to_the_cost_at_the_start():
    steep = Profile(np.arange(5.0), np.array([0, 0.01, 0.02, 50, 90]))
    assert scale_of((steep,), 0.7) == (0, 0.7)
    assert scale_of((steep,), 200.0)[1] == 90
    flat = Profile(np.arange(3.0), np.ones(3))
    low, high = scale_of((flat,), 1.0)
    assert low < high


def test_raw_and_scaled_stand_side_by_side_and_circles_are_round(qtbot):
    planes_ = {"plane": planes["parameters"](), "beside": True}
    view = shown(qtbot, session_of(BOWL, 20), **planes_)
    assert view.other.isVisible() and view.other_pane.found is view.landscape.beside
    assert view.legend.texts == ["scaled features (standardize)"]
    assert view.other_legend.texts == ["raw features"]
    for pane in (view.pane, view.other_pane):
        (x0, x1), (y0, y1) = pane.plot.to_pixels(np.array([0, 1.0]), np.array([0, 1.0]))
        assert x1 - x0 == pytest.approx(y0 - y1, rel=0.02)
    assert "times as long as wide" in view.summary().lower()
    image = QImage(760, 600, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 760, 600))
    painter.end()
    left, right = (
        len({image.pixel(x, y) for x in range(start, start + 300, 7) for y in range(60, 400, 7)})
        for start in (60, 440)
    )
    assert left > 60 and right > 60


def test_all_five_planes_are_offered_and_the_others_are_marked(qtbot):
    view = shown(qtbot, session_of(), plane=planes["three_networks"]())
    kinds = [view.choices.kind.itemData(i) for i in range(view.choices.kind.count())]
    assert kinds == list(planes)
    np.testing.assert_allclose(view.pane.others.points, [[1, 0], [0, 1]], atol=1e-9)
    assert "other random weights" in view.legend.texts
    view.choices.kind.setCurrentIndex(kinds.index("three_networks"))
    assert view.probes()[0].plane == planes["three_networks"]()


def test_raw_beside_scaled_is_offered_of_networks_without_hidden_layers(qtbot):
    view = shown(qtbot, session_of(BOWL, 2))
    assert view.choices.beside.isVisible() and view.choices.beside.isEnabled()
    view.choices.beside.setChecked(True)
    assert view.probes()[0].beside
    deep = shown(qtbot, session_of())
    assert not deep.choices.beside.isVisible() and not deep.probes()[0].beside


@pytest.fixture
def landscape(window, qtbot):
    bench = window.playground.workbench
    bench.set_pace(None)
    for _ in range(3):
        bench.step_epoch()
        qtbot.wait(60)
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 3 and not bench.running)
    window.actions_.landscape.trigger()
    qtbot.waitUntil(lambda: "landscape" in window.playground.views, timeout=10_000)
    view = window.playground.views["landscape"]
    qtbot.waitUntil(
        lambda: view.landscape is not None and view.landscape.costs.shape == (64, 64),
        timeout=20_000,
    )
    return view


def click(view, qtbot, a, b):
    x, y = (float(value) for value in view.plot.to_pixels(a, b))
    at = view.plot.mapFromScene(view.plot.box.mapToScene(QPointF(x, y)))
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


def test_a_click_shows_that_network_everywhere_and_escape_ends_it(landscape, window, qtbot):
    bench, before = window.playground.workbench, window.playground.workbench.snapshot.theta
    plane = landscape.landscape.plane
    a, b = 0.5 * (plane.a_range[0] + plane.a_range[1]), plane.b_range[0] * 0.5
    click(landscape, qtbot, a, b)
    qtbot.waitUntil(lambda: bench.snapshot.elsewhere is not None, timeout=10_000)
    (here,) = landscape.cross.at
    assert np.allclose(bench.snapshot.theta, plane.theta(*here), atol=1e-9)
    # Its own numbers stand in the status bar, not those of the run.
    network, split = Session(bench.spec).network, bench.snapshot.split
    network.theta = bench.snapshot.theta
    dev_error = np.mean((network.predict(split.dev.X) > 0.5) != split.dev.Y)
    assert bench.frame.latest["dev_error"] == pytest.approx(dev_error)
    values = window.status._values
    qtbot.waitUntil(lambda: values["speed"].text() == "not of the run")
    assert values["dev_error"].text() == percent_text(dev_error)
    assert "Another network" in window.playground.timeline.row.words.text()
    # The curves go on telling of the run.
    of_run = bench.frame.history.latest["dev_error"]
    assert f"dev {100 * of_run:.1f} %" in window.playground.views["error"].summary()
    qtbot.waitUntil(landscape.choices.forth.isEnabled)
    # Another picture has been computed by then, of the same plane.
    assert np.allclose(landscape.landscape.plane.origin, plane.origin)
    qtbot.keyClick(landscape, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not bench.snapshot.looking_back)
    assert np.array_equal(bench.snapshot.theta, before)


def test_continue_from_here_makes_it_the_present_one_and_undo_returns(landscape, window, qtbot):
    bench, before = window.playground.workbench, window.playground.workbench.snapshot.theta
    first, plane = bench.run, landscape.landscape.plane
    click(landscape, qtbot, plane.a_range[0] * 0.5, plane.b_range[1] * 0.5)
    qtbot.waitUntil(lambda: bench.snapshot.elsewhere is not None, timeout=10_000)
    theta = bench.snapshot.theta
    qtbot.waitUntil(landscape.choices.forth.isEnabled)
    landscape.choices.forth.click()
    qtbot.waitUntil(lambda: bench.run is not first and not bench.busy)
    assert np.array_equal(bench.snapshot.theta, theta) and not bench.snapshot.looking_back
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 19)
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: np.array_equal(bench.snapshot.theta, before))


def test_clicks_on_the_diagram_choose_the_two_parameters(landscape, window, qtbot):
    choices, diagram = landscape.choices, window.playground.views["network"]
    diagram.canvas.picked.emit(Link(1, 2, 1))
    assert choices.kind.currentData() == "path"  # of another plane nothing is chosen
    choices.kind.setCurrentIndex(choices.kind.findData("parameters"))
    choices.kind.activated.emit(choices.kind.currentIndex())
    diagram.canvas.picked.emit(Link(1, 2, 1))
    diagram.canvas.picked.emit(Bias(2, 3))
    chosen = choices.first.currentText(), choices.second.currentText()
    assert chosen == ("W[1][3, 2]", "b[2][4]")
    qtbot.waitUntil(lambda: landscape.landscape.plane.labels == chosen, timeout=10_000)
    diagram.canvas.picked.emit(Bias(2, 3))
    assert (choices.first.currentText(), choices.second.currentText()) == chosen


def test_a_session_that_went_on_elsewhere_is_found_again_in_its_file(tmp_path):
    session = session_of()
    middle = session.trainer.steps
    session.set_theta(session.network.theta * 0.5)
    for _ in range(5):
        session.step()
    save_session(session, tmp_path / "a.playground")
    again = load_session(tmp_path / "a.playground")
    assert np.array_equal(again.network.theta, session.network.theta)
    for step in (middle - 1, middle, middle + 3):
        found = again.recording.state_at(step).theta
        assert np.array_equal(found, session.recording.state_at(step).theta)


@pytest.mark.parametrize(
    ("along", "words"),
    [((0.25, -1e-12), "a valley"), ((0.25, -0.1), "a saddle"), ((-2.0, 1e-9), "a ridge")],
)
def test_a_curvature_of_round_off_makes_no_saddle(along, words):
    *_, found = landscapes(session_of())
    found = replace(found, curvatures=along)
    assert f": {words}" in hidden_sentence(found)


def test_costs_that_differ_little_have_ticks_that_differ():
    _, drawn_in = map_of(np.linspace(0.69310, 0.69314, 16).reshape(4, 4), LIGHT, "Cost")
    texts = [tick.text for tick in drawn_in.ticks]
    assert len(set(texts)) == len(texts) and [float(text) for text in texts] == sorted(
        float(text) for text in texts
    )


def test_a_path_of_two_steps_lies_in_its_plane_and_no_round_off_is_told():
    session = session_of(epochs=0)
    session.step()
    session.step()
    *_, found = landscapes(session)
    assert not found.hidden.distances.any()
    assert "The path lies in it." in hidden_sentence(found)


def test_a_range_chosen_by_hand_is_not_kept_for_the_plane_of_another_run(landscape, window, qtbot):
    bench = window.playground.workbench
    landscape.plot.set_ranges((50.0, 60.0), (50.0, 60.0))
    landscape._free = True
    before = bench.run
    bench.new_weights()
    qtbot.waitUntil(lambda: bench.run is not before)
    qtbot.waitUntil(lambda: not bench.busy)
    bench.step_epoch()
    qtbot.waitUntil(lambda: bench.snapshot.epoch == 1 and not bench.running)
    qtbot.waitUntil(lambda: landscape.landscape is not None and not landscape.landscape.problem)
    qtbot.waitUntil(lambda: landscape.plot.x_range[0] <= 0.0 <= landscape.plot.x_range[1])
