"""The application as the desktop knows it: its name, its icon, and the files it is handed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from playground.assets import APPLICATION_ID, resource


class Application(QApplication):
    """A `QApplication` that tells of files the system wants it to open while it runs.

    macOS sends a double click as such an event; elsewhere the path is a word of the command line.

    Signals
    -------
    file_asked(str)
        The path of the file.
    """

    file_asked = Signal(str)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self.setApplicationDisplayName("Neural playground")
        self.setDesktopFileName(APPLICATION_ID)
        self.setWindowIcon(QIcon(str(resource("icons", "logo.svg"))))

    # Not an event filter, which would be asked about every event of every widget.
    def event(self, event: QEvent) -> bool:
        """Take a file to open; the rest is Qt's."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)
