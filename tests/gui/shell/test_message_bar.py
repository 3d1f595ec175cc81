"""Messages lie over the plots: nothing moves when one comes or goes."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider

from playground.gui.training.messages import Message


def places(window):
    """Where everything that can be clicked is, outside the message itself."""
    return {
        widget: (widget.mapTo(window, QPoint()), widget.size())
        for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider)
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


def test_a_message_is_read_whole_at_any_width_and_leaves_the_steppers_free(window, qtbot):
    words = "The training diverged at step 42: the learning rate 99 is too large. " * 2
    bar, centre = window.messages, window.centralWidget()
    bar.show_message(Message("error", words, "Start over with 9.9", print))
    for width in (1600, 1000):
        window.resize(width, 720)
        qtbot.waitUntil(lambda: bar.width() <= centre.width())
        qtbot.wait(20)
        assert bar.text.height() >= bar.text.heightForWidth(bar.text.width())
        assert centre.rect().contains(bar.geometry())
        assert bar.y() > window.playground.views["boundary"].mapTo(centre, QPoint()).y()


def test_a_formula_that_cannot_be_read_moves_nothing(window, qtbot):
    line = window.controls.editor("data.features").line
    qtbot.wait(300)  # until the panels have their shares
    before = places(window)
    line.setText("x1 +")
    line.editingFinished.emit()
    qtbot.wait(50)
    assert window.messages.message.sentence == "Features: After 'x1 +' a value is missing."
    assert places(window) == before and line.text() == "x1 +"
