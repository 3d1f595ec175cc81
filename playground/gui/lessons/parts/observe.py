"""What did you see? Answered before the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit

from playground.gui.lessons.choice_list import ChoiceList
from playground.gui.lessons.parts.feedback import Feedback
from playground.gui.lessons.parts.part import Part, parts, show_text
from playground.gui.lessons.text import spoken
from playground.lessons.answering import choice_answer, words_answer
from playground.limits import LONGEST_ANSWER

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step


@parts.register("observe")
class ObservePart(Part):
    """The learner's words first, then what there was to see, and what came of the predictions."""

    label = "Answer"

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        task = step.task
        self.question = self.add_text("Question", task.question)
        self.choices = self.words = None
        if task.choice:
            self.choices = ChoiceList([choice.text for choice in task.choice], task.question)
            self.choices.chosen.connect(self.changed)
            self.column.addWidget(self.choices)
        else:
            self.words = QPlainTextEdit(placeholderText="In your own words")
            self.words.setAccessibleName(spoken(task.question))
            self.words.setTabChangesFocus(True)
            self.words.setFixedHeight(4 * self.words.fontMetrics().lineSpacing() + 16)
            self.words.textChanged.connect(self.changed)
            self.column.addWidget(self.words)
        self.feedback = Feedback(player)
        self.column.addWidget(self.feedback)
        self.verdict = self.add_text("What there was to see")
        self.predictions = Feedback(player)
        self.column.addWidget(self.predictions)
        player.judged.connect(self._on_judged)
        self._show()

    def _show(self) -> None:
        answer = self.player.progress.answer_to(self.step.number) if self.done else None
        if answer is not None and self.choices is not None:
            self.choices.choose(answer.given)
        if answer is not None and self.words is not None:
            self.words.setPlainText(str(answer.given))
        if self.choices is not None:
            self.choices.set_open(answer is None)
        else:
            self.words.setReadOnly(answer is not None)
        if answer is not None:
            if self.choices is not None:
                self.feedback.show_steps([self.step])
            show_text(self.verdict, self.step.task.verdict)
            self.predictions.show_steps(self.player.predictions_before(self.step))

    @property
    def done(self) -> bool:
        answer = self.player.progress.answer_to(self.step.number)
        return answer is not None and bool(answer.outcome)

    @property
    def ready(self) -> bool:
        if self.choices is not None:
            return bool(self.choices.answer)
        return bool(self.words.toPlainText().strip())

    def act(self) -> None:
        if self.choices is not None:
            taken = next(c for c in self.step.task.choice if c.text == self.choices.answer)
            self.player.answer(choice_answer(self.step, taken))
        else:
            words = self.words.toPlainText().strip()[:LONGEST_ANSWER]
            self.player.answer(words_answer(self.step, words))
        self.player.judge(self.step)

    @Slot()
    def _on_judged(self) -> None:
        self._show()
        self.changed.emit()
        first = self.verdict if self.feedback.isHidden() else self.feedback
        words = (self.feedback.words, self.verdict.accessibleDescription(), self.predictions.words)
        self.told.emit(first, " ".join(filter(None, words)))
