"""Drawn points: how many there are, and their text for whoever would rather type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from playground.data.by_hand.drawn_points import ERASED
from playground.gui.controls.editors import Editor
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting

_INTERVAL = 200  # milliseconds between two showings of a text that changes with every stroke
_LINES = 6  # of the text that are seen at once


class PointsEditor(Editor):
    """Tells the number of points; unfolded, a text with all of them.

    The text is taken over when the person leaves it, or with Ctrl+Enter.
    """

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._shown = ""
        self.count = Label(role="caption")
        self.unfold = QToolButton(text="As text")
        self.unfold.setCheckable(True)
        self.unfold.setToolTip("Show the points as text, to type or paste them")
        self.unfold.setAccessibleName(f"{setting.label} as text")
        self.unfold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.unfold.toggled.connect(self._on_unfolded)
        self.text = QPlainTextEdit(
            accessibleName=setting.label, accessibleDescription=setting.help, tabChangesFocus=True
        )
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 20)
        self.text.setToolTip(plain_tip(f"{setting.help} Ctrl+Enter takes them over."))
        self.text.installEventFilter(self)
        self.text.hide()
        line = boxes.row((self.count, 1), self.unfold)
        column = boxes.column(line, self.text, spacing=6)
        self.row.addLayout(column, 1)
        self._due = QTimer(self, singleShot=True, interval=_INTERVAL, timeout=self._show)

    def focus_widget(self) -> QWidget:
        return self.text

    def show_value(self, value: str) -> None:
        if value == self._shown:
            return  # what was typed may have been refused: it stays, to be mended
        first, self._shown = not self._shown, value
        self.text.document().setModified(False)
        if first:
            self._show()
        elif not self._due.isActive():
            self._due.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the text over when the person has finished it."""
        if event.type() is QEvent.Type.FocusOut:
            self._take()
        elif isinstance(event, QKeyEvent) and self._is_enter(event):
            self._take()
            return True
        return False

    @staticmethod
    def _is_enter(event: QKeyEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress:
            return False
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(control) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    @Slot()
    def _show(self) -> None:
        self._due.stop()
        entries = self._shown.replace("\n", ";").split(";")
        points = sum(bool(entry.strip()) and entry.strip() != ERASED for entry in entries)
        self.count.setText(f"{points:,} point{'' if points == 1 else 's'}")
        if self.text.isVisibleTo(self) and not self.text.document().isModified():
            with QSignalBlocker(self.text):
                self.text.setPlainText(self._shown)

    @Slot(bool)
    def _on_unfolded(self, unfolded: bool) -> None:
        self.text.setVisible(unfolded)
        if unfolded:
            self.text.setPlainText(self._shown)
            self.text.setFocus()

    def _take(self) -> None:
        """Announce the text where it has been changed; what it says is checked by its setting."""
        if self.text.document().isModified() and self.text.toPlainText() != self._shown:
            self.edited.emit(self.text.toPlainText())
