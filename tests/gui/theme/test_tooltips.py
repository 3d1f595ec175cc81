"""What cannot be clicked says why, and what it does once it can be."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QPushButton

from playground.gui.export.plot_menu import PlotMenu
from playground.gui.theme.tooltips import allow


@pytest.mark.parametrize("kind", [QPushButton, QAction])
def test_a_control_says_why_not_and_then_what_it_does(qapp, kind):
    control = kind("Remove")
    control.setToolTip("Removes the rows")
    for refusal in ("Choose rows first.", "There is no row."):
        allow(control, refusal)
        assert not control.isEnabled() and control.toolTip() == refusal
    allow(control)
    assert control.isEnabled() and control.toolTip() == "Removes the rows"


def test_of_an_untrained_run_everything_that_is_off_says_why(window, qtbot):
    app = window.playground
    app.studies.show_history()
    history = app.studies.history
    for name in ("remove", "clear", "export", "results", "restore"):
        button = getattr(history, name)
        assert not button.isEnabled() and (
            "first" in button.toolTip() or "no row" in button.toolTip()
        )
    for name, words in (("landscape", "Click a point"), ("understand", "first place")):
        window.workspaces.show(name)
        qtbot.waitUntil(lambda words=words: words in _said_by_what_is_off(window))
    options = app.views["boundary"].options
    assert "Pin a picture first" in options.difference.toolTip()
    menu = PlotMenu(app.views["network"])
    assert "no curve" in menu.copy_numbers.toolTip() and menu.toolTipsVisible()
    menu.deleteLater()


def _said_by_what_is_off(window):
    buttons = window.findChildren(QAbstractButton)
    return " ".join(b.toolTip() for b in buttons if b.isVisible() and not b.isEnabled())
