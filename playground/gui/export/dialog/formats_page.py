"""A page of offers: one of them is chosen, each says what it is good for."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton

from playground.gui.export.dialog.formats import OFFERS, ExportFormat, Group
from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.export.dialog.page import Page
from playground.gui.export.jobs import Job

_INDENT = 24  # of a sentence below its button


class OffersPage(Page):
    """Lets a person choose one offer of a group.

    What is not to be had stays in sight, with a sentence on how to get it.
    """

    def __init__(self, group: Group) -> None:
        super().__init__(group.name, group.icon, group.sentence)
        self.offers = {offer.key: offer for offer in OFFERS if offer.group == group.name}
        self.buttons: dict[str, QRadioButton] = {}
        self.sentences: dict[str, QLabel] = {}
        self._memory = group.name.lower()
        self._group = QButtonGroup(self)
        for key, offer in self.offers.items():
            self._add(key, offer)
        self.column.addStretch(1)
        possible = [key for key, button in self.buttons.items() if button.isEnabled()]
        if possible:
            self.buttons[remembered(self._memory, possible[0], possible)].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    def _add(self, key: str, offer: ExportFormat) -> None:
        missing = offer.missing()
        button = QRadioButton(offer.label)
        button.setEnabled(not missing)
        button.setAccessibleDescription(missing or offer.sentence)
        words = QLabel(f"{offer.sentence} {missing}".rstrip(), wordWrap=True)
        words.setProperty("role", "caption")
        words.setIndent(_INDENT)
        self._group.addButton(button)
        self.buttons[key], self.sentences[key] = button, words
        self.column.addWidget(button)
        self.column.addWidget(words)
        self.column.addSpacing(12)

    @property
    def chosen(self) -> str:
        """The key of the offer that is chosen; empty where none can be."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def jobs(self) -> tuple[Job, ...]:
        """That of the offer."""
        return (self.offers[self.chosen].job(),) if self.chosen else ()

    def _on_clicked(self) -> None:
        remember(self._memory, self.chosen)
        self.changed.emit()
