"""Page: one kind of thing to export, with what can be chosen about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.gui.export.jobs import Job
from playground.gui.export.plots import Plots
from playground.gui.theme import boxes
from playground.gui.theme.label import Label


class Page(QWidget):
    """Base of the pages of the dialog.

    Parameters
    ----------
    name : str
        What the list at the left calls it.
    icon : str
        As of ``resources/icons``.
    sentence : str
        What stands below the name.

    Signals
    -------
    changed()
        Something else is chosen.
    """

    changed = Signal()

    def __init__(self, name: str, icon: str, sentence: str) -> None:
        super().__init__()
        self.name, self.icon = name, icon
        heading = Label(name, "heading")
        caption = Label(sentence, "caption", wordWrap=True)
        self.column = boxes.column(heading, caption, into=self, spacing=4)
        self.column.addSpacing(12)

    def show_plots(self, plots: Plots) -> None:
        """Take up what there is to draw; it may come a moment after the dialog."""

    def jobs(self) -> tuple[Job, ...]:
        """What is chosen; empty where nothing can be exported."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why `jobs` is empty, in a sentence."""
        return ""

    def copy(self) -> Callable[[], object] | None:
        """What puts the choice onto the clipboard; None where it is nothing for it."""
        return None
