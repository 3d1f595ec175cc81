"""The row that tells: how far a study is while it runs, what it shows when it is over."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from playground.gui.studies.progress_channel import StudyUpdate
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.style import restyle
from playground.gui.theme.tooltips import plain_tip

_STEPS = 1000  # of the progress bar


class Verdict(QStackedWidget):
    """Progress with a way to cancel, or sentences with a way to use what was found.

    Signals
    -------
    cancel_requested()
    use_requested()
    more_requested(int)
        Run it again with so many seeds.
    """

    cancel_requested = Signal()
    use_requested = Signal()
    more_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = Label(role="caption")
        words = "Progress of the study"
        self.bar = QProgressBar(maximum=_STEPS, textVisible=False, accessibleName=words)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("End the study and keep what is finished (Esc)")
        self.cancel.clicked.connect(self.cancel_requested)
        self.sentence = QLabel(wordWrap=True, accessibleName="What the study shows")
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use = QPushButton()
        self.use.clicked.connect(self.use_requested)
        self.more = QPushButton(toolTip="More seeds may show a difference that these do not.")
        self.more.clicked.connect(self._on_more)
        for button in (self.use, self.more):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for contents in (
            [(self.stage, 0), (self.bar, 1), (self.cancel, 0)],
            [(self.sentence, 1), (self.more, 0), (self.use, 0)],
        ):
            page = QWidget()
            boxes.row(*contents, into=page, margins=(12, 4, 12, 4), spacing=12)
            self.addWidget(page)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        # Most sentences take two lines: room for them from the start, so that nothing jumps.
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 8)
        self.offer("")
        self.offer_seeds(0)
        self.say("")

    @property
    def text(self) -> str:
        """The sentences on screen; empty while there is progress instead."""
        return self.sentence.text() if self.currentIndex() else ""

    def begin(self) -> None:
        """Show the progress of a study that has just begun."""
        self.bar.setValue(0)
        self.sentence.setText("")  # the row is as tall as its tallest page
        self.stage.setText("Preparing the runs…")
        self.cancel.setEnabled(True)
        self.setCurrentIndex(0)

    def show_update(self, update: StudyUpdate) -> None:
        """Show how far a study is."""
        if not self.cancel.isEnabled():
            return
        words = update.stage
        if update.seconds_left is not None:
            words += f" · {time_text(update.seconds_left)} left"
        self.stage.setText(words)
        self.bar.setValue(round(_STEPS * update.fraction))

    def acknowledge_cancel(self) -> None:
        """Show at once that the wish to cancel was heard."""
        self.stage.setText("Canceling…")
        self.cancel.setEnabled(False)

    def say(self, words: str, is_error: bool = False, details: str = "") -> None:
        """Show sentences in place of the progress."""
        self.sentence.setText(words)
        self.sentence.setToolTip(plain_tip(details))
        restyle(self.sentence, role="error" if is_error else "")
        self.setCurrentIndex(1)

    def offer_seeds(self, seeds: int) -> None:
        """Let a button run the study again with so many seeds; 0 hides it."""
        self._seeds = seeds
        self.more.setVisible(bool(seeds))
        self.more.setText(f"Run with {seeds} seeds")

    @Slot()
    def _on_more(self) -> None:
        self.more_requested.emit(self._seeds)

    def offer(self, words: str, tip: str = "", accent: bool = False) -> None:
        """Let the button say what it would put into force; empty words hide it."""
        self.use.setVisible(bool(words))
        self.use.setText(words)
        self.use.setToolTip(plain_tip(tip))
        self.use.setAccessibleName(words or "Nothing to use")
        restyle(self.use, accent=accent)


def time_text(seconds: float) -> str:
    """A time that is left, in words: ``"12 s"``, ``"3 min"``."""
    if seconds < 90:
        return f"{max(1, math.ceil(seconds))} s"
    return f"{math.ceil(seconds / 60)} min"
