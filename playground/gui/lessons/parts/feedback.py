"""What is said to an answer: whether it was right, what was measured, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from playground.gui.lessons.parts.part import show_text, text_for
from playground.gui.lessons.text import LessonText, spoken
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.lessons.answering import said_to
from playground.lessons.step_kinds.predict import Predict

if TYPE_CHECKING:
    from playground.experiment.answers import Answer
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step

#: What is said to a prediction, to one that no run decides, and to an observation.
_PREDICTED = {"right": "As you predicted.", "wrong": "Not as you predicted.", "seen": "Compare."}
_KNOWN = {"right": "Right.", "wrong": "Not so.", "seen": ""}
_SEEN = {"right": "Well seen.", "wrong": "Look again.", "seen": ""}


class Feedback(QWidget):
    """The answers to some steps, each with what came of it; hidden while nothing is known."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._column = boxes.column(into=self, spacing=8)
        self._boxes: list[_Box] = []
        self.hide()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show what came of the answers to these steps, as far as it is known."""
        for box in self._boxes:
            self._column.removeWidget(box)
            box.deleteLater()
        self._boxes = []
        for step in steps:
            answer = self._player.answer_to(step)
            if answer is not None and answer.outcome:
                said, surprise = said_to(step, answer)
                asked = _KNOWN if isinstance(step.task, Predict) else _SEEN
                words = _PREDICTED if step.task.awaits_run else asked
                box = _Box(self._player, answer, words[answer.outcome], said, surprise)
                self._column.addWidget(box)
                self._boxes.append(box)
        self.setVisible(bool(self._boxes))

    @property
    def words(self) -> str:
        """All that is said, as plain text."""
        return "\n".join(box.accessibleDescription() for box in self._boxes)


class _Box(QFrame):
    """One answer."""

    def __init__(
        self, player: Player, answer: Answer, words: str, said: str, surprise: str
    ) -> None:
        super().__init__()
        self.setObjectName("lesson_feedback")
        self.setProperty("outcome", answer.outcome)
        self.setAccessibleName("What came of your answer")
        head = Label(words, "heading", wordWrap=True)
        further = Label(surprise, wordWrap=True)
        measured = answer.measured if answer.measured != answer.text else ""
        differs = answer.outcome != "right" or measured
        facts = [f"You said: {answer.text}"] if differs else []
        if measured:
            facts.append(f"In fact: {measured}")
        given = [LessonText("Your answer") for _ in facts]
        for text, fact in zip(given, facts):
            text.setProperty("role", "caption")
            text.show_markdown(fact)
        self.text = text_for(player, "Feedback")
        rows = head, *given, self.text, further
        boxes.column(*rows, into=self, margins=(12, 6, 8, 8), spacing=4)
        # Shown before it has its place, each would be a window for a moment.
        head.setVisible(bool(words))
        show_text(self.text, said)
        further.setVisible(bool(surprise))
        heard = [words, *map(spoken, facts), self.text.accessibleDescription(), surprise]
        self.setAccessibleDescription(" ".join(filter(None, heard)))
