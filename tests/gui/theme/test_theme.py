"""The two themes: readable, told apart, and taken up by every widget and icon."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from playground.assets import resource
from playground.gui import theme as themes
from playground.gui.theme import DARK, LIGHT, icons
from playground.gui.theme.data_palettes import OKABE_ITO

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))
FIXED = {"logo", "check-light", "check-dark", "chevron-up", "chevron-down"}
FIXED |= {"dock-close", "dock-float", "more"}


def luminance(color):
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


@BOTH
@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize(
    "role", ["text", "muted", "accent", "train", "dev", "test", "good", "danger"]
)
def test_words_stand_out_from_what_they_are_written_on(theme, role, ground):
    assert contrast(theme.color(role), theme.color(ground)) >= 4.5


@BOTH
def test_words_stand_out_on_fields_and_on_the_accent(theme):
    assert contrast(theme.text, theme.field) >= 4.5
    assert contrast(theme.text, theme.hover) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@BOTH
def test_classes_have_the_colours_of_okabe_and_ito(theme):
    assert theme.classes[:7] == OKABE_ITO
    assert len(set(theme.classes)) == 10
    assert theme.color("class 1") == OKABE_ITO[0]
    assert theme.color("class 12") == OKABE_ITO[1]


@BOTH
def test_the_neutral_of_the_map_is_the_panel(theme):
    assert theme.middle == theme.panel
    assert len({theme.low, theme.middle, theme.high}) == 3


@BOTH
def test_the_style_sheet_is_filled_in(theme):
    sheet = themes.style_sheet(theme)
    assert "$" not in sheet
    for path in re.findall(r'url\("([^"]+)"\)', sheet):
        assert resource("icons", path.rpartition("/")[2]).is_file()
    assert sheet.count("{") == sheet.count("}")


@BOTH
def test_widgets_take_the_colours(theme, qtbot, qapp):
    themes.apply(qapp, theme)
    assert qapp.style().objectName().lower() == "fusion" or qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.background.lower()
    button = QPushButton("Go")
    button.setProperty("accent", True)
    button.resize(80, 30)
    qtbot.addWidget(button)
    button.show()
    assert button.grab().toImage().pixelColor(10, 15).name() == theme.accent.lower()
    label = QLabel("words")
    label.setProperty("role", "caption")
    qtbot.addWidget(label)
    label.show()
    assert theme.muted.lower() in colors_of(label.grab())


def colors_of(pixmap):
    image = pixmap.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 180
    }


def apart(one, other):
    """How far two colours differ; half-transparent edges are rounded a little."""
    parts = [(int(one[k : k + 2], 16), int(other[k : k + 2], 16)) for k in (1, 3, 5)]
    return max(abs(a - b) for a, b in parts)


@BOTH
@pytest.mark.parametrize("name", ICONS)
def test_every_icon_has_the_lines_of_the_theme(qapp, name, theme):
    colors = colors_of(themes.icon(name, theme).pixmap(QSize(20, 20)))
    assert colors
    if name not in FIXED:
        assert all(apart(color, theme.text) <= 6 for color in colors)


@BOTH
def test_an_icon_is_muted_where_disabled(qapp, theme):
    icon = themes.icon("run", theme)
    disabled = icon.pixmap(QSize(20, 20), QIcon.Mode.Disabled)
    assert all(apart(color, theme.disabled) <= 6 for color in colors_of(disabled))


def test_an_icon_is_drawn_anew_for_a_fine_screen(qapp, monkeypatch):
    monkeypatch.setattr(icons, "_finest_scale", lambda: 2)
    pixmap = themes.icon("reset", LIGHT).pixmap(QSize(20, 20), 2.0)
    assert pixmap.size() == QSize(40, 40)
    image = pixmap.toImage()
    # An enlarged picture would have blocks of two by two equal pixels.
    blocks = [
        len({image.pixel(x + dx, y + dy) for dx in (0, 1) for dy in (0, 1)})
        for x in range(0, 40, 2)
        for y in range(0, 40, 2)
    ]
    assert max(blocks) > 2


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError, match="unheard_of"):
        themes.icon("unheard_of", LIGHT)


def test_the_window_has_an_icon_for_every_action(qapp, qtbot):
    needed = (
        "run pause step step_epoch reset open save export compare_optimizers diagnose undo redo"
    )
    for name in needed.split():
        button = QToolButton()
        qtbot.addWidget(button)
        button.setIcon(themes.icon(name, LIGHT))
        assert not button.icon().isNull()


def test_themes_do_without_the_plotting_library():
    program = (
        "import sys, playground.gui.theme; sys.exit('pyqtgraph' in sys.modules or "
        "'playground.gui.views' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
