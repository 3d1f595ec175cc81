"""The widgets of forms: what they do otherwise than those of Qt.

A form is scrolled with the wheel. What the pointer happens to come across must not be changed by
that: a field takes the wheel only while the keyboard stands on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSlider,
    QStylePainter,
    QWidget,
)

if TYPE_CHECKING:
    _Widget = QWidget  # what `ScrolledOver` is mixed into
else:
    _Widget = object


class NumberLine(QLineEdit):
    """A line for a number. No number has a space in it: the key means there what it always does.

    What was typed counts before the training goes on with it.
    """

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.editingFinished.emit()
            event.ignore()
            return False
        return super().event(event)


class ScrolledOver(_Widget):
    """Of a widget: the form is scrolled with the wheel, unless the keyboard stands here."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FormSlider(ScrolledOver, QSlider):
    """A slider that a form can be scrolled over; a click goes to where it was made."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            style, option = self.style(), QStyleOptionSlider()
            self.initStyleOption(option)
            slider, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl
            handle = style.subControlRect(slider, option, part.SC_SliderHandle, self)
            groove = style.subControlRect(slider, option, part.SC_SliderGroove, self)
            if not handle.contains(event.position().toPoint()):
                along = round(event.position().x() - groove.left() - handle.width() / 2)
                room = groove.width() - handle.width()
                ends = self.minimum(), self.maximum()
                self.setSliderPosition(QStyle.sliderValueFromPosition(*ends, along, room))
        super().mousePressEvent(event)


class FormSpinBox(ScrolledOver, QDoubleSpinBox):
    """A number with buttons that a form can be scrolled over."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        # At first the wheel would bring the keyboard here too.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class FormComboBox(ScrolledOver, QComboBox):
    """A list of choices that a form can be scrolled over.

    It says with dots that the chosen one has more to it than fits.

    Attributes
    ----------
    icon_in_field : bool
        Whether the icon of the chosen one is shown when the list is not open.
    """

    icon_in_field = True

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        if not self.icon_in_field:
            option.currentIcon = QIcon()
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width()
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
