"""The head of the study window: what is studied, how often each runs, and run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu, QPushButton, QSpinBox, QWidget

from playground.experiment.naming import source_text
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.request import SEEDS, StudyRequest
from playground.experiment.wording import count, value_text
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.style import restyle
from playground.settings import number_text

MOST_SEEDS = 100

_SEEDS_TIP = (
    "How often each variation runs, with other random numbers each time. More seeds tell luck from "
    "a lesson."
)
_TUNE_TIP = (
    "First finds each variation its own learning rate on a small grid, so that the race is fair."
)
_AGAIN_TIP = "Run the study on the experiment as it is now (Ctrl+R)"


class StudyHead(QWidget):
    """Says what is studied, and asks how it should run the next time.

    Signals
    -------
    run_requested(StudyRequest)
        Run this.

    Parameters
    ----------
    exports : QMenu
        What the button at the right offers.
    """

    run_requested = Signal(object)

    def __init__(self, exports: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.request: StudyRequest | None = None
        self.rates: dict[str, float] = {}
        self.heading = Label(role="heading")
        self.experiment = Label(role="caption")
        self.seeds = QSpinBox(minimum=1, maximum=MOST_SEEDS, value=SEEDS, accessibleName="Seeds")
        self.seeds.setFixedWidth(64)
        self.seeds.setToolTip(_SEEDS_TIP)
        self._seeds_label = QLabel("Seeds")
        self._seeds_label.setBuddy(self.seeds)
        self.tune = QCheckBox("Tune each rate first", toolTip=_TUNE_TIP)
        self.again = QPushButton("Run again", toolTip=_AGAIN_TIP)
        self.export = QPushButton("Export", toolTip="Save the table, the runs or a plot (Ctrl+E)")
        self.export.setMenu(exports)
        self._lay_out()
        self.again.clicked.connect(self.run_again)
        self.seeds.valueChanged.connect(self._show_pending)
        self.tune.toggled.connect(self._show_pending)

    def _lay_out(self) -> None:
        words = boxes.column(self.heading, self.experiment, spacing=0)
        choices = self._seeds_label, self.seeds, self.tune, self.again, self.export
        boxes.row((words, 1), *choices, into=self, margins=(12, 4, 12, 0), spacing=12)

    def begin(self, request: StudyRequest) -> None:
        """Say what is being run now."""
        self.request = request
        self.heading.setText(request.title)
        self.experiment.setText(experiment_text(request.spec))
        for widget in (self._seeds_label, self.seeds, self.tune):
            widget.setVisible(request.kind.tabled)
        self.rates = dict(request.rates)
        self.seeds.setValue(request.seeds)
        self.tune.setChecked(request.tune and request.own_rates)
        self.tune.setEnabled(request.own_rates)
        self._show_pending()

    def show_rates(self, rates: Mapping[str, float]) -> None:
        """Take up the learning rates that were found for the variations of these labels."""
        self.rates |= rates
        self._show_pending()

    def set_rate(self, label: str, rate: float) -> None:
        """Run the variation of this label with another learning rate the next time."""
        self.rates[label] = rate
        self.tune.setChecked(False)
        self._show_pending()

    @Slot()
    def run_again(self) -> None:
        """Run the same with the seeds and learning rates on screen."""
        if self.request is None:
            return
        self.run_requested.emit(
            replace(
                self.request,
                seeds=self.seeds.value(),
                tune=self.tune.isChecked(),
                rates=dict(self.rates),
            )
        )

    def run_with(self, seeds: int) -> None:
        """Run the same with so many seeds."""
        self.seeds.setValue(seeds)
        self.run_again()

    @Slot()
    def _show_pending(self) -> None:
        """Let the button show whether it would run something else than what is on screen."""
        request, pending = self.request, False
        if request is not None:
            wanted = self.seeds.value(), self.tune.isChecked()
            pending = wanted != (request.seeds, request.tune)
            # Tuned once more, the rates would not count.
            pending |= not self.tune.isChecked() and self.rates != dict(request.rates)
        restyle(self.again, accent=pending)


def experiment_text(spec: ExperimentSpec) -> str:
    """What is studied, in a line."""
    training, layers = spec.training, spec.network.hidden_layers
    words = [
        source_text(spec),
        f"hidden layers {value_text(layers)}" if layers else "no hidden layer",
        f"{training.optimizer.label} at {number_text(training.learning_rate)}",
        f"mini-batches of {training.batch_size:,}",
        count(training.epochs, "epoch") if training.epochs else "epochs by size",
    ]
    return " · ".join(words)
