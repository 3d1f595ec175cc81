"""Light and dark: one table of named colour roles. Nothing else in the program names a colour.

The colours that stand for data come from one of several `playground.gui.theme.data_palettes`.
"""

from __future__ import annotations

import dataclasses
from functools import cache

from playground.dataclass import dataclass
from playground.gui.theme.data_palettes import DEFAULT, PALETTES


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
        One colour for each of ten classes; more start over, with other shapes.
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

    def with_palette(self, palette: str) -> Theme:
        """This theme with the colours of another palette, by its name; always the same object."""
        return _themed(self.name, palette)

    def color(self, role: str) -> str:
        """The colour of a role; ``"class 1"`` and so on, the eleventh as the first."""
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
