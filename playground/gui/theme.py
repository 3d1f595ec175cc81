"""Light and dark: one table of named colour roles, and all that follows from it.

Nothing else in the program names a colour. Views ask a `Theme` for a role; widgets get theirs
from the palette and the style sheet that `apply` gives the application. The colours that stand
for data come from one of several `playground.gui.palettes`.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from playground.assets import resource
from playground.gui.palettes import DEFAULT, PALETTES

#: The property of the application that names the palette in force.
_IN_FORCE = "palette_in_force"


@dataclass(frozen=True)
class Theme:
    """Colour roles as ``#rrggbb``.

    Attributes
    ----------
    name : str
        ``"light"`` or ``"dark"``.
    background, panel, field, hover : str
        The window; what lies on it (plots, docks); where a value is typed; under the cursor.
    text, muted, disabled : str
        Words, words of less weight, words that do not apply now.
    accent, on_accent : str
        The one colour of what can be acted on, and what is written on it.
    grid, border : str
        Lines inside plots; lines between panels.
    train, dev, test : str
        The curves and numbers of the three parts of the data.
    good, danger : str
        All is well; something needs the person.
    low, middle, high : str
        The output map; its middle is the panel's own colour.
    outline : str
        Around points, so that they stand out from the map.
    classes : tuple of str
        One colour for each of eight classes; more start over, with other shapes.
    palette : str
        The name of the palette that the colours of data come from.
    """

    name: str
    background: str
    panel: str
    field: str
    hover: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    grid: str
    border: str
    train: str
    dev: str
    test: str
    good: str
    danger: str
    low: str
    middle: str
    high: str
    outline: str
    classes: tuple[str, ...]
    palette: str = DEFAULT

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than what it is written on."""
        return self.name == "dark"

    def with_palette(self, palette: str) -> Theme:
        """This theme with the colours of another palette, by its name; always the same object."""
        return _themed(self.name, palette)

    def color(self, role: str) -> str:
        """The colour of a role; ``"class 1"`` and so on for classes, ``"class 9"`` as the first."""
        word, _, number = role.partition(" ")
        if word == "class":
            return self.classes[(int(number) - 1) % len(self.classes)]
        return getattr(self, role)


LIGHT = Theme(
    name="light",
    background="#F3F4F6",
    panel="#FFFFFF",
    field="#FFFFFF",
    hover="#E9EAEE",
    text="#1B1D22",
    muted="#5C616B",
    disabled="#A3A8B1",
    accent="#4F4BD1",
    on_accent="#FFFFFF",
    grid="#ECEDF0",
    border="#DCDEE3",
    good="#1B7A43",
    danger="#C0282D",
    middle="#FFFFFF",
    outline="#FFFFFF",
    **vars(PALETTES[DEFAULT].light),
)

DARK = Theme(
    name="dark",
    background="#141519",
    panel="#1C1E23",
    field="#24272D",
    hover="#2C2F36",
    text="#ECEDF0",
    muted="#A1A6B0",
    disabled="#666B75",
    accent="#9D9BFA",
    on_accent="#15161B",
    grid="#2A2D33",
    border="#33363D",
    good="#5CCB8A",
    danger="#FF8080",
    middle="#1C1E23",
    outline="#F4F5F7",
    **vars(PALETTES[DEFAULT].dark),
)


@cache
def _themed(name: str, palette: str) -> Theme:
    theme = DARK if name == DARK.name else LIGHT
    if palette == theme.palette:
        return theme
    colours = vars(getattr(PALETTES[palette], name))
    return dataclasses.replace(theme, **colours, palette=palette)


def system_theme(app: QApplication) -> Theme:
    """The theme the system asks for; light where it does not say."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def shown_theme(widget: QWidget) -> Theme:
    """The theme whose colours a widget has, for one that paints more than its palette holds."""
    theme = DARK if widget.palette().window().color().lightness() < 128 else LIGHT
    return theme.with_palette(QApplication.instance().property(_IN_FORCE) or DEFAULT)


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


def icon(name: str, theme: Theme, role: str = "text", size: int = 20) -> QIcon:
    """An icon of ``resources/icons`` in a colour of `theme`, sharp at its size, muted if disabled.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    theme : Theme
    role : str
        The colour role of its lines; ``"on_accent"`` for a button in the accent colour.
    size : int
        The size it is shown at, in logical pixels.

    Raises
    ------
    FileNotFoundError
        When there is no such icon.
    """
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    color = theme.color(role)
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
    result = QIcon()
    pixmap = _rendered(renderer, size, _finest_scale())
    result.addPixmap(pixmap, QIcon.Mode.Normal)
    result.addPixmap(_in_one_color(pixmap, theme.disabled), QIcon.Mode.Disabled)
    return result


def _finest_scale() -> int:
    """Device pixels a logical pixel on the finest screen there is."""
    return max(
        (math.ceil(screen.devicePixelRatio()) for screen in QApplication.screens()), default=1
    )


def _rendered(renderer: QSvgRenderer, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _in_one_color(pixmap: QPixmap, color: str) -> QPixmap:
    result = QPixmap(pixmap)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(QPointF(), result.deviceIndependentSize()), QColor(color))
    painter.end()
    return result


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
