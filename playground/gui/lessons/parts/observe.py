"""What did you see? Answered before the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.gui.lessons.parts.feedback import Feedback
from playground.gui.lessons.parts.part import parts, show_text
from playground.gui.lessons.parts.question_part import QuestionPart

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.observe import Observe


@parts.register("observe")
class ObservePart(QuestionPart):
    """The learner's words first, then what there was to see, and what came of the predictions."""

    task: Observe

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.column.addWidget(self.feedback)
        self.verdict = self.add_text("What there was to see")
        self.predictions = Feedback(player)
        self.column.addWidget(self.predictions)
        self.show_answer()

    def show_answer(self) -> None:
        super().show_answer()
        if self.done:
            if self.task.choice:
                self.feedback.show_steps([self.step])
            show_text(self.verdict, self.task.verdict)
            self.predictions.show_steps(self.player.predictions_before(self.step))

    @Slot()
    def _on_judged(self) -> None:
        super()._on_judged()
        first = self.verdict if self.feedback.isHidden() else self.feedback
        words = (self.feedback.words, self.verdict.accessibleDescription(), self.predictions.words)
        self.told.emit(first, " ".join(filter(None, words)))
