"""The toolbar in a narrow window."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton

from playground.gui.theme import DARK, LIGHT


def contrasting(widget, theme):
    """How many pixels of a widget stand out from the panel."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3]
    panel = np.array(QColor(theme.panel).getRgb()[2::-1])
    return int((np.abs(pixels.astype(int) - panel).max(axis=2) > 60).sum())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_there_is_more_can_be_seen(window, qtbot, theme):
    """Its arrows were nearly as dark as the dark toolbar behind them."""
    window.playground.looks.recolour(theme)
    window.resize(900, 640)
    more = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    qtbot.waitUntil(more.isVisible)
    assert contrasting(more, theme) > 12


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_arrows_beside_tabs_that_do_not_fit_can_be_seen(window, qtbot, theme):
    """Those of a view had the padding of its buttons, and no room for more than a dot."""
    window.playground.looks.recolour(theme)
    window.actions_.inspector.trigger()
    qtbot.waitUntil(lambda: "inspector" in window.playground.views)
    tabs = window.playground.views["inspector"].controls.tabs
    tabs.setFixedWidth(220)
    arrows = [button for button in tabs.findChildren(QToolButton) if button.isVisible()]
    qtbot.waitUntil(lambda: all(button.width() >= 16 for button in arrows))
    forward = arrows[-1]
    assert forward.isEnabled() and contrasting(forward, theme) >= 8
