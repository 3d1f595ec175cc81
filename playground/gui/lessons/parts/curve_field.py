"""A curve as an answer: drawn into its plot, or given by its shape, start and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from playground.experiment.answers import Given
from playground.gui.controls.fields import FormComboBox, NumberLine
from playground.gui.lessons.parts.answer_field import AnswerField
from playground.gui.lessons.sketch import ENOUGH, SHAPES
from playground.gui.theme import boxes
from playground.gui.theme.label import Label

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.predict import Predict

_DRAW = "Draw the curve you expect into the marked plot, from left to right."
_MORE = "The curve does not reach far enough yet: go on to the right."
_DRAWN = "Draw over it to change it."


class CurveField(AnswerField):
    """What was drawn so far, in words, and fields that draw it for those without a mouse."""

    def __init__(self, player: Player, step: Step, task: Predict) -> None:
        super().__init__(player, step, task)
        self._curve = task.curve
        self._begun = False  # the plot may still be on its way
        self.words = Label(_DRAW, "caption", wordWrap=True)
        self.shape = FormComboBox()
        self.shape.addItems(list(SHAPES))
        self.start, self.end = NumberLine(), NumberLine()
        self.draw = QPushButton("Draw")
        self.draw.clicked.connect(self._on_draw)
        self._form = QWidget()
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        rows = {"Shape": self.shape, "From": self.start, "To": self.end}
        for row, (name, widget) in enumerate(rows.items()):
            label = QLabel(name)
            label.setBuddy(widget)
            widget.setAccessibleName(f"{name} of the curve you expect")
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1, 1, 2 if row == 0 else 1)
        grid.addWidget(self.draw, 2, 2)
        grid.setColumnStretch(1, 1)
        boxes.column(self.words, self._form, into=self, spacing=8)

    @property
    def given(self) -> tuple[tuple[float, float], ...] | None:
        """The points, as epoch and value; None where too little is drawn."""
        sketch = self.player.sketching.sketch
        if sketch is None or sketch.covered < ENOUGH:
            return None
        return self.player.sketching.points

    def show_given(self, given: Given) -> None:
        """The curve itself is shown by the plot."""
        self._form.hide()
        self.words.hide()

    def enter(self, given: Given | None) -> None:
        """Open the plot for strokes, unless the curve is given already."""
        if self._begun:
            return
        sketching = self.player.sketching
        sketch = sketching.begin(self._curve, self.player.next_run(self.step), given)
        self._begun = sketch is not None
        if sketch is not None and given is None:
            sketch.drawn.connect(self._on_drawn)
            start = sketching.present(self._curve)
            self.start.setText(f"{start:.3g}")
            self.end.setText(f"{start / 10:.2g}")

    def leave(self) -> None:
        """What is not answered is not kept."""
        if self.player.answer_to(self.step) is None:
            self.player.sketching.end()

    # ------------------------------------------------------------------ drawing

    @Slot()
    def _on_drawn(self) -> None:
        self.words.setText(_DRAWN if self.given is not None else _MORE)
        self.chosen.emit()

    @Slot()
    def _on_draw(self) -> None:
        sketching = self.player.sketching
        try:
            start, end = (float(line.text().replace(",", ".")) for line in (self.start, self.end))
        except ValueError:
            self.words.setText("From and To take a number each, such as 0.7 and 0.1.")
            return
        if sketching.sketch is not None:
            ends = sketching.factor * start, sketching.factor * end
            sketching.sketch.take_shape(self.shape.currentText(), *ends)
            self._on_drawn()
