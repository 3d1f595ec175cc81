"""Answers to choose from: radio buttons whose words may hold formulas and take several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton

from playground.experiment.answers import Given
from playground.gui.lessons.parts.answer_field import AnswerField
from playground.gui.lessons.text import LessonText, spoken

if TYPE_CHECKING:
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step
    from playground.lessons.step_kinds.question import Question


class ChoiceField(AnswerField):
    """One of some answers, or none yet."""

    def __init__(self, player: Player, step: Step, task: Question) -> None:
        super().__init__(player, step, task)
        self.setAccessibleName(spoken(task.question))  # of the group
        self.answers = tuple(choice.text for choice in task.choice)
        self.buttons = [QRadioButton() for _ in self.answers]
        self._group = QButtonGroup(self)
        self._texts: dict[QObject, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (answer, button) in enumerate(zip(self.answers, self.buttons)):
            button.setAccessibleName(spoken(answer))
            self._group.addButton(button)
            text = LessonText(spoken(answer))
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the button before it speaks for it
            text.show_markdown(answer)
            text.viewport().installEventFilter(self)
            text.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self._texts[text.viewport()] = button
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        self._group.buttonClicked.connect(self.chosen)

    @property
    def given(self) -> str | None:
        """The text of the answer that is chosen."""
        marked = (a for a, button in zip(self.answers, self.buttons) if button.isChecked())
        return next(marked, None)

    def show_given(self, given: Given) -> None:
        for answer, button in zip(self.answers, self.buttons):
            button.setChecked(answer == given)
            button.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words is one on their button."""
        if event.type() is QEvent.Type.MouseButtonPress and watched in self._texts:
            self._texts[watched].click()
            return True
        return False
