"""A question before the run: a choice, a number, or a curve sketched into its plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.gui.lessons.choice_list import ChoiceList
from playground.gui.lessons.parts.confidence import Confidence
from playground.gui.lessons.parts.curve_field import CurveField
from playground.gui.lessons.parts.feedback import Feedback
from playground.gui.lessons.parts.number_field import NumberField
from playground.gui.lessons.parts.part import Part, parts
from playground.lessons.answering import choice_answer, curve_answer, number_answer

if TYPE_CHECKING:
    from playground.experiment.snapshot import Frame
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step


@parts.register("predict")
class PredictPart(Part):
    """Answered once and for all before the run; what came of it is told after it."""

    label = "Answer"

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__(player, step)
        task = step.task
        self.question = self.add_text("Question", task.question)
        self.field = _FIELDS[task.form](player, step)
        self.field.chosen.connect(self.changed)
        self.column.addWidget(self.field)
        self.confidence = Confidence() if task.confidence else None
        if self.confidence is not None:
            self.column.addWidget(self.confidence)
        self.note = self.add_caption()
        self.feedback = Feedback(player)
        self.column.addWidget(self.feedback)
        player.judged.connect(self._on_judged)
        self._show()

    def _show(self) -> None:
        answer = self.player.progress.answer_to(self.step.number)
        if answer is not None:
            self.field.show_given(answer.given)
            if self.confidence is not None:
                self.confidence.show_value(answer.confidence)
        self.field.set_open(answer is None)
        if self.confidence is not None:
            self.confidence.setEnabled(answer is None)
        words = "Run is free once you have answered."
        if answer is not None:
            waits = self.step.task.awaits_run and not answer.outcome
            words = "Kept. Press Next; the run that follows shows what happens." if waits else ""
        self.note.setVisible(bool(words))
        self.note.setText(words)
        self.feedback.show_steps([self.step])

    def enter(self, first: bool) -> None:
        self.field.enter(self.done)
        if self.done:
            self.player.prepare_run()

    def leave(self) -> None:
        self.field.leave()

    def show_frame(self, frame: Frame) -> None:
        if not self.done:
            self.field.enter(answered=False)

    @property
    def done(self) -> bool:
        answer = self.player.progress.answer_to(self.step.number)
        return answer is not None and (self.step.task.awaits_run or bool(answer.outcome))

    @property
    def ready(self) -> bool:
        return self.field.given is not None

    @property
    def can_be_skipped(self) -> bool:
        return False

    def act(self) -> None:
        confidence = self.confidence.value() if self.confidence is not None else None
        make = {"choice": _choice, "number": number_answer, "curve": curve_answer}
        self.player.answer(
            make[self.step.task.form](self.step, self.field.given, confidence=confidence)
        )
        if not self.step.task.awaits_run:
            self.player.judge(self.step)
        self._show()
        self.player.prepare_run()
        self.changed.emit()
        if not self.note.isHidden():
            self.told.emit(self.note, self.note.text())

    @Slot()
    def _on_judged(self) -> None:
        self._show()
        if not self.feedback.isHidden():
            self.told.emit(self.feedback, self.feedback.words)


class _ChoiceField(ChoiceList):
    """One of the answers of the task."""

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__([choice.text for choice in step.task.choice], step.task.question)

    @property
    def given(self) -> str | None:
        """The text of the answer that is chosen."""
        return self.answer or None

    def show_given(self, given: object) -> None:
        """Show what was answered."""
        self.choose(given)

    def enter(self, answered: bool) -> None:
        """Nothing has to be prepared."""

    def leave(self) -> None:
        """Nothing has to be put away."""


def _choice(step: Step, given: str, confidence: int | None):
    choice = next(choice for choice in step.task.choice if choice.text == given)
    return choice_answer(step, choice, confidence)


_FIELDS = {"choice": _ChoiceField, "number": NumberField, "curve": CurveField}
