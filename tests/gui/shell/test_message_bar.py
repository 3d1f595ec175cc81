"""Messages lie over the plots: nothing moves when one comes or goes."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QTabBar,
)

from playground.experiment.symptoms import Finding, Remedy
from playground.gui.app import HINT
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


def test_an_error_that_nobody_has_read_comes_back_once_a_confirmation_has_gone(window, qtbot):
    bar, bench = window.messages, window.playground.workbench
    bar._passing.setInterval(20)
    bench.refuse("The disk is full.")
    bench.confirm("The experiment is on the clipboard, as text.")
    bench.confirm("Saved the points as a.csv.")
    assert bar.text.text() == "Saved the points as a.csv."
    qtbot.waitUntil(lambda: bar.text.text() == "The disk is full.")
    qtbot.wait(60)
    assert bar.isVisible() and bar.message.kind == "error"
    bench.confirm("Saved.")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert bar.text.text() == "The disk is full."
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert bar.message is None and not bar.isVisible()


@pytest.mark.parametrize("over", ["another", "nothing holds any longer"])
def test_what_does_not_hold_any_longer_does_not_come_back(window, qtbot, over):
    bar, bench = window.messages, window.playground.workbench
    bar._passing.setInterval(20)
    bench.refuse("The disk is full.")
    bench.confirm("Saved.")
    bench.tell(Message("note", "Another.") if over == "another" else None)
    bench.confirm("Saved again.")
    qtbot.waitUntil(lambda: bar.message is None or not bar.message.passing)
    assert (bar.message and bar.message.sentence) == ("Another." if over == "another" else None)


def test_the_hint_of_the_start_is_gone_once_it_was_followed(window, qtbot):
    bar, bench = window.messages, window.playground.workbench
    for confirmed in (False, True):
        bar.show_message(HINT)
        if confirmed:
            bench.confirm("The experiment is on the clipboard, as text.")
        bench.train()
        qtbot.waitUntil(lambda: bench.running)
        bar.put_away() if confirmed else None
        assert bar.message is None
        bench.pause()
        qtbot.waitUntil(lambda: not bench.running)


def test_a_confirmation_waits_for_a_window_that_comes_to_the_front(window, qtbot, monkeypatch):
    bar = window.messages
    bar._passing.setInterval(20)
    monkeypatch.setattr(bar, "isActiveWindow", lambda: False)
    window.playground.workbench.confirm("Saved the animation as a.gif.")
    qtbot.wait(80)
    assert bar.message.passing
    monkeypatch.undo()
    qtbot.waitUntil(lambda: bar.message is HINT)  # that of the start, which it had covered


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


def lies_over(bar, window):
    """The controls and words of the views that a click on the message would otherwise meet."""
    place = QRect(window.view_docks.mapFromGlobal(bar.mapToGlobal(QPoint())), bar.size())
    across = range(place.left(), place.right() + 1, 6)
    down = range(place.top(), place.bottom() + 1, 3)
    under = {window.view_docks.childAt(x, y) for x in across for y in down}
    kinds = (QAbstractButton, QComboBox, QLabel, QLineEdit, QSlider, QTabBar)
    return [widget for widget in under if isinstance(widget, kinds)]


def find_something(window, qtbot, monkeypatch):
    """Let the results have a symptom below them, with a button."""
    qtbot.waitUntil(lambda: "results" in window.playground.views)
    line = window.playground.views["results"].symptom
    remedy = Remedy("Smaller rate", (("training.learning_rate", 0.01),))
    line.show_findings([Finding("made_up", "Something is wrong.", "It is.", remedy)])
    monkeypatch.setattr(line, "show_findings", lambda found: None)
    qtbot.waitUntil(lambda: line.remedy.isVisible() and line.remedy.width() > 200)


@pytest.mark.parametrize("width", [1280, 1000])
def test_in_no_workspace_a_message_lies_over_controls_or_words(window, qtbot, monkeypatch, width):
    bar = window.messages
    window.resize(width, 720)
    bar.show_message(Message("note", "A sentence that goes on and on. " * 9))
    for name in ("understand", "results", "landscape", "train"):
        window.workspaces.show(name)
        if name == "results":
            find_something(window, qtbot, monkeypatch)
            bar.show_message(bar.message)
        qtbot.wait(50)
        assert not lies_over(bar, window), name
        bar.more.click()
        unfolded = bar.geometry()
        assert window.centralWidget().rect().contains(unfolded)
        bar.more.click()
        assert bar.geometry().bottom() == unfolded.bottom() and bar.height() < unfolded.height()


def test_a_formula_that_cannot_be_read_moves_nothing(window, qtbot):
    line = window.controls.editor("data.features").line
    qtbot.wait(300)  # until the panels have their shares
    before = places(window)
    line.setText("x1 +")
    line.editingFinished.emit()
    qtbot.wait(50)
    assert window.messages.message.sentence == "Features: After 'x1 +' a value is missing."
    assert places(window) == before and line.text() == "x1 +"
