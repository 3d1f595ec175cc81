"""A message over the plots: never modal, gone with a click, and nothing moves when it comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from playground import __version__
from playground.gui.controls.window_words import in_window_words
from playground.gui.theme import boxes
from playground.gui.theme.style import restyle
from playground.gui.training.messages import Message

#: What the button of an error of the program says.
COPY = "Copy details"

_LEFT, _BELOW = 12, 44  # pixels to the edges; below there may be the tabs of views
_PASSING = 5_000  # milliseconds that a message stays which only confirms something
_WIDEST = 500  # pixels, so that at the right the buttons of a plot stay free


class MessageBar(QFrame):
    """Shows one `Message` at a time, with a button that does what it proposes.

    It lies over the bottom of its parent, as high as its words need, and takes no place in any
    layout: a button that somebody is about to click stays where it is.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName("Message")
        self.message: Message | None = None
        self.text = QLabel(wordWrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton(clicked=self._on_action)
        self.dismiss = QToolButton(text="×", autoRaise=True, toolTip="Dismiss (Esc)")
        self.dismiss.setAccessibleName("Dismiss the message")
        self.dismiss.clicked.connect(self.clear)
        self._row = boxes.row(
            (self.text, 1), self.action, self.dismiss, into=self, margins=(12, 4, 8, 4), spacing=8
        )
        self._passing = QTimer(self, singleShot=True, interval=_PASSING, timeout=self._pass_by)
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    @Slot(object)
    def show_message(self, message: Message | None) -> None:
        """Show a message in place of the one before; None clears the bar."""
        if message is None:
            self.clear()
            return
        self.message = message
        self.text.setText(in_window_words(message.sentence))
        action = message.action or (COPY if message.details else "")
        self.action.setVisible(bool(action))
        self.action.setText(action)
        self.action.setAccessibleName(action or "No action")
        restyle(self, kind=message.kind)
        if message.passing:
            self._passing.start()
        else:
            self._passing.stop()
        self.show()
        self._place()

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.message = None
        self._passing.stop()
        self.hide()

    @Slot()
    def _pass_by(self) -> None:
        """Go, unless somebody is just reading."""
        if self.underMouse():
            self._passing.start()
        else:
            self.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the parent."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        room = self._over.rect()
        width = max(min(room.width() - 2 * _LEFT, _WIDEST), self.minimumSizeHint().width())
        height = max(self._row.totalHeightForWidth(width), self.action.sizeHint().height() + 8)
        self.setGeometry(_LEFT, room.height() - height - _BELOW, width, height)
        self.raise_()

    @Slot()
    def _on_action(self) -> None:
        message = self.message
        self.clear()
        if message is None:
            return
        if message.do is not None:
            message.do()
        else:
            words = f"{message.sentence}\nNeural playground {__version__}\n\n{message.details}"
            QApplication.clipboard().setText(words)
