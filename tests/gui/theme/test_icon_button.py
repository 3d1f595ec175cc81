"""Buttons with icons: they have the colours of the theme, and take those of another."""

import pytest

from playground.gui.theme import DARK, LIGHT, application, apply
from playground.gui.theme.icon_button import IconButton


def drawn(button: IconButton) -> set[str]:
    """The opaque colours of what is drawn on it."""
    image = button.icon().pixmap(button.iconSize()).toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colors = [image.pixelColor(*place) for place in places]
    return {color.name() for color in colors if color.alpha() == 255}


@pytest.fixture
def light_again(qapp):
    apply(application(), LIGHT)
    yield
    apply(application(), LIGHT)


def test_it_follows_the_theme(qtbot, light_again):
    button = IconButton("plus", "Add one")
    qtbot.addWidget(button)
    assert drawn(button) == {LIGHT.text.lower()}
    apply(application(), DARK)
    assert drawn(button) == {DARK.text.lower()}


def test_its_words_are_read_and_its_tip_is_plain(qtbot):
    button = IconButton("plus", "Add one", "Adds one: a < b")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Add one" and "a &lt; b" in button.toolTip()
    assert IconButton("plus", "Add one").toolTip() == "Add one"
