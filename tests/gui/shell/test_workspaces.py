"""Workspaces: whole arrangements of the same docks, each remembered by itself."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTabBar, QToolButton

from playground.gui.app import create_window
from playground.gui.shell.layout import Place
from playground.gui.shell.workspaces import WORKSPACES, Workspace
from playground.gui.theme.fonts import small_font

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(window, qtbot):
    qtbot.waitUntil(lambda: window.arranged)
    yield window
    # The size of the type is that of the whole application.
    window.workspaces.show("train")
    window.workspaces.enlarge_type(0)


def shown(window):
    return {name for name, dock in window.docks.items() if not dock.isHidden()}


def pressed(window):
    buttons = window.toolbar.findChild(QToolButton).window().findChildren(QToolButton)
    return {b.text() for b in buttons if b.property("segment") and b.isVisible() and b.isChecked()}


def test_the_keys_switch_whole_arrangements(window, qtbot):
    first = shown(window)
    assert "settings" in first and pressed(window) == {"Train"}
    for number, workspace in enumerate(WORKSPACES.values(), 1):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), CTRL)
        assert window.workspaces.current == workspace.name
        assert pressed(window) == {workspace.title}
        if workspace.views is not None:
            named = {name for place in workspace.views.places for name in place.names}
            assert shown(window) == named & set(window.docks)
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert shown(window) == first


def test_each_workspace_keeps_what_was_changed_in_it(window):
    spaces = window.workspaces
    spaces.show("understand")
    window.docks["boundary"].hide()
    spaces.show("train")
    assert not window.docks["boundary"].isHidden()
    spaces.show("understand")
    assert window.docks["boundary"].isHidden()
    window.restore_default_layout()
    assert not window.docks["boundary"].isHidden() and "settings" not in shown(window)


def test_tabs_keep_their_order_when_a_workspace_is_left_and_entered(window, qtbot):
    def tabs():
        qtbot.wait(50)
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars = window.view_docks.findChildren(QTabBar, options=direct)
        rows = ([bar.tabText(i) for i in range(bar.count())] for bar in bars if bar.isVisible())
        return sorted(row for row in rows if len(row) > 1)

    for name in ("understand", "results"):
        window.workspaces.show(name)
        first = tabs()
        assert first
        window.workspaces.show("train")
        window.workspaces.show(name)
        assert first == tabs()


def test_the_next_start_finds_workspace_and_arrangements_again(window, qtbot):
    spaces = window.workspaces
    spaces.show("results")
    window.docks["diagnosis"].hide()
    spaces.show("landscape")
    window.close()
    other = create_window()
    try:
        qtbot.waitUntil(lambda: other.arranged)
        assert other.workspaces.current == "landscape" and "settings" not in shown(other)
        other.workspaces.show("results")
        assert "diagnosis" not in shown(other) and "boundary" in shown(other)
    finally:
        other.workspaces.show("train")
        other.close()
        other.deleteLater()


@pytest.mark.parametrize("name", WORKSPACES)
def test_every_workspace_fits_a_small_screen(window, qtbot, name):
    window.resize(1280, 720)
    window.workspaces.show(name)
    qtbot.wait(50)
    least = window.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720
    assert (window.width(), window.height()) == (1280, 720)
    bar = window.bare_toolbar if WORKSPACES[name].bare else window.toolbar
    assert all(
        bar.widgetForAction(action).isVisible() for action in bar.actions() if action.isVisible()
    )


def test_presenting_leaves_run_and_the_way_back_and_enlarges_all_text(window, qtbot):
    sizes = QApplication.font().pointSizeF(), window.playground.views["boundary"].plot.bottom.font()
    window.workspaces.show("present")
    assert not window.toolbar.isVisible() and window.bare_toolbar.isVisible()
    words = [a.text() for a in window.bare_toolbar.actions() if a.text()]
    assert words == ["Run"]
    factor = QApplication.font().pointSizeF() / sizes[0]
    assert factor >= 1.4 - 1e-9
    axis = window.playground.views["boundary"].plot.bottom
    assert axis.font().pointSizeF() == pytest.approx(factor * sizes[1].pointSizeF())
    window.workspaces.show("train")
    assert window.toolbar.isVisible() and not window.bare_toolbar.isVisible()
    assert QApplication.font().pointSizeF() == pytest.approx(sizes[0])


def test_what_is_presented_can_be_read_from_three_metres(window, qtbot):
    """Letters of at least 18 pixels, also where the system's are small."""
    window.resize(1280, 720)
    window.workspaces.show("present")
    qtbot.wait(50)
    assert QFontInfo(small_font()).pixelSize() >= 18
    words = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    words += [w for w in window.findChildren(QAbstractButton) if w.isVisible() and w.text()]
    words += [window.playground.views[name].plot.bottom for name in ("boundary", "cost", "error")]
    assert len(words) > 20
    small = [w for w in words if QFontInfo(w.font()).pixelSize() < 18]
    assert [getattr(w, "text", str)() for w in small] == []


