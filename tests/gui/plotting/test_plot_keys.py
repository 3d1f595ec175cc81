"""Keys in a plot: arrows pan, plus and minus zoom, Home asks for everything."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from playground.gui.plotting.plot import Plot
from playground.gui.theme import LIGHT


@pytest.fixture
def plot(qtbot):
    plot = Plot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.set_ranges((0.0, 10.0), (100.0, 200.0))
    return plot


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [
        (Qt.Key.Key_Left, (-1, 9), (100, 200)),
        (Qt.Key.Key_Right, (1, 11), (100, 200)),
        (Qt.Key.Key_Up, (0, 10), (110, 210)),
        (Qt.Key.Key_Down, (0, 10), (90, 190)),
        (Qt.Key.Key_Plus, (1, 9), (110, 190)),
        (Qt.Key.Key_Equal, (1, 9), (110, 190)),
        (Qt.Key.Key_Minus, (-1.25, 11.25), (87.5, 212.5)),
    ],
)
def test_a_key_moves_the_ranges_and_says_so(plot, qtbot, key, x, y):
    with qtbot.waitSignal(plot.moved, timeout=1000):
        qtbot.keyClick(plot, key)
    assert plot.x_range == pytest.approx(x)
    assert plot.y_range == pytest.approx(y)


def test_home_asks_for_everything_and_moves_nothing(plot, qtbot):
    with qtbot.waitSignal(plot.fit_requested, timeout=1000), qtbot.assertNotEmitted(plot.moved):
        qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.x_range == (0, 10)


def test_other_keys_are_left_to_others(plot):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier)
    plot.keyPressEvent(event)
    assert not event.isAccepted() and plot.x_range == (0, 10)
