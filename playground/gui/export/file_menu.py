"""A menu of files: the tables and the plots that a window of its own can save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from playground.atomic import write_whole
from playground.gui.export import picture_formats
from playground.gui.export.save_path import SaveQuestion, ask_save_path

if TYPE_CHECKING:
    from playground.gui.plotting.view import View

Write = Callable[..., object]


class FileMenu(QObject):
    """A menu of everything that can be saved, and the dialogs behind it.

    Attributes
    ----------
    menu : QMenu
    question : SaveQuestion or None
        Where to save, as it was asked last.

    Signals
    -------
    said(str, bool)
        What came of it, and whether that is an error.
    """

    said = Signal(str, bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.menu = QMenu(window)
        self.question: SaveQuestion | None = None
        self._window = window

    def add_view(self, view: View) -> None:
        """Offer a view as a picture, and its curves as numbers."""
        title, name = view.title, view.name
        for kind in ("png", "svg", "csv") if view.curves() else ("png", "svg"):
            save = partial(picture_formats.save_view, view)
            self.add(f"{title} as {kind.upper()}…", f"{name}.{kind}", save)

    def add(self, words: str, name: str, write: Write) -> None:
        """Offer something under these words; `name` is the suggested name of its file."""
        self.menu.addAction(words).triggered.connect(partial(self._choose, name, write))

    def _choose(self, name: str, write: Write, checked: bool = False) -> None:
        suffix = Path(name).suffix
        kinds = {suffix[1:].upper(): suffix}
        save = partial(self.save, write)
        self.question = ask_save_path(self._window, "Export", name, kinds, save)

    def save(self, write: Write, path: str) -> None:
        """Write one of them to a file, and say what came of it."""
        try:
            write(path=path)
        except (OSError, ValueError) as error:
            self.said.emit(str(error), True)
        else:
            self.said.emit(f"Saved {Path(path).name}.", False)


def text_writer(make: Callable[[], str]) -> Write:
    """What writes the text that `make` gives, once somebody has chosen a file."""

    def write(path: str) -> None:
        write_whole(path, make().encode())

    return write
