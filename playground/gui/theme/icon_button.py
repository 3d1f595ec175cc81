"""IconButton: a button with a drawing in place of words, in the colours that its window has."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QToolButton, QWidget

from playground.gui.theme.icons import icon
from playground.gui.theme.style import application, shown_theme
from playground.gui.theme.tooltips import plain_tip


class IconButton(QToolButton):
    """A button with an icon.

    Parameters
    ----------
    name : str
        Of the icon; empty where somebody else sets one.
    words : str
        The accessible name.
    tip : str
        The tooltip; by default the same.
    size : int
        Of the icon, in logical pixels.
    parent : QWidget, optional
    **properties
        As of `QToolButton`.
    """

    _icon = ""  # Qt tells of the palette before there is one

    def __init__(
        self,
        name: str,
        words: str,
        tip: str = "",
        size: int = 18,
        parent: QWidget | None = None,
        **properties: Any,
    ) -> None:
        super().__init__(parent, **properties)
        self._icon = name
        self.setIconSize(QSize(size, size))
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(tip or words))
        self._show_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show_icon()

    def _show_icon(self) -> None:
        if self._icon:
            self.setIcon(icon(self._icon, shown_theme(application()), size=self.iconSize().width()))
