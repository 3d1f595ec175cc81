"""The editor of a number: a field, and a slider where the range of the setting suits one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from playground.gui.controls.editors import TextEditor
from playground.gui.controls.fields import FormSlider, NumberLine
from playground.gui.controls.scale import POSITIONS, SliderScale
from playground.settings import Setting

_DIRECTIONS = {
    Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1,
}  # fmt: skip


class NumberEditor(TextEditor):
    """A number as a field of fixed width, with a slider where its range suits one.

    The wheel and the arrow keys go to the next value a person would name: 1, 3 and 10 times the
    powers of ten where the scale is logarithmic. The wheel does so only where the keyboard is
    in the editor; elsewhere it scrolls the form.
    """

    FIELD_WIDTH = 72

    line_class = NumberLine

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.slider: QSlider | None = None
        if SliderScale.suits(setting):
            self._scale = SliderScale(setting)
            self.slider = FormSlider(Qt.Orientation.Horizontal, maximum=POSITIONS)
            self.slider.setPageStep(POSITIONS // 10)
            self.slider.valueChanged.connect(self._on_slid)
            self.slider.setAccessibleName(f"{setting.label}, slider")
            self.row.insertWidget(0, self.slider, 1)
            self.row.setStretch(1, 0)
            self.line.setFixedWidth(self.FIELD_WIDTH)
            for widget in (self.line, self.slider):
                widget.installEventFilter(self)

    def show_value(self, value: float) -> None:
        super().show_value(value)
        if self.slider is not None:
            with QSignalBlocker(self.slider):
                self.slider.setValue(self._scale.position(value))

    def text_of(self, value: Any) -> str:
        if value is None:
            return ""
        if value == 0 and self.setting.zero:
            return self.setting.zero
        return f"{value:,}" if self.setting.kind is int else f"{value:.6g}"

    def value_of(self, text: str) -> Any:
        if self.setting.zero and text.strip().lower() in ("", self.setting.zero):
            text = "0"
        return super().value_of(text)

    @Slot(int)
    def _on_slid(self, position: int) -> None:
        self._choose(self._scale.value(position))

    def _choose(self, value: float) -> None:
        if value != self._shown:
            self.show_value(value)
            self.edited.emit(value)

    # ------------------------------------------------------------------ step by step

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the wheel and the arrows; a line keeps left and right for its cursor."""
        if isinstance(event, QWheelEvent):
            return self._turns(event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            direction = _DIRECTIONS.get(Qt.Key(event.key()))
            if direction is not None and not (sideways and watched is self.line):
                self._step(direction)
                return True
        return False

    def _turns(self, event: QWheelEvent) -> bool:
        has_keyboard = any(part and part.hasFocus() for part in (self.line, self.slider))
        if not has_keyboard or not event.angleDelta().y():
            return False
        self._step(1 if event.angleDelta().y() > 0 else -1)
        return True

    def _step(self, direction: int) -> None:
        self._on_finished()  # what was typed is where it begins
        self._choose(self._scale.stepped(self._shown, direction))
