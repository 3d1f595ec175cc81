"""Numbers of the inspected example on the diagram: those of the engine, where they can be read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF

from playground.experiment.inspection.numbers import Inspection
from playground.experiment.session import Session
from playground.experiment.text import codec
from playground.gui.plotting.pointing import Inspected
from playground.gui.theme.fonts import small_font
from playground.gui.theme.numbers import number_text
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.numbers import numbers_on
from playground.gui.views.diagram.parts import Unit

BY_HAND = """
data = {source = {kind = "typed", table = "x, y; 1, 1"}, scaling = "none"}
[network]
hidden_layers = [2]
activation = "sigmoid"
loss = "half_squared_error"
initializer = {kind = "given", parameters = "W1 = [.3, .4]; b1 = [.1, .2]; W2 = [1, -3]; b2 = .2"}
"""


def numbers_of(text: str, at: Inspected, width=550, height=150, sizes=None):
    session = Session(codec.loads(text))
    layout = Layout(sizes or session.network.layer_sizes, width, height, 20, 40)
    found = numbers_on(Inspection.of(session), at, layout, QFontMetricsF(small_font()))
    return found, layout


def words(found) -> list[str]:
    return [number.text for number in found.shown]


def test_forward_they_are_z_a_and_w_of_the_notes(qapp):
    found, _ = numbers_of(BY_HAND, Inspected(1), height=260)
    assert words(found) == [
        "a 1",
        "z 0.4\na 0.599",
        "z 0.6\na 0.646",
        "z −1.14\na 0.243",
        "0.3",
        "0.4",
    ]
    assert [number.strong for number in found.shown] == [False, True, False, False, True, False]
    found, _ = numbers_of(BY_HAND, Inspected(2), height=260)
    assert words(found)[4:] == ["1", "−3"]


def test_backward_they_are_derivatives(qapp):
    found, _ = numbers_of(BY_HAND, Inspected(2, backward=True), height=260)
    assert words(found) == ["dz\n−0.0334", "dz\n0.0955", "dz\n−0.139", "−0.0833", "−0.0899"]


@pytest.mark.parametrize("layers", ["[8, 4]", "[64, 30]", "[]", "[3, 3, 3, 3]"])
@pytest.mark.parametrize("backward", [False, True])
def test_none_is_cut_and_none_of_a_link_covers_another(qapp, layers, backward):
    text = f"network.hidden_layers = {layers}\ndata.source = 'rings'"
    session = Session(codec.loads(text))
    for layer in range(1, session.network.n_layers + 1):
        found, layout = numbers_of(text, Inspected(layer, 1, 2, backward), width=700)
        p = Inspection.of(session).shown
        units = [u for u in layout.units if u.layer or not backward]
        values = (p.dZ if backward else p.A)[:]
        on_units, on_links = found.shown[: len(units)], found.shown[len(units) :]
        assert [n.text.split()[-1] for n in on_units] == [
            number_text(values[unit.layer][unit.row, 2], 3) for unit in units
        ]
        rows = (p.dW if backward else p.W)[layer]
        assert {n.text for n in on_links} <= {number_text(w, 3) for w in np.ravel(rows)}
        assert any(n.strong for n in on_links)
        for place, number in enumerate(on_links):
            others = [*on_units, *on_links[:place]]
            assert not any(number.box.intersects(other.box) for other in others)
        assert all(n.box.left() >= 0 and n.box.right() <= 700 for n in found.shown)
        for number, unit in zip(on_units, units):
            left, _ = layout.corner(unit)
            if unit.layer == 0:  # left of it stands its name
                assert number.box.left() >= left
            if unit.layer == session.network.n_layers:
                assert number.box.right() <= left + layout.side + 1e-9


def test_of_nothing_and_of_another_network_there_are_none(qapp):
    assert numbers_of(BY_HAND, Inspected())[0] is None
    assert numbers_of(BY_HAND, Inspected(1), sizes=(1, 3, 1))[0] is None


def test_they_stand_there_while_the_inspector_is_open_and_follow_it(window, qtbot):
    views, canvas = window.playground.views, window.playground.views["network"].canvas
    assert canvas.picture.numbers is None
    window.actions_.inspector.trigger()
    qtbot.waitUntil(lambda: canvas.picture.numbers is not None)
    view = views["inspector"]
    batch = view.inspection.shown
    view.controls.go_to("Forward", 2)
    view.controls.column.setValue(3)
    shown = words(canvas.picture.numbers)
    assert number_text(batch.A[3][0, 2], 3) in shown and number_text(batch.W[2][0, 0], 3) in shown
    view.controls.go_to("Backward", 3)
    assert number_text(batch.dZ[3][0, 2], 3) in words(canvas.picture.numbers)
    window.docks["inspector"].hide()
    assert canvas.picture.numbers is None


def test_the_diagram_shows_the_unit_that_is_looked_at(window, qtbot):
    bench, canvas = window.playground.workbench, window.playground.views["network"].canvas
    bench.set("network.hidden_layers", (64,))
    window.actions_.inspector.trigger()
    qtbot.waitUntil(lambda: bench.run.layer_sizes == (2, 64, 1) and canvas.run is bench.run)
    qtbot.waitUntil(lambda: canvas.picture.numbers is not None)
    assert not canvas.layout_.shows(Unit(1, 50))
    window.playground.views["inspector"].controls.unit.setValue(51)
    assert canvas.layout_.shows(Unit(1, 50))
    W = window.playground.views["inspector"].inspection.batch.W[1]
    assert number_text(W[50, 0], 3) in words(canvas.picture.numbers)
