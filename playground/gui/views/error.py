"""Train and dev error versus epoch, the best dev epoch marked."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.snapshot import Frame
from playground.gui.plotting.history_view import HistoryView
from playground.gui.plotting.layers.labels import Mark
from playground.gui.theme.numbers import DIGITS, number_text
from playground.gui.views.registry import views


@views.register("error")
class ErrorView(HistoryView):
    """The part of the examples misclassified; for regression, the root mean squared error."""

    report_size = (312, 240)
    sentence = "The error on train and dev set will appear here, epoch by epoch."
    along = "epoch"
    quantity = "error"

    def _build(self) -> None:
        super()._build()
        self.best = Mark(self.plot, "dev")

    def _value_text(self, value: float) -> str:
        if not math.isfinite(value):
            return "–"
        return f"{value:.1f} %" if self.factor == 100 else number_text(value, DIGITS)

    def _names(self, frame: Frame) -> tuple[str, str]:
        if frame.run.dataset.task == "regression":
            return "Epoch", f"Error (RMSE), {frame.run.dataset.label_name}"
        return "Epoch", "Error, %"

    def _take_run(self, frame: Frame) -> None:
        self.factor = 1.0 if frame.run.dataset.task == "regression" else 100.0
        super()._take_run(frame)

    def _reset(self) -> None:
        super()._reset()
        # Epoch and dev error of the first evaluation that no later one undercuts: it stays the
        # best when it is condensed with others.
        self._best: tuple[float, float] | None = None
        self._searched = -1.0  # the last epoch looked at

    def _take(self, frame: Frame) -> None:
        super()._take(frame)
        first = int(np.searchsorted(self._xs, self._searched, side="right"))
        epochs, errors = self._xs[first:], self._y(frame, "dev")[first:]
        if np.isfinite(errors).any():
            index = int(np.nanargmin(errors))
            if self._best is None or errors[index] < self._best[1]:
                self._best = float(epochs[index]), float(errors[index])
        self._searched = self._last_x()

    def _show_curves(self) -> None:
        super()._show_curves()
        if self._best is None or not self._last_x() > 0:  # untrained, whatever was drawn since
            self.best.set_mark(None)
            return
        epoch, error = self._best[0], self.factor * self._best[1]
        text = f"best dev {self._value_text(error)}, epoch {epoch:,.0f}"
        self.best.set_mark((epoch, float(self._on_axis(error))), text)

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        index = self._nearest(x)
        epoch = float(self._xs[index])
        return epoch, [("epoch", f"{epoch:,.0f}", "text"), *self._rows_of(index)]

    def _summary(self, frame: Frame) -> str:
        """The latest errors and the best dev epoch."""
        if not frame.history.n_evaluations:
            return self.sentence
        latest, factor = frame.latest_of_run, self.factor
        words = (
            f"Error after {int(latest['epoch']):,} epochs: "
            f"train {self._value_text(factor * latest['train_error'])}"
        )
        if frame.run.split.dev.m:
            words += f", dev {self._value_text(factor * latest['dev_error'])}"
            if self._best is not None:
                epoch, error = self._best
                words += f", at best {self._value_text(factor * error)} in epoch {epoch:,.0f}"
        return f"{words}."
