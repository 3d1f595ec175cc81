"""What the Help menu opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from playground.gui.controls.form import NOTES_PROPERTY

if TYPE_CHECKING:
    from playground.gui.help.window import HelpWindow


class Help(QObject):
    """Opens the help beside the window, and the versions."""

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.window: HelpWindow | None = None
        self.dialog: QDialog | None = None
        self._main_window = window

    def show(self) -> None:
        """Help on what the pointer or the keyboard is at; else the first page."""
        under = (QApplication.widgetAt(QCursor.pos()), QApplication.focusWidget())
        notes = next(filter(None, map(notes_of, under)), "")
        panel = next(filter(None, map(panel_of, under)), "")
        window = self._open_window()
        if notes:
            window.show_notes(notes)
        elif panel:
            window.show_panel(panel)

    def show_notes(self) -> None:
        """What the course notes are, and what their sections treat."""
        self._open_window().show_notes()

    def show_shortcuts(self) -> None:
        """Every shortcut there is."""
        self._open_window().show_page("shortcuts")

    def show_about(self) -> None:
        """The versions of the program and of what it stands on."""
        from playground.gui.help.about import AboutDialog

        self._open(AboutDialog(self._main_window))

    def _open_window(self) -> HelpWindow:
        if self.window is None:
            from playground.gui.help.window import HelpWindow

            self.window = HelpWindow(self._main_window)
        self.window.show()
        self.window.activateWindow()
        return self.window

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()


def notes_of(widget: QWidget | None) -> str:
    """The sections of the notes on what a widget, or one that it is part of, sets."""
    while widget is not None:
        if widget.property(NOTES_PROPERTY):
            return widget.property(NOTES_PROPERTY)
        widget = widget.parentWidget()
    return ""


def panel_of(widget: QWidget | None) -> str:
    """The title of the panel that a widget is part of; empty where it is part of none."""
    while widget is not None and not isinstance(widget, QDockWidget):
        widget = widget.parentWidget()
    return "" if widget is None else widget.windowTitle()
