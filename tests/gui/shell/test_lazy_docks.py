"""The docks that are made when somebody first looks at them, in one window after another."""

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication

from playground.gui.app import create_window
from playground.gui.plotting.view import View

LATE = ("diagnosis", "activation", "images")


class Painted(QObject):
    """The views that Qt itself has painted; what a test grabs would be painted for the test."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            # A part that covers all of a view is painted in its stead.
            while watched is not None and not isinstance(watched, View):
                watched = watched.parent()
            if watched is not None:
                self.names.add(watched.name)
        return False


@pytest.fixture
def painted(qapp):
    painted = Painted()
    qapp.installEventFilter(painted)
    yield painted
    qapp.removeEventFilter(painted)


@pytest.mark.parametrize("first", LATE)
def test_a_dock_that_is_raised_paints_its_content_in_every_window(qtbot, painted, first):
    order = (first, *(name for name in LATE if name != first))
    for _ in range(3):
        QSettings().clear()
        window = create_window()
        try:
            qtbot.waitUntil(lambda window=window: bool(window.playground.views))
            painted.names.clear()
            for name in order:
                window.show_dock(name)
                qtbot.waitUntil(lambda name=name: name in painted.names)
        finally:
            window.close()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_behind_a_tab_a_view_asks_for_nothing_and_is_not_drawn_until_it_is_in_front(qtbot, window):
    bench, views = window.playground.workbench, window.playground.views
    window.show_dock("layers")
    qtbot.waitUntil(lambda: "layers" in views and bool(views["layers"].needed()))
    view, dock, drawn = views["layers"], window.docks["layers"], []
    draw = view._draw
    view._draw = lambda frame: (drawn.append(frame.snapshot.steps), draw(frame))
    size = dock.size()

    window.view_docks.tabifiedDockWidgets(dock)[0].raise_()
    qtbot.waitUntil(lambda: not view.isVisible())
    assert not view.needed()
    bench.step()
    qtbot.waitUntil(lambda: view.frame.snapshot.steps == 1)
    assert not drawn

    dock.raise_()
    qtbot.waitUntil(lambda: drawn == [1])
    assert view.needed()
    assert dock.size() == size
