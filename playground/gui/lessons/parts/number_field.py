"""A number as an answer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.gui.controls.fields import NumberLine
from playground.gui.lessons.text import spoken
from playground.gui.theme.numbers import number_text

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step


class NumberField(QWidget):
    """A line for a number, with its unit and how exact it has to be.

    Signals
    -------
    chosen()
        Something else was typed.
    """

    chosen = Signal()

    def __init__(self, player: Player, step: Step) -> None:
        super().__init__()
        task = step.task
        self.line = NumberLine()
        self.line.setAccessibleName(spoken(task.question))
        self.line.setMaximumWidth(120)
        exact = f"± {number_text(task.tolerance)}"
        self.line.setAccessibleDescription(f"A number in {task.unit or 'its own unit'}, {exact}")
        unit = QLabel(" ".join(filter(None, [task.unit, f"({exact})"])))
        unit.setProperty("role", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(unit, 1)
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

    def show_given(self, given: object) -> None:
        """Show what was answered."""
        self.line.setText(f"{given:.10g}")

    def set_open(self, is_open: bool) -> None:
        """Whether another one can still be typed."""
        self.line.setEnabled(is_open)

    def enter(self, answered: bool) -> None:
        """Nothing has to be prepared."""

    def leave(self) -> None:
        """Nothing has to be put away."""
