"""TimelineRow: buttons, track and words, one slim row above the status bar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolBar, QToolButton, QWidget

from playground.gui.shell.actions.actions import Actions
from playground.gui.timeline.track import Track

#: What stands left of the track, and right of it while somebody looks back.
_BUTTONS = ("to_start", "epoch_back", "step_back", "play_back", "play")
_BACK = ("branch", "to_latest")

#: Why the keyboard goes for a while only, and comes back.
_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _NameField(QLineEdit):
    """Is done with when it is left. Qt says so only where something was typed."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _AWAY:
            self.editingFinished.emit()


class TimelineRow(QToolBar):
    """The row; nothing in it moves when words come or go.

    Signals
    -------
    named(int, str)
        A bookmark at a step was given a name.
    """

    named = Signal(int, str)

    def __init__(self, do: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Timeline", parent)
        self.setObjectName("timeline_row")
        self.setMovable(False)
        self.setFloatable(False)
        self.setIconSize(QSize(16, 16))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in _BUTTONS:
            self.addAction(getattr(do, name))
        self.track = Track()
        self.addWidget(self.track)
        self.words = QLabel()
        self.words.setObjectName("timeline_words")
        self.words.setAccessibleName("Moment shown")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self.words)
        for name in _BACK:
            self.addAction(getattr(do, name))
            button = self.widgetForAction(getattr(do, name))
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._editor: _NameField | None = None
        self._step = 0  # of the bookmark that is being named

    def settle(self) -> None:
        """Keep room for the longest words, so that nothing moves when they change."""
        widest = "Looking back: step 8,888,888 of 8,888,888"
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(widest) + 12)

    def ask_name(self, step: int, name: str) -> None:
        """Let somebody type the name of the bookmark at a step, right above where it stands."""
        if self._editor is not None:
            self._take_name()
        self._editor, self._step = _NameField(name, self.window()), step
        self._editor.setAccessibleName("Name of the bookmark")
        self._editor.setObjectName("bookmark_name")
        self._editor.resize(180, self._editor.sizeHint().height())
        place = self.track.mapTo(self.window(), self.track.place_of(step).toPoint())
        left = min(max(0, place.x() - 90), self.window().width() - 180)
        self._editor.move(left, place.y() - self._editor.height() - 16)
        self._editor.selectAll()
        self._editor.editingFinished.connect(self._take_name)
        self._editor.show()
        self._editor.setFocus()

    @Slot()
    def _take_name(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            if name := editor.text().strip():
                self.named.emit(self._step, name)
            editor.deleteLater()
