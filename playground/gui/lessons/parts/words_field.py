"""Words of one's own as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from playground.experiment.answers import Given
from playground.gui.lessons.parts.answer_field import AnswerField
from playground.gui.lessons.text import spoken
from playground.gui.theme import boxes
from playground.limits import LONGEST_ANSWER

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.question import Question

_LINES = 4


class WordsField(AnswerField):
    """Some lines to write into."""

    def __init__(self, player: Player, step: Step, task: Question) -> None:
        super().__init__(player, step, task)
        self.words = QPlainTextEdit(placeholderText="In your own words")
        self.words.setAccessibleName(spoken(task.question))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(_LINES * self.words.fontMetrics().lineSpacing() + 16)
        self.words.textChanged.connect(self.chosen)
        boxes.column(self.words, into=self)

    @property
    def given(self) -> str | None:
        """What is written."""
        return self.words.toPlainText().strip()[:LONGEST_ANSWER] or None

    def show_given(self, given: Given) -> None:
        self.words.setPlainText(str(given))
        self.words.setReadOnly(True)
