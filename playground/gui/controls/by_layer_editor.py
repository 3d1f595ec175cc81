"""Editors of settings that may differ from layer to layer: one value, or one for each layer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from playground.gui.controls.editors import ChoiceEditor, Editor, TextEditor
from playground.gui.controls.number_editor import NumberEditor
from playground.gui.theme.fonts import use_small_font
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Registry, Setting, Settings, by_layer

_ACROSS = 2  # editors side by side
_LONGEST = 9  # letters of a row that fit into the field of a number


class _NumberField(TextEditor):
    """A number without a slider."""

    def text_of(self, value: Any) -> str:
        return f"{value:.6g}"


class LayersGrid(QWidget):
    """A small editor for each layer, two side by side; nothing while one value is for all.

    Signals
    -------
    edited(object)
        The row of values that a person wants.
    refused(str)
    """

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.editors: list[Editor] = []
        self._row: tuple[Any, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(2 * column + 1, 1)

    def show_row(self, row: tuple[Any, ...]) -> None:
        """Show a value for each layer; none for an empty row."""
        if len(row) != len(self._row):
            self._make(len(row))
        self._row = row
        for editor, value in zip(self.editors, row):
            editor.show_value(value)

    def _make(self, count: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.editors = []
        cls = ChoiceEditor if self.setting.kind is Registry else _NumberField
        for place in range(count):
            is_output = self.setting.by_layer == "all" and place == count - 1
            name = "output" if is_output else f"layer {place + 1}"
            one = replace(self.setting, by_layer="", label=f"{self.setting.label}, {name}")
            editor = cls(one)
            editor.setObjectName(str(place))
            editor.edited.connect(self._on_edited)
            editor.refused.connect(self.refused)
            label = QLabel("out" if is_output else str(place + 1))
            label.setToolTip(plain_tip(f"{self.setting.label}, {name}"))
            label.setBuddy(editor.focus_widget())
            use_small_font(label)
            row, column = divmod(place, _ACROSS)
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(editor, row, 2 * column + 1)
            self.editors.append(editor)

    @Slot(object)
    def _on_edited(self, value: Any) -> None:
        if self.setting.kind is Registry:
            value = self.setting.registry[value]()
        place = int(self.sender().objectName())
        self.edited.emit((*self._row[:place], value, *self._row[place + 1 :]))


class _ByLayer(Editor):
    """What the editor of one value gains where each layer may have its own.

    A button parts the value into one for each layer, and puts them together again.
    """

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._value: Any = None
        self._with_advanced = False
        self._first = self._last
        self.button = QToolButton(text="≡", checkable=True)
        self.button.setProperty("compact", True)
        self.button.setFixedWidth(20)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setAccessibleName(f"{setting.label}: a value for each layer")
        self.button.clicked.connect(self._on_clicked)
        self.row.addWidget(self.button)
        self.row.setSpacing(4)
        self.below = self._layers = LayersGrid(setting)
        self._layers.edited.connect(self.edited)
        self._layers.refused.connect(self.refused)
        self.show_layers(0)

    def focus_widget(self) -> QWidget:
        return self._first

    def show_layers(self, hidden: int) -> None:
        self._n = hidden + (self.setting.by_layer == "all")
        self.button.setEnabled(self._n > 1 or isinstance(self._value, tuple))
        tip = "A value for each layer, or one for all"
        self.button.setToolTip(plain_tip(tip if self._n > 1 else f"{tip}: there is one layer only"))

    def show_value(self, value: Any) -> None:
        self._value = value
        is_row = isinstance(value, tuple)
        self.show_one(value)
        self._layers.show_row(value if is_row else ())
        self.button.setChecked(is_row)
        self.button.setEnabled(self._n > 1 or is_row)
        self.button.setVisible(is_row or self._with_advanced)

    def show_one(self, value: Any) -> None:
        """Show a value that is for all layers, or that there is one for each."""
        raise NotImplementedError

    def show_advanced(self, shown: bool) -> None:
        self._with_advanced = shown
        self.button.setVisible(shown or isinstance(self._value, tuple))

    @Slot()
    def _on_clicked(self) -> None:
        value = self._value
        self.edited.emit(value[0] if isinstance(value, tuple) else (value,) * self._n)


class ChoiceByLayer(_ByLayer, ChoiceEditor):
    """A choice for all layers, or one for each."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.combo.setPlaceholderText("By layer")

    def show_one(self, value: Settings | tuple[Settings, ...]) -> None:
        if isinstance(value, tuple):
            self.combo.setCurrentIndex(-1)
        else:
            ChoiceEditor.show_value(self, value)

    def words_of(self, value: Any) -> str:
        return ", ".join(each.label for each in by_layer.values_of(value))


class NumberByLayer(_ByLayer, NumberEditor):
    """A number for all layers, or one for each, which can be typed in a row too."""

    def show_one(self, value: float | tuple[float, ...]) -> None:
        is_row = isinstance(value, tuple)
        cls = TextEditor if is_row else NumberEditor
        cls.show_value(self, value)
        self.line.setCursorPosition(0)
        self.line.setToolTip(plain_tip(self.words_of(value) if is_row else ""))
        if self.slider is not None:
            self.slider.setEnabled(not is_row)

    def _step(self, direction: int) -> None:
        if not isinstance(self._shown, tuple):
            super()._step(direction)

    def text_of(self, value: Any) -> str:
        text = self.words_of(value)
        # What does not fit would be cut to another row.
        return text if len(text) <= _LONGEST else "by layer"

    def words_of(self, value: Any) -> str:
        return ", ".join(NumberEditor.text_of(self, each) for each in by_layer.values_of(value))
