"""Help: a list of pages, and a field that finds words in all of them."""

from __future__ import annotations

import re

from PySide6.QtCore import QRegularExpression, Slot
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QWidget,
)

from playground.gui.help.pages import pages
from playground.gui.theme import boxes
from playground.gui.theme.label import Label

_BESIDE_TITLES = 24  # pixels of frame and air
_NOTES, _PANELS = "course_notes", "panels"


def first_citation(notes: str) -> str:
    """The first section that a setting cites: ``"DNN 8"`` of ``"DNN 8, CS230 6.6-6.8"``."""
    return re.split(r"[,-]", notes, maxsplit=1)[0].strip()


class HelpWindow(QDialog):
    """A list of pages, the page that is read, and a field that finds words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_window")
        self.setWindowTitle("Help")
        self.setAccessibleName("Help")
        self._pages = pages()
        self.list = QListWidget(objectName="help_pages", accessibleName="Pages", spacing=3)
        self.text = QTextBrowser(openExternalLinks=True, accessibleName="Page")
        self.text.document().setDocumentMargin(16)
        self.field = QLineEdit(placeholderText="Find in all pages", clearButtonEnabled=True)
        self.field.setAccessibleName("Find in all pages")
        self.problem = Label(role="caption", wordWrap=True)
        left = boxes.column(self.field, self.list, self.problem)
        boxes.row(left, (self.text, 1), into=self, margins=None)
        self.list.addItems([page.title for page in self._pages])
        self.list.currentRowChanged.connect(self._show_page)
        self.field.textEdited.connect(self._find_first)
        self.field.returnPressed.connect(self._find_next)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.resize(860, 600)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the titles the room that they need in letters of the present size."""
        super().showEvent(event)
        width = self.list.sizeHintForColumn(0) + _BESIDE_TITLES
        for widget in (self.field, self.list, self.problem):
            widget.setFixedWidth(width)

    def show_page(self, name: str) -> None:
        """Show the page of this name."""
        self.list.setCurrentRow([page.name for page in self._pages].index(name))

    def show_panel(self, title: str) -> None:
        """Show what the panel with this title shows."""
        self.show_page(_PANELS)
        self._select(self.text.document().find(QRegularExpression(f"^{re.escape(title)}$")))

    def show_notes(self, notes: str = "") -> None:
        """Show what the course notes are; where `notes` cites a section, show that one."""
        self.show_page(_NOTES)
        # The whole cell of a table: a section is cited in running text as well.
        cell = QRegularExpression(f"^{re.escape(first_citation(notes))}$")
        if notes:
            self._select(self.text.document().find(cell))

    def _select(self, place: QTextCursor) -> None:
        """Mark a place, and scroll so that it stands in the middle."""
        if place.isNull():
            return
        self.text.setTextCursor(place)
        middle = self.text.cursorRect().center().y() - self.text.viewport().height() // 2
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + middle)

    @Slot(int)
    def _show_page(self, row: int) -> None:
        self.text.setMarkdown(self._pages[row].text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot(str)
    def _find_first(self, words: str) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._find_next()

    @Slot()
    def _find_next(self) -> None:
        """Go to the next place with the words, on this page or the next that has them."""
        words, here = self.field.text(), self.list.currentRow()
        if not words:
            self.problem.clear()
            return
        place = self.text.document().find(words, self.text.textCursor())
        for step in range(1, len(self._pages) + 1):
            if not place.isNull():
                break
            self.list.setCurrentRow((here + step) % len(self._pages))
            place = self.text.document().find(words)
        self.problem.setText("No page has these words." if place.isNull() else "")
        self._select(place)
