"""The windows beside the main one, in the order in which they were used."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDockWidget, QWidget
from shiboken6 import isValid

from playground.gui.theme import application


class WindowsBeside(QObject):
    """Knows which window beside the main one somebody used last.

    Parameters
    ----------
    window : QWidget
        The main one.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._opened: list[QWidget] = []  # the last used at the end
        application().focusChanged.connect(self._on_focus_changed)

    def close_last(self) -> bool:
        """Close the one that was used last; whether there was one."""
        shown = [beside for beside in self._opened if isValid(beside) and beside.isVisible()]
        if shown:
            shown[-1].close()
        return bool(shown)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        top = now.window() if now is not None else None
        if top is None or top is self._window or top.parentWidget() is not self._window:
            return
        if not isinstance(top, QDockWidget):
            others = [beside for beside in self._opened if isValid(beside) and beside is not top]
            self._opened = [*others, top]
