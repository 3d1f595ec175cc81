"""The values of one setting: check boxes where there is a choice of names, else a line of text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from playground.gui.theme import boxes
from playground.settings import Registry, Setting

_LONG = 14  # letters of a label of which two stand side by side, not three


class ValuesField(QWidget):
    """Values of a setting, written as a text with commas: ``"tanh, relu"``.

    Parameters
    ----------
    name : str
        What a screen reader calls it.

    Signals
    -------
    edited()
        Other values than before.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(accessibleName=name)
        self.boxes: dict[str, QCheckBox] = {}
        self._name = name
        self._choice: QWidget | None = None
        self._column = boxes.column(self.line, into=self)
        self.line.textChanged.connect(self.edited)

    def show_setting(self, setting: Setting | None, text: str) -> None:
        """Ask for values of a setting, beginning with those in `text`; None for no setting."""
        if self._choice is not None:
            self._column.removeWidget(self._choice)
            self._choice.deleteLater()
            self._choice, self.boxes = None, {}
        names = _names(setting) if setting is not None else {}
        if names:
            self._choice = self._boxes_for(names)
            self._column.addWidget(self._choice)
        self.line.setVisible(not names)
        self.setEnabled(setting is not None)
        self.set_text(text)
        for box in self.boxes.values():
            box.toggled.connect(self.edited)
        self.edited.emit()

    def _boxes_for(self, names: Mapping[str, str]) -> QWidget:
        choice = QWidget(accessibleName=self._name)
        grid = QGridLayout(choice)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setVerticalSpacing(8)
        across = 2 if max(map(len, names.values())) > _LONG else 3
        for place, (name, label) in enumerate(names.items()):
            self.boxes[name] = box = QCheckBox(label)
            grid.addWidget(box, place // across, place % across)
        return choice

    @property
    def text(self) -> str:
        """The values, separated by commas."""
        if self._choice is None:
            return self.line.text()
        return ", ".join(name for name, box in self.boxes.items() if box.isChecked())

    def set_text(self, text: str) -> None:
        """Ask for these values, separated by commas."""
        self.line.setText(text)
        chosen = [word.strip() for word in text.split(",")]
        for name, box in self.boxes.items():
            box.setChecked(name in chosen)


def _names(setting: Setting) -> dict[str, str]:
    """The names among which a setting chooses, with what people call them."""
    if setting.kind is Registry:
        return {name: setting.registry[name].label for name in setting.names}
    return dict(zip(setting.options, setting.option_labels))