def test_numbers_of_units_are_whole_in_large_type(window, qtbot):
    window.playground.workbench.set("network.hidden_layers", (32, 128))
    qtbot.waitUntil(lambda: not window.playground.workbench.busy)
    window.workspaces.show("present")
    fields = [
        f for f in window.playground.views["network"].findChildren(QLineEdit) if f.isVisible()
    ]
    assert {"32", "128"} <= {field.text() for field in fields}
    for field in fields:
        assert field.width() >= field.fontMetrics().horizontalAdvance(field.text()) + 4


def test_where_a_presentation_fills_the_screen_the_menus_make_room(window, qtbot):
    window.actions_.full_screen.trigger()
    assert window.isFullScreen() and window.menuBar().isVisible()
    window.workspaces.show("present")
    assert not window.menuBar().isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Alt)
    assert window.menuBar().isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F11)  # its keys work all the while
    assert not window.isFullScreen() and window.menuBar().isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    window.workspaces.show("train")
    assert window.isFullScreen() and window.menuBar().isVisible()
    window.actions_.full_screen.trigger()


def test_type_is_enlarged_by_key_and_remembered_for_its_workspace(window, qtbot):
    first = QApplication.font().pointSizeF()
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    larger = QApplication.font().pointSizeF()
    assert larger == pytest.approx(first * 1.21, rel=0.01)
    window.workspaces.show("understand")
    assert QApplication.font().pointSizeF() == pytest.approx(first)
    window.workspaces.show("train")
    assert QApplication.font().pointSizeF() == pytest.approx(larger)
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert QApplication.font().pointSizeF() == pytest.approx(first)


def test_f11_fills_the_screen_and_escape_leaves_it(window, qtbot):
    window.messages.clear()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen() and window.actions_.full_screen.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_a_view_that_is_not_there_yet_is_passed_over():
    workspace = Workspace("w", "W", "", Place(("later", "cost"), "later", (10, 10)), settings=False)
    layout = workspace.layout(["cost", "error"])
    assert layout.views == Place(("cost",), "cost", (10, 10))
    assert set(layout.closed) == {"error", "settings"}
    assert workspace.layout(["cost", "later"]).views.names == ("later", "cost")


def test_no_word_of_the_status_bar_is_cut_however_large_the_type(window, qtbot):
    window.resize(1280, 720)
    window.workspaces.show("present")
    qtbot.wait(100)
    words = [label for label in window.status.findChildren(QLabel) if label.isVisible()]
    assert {"Cost", "Dev error"} <= {label.text() for label in words}
    for label in words:
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()


@pytest.mark.parametrize(
    ("number", "words"), [(1.471e218, "1.471e+218"), (8.969e-5, "8.969e−05"), (-1e-9, "−1e−09")]
)
def test_a_number_wider_than_its_place_gets_a_wider_one(window, number, words):
    window.resize(1280, 720)
    frame = window.playground.workbench.frame
    cost = window.status.findChild(QLabel, "status_cost")
    usual = cost.width()
    exploding = frame.latest | {"train_cost": number}
    window.status.draw(SimpleNamespace(snapshot=frame.snapshot, run=frame.run, latest=exploding))
    assert cost.text() == words
    assert cost.contentsRect().width() >= cost.fontMetrics().horizontalAdvance(cost.text()) > 0
    fresh = QLabel(words, window.status)  # one that is as wide as it wants to be
    fresh.ensurePolished()
    assert cost.width() >= fresh.sizeHint().width() and cost.width() >= usual


def test_after_large_type_the_status_bar_is_as_before(window, qtbot):
    def shown():
        return [label.text() for label in window.status.findChildren(QLabel) if label.isVisible()]

    window.resize(1280, 720)
    qtbot.waitUntil(lambda: "Learning rate" in shown())
    height, before = window.status.height(), shown()
    window.workspaces.show("present")
    qtbot.waitUntil(lambda: window.status.height() > height)
    window.workspaces.show("train")
    qtbot.waitUntil(lambda: window.status.height() == height)
    assert shown() == before
