"""WeightEditor: a small panel beside a link or a bias, to read its value and to change it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QSlider, QWidget

from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.views.diagram.parts import Bias, Link

_STEP, _FINE, _COARSE = 0.1, 0.01, 1.0  # of the arrow keys; with Shift; of the page keys
_POSITIONS = 500  # of the slider, to each side of 0
_USUAL = 5.0  # the slider reaches as far to each side, or twice the value if that is more
_AWAY = 12  # pixels from the link


class WeightEditor(QFrame):
    """Shows a value, live, until a person types another one.

    Enter and the slider apply a value at once, the arrow keys a step up or down; Escape closes.

    Signals
    -------
    edited(Link or Bias, float)
    closed(bool)
        Whether the keyboard was in the panel.
    """

    edited = Signal(object, float)
    closed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("weight_editor")
        self.setProperty("own_keys", True)  # Enter applies and stays, Escape closes
        self._around = parent
        self.part: Link | Bias | None = None
        self._value = 0.0
        self._reach = _USUAL
        self._title = Label(role="caption")
        self.field = QLineEdit(alignment=Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(96)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._on_return)
        self.field.setAccessibleName("Weight")
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=-_POSITIONS, maximum=_POSITIONS)
        self.slider.setAccessibleName("Weight, slider")
        self.slider.setPageStep(_POSITIONS // 10)
        self.slider.setMinimumWidth(120)
        self.slider.valueChanged.connect(self._on_slid)
        row = boxes.row((self.slider, 1), self.field, spacing=8)
        boxes.column(self._title, row, into=self, margins=(12, 8, 12, 10), spacing=4)
        self.hide()

    def open(self, part: Link | Bias, title: str, value: float, at: QPoint) -> None:
        """Edit a weight or bias, beside a place of the parent."""
        self.part = part
        self._title.setText(title)
        for widget, words in ((self.field, title), (self.slider, f"{title}, slider")):
            widget.setAccessibleName(words)
        self._reach = max(_USUAL, 2 * abs(value)) if math.isfinite(value) else _USUAL
        self._show(value)
        self.adjustSize()
        room = self._around.rect().adjusted(4, 4, -4, -4)
        left, top = at.x() + _AWAY, at.y() + _AWAY
        if top + self.height() > room.bottom():
            top = at.y() - _AWAY - self.height()
        left = min(max(left, room.left()), room.right() - self.width())
        self.move(left, max(top, room.top()))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def show_value(self, value: float) -> None:
        """Show the value of now, unless a person is typing or sliding."""
        if not self.field.isModified() and not self.slider.isSliderDown():
            self._show(value)

    def close_(self) -> None:
        """Put the panel away."""
        if self.part is not None:
            had_focus = self.isAncestorOf(QApplication.focusWidget() or self._around)
            self.part = None
            self.hide()
            self.closed.emit(had_focus)

    def _show(self, value: float) -> None:
        text = f"{value:.4g}".replace("-", "−") if math.isfinite(value) else "not a number"
        self._value = value
        if text != self.field.text():
            selected = self.field.hasSelectedText()
            self.field.setText(text)
            if selected:
                self.field.selectAll()
        self.field.setModified(False)
        if math.isfinite(value):
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(value / self._reach * _POSITIONS))

    def _apply(self, value: float) -> None:
        self._show(value)
        self.edited.emit(self.part, value)

    # ------------------------------------------------------------------ what a person does

    @Slot()
    def _on_return(self) -> None:
        try:
            value = float(self.field.text().strip().replace("−", "-").replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            self.field.setModified(False)
            self._apply(value)
        self.field.selectAll()

    @Slot(int)
    def _on_slid(self, position: int) -> None:
        step = self._reach / _POSITIONS
        decimals = max(0, math.ceil(-math.log10(step)))
        self.field.setModified(False)
        self._apply(round(position * step, decimals))

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        """Let the arrow keys step the value, and Ctrl+Z take back edits of weights, not letters."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride and not self.field.isModified():
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        if event.type() is QEvent.Type.KeyPress:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            small = _FINE if fine else _STEP
            steps: dict[int, float] = {
                Qt.Key.Key_Up: small,
                Qt.Key.Key_Down: -small,
                Qt.Key.Key_PageUp: _COARSE,
                Qt.Key.Key_PageDown: -_COARSE,
            }
            if event.key() in steps and math.isfinite(self._value):
                self.field.setModified(False)
                self._apply(round(self._value + steps[event.key()], 6))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape; nothing else reaches the window from here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
