"""A number as an answer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.experiment.answers import Given
from playground.gui.controls.fields import NumberLine
from playground.gui.lessons.parts.answer_field import AnswerField
from playground.gui.lessons.text import spoken
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import number_text

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.predict import Predict


class NumberField(AnswerField):
    """A line for a number, with its unit and how exact it has to be."""

    def __init__(self, player: Player, step: Step, task: Predict) -> None:
        super().__init__(player, step, task)
        self.line = NumberLine()
        self.line.setAccessibleName(spoken(task.question))
        self.line.setMaximumWidth(120)
        exact = f"± {number_text(task.tolerance)}"
        self.line.setAccessibleDescription(f"A number in {task.unit or 'its own unit'}, {exact}")
        unit = Label(f"{task.unit} ({exact})".lstrip(), "caption")
        boxes.row(self.line, (unit, 1), into=self, spacing=8)
        self.line.textChanged.connect(self.chosen)

    @property
    def given(self) -> float | None:
        """What is typed; None where that is no number."""
        text = self.line.text().strip().removesuffix("%").replace("−", "-").replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            return None
        return number if math.isfinite(number) and abs(number) < 1e300 else None

    def show_given(self, given: Given) -> None:
        self.line.setText(f"{given:.10g}")
        self.line.setEnabled(False)
