"""The palette and the style sheet that widgets get from a theme."""

from __future__ import annotations

import dataclasses
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from playground.assets import resource
from playground.gui.theme.data_palettes import DEFAULT
from playground.gui.theme.light_and_dark import DARK, LIGHT, Theme

#: The property of the application that names the palette in force.
_IN_FORCE = "palette_in_force"


def application() -> QApplication:
    """The application that widgets belong to; there is none without."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def system_theme(app: QApplication) -> Theme:
    """The theme the system asks for; light where it does not say."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def shown_theme(widget: QWidget | QApplication) -> Theme:
    """The theme whose colours a widget has, for one that paints more than its palette holds.

    Where the style sheet gives a widget a ground of its own, ask for that of the application.
    """
    theme = DARK if widget.palette().window().color().lightness() < 128 else LIGHT
    return theme.with_palette(application().property(_IN_FORCE) or DEFAULT)


def restyle(widget: QWidget, **properties: object) -> None:
    """Give a widget properties that the style sheet selects by, and the looks that follow."""
    if any(widget.property(name) != value for name, value in properties.items()):
        for name, value in properties.items():
            widget.setProperty(name, value)
        # A style looks at properties only once.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application the looks of `theme`: style, palette and style sheet."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setProperty(_IN_FORCE, theme.palette)
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme) -> str:
    """The style sheet of ``resources/theme.qss`` with the roles of `theme` filled in."""
    template = Template(resource("theme.qss").read_text(encoding="utf-8"))
    roles = dataclasses.asdict(theme) | {"icons": resource("icons").as_posix()}
    return template.substitute(roles)


def _palette(theme: Theme) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, color in {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.background,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.hover,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.background,
    }.items():
        palette.setColor(target, QColor(color))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(theme.disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(theme.border))
    return palette
