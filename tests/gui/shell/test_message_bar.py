"""Messages lie over the plots: nothing moves when one comes or goes."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QScrollArea, QSlider, QTabBar

from playground.gui.training.messages import Message


def places(window):
    """Where everything that can be clicked is, outside the message itself."""
    return {
        widget: (widget.mapTo(window, QPoint()), widget.size())
        for kind in (QAbstractButton, QComboBox, QLineEdit, QScrollArea, QSlider, QTabBar)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not window.messages.isAncestorOf(widget)
    }


@pytest.mark.parametrize("words", ["Short.", "A sentence that goes on and on. " * 12])
def test_no_control_moves_when_a_message_comes_or_goes(window, qtbot, words):
    window.messages.clear()
    qtbot.wait(50)
    before = places(window)
    assert len(before) > 30
    window.messages.show_message(Message("error", words, "Mend it", print))
    qtbot.wait(50)
    assert window.messages.isVisible() and places(window) == before
    window.messages.dismiss.click()
    qtbot.wait(50)
    assert not window.messages.isVisible() and places(window) == before


def test_what_only_confirms_goes_by_itself_and_what_asks_for_something_stays(
    window, qtbot, monkeypatch
):
    bar, bench = window.messages, window.playground.workbench
    bar._passing.setInterval(20)
    for words in ("Saved the session as a.playground.", "Started over: hidden layers changed."):
        bar.clear()
        if words.startswith("Started"):
            bench.step()
            qtbot.waitUntil(lambda: bench.snapshot.steps == 1 and not bench.busy)
            bench.set("network.hidden_layers", (3,))
            qtbot.waitUntil(lambda: bar.message is not None)
            assert bar.message.sentence == words
        else:
            bench.confirm(words)
            assert bar.message.sentence == words
        qtbot.waitUntil(lambda: bar.message is None and not bar.isVisible())
    # While it is read it stays, and so does what comes after it without being passing.
    bench.confirm("Saved.")
    monkeypatch.setattr(bar, "underMouse", lambda: True)
    qtbot.wait(60)
    assert bar.isVisible()
    monkeypatch.undo()
    bench.note("The dev set is small.")
    qtbot.wait(60)
    assert bar.message.sentence == "The dev set is small." and bar.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1000, 720), (1600, 900)])
def test_a_message_of_any_length_leaves_the_map_free_and_is_read_whole_when_asked(
    window, qtbot, size
):
    window.resize(*size)
    qtbot.wait(300)  # until the panels have their shares
    bar, centre = window.messages, window.centralWidget()
    plot = window.playground.views["boundary"].plot
    box = plot.box.rect().toRect().translated(plot.mapTo(centre, QPoint()))
    bar.show_message(Message("warning", "Line 3 was set aside, and so were others. " * 40, "Look"))
    qtbot.wait(20)
    lines, line = bar.text.parentWidget().height(), bar.text.fontMetrics().lineSpacing()
    assert bar.more.text() == "More" and lines == 2 * line
    assert not bar.geometry().intersects(box)
    bar.more.click()
    assert bar.height() <= 0.7 * centre.height() and centre.rect().contains(bar.geometry())
    hidden = bar.text.heightForWidth(bar.text.width()) - bar.text.parentWidget().height()
    assert bar.findChild(QScrollArea).verticalScrollBar().maximum() >= hidden
    bar.show_message(Message("note", "Short."))
    assert not bar.more.isVisible() and bar.text.height() >= bar.text.heightForWidth(
        bar.text.width()
    )


def test_a_message_stands_above_the_tabs_of_the_views_below_it(window, qtbot):
    window.workspaces.show("results")
    bar, centre = window.messages, window.centralWidget()
    bar.show_message(Message("note", "Saved.", "Undo", print))
    qtbot.wait(20)
    tabs = [t for t in centre.findChildren(QTabBar) if t.isVisible()]
    over = [QRect(t.mapTo(centre, QPoint()), t.size()) for t in tabs]
    assert any(each.left() < bar.geometry().right() for each in over)
    assert not any(each.intersects(bar.geometry()) for each in over)


def test_in_another_workspace_a_message_leaves_the_tabs_there_free(window, qtbot):
    bar = window.messages
    window.resize(1280, 720)
    bar.show_message(Message("note", "A sentence that goes on and on. " * 3))
    for name in ("understand", "results", "landscape", "train"):
        window.workspaces.show(name)
        qtbot.wait(50)
        tabs = [tabs for tabs in window.findChildren(QTabBar) if tabs.isVisible()]
        place = QRect(bar.mapTo(window, QPoint()), bar.size())
        covered = [
            tabs
            for tabs in tabs
            if place.intersects(QRect(tabs.mapTo(window, QPoint()), tabs.size()))
        ]
        assert tabs and not covered, name


def test_a_formula_that_cannot_be_read_moves_nothing(window, qtbot):
    line = window.controls.editor("data.features").line
    qtbot.wait(300)  # until the panels have their shares
    before = places(window)
    line.setText("x1 +")
    line.editingFinished.emit()
    qtbot.wait(50)
    assert window.messages.message.sentence == "Features: After 'x1 +' a value is missing."
    assert places(window) == before and line.text() == "x1 +"
