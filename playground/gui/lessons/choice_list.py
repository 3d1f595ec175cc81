"""Answers to choose from: radio buttons whose words may hold formulas and take several lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from playground.gui.lessons.text import LessonText, spoken


class ChoiceList(QWidget):
    """One of some answers, or none yet.

    Parameters
    ----------
    answers : sequence of str
        Markdown.
    question : str
        What a screen reader calls the group.

    Signals
    -------
    chosen()
    """

    chosen = Signal()

    def __init__(self, answers: Sequence[str], question: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken(question))
        self.answers = tuple(answers)
        self.buttons = [QRadioButton() for _ in answers]
        self._group = QButtonGroup(self)
        self._texts: dict[QObject, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (answer, button) in enumerate(zip(self.answers, self.buttons)):
            button.setAccessibleName(spoken(answer))
            self._group.addButton(button)
            text = LessonText(spoken(answer))
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the button before it speaks for it
            text.show_markdown(answer)
            text.viewport().installEventFilter(self)
            text.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self._texts[text.viewport()] = button
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        self._group.buttonClicked.connect(self.chosen)

    @property
    def answer(self) -> str:
        """The answer that is chosen; empty for none."""
        marked = [a for a, button in zip(self.answers, self.buttons) if button.isChecked()]
        return marked[0] if marked else ""

    def choose(self, answer: str) -> None:
        """Show one as chosen, without telling of it."""
        for each, button in zip(self.answers, self.buttons):
            if each == answer:
                button.setChecked(True)

    def set_open(self, is_open: bool) -> None:
        """Whether another one can still be chosen."""
        for button in self.buttons:
            button.setEnabled(is_open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words is one on their button."""
        if event.type() is QEvent.Type.MouseButtonPress and watched in self._texts:
            self._texts[watched].click()
            return True
        return False
