"""The inspector in the window: what it shows is the step, and doing the step does it."""

from __future__ import annotations

import re
import threading

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QLineEdit

from playground.experiment.full_frame import full_frame
from playground.experiment.inspection.checking import Checks, mistakes
from playground.experiment.inspection.copying import COPIES
from playground.experiment.inspection.line import route
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.gui.plotting.formulas import formulas
from playground.gui.theme import DARK, LIGHT, apply
from playground.gui.views.inspector.controls import InspectorControls
from playground.gui.views.inspector.page import shown
from playground.gui.views.inspector.view import InspectorView

NET = "network.hidden_layers = [4, 3]\ntraining = {l2 = 0.5, keep_prob = 0.8, batch_size = 7}"


def shown_view(qtbot, session: Session, theme=LIGHT) -> InspectorView:
    view = InspectorView(theme)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.draw(full_frame(session))
    view.refresh()
    return view


@pytest.fixture(autouse=True)
def formulas_end(qtbot):
    """The thread that makes formulas ends by itself; this waits for it."""
    yield
    formulas().give_up()
    qtbot.waitUntil(lambda: not formulas()._busy, timeout=20_000)


@pytest.fixture
def view(qtbot):
    return shown_view(qtbot, Session(codec.loads(NET)))


def number_of(words: str, symbol: str) -> float:
    """What a worked line says of a symbol: the number behind its last equals sign."""
    line = next(part for part in words.split("; ") if part.split(": ")[-1].startswith(symbol))
    return float(line.split("=")[-1].split(",")[0].replace("−", "-"))


def test_it_goes_through_the_whole_step_by_keys(qtbot, view):
    stations = [view.controls.station]
    for _ in route(3)[1:]:
        qtbot.keyClick(view, Qt.Key.Key_Right)
        stations.append(view.controls.station)
    assert stations == route(3)
    for station in reversed(stations[:-1]):
        qtbot.keyClick(view, Qt.Key.Key_Left)
        assert view.controls.station == station


def test_what_is_written_is_what_the_formulas_give(view):
    batch = view.inspection.batch
    for layer in (1, 2, 3):
        view.controls.go_to("Forward", layer)
        view.controls.unit.setValue(1)
        assert number_of(view.summary(), f"z[{layer}]") == pytest.approx(
            batch.Z[layer][0, 0], rel=1e-3
        )
        view.controls.go_to("Backward", layer)
        assert number_of(view.summary(), "dw") == pytest.approx(batch.dW[layer][0, 0], rel=1e-3)
        assert number_of(view.summary(), "db") == pytest.approx(batch.db[layer][0, 0], rel=1e-3)
    view.controls.go_to("Loss", 3)
    assert number_of(view.summary(), "J") == pytest.approx(batch.cost, rel=1e-3)


def test_a_chosen_example_is_asked_for(qtbot, view):
    assert view.probes()[0].example == -1
    view.controls.of.setCurrentIndex(1)
    with qtbot.waitSignal(view.probes_changed):
        view.controls.example.setValue(5)
    assert view.probes()[0].example == 4


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "text",
    [
        NET,
        "network.hidden_layers = []\ntraining.optimizer = 'gd'",
        "data.source = {kind='gaussians', classes=3}\ntraining.optimizer = 'momentum'",
        "data.source = 'curve'\ntraining = {optimizer = 'rmsprop', l1 = 0.2}\nnetwork.loss='huber'",
    ],
)
def test_every_station_of_every_kind_is_painted(qtbot, theme, text):
    session = Session(codec.loads(text))
    session.step()
    view = shown_view(qtbot, session, theme).clone()
    qtbot.addWidget(view)
    for station in route(session.network.n_layers):
        view.controls.go_to(station.stage, station.layer)
        image = QImage(600, 500, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view.paint_picture(painter, image.rect())
        painter.end()
        pixels = {image.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 120, 3)}
        assert len(pixels) > 8
        for line in view._lines:
            assert formulas().picture(line.formula, view.theme.accent).isValid(), line.formula


def test_a_picture_has_the_whole_page_however_long(qtbot):
    session = Session(codec.loads("network.hidden_layers = [8, 8]"))
    session.step()
    view = shown_view(qtbot, session)
    width, height = view.picture_size
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for station in route(session.network.n_layers):
        view.controls.go_to(station.stage, station.layer)
        painter = QPainter(image)
        view.paint_picture(painter, QRectF(0, 0, width, height))
        painter.end()
        last = {image.pixel(x, height - 1) for x in range(width)}
        assert last == {QColor(view.theme.panel).rgb()}, f"cut off: {station}"


def test_a_formula_in_a_drawing_is_as_thin_as_on_the_screen():
    written = QBuffer()
    written.open(QBuffer.OpenModeFlag.WriteOnly)
    device = QSvgGenerator()
    device.setOutputDevice(written)
    painter = QPainter(device)
    formulas().picture(r"Z^{[1]} = \frac{1}{m}", "#010203", now=True).render(painter)
    painter.end()
    text = written.data().data().decode()
    drawn = re.findall(r'fill="#010203" fill-opacity="1" stroke="(\S+)"', text)
    assert drawn and set(drawn) == {"none"}


