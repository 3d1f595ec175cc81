"""The panel of the words that go with an experiment: read, written, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from playground.experiment.text.notes import Notes
from playground.gui.shell.actions.key_filter import OWN_KEYS
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip

if TYPE_CHECKING:
    from playground.gui.lessons.text import LessonText

#: A longer text is shown as it stands: the window would wait for it to be laid out.
LONGEST = 20_000

_EDIT, _READ = "Edit notes", "Show notes"
_EMPTY = "*No notes yet.* Edit them to say what this experiment is about."
_LONGEST_NAME = 80  # characters


class NotesPanel(QWidget):
    """Shows the notes of an experiment as Markdown, and lets a person change them and answer.

    Signals
    -------
    edited(Notes)
        The person has written something else.

    Attributes
    ----------
    notes : Notes
        Those that are shown.
    page : LessonText or None
        What shows them; made when it is first seen, since formulas take a while to import.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Escape would take back a whole answer, as if it were a number half typed.
        self.setProperty(OWN_KEYS, True)
        self.notes = Notes()
        self.page: LessonText | None = None
        self.text = _editor("Notes, as Markdown", "What is to be done, as Markdown")
        self.name = QLineEdit(placeholderText="Your name", maxLength=_LONGEST_NAME)
        self.name.setAccessibleName("Your name")
        self.answer = _editor("Your answer", "Your answer; it is saved and printed with the report")
        self.edit = QPushButton(_EDIT, checkable=True)
        self.edit.setProperty("compact", True)
        self.edit.setToolTip(plain_tip("Change the notes, which are Markdown"))
        self.edit.setAccessibleName("Edit the notes")
        self._pages = QStackedWidget()
        self._room = QScrollArea(widgetResizable=True, focusPolicy=Qt.FocusPolicy.NoFocus)
        self._pages.addWidget(self._room)
        self._pages.addWidget(self.text)
        self._build()
        self.edit.toggled.connect(self._on_edit)
        self.text.textChanged.connect(self._on_written)
        self.name.textEdited.connect(self._on_written)
        self.answer.textChanged.connect(self._on_written)
        self.show_notes(Notes())

    def _build(self) -> None:
        caption = Label("Answer", "heading")
        head = boxes.row((caption, 1), self.edit)
        below = QWidget()
        boxes.column(head, self.name, (self.answer, 1), into=below, spacing=8)
        halves = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        halves.addWidget(self._pages)
        halves.addWidget(below)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        boxes.column(halves, into=self, margins=(12, 4, 12, 12))

    @Slot(object)
    def show_notes(self, notes: Notes) -> None:
        """Show the notes of another experiment, from their beginning."""
        self.notes = notes
        self.edit.setChecked(False)
        for widget, words in ((self.text, notes.text), (self.answer, notes.answer)):
            widget.blockSignals(True)
            widget.setPlainText(words)
            widget.blockSignals(False)
        self.name.setText(notes.name)
        self._show_page()

    def _show_page(self) -> None:
        if not self.isVisible():
            return
        if self.page is None:
            from playground.gui.lessons.text import LessonText

            self.page = LessonText("Notes on the experiment")
            self.page.followed.connect(self._follow)
            self._room.setWidget(self.page)
        text = self.notes.text or _EMPTY
        if len(text) > LONGEST:
            fence = "`" * 9
            text = f"{fence}\n{text.replace(fence, '')}\n{fence}"
        self.page.show_markdown(text)
        self._room.verticalScrollBar().setValue(0)

    @Slot(str)
    def _follow(self, link: str) -> None:
        """Open a link to the web in the browser, and none to a file of this machine."""
        if link.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(link))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_page()

    @Slot(bool)
    def _on_edit(self, editing: bool) -> None:
        self.edit.setText(_READ if editing else _EDIT)
        self._pages.setCurrentWidget(self.text if editing else self._room)
        if editing:
            self.text.setFocus()
        else:
            self._show_page()

    @Slot()
    def _on_written(self) -> None:
        written = Notes(self.text.toPlainText(), self.name.text(), self.answer.toPlainText())
        if written != self.notes:
            self.notes = written
            self.edited.emit(written)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a field, with what was written in it."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focus is not None and focus.hasFocus():
            focus.clearFocus()
        else:
            super().keyPressEvent(event)


def _editor(name: str, hint: str) -> QPlainTextEdit:
    editor = QPlainTextEdit(accessibleName=name, placeholderText=hint, tabChangesFocus=True)
    return editor
