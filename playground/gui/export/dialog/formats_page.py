"""A page of formats: one of them is chosen, each says what it is good for."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton

from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.export.dialog.page import Page
from playground.gui.export.jobs import FormatJob, Job
from playground.gui.theme.label import Label
from playground.io.formats import ExportFormat, Group, formats_of

_INDENT = 24  # of a sentence below its button


class FormatsPage(Page):
    """Lets a person choose one format of a group.

    What is not to be had stays in sight, with a sentence on how to get it.
    """

    def __init__(self, group: Group) -> None:
        super().__init__(group.name, group.icon, group.sentence)
        self.formats = {kind.name: kind for kind in formats_of(ExportFormat) if kind.group is group}
        self.buttons: dict[str, QRadioButton] = {}
        self.sentences: dict[str, QLabel] = {}
        self._memory = group.name.lower()
        self._group = QButtonGroup(self)
        for name, kind in self.formats.items():
            self._add(name, kind)
        self.column.addStretch(1)
        possible = [name for name, button in self.buttons.items() if button.isEnabled()]
        if possible:
            self.buttons[remembered(self._memory, possible[0], possible)].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    def _add(self, name: str, kind: type[ExportFormat]) -> None:
        missing = kind.missing()
        button = QRadioButton(kind.label)
        button.setEnabled(not missing)
        button.setAccessibleDescription(missing or kind.help)
        words = Label(f"{kind.help} {missing}".rstrip(), "caption", wordWrap=True, indent=_INDENT)
        self._group.addButton(button)
        self.buttons[name], self.sentences[name] = button, words
        self.column.addWidget(button)
        self.column.addWidget(words)
        self.column.addSpacing(12)

    @property
    def chosen(self) -> str:
        """The name of the format that is chosen; empty where none can be."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def jobs(self) -> tuple[Job, ...]:
        """The session in the format that is chosen."""
        return (FormatJob.of(self.formats[self.chosen]),) if self.chosen else ()

    def _on_clicked(self) -> None:
        remember(self._memory, self.chosen)
        self.changed.emit()