def test_formulas_still_to_come_are_left_when_nobody_looks_any_more(qtbot, view, monkeypatch):
    made, go_on = [], threading.Event()

    def slow(latex, colour):
        made.append(latex)
        go_on.wait(10)
        return b""

    monkeypatch.setattr("playground.gui.plotting.formulas._set", slow)
    view.show()
    wanted = [rf"x = {k} + {id(view)}" for k in range(3)]
    for latex in wanted:
        formulas().picture(latex, "#010203")
    qtbot.waitUntil(lambda: bool(made))
    view.hide()
    go_on.set()
    qtbot.waitUntil(lambda: not formulas()._busy)
    assert len(made) == 1


def test_formulas_are_made_in_a_thread_that_ends(qtbot):
    latex = r"\frac{3}{7} + x_{123}"
    with qtbot.waitSignal(formulas().arrived, timeout=5000):
        assert formulas().picture(latex, "#010203") is None
    assert formulas().picture(latex, "#010203").isValid()
    qtbot.waitUntil(lambda: not formulas()._busy)


def test_large_matrices_show_what_is_looked_at():
    assert shown(5, 8, 3) == [0, 1, 2, 3, 4]
    for focus in range(64):
        places = shown(64, 8, focus)
        assert focus in places and len(places) <= 8
    assert shown(64, 8, 0) == [0, 1, 2, 3, 4, 5, 6, -1]
    assert shown(64, 8, 63)[0] == -1 and shown(64, 8, 63)[-1] == 63


def test_copied_numpy_is_a_program_with_all_digits(view):
    view.controls.go_to("Forward", 2)
    view.copy_as("NumPy")
    known: dict = {}
    exec(QGuiApplication.clipboard().text(), known)
    np.testing.assert_array_equal(known["W2"], view.inspection.batch.W[2])
    np.testing.assert_allclose(
        known["W2"] @ known["A1"] + known["b2"], known["Z2"], rtol=1e-13, atol=1e-15
    )
    for label in COPIES:
        view.copy_as(label)
        assert "W^{[2]} A^{[1]} + b^{[2]}" in QGuiApplication.clipboard().text()


def test_the_check_says_right_and_a_planted_mistake_is_said(qtbot, view):
    session = Session(codec.loads(NET))
    panel = view.check_panel
    view.check_panel.show_checks(Checks.of(session))
    assert panel.verdict.text().startswith("Right") and "W[" in panel.words.text() + "W["
    view.check_panel.show_checks(Checks.of(session, "no_slope"))
    assert "Wrong" in panel.verdict.text() and "dZ[2]" in panel.verdict.text()
    assert mistakes["no_slope"].label in panel.words.text()
    assert panel.bars.height() > 0


def test_a_mistake_that_makes_no_difference_is_told(view):
    """A + Y is A - Y where y is 0."""
    network = "network = {hidden_layers = [2], loss = 'binary_cross_entropy'}"
    session = Session(codec.loads(f"data.source = {{kind='typed', table='1 2 0'}}\n{network}"))
    view.check_panel.show_checks(Checks.of(session, "sign"))
    assert "makes no difference" in view.check_panel.verdict.text()


def test_do_this_step_asks_for_one_step(qtbot, view):
    with qtbot.waitSignal(view.action_requested) as asked:
        view.step.click()
    assert asked.args == ["step"]


def test_the_graph_of_an_expression_follows_what_is_typed(view):
    panel = view.graph_panel
    view.controls.tabs.setCurrentIndex(6)
    assert view.summary() == "J = 33, dJ/da = 3, dJ/db = 6, dJ/dc = 9"
    panel.expression.setText("a*a")
    assert panel.summary() == "J = 25, dJ/da = 10"
    panel.expression.setText("a*")
    assert "missing" in view.summary() and panel.nodes == []
    image = view.grab()
    assert not image.isNull()


@pytest.mark.parametrize("width", [400, 600])
def test_nothing_of_its_controls_is_cut_in_a_narrow_dock(qtbot, qapp, width):
    apply(qapp, LIGHT)
    view = shown_view(qtbot, Session(codec.loads("network.hidden_layers = [64, 30]")))
    view.resize(width, 260)
    view.show()
    controls = view.controls
    controls.go_to("Backward", 2)
    controls.unit.setValue(30)
    controls.source.setValue(64)
    view.layout().activate()
    qapp.processEvents()
    tabs = controls.tabs
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    for k in range(tabs.count()):
        assert tabs.fontMetrics().horizontalAdvance(tabs.tabText(k)) <= tabs.tabRect(k).width()
    for spin in (controls.layer, controls.unit, controls.source, controls.column):
        line = spin.findChild(QLineEdit)
        assert line.fontMetrics().horizontalAdvance(spin.text()) <= line.width()
        assert spin.geometry().right() <= width
        assert spin.text().startswith(spin.accessibleName()) == (width > 540)
    assert controls.forth.geometry().right() <= width


def test_an_example_is_followed_before_it_is_known_how_many_there_are(qtbot):
    controls, asked = InspectorControls(), []
    qtbot.addWidget(controls)
    controls.example_changed.connect(lambda: asked.append(controls.asked_example))
    controls.follow(149)
    controls.follow(149)
    assert asked == [149] and not controls.example.isHidden()
