"""How sure somebody is of an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from playground.gui.controls.fields import FormSlider
from playground.gui.theme import boxes

_STEP = 10  # per cent


class Confidence(QWidget):
    """A slider from guessed to certain."""

    def __init__(self) -> None:
        super().__init__()
        self.slider = FormSlider(Qt.Orientation.Horizontal, minimum=0, maximum=100 // _STEP)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName("How sure are you?")
        self.slider.setToolTip("How sure you are, from a guess to certain.")
        caption = QLabel("How sure?")
        caption.setBuddy(self.slider)
        self._words = QLabel()
        self._words.setMinimumWidth(self._words.fontMetrics().horizontalAdvance("100 %"))
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        boxes.row(caption, (self.slider, 1), self._words, into=self, spacing=8)
        self.slider.valueChanged.connect(self._on_value)
        self.slider.setValue(50 // _STEP)

    def value(self) -> int:
        """In per cent."""
        return _STEP * self.slider.value()

    def show_value(self, value: int | None) -> None:
        """Show what was said."""
        if value is not None:
            self.slider.setValue(round(value / _STEP))

    @Slot(int)
    def _on_value(self, value: int) -> None:
        self._words.setText(f"{_STEP * value} %")
        self.slider.setAccessibleDescription(f"{_STEP * value} per cent")
