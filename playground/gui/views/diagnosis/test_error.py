"""The test error: hidden until somebody asks for it, with a word on why to ask only once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from playground.experiment.results.test_error import TestEvaluation
from playground.experiment.snapshot import Frame
from playground.experiment.wording import error_text
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip

_WHY = (
    "Look once, when every setting is chosen: what is chosen by the test error fits the test set, "
    "and its error then promises too much."
)
_NO_TEST_SET = "There is no test set to look at: leave it a share of the examples."


class FinalLookPanel(QObject):
    """A button that reveals the test error of the network as it is now, and words about it.

    Whoever shows them places `place`, where the error comes for the button, and `words`.

    Signals
    -------
    call_requested(callable, callable)
        As of `View`.
    """

    call_requested = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: TestEvaluation | None = None
        self._looked_at: list[object] = []  # the data of every look at a test set
        self._frame: Frame | None = None
        self.button = QPushButton("Reveal test error", objectName="reveal_test_error")
        self.button.setProperty("compact", True)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._on_clicked)
        self.error = Label(role="heading", alignment=Qt.AlignmentFlag.AlignCenter)
        self.place = QStackedWidget(parent)  # never a window of its own
        self.place.addWidget(self.button)
        self.place.addWidget(self.error)
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.words = Label(role="caption", wordWrap=True, accessibleName="On the test error")
        self._show("", _WHY)

    @Slot()
    def _on_clicked(self) -> None:
        self.call_requested.emit(TestEvaluation.of, self.show_look)

    def show_look(self, look: TestEvaluation) -> None:
        """Show what somebody has seen, in the run it belongs to, and how often by now."""
        self._looked_at.append(look.data)
        self._look = replace(look, times=self._looked_at.count(look.data))
        if self._frame is not None:
            self.show_frame(self._frame)

    def show_frame(self, frame: Frame) -> None:
        """Show whether there is something to see, or what has been seen in this run."""
        self._frame = frame
        look, split = self._look, frame.split
        if not split.test.m:
            self._show("", _NO_TEST_SET, possible=False)
        elif look is None or look.split is not split:
            self._show("", _WHY)
        else:
            error = error_text(look.error, frame.run.dataset.task)
            self._show(f"Test error {error}", look.sentence)

    def _show(self, error: str, words: str, possible: bool = True) -> None:
        self.error.setText(error)
        self.button.setToolTip(plain_tip(words))
        self.words.setText(words)
        self.place.setCurrentWidget(self.error if error else self.button)
        self.button.setEnabled(possible)
