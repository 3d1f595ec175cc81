"""The keys of the actions work wherever the keyboard is; Enter and Escape leave a field.

Qt asks the widget with the keyboard first whether it wants a key for itself (`ShortcutOverride`).
A line of text wants far too many of them, Ctrl+E and Ctrl+Z among them, and a button wants none,
so that Space would never press it. This filter answers in their place. It watches only the one
widget that has the keyboard: a filter on the whole application would see every paint event.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from playground.gui.controls.fields import NumberLine
from playground.gui.shell.actions.actions import Actions
from playground.gui.theme import application

#: The property of a panel that has a meaning of its own for Enter and Escape.
OWN_KEYS = "own_keys"

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONG = (QPlainTextEdit, QTextEdit)
_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


class Keys(QObject):
    """Watches the widget of a main window that has the keyboard.

    Parameters
    ----------
    window : QMainWindow
    actions : Actions
    """

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._watched: QWidget | None = None
        self._by_key = False  # whether the keyboard, not the mouse, led to the watched widget
        application().focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        # A widget that is deleted loses the keyboard as well.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and self._is_inside(now) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
            # What is hidden passes the keyboard on to whatever comes next: nobody led it there.
            led = old is None or old.isVisible()
            self._by_key = led and QApplication.mouseButtons() == Qt.MouseButton.NoButton

    def _is_inside(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the window, or to a panel that floats beside it."""
        top = widget.window()
        return top is self._window or (
            isinstance(top, QDockWidget)
            and (over := top.parentWidget()) is not None
            and self._window.isAncestorOf(over)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decide who gets a key."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._decides(watched, event)
        if event.type() is QEvent.Type.KeyPress and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return self._leaves(watched, event)
        return False

    # ------------------------------------------------------------------ shortcuts

    def _decides(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Leave the key to an action, or give it to the widget; True where that is decided."""
        key = event.keyCombination()
        keys = QKeySequence(key)
        if not any(keys in action.shortcuts() for action in self._actions):
            return False
        if event.key() == Qt.Key.Key_Space and isinstance(widget, QAbstractButton):
            event.setAccepted(self._by_key)
            return True
        to_itself = event.key() == Qt.Key.Key_Space and isinstance(widget, NumberLine)
        if to_itself or not _types(widget):
            return False
        if not key.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return not event.text() and self._give_to_action(event)
        standard = QKeySequence.StandardKey
        if event.matches(standard.Undo) and _can_undo(widget):
            return False
        if event.matches(standard.Redo) and _can_redo(widget):
            return False
        if isinstance(widget, QLineEdit) and widget.isModified():
            widget.editingFinished.emit()  # what was typed counts before the action
        return self._give_to_action(event)

    @staticmethod
    def _give_to_action(event: QKeyEvent) -> bool:
        event.ignore()
        return True

    # ------------------------------------------------------------------ Enter and Escape

    def _leaves(self, widget: QWidget, event: QKeyEvent) -> bool:
        if not _types(widget) or _has_own_keys(widget):
            return False
        if event.key() == Qt.Key.Key_Escape:
            _take_back(widget)
            widget.clearFocus()
            return True
        if event.key() in _ENTER and not isinstance(widget, _LONG):
            # Once the field itself has answered to it.
            QTimer.singleShot(0, widget, partial(_leave, widget))
        return False


def _leave(widget: QWidget) -> None:
    """Leave a field, unless what stands in it was refused: the next letters are to mend it."""
    if not widget.property("invalid"):
        widget.clearFocus()


def _types(widget: QWidget) -> bool:
    """Whether letters go into a widget."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _TEXTS) and not widget.isReadOnly()


def _has_own_keys(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.property(OWN_KEYS):
            return True
        widget = widget.parentWidget()
    return False


def _text(widget: QWidget) -> QLineEdit | QTextDocument | None:
    """What knows of the letters typed into a field."""
    if isinstance(widget, _LONG):
        return widget.document()
    return widget if isinstance(widget, QLineEdit) else getattr(widget, "lineEdit", lambda: None)()


def _can_undo(widget: QWidget) -> bool:
    """Whether a field holds letters that were typed and not yet taken over."""
    if isinstance(widget, _LONG):
        return widget.document().isModified()
    text = _text(widget)
    return text is not None and text.isUndoAvailable()


def _can_redo(widget: QWidget) -> bool:
    """Whether letters were taken out of a field that can come back."""
    text = _text(widget)
    return text is not None and text.isRedoAvailable()


def _take_back(widget: QWidget) -> None:
    """Forget what was typed since the field was last taken over."""
    text = _text(widget)
    while text is not None and text.isUndoAvailable():
        text.undo()
