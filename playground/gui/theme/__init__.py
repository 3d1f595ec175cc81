"""How the program looks: colours, icons, style, palettes, fonts, numbers.

Views ask a `Theme` for the colour of a role; widgets get theirs from what `apply` gives the
application.
"""

from playground.gui.theme.icons import icon
from playground.gui.theme.light_and_dark import DARK, LIGHT, Theme
from playground.gui.theme.style import application, apply, shown_theme, style_sheet, system_theme

__all__ = [
    "DARK",
    "LIGHT",
    "Theme",
    "application",
    "apply",
    "icon",
    "shown_theme",
    "style_sheet",
    "system_theme",
]
