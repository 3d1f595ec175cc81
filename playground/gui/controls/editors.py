"""One editor for each kind of setting: shows a value, and says when a person edits it."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QToolButton,
    QWidget,
)

from playground.experiment.snapshot import Run
from playground.gui.controls.fields import FormComboBox
from playground.gui.theme import boxes
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting, SettingError


class Editor(QWidget):
    """Edits one setting. It never holds the truth: whoever uses it shows the accepted value.

    Signals
    -------
    edited(object)
        A person chose another value; it has the setting's type and lies within its bounds.
    refused(str)
        A person typed what is no value of this setting: a sentence that says why.

    Attributes
    ----------
    wide : bool
        Whether it needs the whole width of a form, below its label.
    below : QWidget or None
        What comes below label and editor, over the whole width.
    """

    edited = Signal(object)
    refused = Signal(str)

    wide: ClassVar[bool] = False
    below: QWidget | None = None

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.row = boxes.row(into=self, spacing=8)

    def show_value(self, value: Any) -> None:
        """Show `value` without announcing it."""
        raise NotImplementedError

    def words_of(self, value: Any) -> str:
        """A value of the setting as a person would say it."""
        return str(value)

    def show_context(self, run: Run) -> None:
        """Learn of the run at hand, where what can be chosen depends on its data."""

    def show_layers(self, hidden: int) -> None:
        """Learn of the number of hidden layers, where the value may differ among them."""

    def show_advanced(self, shown: bool) -> None:
        """Offer what is rarely needed, or hide it."""

    def focus_widget(self) -> QWidget:
        """The widget a label leads to."""
        return self._last

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        widget.setAccessibleName(self.setting.label)
        widget.setAccessibleDescription(self.setting.help)
        if not isinstance(widget, QLineEdit):
            # A click leaves the keyboard where it is: Space goes on meaning Run.
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.row.addWidget(widget, stretch)
        self._last = widget


class TextEditor(Editor):
    """A line of text, parsed when the person leaves it or presses Enter."""

    line_class: ClassVar[type[QLineEdit]] = QLineEdit

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.line = self.line_class()
        self.line.editingFinished.connect(self._on_finished)
        self._add(self.line, 1)
        self._shown: Any = None

    def show_value(self, value: Any) -> None:
        self._shown = value
        with QSignalBlocker(self.line):
            self.line.setText(self.text_of(value))

    def text_of(self, value: Any) -> str:
        """How a value stands in the line."""
        return str(value)

    def words_of(self, value: Any) -> str:
        return self.text_of(value) or "empty"

    def value_of(self, text: str) -> Any:
        """The value that a text in the line means; `SettingError` where it means none."""
        return self.setting.parsed(text)

    @Slot()
    def _on_finished(self) -> None:
        if self.line.text() == self.text_of(self._shown):
            return
        try:
            value = self.value_of(self.line.text())
        except SettingError as error:
            self.show_value(self._shown)
            self.refused.emit(f"{self.setting.label}: {error.problem}")
            return
        if value == self._shown:
            self.show_value(value)
        else:
            self.edited.emit(value)


class FileEditor(TextEditor):
    """A file's name, with buttons to choose another and to change how it is read."""

    #: Asks the window to let the person choose a file; the choice comes back as a new spec.
    choose = Signal()
    #: Asks the window to show how the file is read, and to let the person change that.
    look = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.line.setReadOnly(True)
        self.line.setPlaceholderText("No file chosen")
        self.open_button = QToolButton(text="Open…", toolTip="Choose a file")
        self.open_button.setAccessibleName(f"{setting.label}: choose a file")
        self.open_button.clicked.connect(self.choose)
        self.look_button = QToolButton(text="Import…")
        self.look_button.setToolTip("See the file as it is read, and change how it is read")
        self.look_button.setAccessibleName(f"{setting.label}: import settings")
        self.look_button.clicked.connect(self.look)
        for button in (self.open_button, self.look_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMinimumWidth(48)  # the panel must not grow wider for them
        below = boxes.row(self.open_button, self.look_button, 1, spacing=0)
        self.row.addLayout(boxes.column(self.line, below, spacing=4))

    def focus_widget(self) -> QWidget:
        return self.line

    def show_value(self, value: str) -> None:
        super().show_value(value)
        self.line.setToolTip(plain_tip(value))
        self.line.setCursorPosition(0)
        # An archive of arrays, and a folder of pictures, have nothing to choose.
        chosen = bool(value) and not value.lower().endswith(".npz") and not os.path.isdir(value)
        self.look_button.setVisible(chosen)

    def text_of(self, value: Any) -> str:
        return PurePath(value).name if value else ""

    @Slot()
    def _on_finished(self) -> None:
        """The line is read-only: leaving it changes nothing."""


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = QCheckBox(toggled=self._on_toggled)
        self._add(self.box, 1)

    def show_value(self, value: bool) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(value)

    def words_of(self, value: bool) -> str:
        return "on" if value else "off"

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self.edited.emit(checked)


class OptionEditor(Editor):
    """One word out of several."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.combo = FormComboBox()
        # A long label must not make the whole panel wide.
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self._fill()
        self.combo.activated.connect(self._on_activated)
        self._add(self.combo, 1)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(self._word(value)))

    def words_of(self, value: Any) -> str:
        labels = dict(zip(self.setting.options, self.setting.option_labels))
        return labels[value]

    def _fill(self) -> None:
        for word, label in zip(self.setting.options, self.setting.option_labels):
            self.combo.addItem(label, word)

    def _word(self, value: Any) -> str:
        return value

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.edited.emit(self.combo.itemData(index))


class ChoiceEditor(OptionEditor):
    """One class out of a registry; announces its name. The form adds the settings below."""

    def _fill(self) -> None:
        for name in self.setting.names:
            cls = self.setting.registry[name]
            self.combo.addItem(cls.label, name)
            self.combo.setItemData(self.combo.count() - 1, cls.help, Qt.ItemDataRole.ToolTipRole)

    def words_of(self, value: Any) -> str:
        return value.label

    def _word(self, value: Any) -> str:
        return value.name
