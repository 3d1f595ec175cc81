"""A linear model beside the network: a button that asks for one, and what came of it."""

from __future__ import annotations

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from playground.cancellation import Cancelled
from playground.data.datasets import Split
from playground.engine.loss import Loss
from playground.experiment.inputs.preprocessing import Preprocessing
from playground.experiment.linear.model import LinearModel, linear_model
from playground.experiment.results import AnyResults
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.gui.training.calls import Afterwards

_ASK = "Linear model"
_WHY = (
    "Trains a network without hidden layers as far as that goes: what the hidden layers have to be "
    "better than"
)


class LinearQuestion:
    """Asks the worker for a linear model of its session's data, until it is given up.

    The training goes on meanwhile.
    """

    def __init__(self) -> None:
        self._given_up = Event()

    def give_up(self) -> None:
        """Want no answer any more; from any thread."""
        self._given_up.set()

    def __call__(self, session: Session) -> Afterwards:
        """In the worker."""
        what = session.split, session.preprocessing, session.network.loss
        return Afterwards(partial(_answer, *what), self._given_up.is_set)


def _answer(split: Split, preprocessing: Preprocessing, loss: Loss) -> LinearModel | None:
    """In the background; None where it was given up."""
    try:
        return linear_model(split, preprocessing, loss)
    except Cancelled:
        return None


class LinearModelLine(QObject):
    """The button, and the words below the headline; whoever shows them places both.

    Signals
    -------
    call_requested(callable, callable)
        As of `View`.
    """

    call_requested = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question: LinearQuestion | None = None
        self._model: LinearModel | None = None
        self._shown: tuple[Frame, AnyResults | None] | None = None
        self.button = QPushButton(_ASK, enabled=False)
        self.button.setObjectName("linear_model")
        self.button.setToolTip(plain_tip(_WHY))
        self.button.clicked.connect(self._on_clicked)
        self.words = Label(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.words.setAccessibleName(_ASK)
        self.words.setContentsMargins(12, 0, 12, 0)
        self.words.hide()

    @Slot()
    def _on_clicked(self) -> None:
        if self._question is not None:
            self._question.give_up()
            self._wait_for(None)
            return
        self._wait_for(LinearQuestion())
        self.call_requested.emit(self._question, self._on_answer)

    def _wait_for(self, question: LinearQuestion | None) -> None:
        self._question = question
        self.button.setText(_ASK if question is None else "Stop")
        self.button.setAccessibleName(_ASK if question is None else "Stop the linear model")

    def _on_answer(self, model: LinearModel | None) -> None:
        self.show_answer(model)
        if model is not None:
            self.call_requested.emit(model.remembered_by, self.show_answer)

    def show_answer(self, model: LinearModel | None) -> None:
        """Keep what came of a question; nothing where it was given up."""
        if model is not None:
            self._model = model
            self._wait_for(None)
            if self._shown is not None:
                self.show_frame(*self._shown)

    def show_frame(self, frame: Frame, found: AnyResults | None) -> None:
        """Say what there is to say beside the network's results, of the data it belongs to."""
        self._shown = frame, found
        self.button.setEnabled(found is not None)
        model = self._model
        words = ""
        if found and model and model.split is frame.split:
            words = model.beside(found, hidden=len(frame.run.layer_sizes) > 2)
        self.words.setText(words)
        self.words.setVisible(bool(words))
