"""What the Help menu opens."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from playground.gui.controls.form import NOTES_PROPERTY
from playground.gui.shell.action import Action


class Help(QObject):
    """Opens the help beside the window, the list of shortcuts and the versions."""

    def __init__(self, window: QWidget, actions: Iterable[Action], parent: QObject) -> None:
        super().__init__(parent)
        self.window: QDialog | None = None
        self.dialog: QDialog | None = None
        self._main_window = window
        self._actions = actions

    def show(self) -> None:
        """Help on what the pointer or the keyboard is at; else the first page."""
        under = (QApplication.widgetAt(QCursor.pos()), QApplication.focusWidget())
        notes = next(filter(None, map(notes_of, under)), "")
        self._open_window()
        if notes:
            self.window.show_notes(notes)

    def show_notes(self) -> None:
        """What the course notes are, and what their sections treat."""
        self._open_window()
        self.window.show_notes()

    def show_shortcuts(self) -> None:
        """Every shortcut there is."""
        from playground.gui.shell.shortcuts import ShortcutsDialog

        self._open(ShortcutsDialog(self._actions, self._main_window))

    def show_about(self) -> None:
        """The versions of the program and of what it stands on."""
        from playground.gui.shell.about import AboutDialog

        self._open(AboutDialog(self._main_window))

    def _open_window(self) -> None:
        if self.window is None:
            from playground.gui.dialogs.help import HelpWindow

            self.window = HelpWindow(self._main_window)
        self.window.show()
        self.window.activateWindow()

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
