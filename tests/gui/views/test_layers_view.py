"""The view of the layers, in the window and in a picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from playground.experiment.full_frame import full_frame
from playground.experiment.layers import Signals, sample_of
from playground.experiment.probes.layers import LayersProbe
from playground.experiment.session import Session
from playground.experiment.studies.initialization import InitializationLab
from playground.experiment.text import codec
from playground.gui.theme import DARK, LIGHT
from playground.gui.theme.fonts import scale_type, small_font
from playground.gui.views.layers.lab_canvas import LabCanvas
from playground.gui.views.layers.table import power
from playground.gui.views.layers.view import LayersView

DEEP = "network = {{hidden_layers = [8, 8, 8, 8, 8, 8], initializer = {0}}}\ntraining.epochs = 30"


def session_of(initializer: str, epochs: int = 3) -> Session:
    session = Session(codec.loads(DEEP.format(initializer)))
    for _ in range(epochs):
        session.step_epoch()
    return session


def test_the_probe_tells_now_start_and_how_far_the_weights_moved():
    session = session_of("'xavier'")
    report = full_frame(session).probes[LayersProbe]
    X, Y = session.preprocess(sample_of(session.split.train))
    assert np.array_equal(report.now.A_std, Signals.of(session.network, X, Y).A_std)
    fresh = session_of("'xavier'", 0)
    assert np.array_equal(report.start.A_std, Signals.of(fresh.network, X, Y).A_std)
    before = session_of("'xavier'", 2)
    moved = [
        np.linalg.norm(now - then) / np.linalg.norm(now)
        for now, then in zip(session.network.weights, before.network.weights)
    ]
    np.testing.assert_allclose(report.update_ratio, moved, rtol=1e-12)
    assert full_frame(fresh).probes[LayersProbe].update_ratio is None


@pytest.mark.parametrize(
    "initializer, word",
    [
        ("'xavier'", "gets through"),
        ("{kind = 'normal', scale = 0.01}", "vanishes"),
        ("'zeros'", "identical"),
    ],
)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_said_and_drawn(qtbot, initializer, word, theme):
    view = LayersView(theme)
    qtbot.addWidget(view)
    assert "will appear here" in view.summary()
    view.draw(full_frame(session_of(initializer, 0)))
    view.refresh()
    assert word in view.summary()
    image = QImage(900, 420, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 900, 420))
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(0, 900, 3) for y in range(0, 420, 3)}
    # Zeros have no spread that a bar could show.
    assert (theme.train.lower() in colours) == (word != "identical")
    assert theme.panel.lower() in colours and len(colours) > 20
    x, spread = view.curves()["A_std"]
    assert len(x) == len(spread) == 7


@pytest.mark.parametrize("larger", [1, 1.4])
def test_no_head_of_a_column_is_cut_however_narrow_the_panel(qtbot, larger):
    scale_type(larger)
    try:
        view = LayersView(LIGHT)
        qtbot.addWidget(view)
        view.draw(full_frame(session_of("'xavier'", 0)))
        view.refresh()
        table, canvas = view._table, view._canvas
        assert canvas.minimumHeight() == table.size[1]
        measure = QFontMetrics(small_font())
        for width in (canvas.minimumWidth(), 900):
            places = table.places(QRectF(0, 0, width, 300))
            for words, (left, room) in zip(table.heads, places, strict=True):
                longest = max(map(measure.horizontalAdvance, words.split("\n")))
                assert longest <= room and left + room <= width
                assert measure.lineSpacing() * len(words.split("\n")) <= table._head_height
    finally:
        scale_type(1)


def test_it_is_computed_only_while_it_is_seen(window, qtbot):
    bench = window.playground.workbench
    assert not any(isinstance(request, LayersProbe) for request in bench.requests)
    window.actions_.layers.trigger()
    qtbot.waitUntil(lambda: LayersProbe in bench.probes, timeout=10_000)
    view = window.playground.views.get("layers")
    qtbot.waitUntil(lambda: "a layer forward" in view.summary())
    window.docks["layers"].hide()
    qtbot.waitUntil(lambda: not any(isinstance(request, LayersProbe) for request in bench.requests))


def test_powers_of_ten_are_written_as_people_do():
    assert [power(n) for n in (-12, -1, 0, 2)] == ["10⁻¹²", "10⁻¹", "1", "10²"]


def test_the_laboratory_compares_initial_weights_and_trains_each(window, qtbot):
    bench = window.playground.workbench
    window.actions_.layers.trigger()
    qtbot.waitUntil(lambda: "layers" in window.playground.views)
    view = window.playground.views["layers"]
    view.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: view.lab.canvas.report is not None)
    qtbot.waitUntil(lambda: not any(isinstance(each, LayersProbe) for each in bench.requests))
    assert "Zeros: 40 of the 40 units" in view.summary()
    assert "0.01: The signal vanishes" in view.summary()
    view.lab.spins["depth"].setValue(3)
    qtbot.waitUntil(lambda: len(view.lab.canvas.report.layer_sizes) == 5)
    view.lab.scale.edited.emit(2.0)
    qtbot.waitUntil(lambda: "Scale 2: The signal" in view.summary())
    x, spread = view.curves()["A_std, He"]
    assert len(x) == len(spread) == 4
    clone = view.clone()
    qtbot.addWidget(clone)
    assert clone.summary() == view.summary()
    bench.set("data.source", "circle")  # other examples: looked at anew
    report = view.lab.canvas.report
    qtbot.waitUntil(lambda: view.lab.canvas.report is not report)
    view.lab.spins["width"].setValue(4)
    with qtbot.waitSignal(view.study_requested) as asked:
        view.lab.train.click()
    study = asked.args[0](bench.spec)
    assert study.base.network.hidden_layers == (4, 4, 4)
    studies = window.playground.studies
    assert studies.window.isVisible()
    studies.runner.cancel()
    qtbot.waitUntil(lambda: not studies.runner.running, timeout=20_000)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_scheme_of_the_laboratory_is_drawn_in_its_colour(qtbot, theme):
    session = session_of("'he'", 0)
    view = LayersView(theme)
    qtbot.addWidget(view)
    view.draw(full_frame(session))
    view.refresh()
    view.tabs.setCurrentIndex(1)
    view.lab.canvas.show_report(view.lab.chosen.examine(session))
    image = QImage(900, 420, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, 900, 420))
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(900) for y in range(160)}
    assert {theme.color(f"class {k}").lower() for k in range(2, 9)} <= colours  # 1 is zeros


def test_the_laboratory_says_everything_in_the_room_there_is(qtbot):
    session = session_of("'he'", 0)
    canvas = LabCanvas(LIGHT)
    qtbot.addWidget(canvas)
    canvas.show_report(InitializationLab().examine(session))
    canvas.show()
    heights = []
    for width in (360, 600, 1200):
        canvas.resize(width, 100)
        heights.append(canvas.minimumHeight())
        assert canvas.paint(None, QRectF(0, 0, width, 0)) <= heights[-1] + 1
    assert heights == sorted(heights, reverse=True) and heights[0] > heights[-1]
