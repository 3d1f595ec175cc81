"""A question before the run: a choice, a number, or a curve sketched into its plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.gui.lessons.parts.confidence import Confidence
from playground.gui.lessons.parts.part import parts
from playground.gui.lessons.parts.question_part import QuestionPart

if TYPE_CHECKING:
    from playground.experiment.snapshot import Frame
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.predict import Predict


@parts.register("predict")
class PredictPart(QuestionPart):
    """Answered once and for all before the run; what came of it is told after it."""

    task: Predict

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        self.confidence = Confidence()
        self.column.addWidget(self.confidence)
        self.confidence.setVisible(self.task.confidence)
        self.note = self.add_caption()
        self.column.addWidget(self.feedback)
        self.show_answer()

    @property
    def sure(self) -> int | None:
        return self.confidence.value() if self.task.confidence else None

    def show_answer(self) -> None:
        super().show_answer()
        words = "Run is free once you have answered."
        if (answer := self.answer) is not None:
            self.confidence.show_value(answer.confidence)
            self.confidence.setEnabled(False)
            waits = self.task.awaits_run and not answer.outcome
            words = "Kept. Press Next; the run that follows shows what happens." if waits else ""
        self.note.setVisible(bool(words))
        self.note.setText(words)
        self.feedback.show_steps([self.step])

    def enter(self, first: bool) -> None:
        answer = self.answer
        self.field.enter(answer.given if answer is not None else None)
        if self.done:
            self.player.prepare_run()

    def leave(self) -> None:
        self.field.leave()

    def show_frame(self, frame: Frame) -> None:
        if not self.done:
            self.field.enter(None)

    @property
    def can_be_skipped(self) -> bool:
        return False

    def act(self) -> None:
        super().act()
        self.player.prepare_run()
        self.changed.emit()
        if not self.note.isHidden():
            self.told.emit(self.note, self.note.text())

    @Slot()
    def _on_judged(self) -> None:
        super()._on_judged()
        if not self.feedback.isHidden():
            self.told.emit(self.feedback, self.feedback.words)
