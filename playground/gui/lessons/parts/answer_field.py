"""AnswerField: where the answer to a question is given, whatever its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.experiment.answers import Given

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.question import Question


class AnswerField(QWidget):
    """Base of all fields for answers.

    Parameters
    ----------
    player : Player
    step : Step
    task : Question
        Of the step.

    Signals
    -------
    chosen()
        There is another answer, or none any more.
    """

    chosen = Signal()

    def __init__(self, player: Player, step: Step, task: Question) -> None:
        super().__init__()
        self.player, self.step, self.task = player, step, task

    @property
    def given(self) -> Given | None:
        """What would be answered now; None where that is no answer yet."""
        raise NotImplementedError

    def show_given(self, given: Given) -> None:
        """Show what was answered; it cannot be changed any more."""
        raise NotImplementedError

    def enter(self, given: Given | None) -> None:
        """The learner is here, and has answered this; called until the answer is given."""

    def leave(self) -> None:
        """The learner goes elsewhere."""
