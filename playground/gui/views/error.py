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
    least_x = 10.0

    def _build(self) -> None:
        super()._build()
        self.best = Mark(self.plot, "dev")

    def _x(self, frame: Frame) -> np.ndarray:
        return frame.history.column("epoch")

    def _moment(self, frame: Frame) -> float:
        return float(frame.snapshot.epoch)

    def _y(self, frame: Frame, part: str) -> np.ndarray:
        return frame.history.column(f"{part}_error")

    def _value_text(self, value: float) -> str:
        if not math.isfinite(value):
            return "–"
        return f"{value:.1f} %" if self.factor == 100 else number_text(value, DIGITS)

    def _names(self, frame: Frame) -> tuple[str, str]:
        if frame.run.dataset.task == "regression":
            return "Epoch", f"Error (RMSE), {frame.run.dataset.label_name}"
        return "Epoch", "Error, %"

    def _draw(self, frame: Frame | None) -> None:
        if frame is not None:
            self.factor = 1.0 if frame.run.dataset.task == "regression" else 100.0
        super()._draw(frame)

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        if empty:
            self.best.set_mark(None)

    def _reset(self) -> None:
        super()._reset()
        self._best = -1  # the first evaluation that no later one undercuts
        self._searched = 0

    def _take(self, frame: Frame) -> None:
        super()._take(frame)
        errors = self._y(frame, "dev")
        new = errors[self._searched :]
        if np.isfinite(new).any():
            index = self._searched + int(np.nanargmin(new))
            if self._best < 0 or errors[index] < errors[self._best]:
                self._best = index
        self._searched = len(errors)

    def _show_curves(self) -> None:
        super()._show_curves()
        if self._best < 0 or self._searched < 2:
            self.best.set_mark(None)
            return
        epoch = float(self._xs[self._best])
        error = self.factor * self._pyramids["dev"].value(self._best)
        text = f"best dev {self._value_text(error)}, epoch {epoch:,.0f}"
        self.best.set_mark((epoch, float(self._on_axis(error))), text)

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        index = self._nearest(x)
        epoch = float(self._xs[index])
        return epoch, [("epoch", f"{epoch:,.0f}", "text"), *self._rows_of(index)]

    def summary(self) -> str:
        """The latest errors and the best dev epoch, in a sentence."""
        if self.frame is None or not self.frame.history.n_evaluations:
            return self.sentence
        history = self.frame.history
        latest = self.frame.latest
        scale = 1.0 if self.frame.run.dataset.task == "regression" else 100.0
        words = (
            f"Error after {int(latest['epoch']):,} epochs: "
            f"train {self._value_text(scale * latest['train_error'])}"
        )
        if self.frame.run.split.dev.m:
            words += f", dev {self._value_text(scale * latest['dev_error'])}"
            best = history.best("dev_error")
            if best:
                words += (
                    f", at best {self._value_text(scale * best['dev_error'])} "
                    f"in epoch {int(best['epoch']):,}"
                )
        return f"{words}."
