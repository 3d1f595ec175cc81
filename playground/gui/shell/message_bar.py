"""A message below the plots: small, never modal, gone with a click; nothing moves when it comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
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

_LEFT, _BELOW = 12, 4  # pixels to the edges
_PASSING = 5_000  # milliseconds that a message stays which only confirms something
#: Pixels, or heights of a line of large type: at the right the buttons of a plot stay free.
_WIDEST, _WIDEST_LINES = 500, 27
_FEW_LINES = 2  # no higher than a button, and no higher than what a plot writes below its axis
_NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_MOST = 0.6  # of the height there is, for what is unfolded


class MessageBar(QFrame):
    """Shows one `Message` at a time, with a button that does what it proposes.

    It lies over the bottom of its parent and takes no place in any layout: a button that somebody
    is about to click stays where it is. Of many words it shows two lines, and the rest when asked.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName("Message")
        self.message: Message | None = None
        self.text = QLabel(wordWrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = QScrollArea(widgetResizable=True)
        self._lines.setFrameShape(QFrame.Shape.NoFrame)
        self._lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lines.setWidget(self.text)
        self.more = QToolButton(text="More", checkable=True)
        self.more.setAccessibleName("All of the message")
        self.more.toggled.connect(self._place)
        self.action = QPushButton(clicked=self._on_action)
        self.dismiss = QToolButton(text="×", autoRaise=True, toolTip="Dismiss (Esc)")
        self.dismiss.setAccessibleName("Dismiss the message")
        self.dismiss.clicked.connect(self.clear)
        self._row = boxes.row(
            *((self._lines, 1), self.more, self.action, self.dismiss),
            into=self,
            margins=(12, 4, 8, 4),
            spacing=8,
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
        self.more.setChecked(False)
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

    @Slot()
    def place_anew(self) -> None:
        """Find a place among docks that have been arranged anew, once they have theirs."""
        QTimer.singleShot(0, self, self._place)

    @Slot()
    def _place(self) -> None:
        """Be as high as the words that are shown, below all plots but above the tabs of views."""
        room, line = self._over.rect(), self.text.fontMetrics().lineSpacing()
        few, widest = _FEW_LINES * line, max(_WIDEST, _WIDEST_LINES * line)
        self.more.setText("Less" if self.more.isChecked() else "More")
        for folded in (False, True):  # the button takes some of the width where it is needed
            self.more.setVisible(folded)
            width = max(min(room.width() - 2 * _LEFT, widest), self.minimumSizeHint().width())
            self.resize(width, self.height())
            self._row.activate()
            needed = self.text.heightForWidth(self._lines.viewport().width())
            if needed <= few:
                break
        unfolded = self.more.isVisible() and self.more.isChecked()
        most = round(_MOST * room.height()) if unfolded else few
        self._lines.setFixedHeight(min(needed, most))
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if unfolded else _NO_BAR
        self._lines.setVerticalScrollBarPolicy(scrolls)
        self._lines.verticalScrollBar().setValue(0)
        self._row.activate()
        height = self._row.minimumSize().height()
        place = QRect(_LEFT, room.height() - height - _BELOW, width, height)
        for tabs in self._over.findChildren(QTabBar):
            over = QRect(tabs.mapTo(self._over, QPoint()), tabs.size())
            at_bottom = over.bottom() > room.height() - over.height()
            if tabs.isVisible() and at_bottom and over.intersects(place):
                place.moveBottom(over.top() - _BELOW)
        self.setGeometry(place)
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
