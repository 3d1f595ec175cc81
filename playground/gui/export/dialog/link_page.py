"""A page that leads elsewhere: to what is exported in a dialog of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from playground.dataclass import dataclass
from playground.gui.export.dialog.page import Page
from playground.gui.export.jobs import Job


@dataclass(frozen=True)
class Link:
    """Another way to export something.

    Attributes
    ----------
    name, icon, sentence : str
        As of `Page`.
    label : str
        On the button.
    open : callable
        Opens the other dialog, once this one is closed.
    """

    name: str
    icon: str
    sentence: str
    label: str
    open: Callable[[], object]


class LinkPage(Page):
    """Says what there is elsewhere, and goes there.

    Signals
    -------
    followed(Link)
    """

    followed = Signal(object)

    def __init__(self, link: Link) -> None:
        super().__init__(link.name, link.icon, link.sentence)
        self._link = link
        self.button = QPushButton(link.label, autoDefault=False, clicked=self._on_clicked)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def jobs(self) -> tuple[Job, ...]:
        """Nothing that is saved from here."""
        return ()

    def _on_clicked(self) -> None:
        self.followed.emit(self._link)
