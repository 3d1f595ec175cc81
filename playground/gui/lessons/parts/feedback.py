"""What is said to an answer: whether it was right, what was measured, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from playground.gui.lessons.text import LessonText, spoken
from playground.lessons.answering import said_to

if TYPE_CHECKING:
    from playground.experiment.answers import Answer
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Step

#: What is said to a prediction, and to an observation.
_WORDS = {
    True: {
        "right": "As you predicted.",
        "wrong": "Not as you predicted.",
        "seen": "Compare.",
    },
    False: {"right": "Well seen.", "wrong": "Look again.", "seen": ""},
}


class Feedback(QWidget):
    """The answers to some steps, each with what came of it; hidden while nothing is known."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show what came of the answers to these steps, as far as it is known."""
        while self._column.count():
            self._column.takeAt(0).widget().deleteLater()
        for step in steps:
            answer = self._player.progress.answer_to(step.number)
            if answer is not None and answer.outcome:
                said, surprise = said_to(step, answer)
                words = _WORDS[step.task.awaits_run][answer.outcome]
                box = _Box(answer, words, said, surprise)
                box.text.picture_of = self._player.picture_of
                box.text.followed.connect(self._player.link_followed)
                self._column.addWidget(box)
        self.setVisible(self._column.count() > 0)

    @property
    def words(self) -> str:
        """All that is said, as plain text."""
        boxes = (self._column.itemAt(i).widget() for i in range(self._column.count()))
        return "\n".join(box.accessibleDescription() for box in boxes)


class _Box(QFrame):
    """One answer."""

    def __init__(self, answer: Answer, words: str, said: str, surprise: str) -> None:
        super().__init__()
        self.setObjectName("lesson_feedback")
        self.setProperty("outcome", answer.outcome)
        self.setAccessibleName("What came of your answer")
        head = QLabel(words, wordWrap=True)
        head.setProperty("role", "heading")
        head.setVisible(bool(words))
        measured = answer.measured if answer.measured != answer.text else ""
        differs = answer.outcome != "right" or measured
        facts = [f"You said: {spoken(answer.text)}"] if differs else []
        if measured:
            facts.append(f"It is: {spoken(measured)}")
        given = QLabel("\n".join(facts), wordWrap=True)
        given.setProperty("role", "caption")
        given.setVisible(bool(facts))
        self.text = LessonText("Feedback")
        self.text.setVisible(bool(said))
        self.text.show_markdown(said)
        further = QLabel(surprise, wordWrap=True)
        further.setVisible(bool(surprise))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        for widget in (head, given, self.text, further):
            column.addWidget(widget)
        explained = self.text.accessibleDescription()
        self.setAccessibleDescription(" ".join(filter(None, [words, *facts, explained, surprise])))
