"""One line above the plots for what the person should know: never modal, gone with a click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from playground.gui.training.workbench import Message


class MessageBar(QFrame):
    """Shows one `Message` at a time, with a button that does what it proposes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message_bar")
        self.setAccessibleName("Message")
        self.message: Message | None = None
        self.text = QLabel(wordWrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = QPushButton()
        self.action.clicked.connect(self._on_action)
        self.dismiss = QToolButton(text="×", autoRaise=True, toolTip="Dismiss")
        self.dismiss.setAccessibleName("Dismiss the message")
        self.dismiss.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        self.hide()

    @Slot(object)
    def show_message(self, message: Message | None) -> None:
        """Show a message in place of the one before; None clears the bar."""
        if message is None:
            self.clear()
            return
        self.message = message
        self.text.setText(message.sentence)
        self.text.setToolTip(f"<pre>{message.details}</pre>" if message.details else "")
        self.action.setVisible(bool(message.action))
        self.action.setText(message.action)
        self.action.setAccessibleName(message.action or "No action")
        # The style sheet colours the bar by this property.
        self.setProperty("kind", message.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.message = None
        self.hide()

    @Slot()
    def _on_action(self) -> None:
        message = self.message
        self.clear()
        if message is not None:
            message.do()
