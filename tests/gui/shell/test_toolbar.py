"""The toolbar in a narrow window."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton

from playground.gui.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_there_is_more_can_be_seen(window, qtbot, theme):
    """Its arrows were nearly as dark as the dark toolbar behind them."""
    window.playground.looks.recolour(theme)
    window.resize(900, 640)
    more = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    qtbot.waitUntil(more.isVisible)
    image = more.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3]
    panel = np.array(QColor(theme.panel).getRgb()[2::-1])
    furthest = np.abs(pixels.astype(int) - panel).max(axis=2)
    assert (furthest > 60).sum() > 12 * image.devicePixelRatio()
