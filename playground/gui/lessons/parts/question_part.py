"""QuestionPart: a question and the field for its answer; base of what predicts and observes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.experiment.answers import Answer
from playground.gui.lessons.parts.answer_field import AnswerField
from playground.gui.lessons.parts.choice_field import ChoiceField
from playground.gui.lessons.parts.curve_field import CurveField
from playground.gui.lessons.parts.feedback import Feedback
from playground.gui.lessons.parts.number_field import NumberField
from playground.gui.lessons.parts.part import Part
from playground.gui.lessons.parts.words_field import WordsField
from playground.lessons.answering import answer_of

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.question import Question

_FIELDS: dict[str, type[AnswerField]] = {
    "choice": ChoiceField,
    "number": NumberField,
    "curve": CurveField,
    "words": WordsField,
}


class QuestionPart(Part):
    """What was answered stays; what came of it is told below."""

    label = "Answer"
    task: Question

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.question = self.add_text("Question", self.task.question)
        self.field = _FIELDS[self.task.form](player, step, self.task)
        self.field.chosen.connect(self.changed)
        self.column.addWidget(self.field)
        self.feedback = Feedback(player)
        player.judged.connect(self._on_judged)

    @property
    def answer(self) -> Answer | None:
        """What the learner answered."""
        return self.player.answer_to(self.step)

    @property
    def done(self) -> bool:
        answer = self.answer
        return answer is not None and (self.task.awaits_run or bool(answer.outcome))

    @property
    def ready(self) -> bool:
        return self.field.given is not None

    @property
    def sure(self) -> int | None:
        """How sure the learner is, in per cent; None where nobody asks."""
        return None

    def act(self) -> None:
        if (given := self.field.given) is not None:
            self.player.answer(answer_of(self.step, given, self.sure))
            self.show_answer()
            if not self.task.awaits_run:
                self.player.judge(self.step)

    def show_answer(self) -> None:
        """Show what was answered, and what came of it as far as it is known."""
        if (answer := self.answer) is not None:
            self.field.show_given(answer.given)

    @Slot()
    def _on_judged(self) -> None:
        self.show_answer()
        self.changed.emit()
