"""A message below the plots: small, never modal, gone with a click; nothing moves when it comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSlider,
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
_MOST = 0.5  # of the height there is, for what is unfolded

#: What a message does not lie over: controls, and words beside them.
_KEPT_FREE = QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QSlider, QTabBar


class MessageBar(QFrame):
    """Shows one `Message` at a time, with a button that does what it proposes.

    It lies over the bottom of its parent and takes no place in any layout: a button that somebody
    is about to click stays where it is. Of many words it shows two lines, and the rest when asked.
    A passing message covers the one before for a moment: that may not have been read yet.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName("Message")
        self.message: Message | None = None
        self._covered: Message | None = None  # the one that a passing message stands in front of
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
        self.dismiss.clicked.connect(self.put_away)
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
        if not message.passing:
            self._covered = None
        elif self.message is not None and not self.message.passing:
            self._covered = self.message
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
        self.place_anew()

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.message = self._covered = None
        self._passing.stop()
        self.hide()

    @Slot()
    def put_away(self) -> None:
        """Take away the message that can be read; the one behind it comes forth, if any."""
        self.show_message(self._covered)

    def forget(self, message: Message) -> None:
        """Do not say one any longer that has become untrue."""
        if self._covered is message:
            self._covered = None
        elif self.message is message:
            self.clear()

    @Slot()
    def _pass_by(self) -> None:
        """Go, unless somebody is just reading, or cannot: another window is in front."""
        if self.underMouse() or not self.isActiveWindow():
            self._passing.start()
        else:
            self.put_away()

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
        """Be as high as the words that are shown, below all plots and over nothing that is used."""
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
        height = self._height_with(min(needed, few))
        place = self._moved_up(QRect(_LEFT, room.height() - height - _BELOW, width, height))
        unfolded = self.more.isVisible() and self.more.isChecked()
        if unfolded:
            height = self._height_with(min(needed, round(_MOST * room.height())))
            place.setTop(place.bottom() + 1 - height)
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if unfolded else _NO_BAR
        self._lines.setVerticalScrollBarPolicy(scrolls)
        self._lines.verticalScrollBar().setValue(0)
        self.setGeometry(place)
        self.raise_()

    def _height_with(self, lines: int) -> int:
        """The height of the bar where its words have so much of it."""
        self._lines.setFixedHeight(lines)
        self._row.activate()
        return self._row.minimumSize().height()

    def _moved_up(self, place: QRect) -> QRect:
        """The lowest place over no control; over those that reach into the upper half."""
        kept = (
            self._seen(widget) for kind in _KEPT_FREE for widget in self._over.findChildren(kind)
        )
        for seen in sorted(kept, key=QRect.bottom, reverse=True):
            top = seen.top() - _BELOW - place.height()
            if seen.intersects(place) and top > self._over.height() / 2:
                place.moveTop(top)
        return place

    def _seen(self, widget: QWidget) -> QRect:
        """Where in the parent a widget beside this one can be seen."""
        if not widget.isVisible() or widget.window() is not self.window():
            return QRect()
        seen, inner, outer = widget.rect(), widget, widget.parentWidget()
        while inner is not self._over and outer is not None:
            if inner is self:
                return QRect()
            seen = seen.translated(inner.pos()).intersected(outer.rect())
            inner, outer = outer, outer.parentWidget()
        return seen

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
