"""Train and dev error versus epoch, the best dev epoch marked."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.experiment.snapshot import Frame
from playground.gui.numbers import number_text
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.history_view import HistoryView
from playground.gui.views.labels import Mark


class ErrorView(HistoryView):
    """The part of the examples misclassified; for regression, the root mean squared error."""

    title = "Error"
    name = "error"
    sentence = "The error on train and dev set will appear here, epoch by epoch."
    least_x = 10.0

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        self._percent = True
        super().__init__(theme, parent)

    def _build(self) -> None:
        self.best = Mark(self.plot, "dev")

    def _x(self, frame: Frame) -> np.ndarray:
        return frame.history.column("epoch")

    def _y(self, frame: Frame, part: str) -> np.ndarray:
        errors = frame.history.column(f"{part}_error")
        return errors if frame.run.dataset.task == "regression" else 100 * errors

    def _value_text(self, value: float) -> str:
        if not math.isfinite(value):
            return "–"
        return f"{value:.1f} %" if self._percent else number_text(value)

    def _names(self, frame: Frame) -> tuple[str, str]:
        if frame.run.dataset.task == "regression":
            return "Epoch", f"Error (RMSE), {frame.run.dataset.label_name}"
        return "Epoch", "Error, %"

    def _draw(self, frame: Frame | None) -> None:
        if frame is not None:
            self._percent = frame.run.dataset.task != "regression"
        super()._draw(frame)

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        if empty:
            self.best.set_mark(None)

    def _show_curves(self) -> None:
        super()._show_curves()
        best = self._best()
        if best is None:
            self.best.set_mark(None)
        else:
            epoch, error = best
            self.best.set_mark((epoch, error), f"best {self._value_text(error)}")

    def _best(self) -> tuple[float, float] | None:
        """Epoch and dev error of the first evaluation that no later one undercuts."""
        if not self._has_dev or len(self._xs) < 2:
            return None
        errors = self._y(self.frame, "dev")
        if not np.isfinite(errors).any():
            return None
        index = int(np.nanargmin(errors))
        return float(self._xs[index]), float(errors[index])

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        index = self._nearest(x)
        epoch = float(self._xs[index])
        return epoch, [("epoch", f"{epoch:,.0f}", "text"), *self._rows_of(index)]

    def summary(self) -> str:
        """The latest errors and the best dev epoch, in a sentence."""
        if self.frame is None or not self.frame.history.n_evaluations:
            return self.sentence
        history = self.frame.history
        latest = history.latest
        scale = 1 if self.frame.run.dataset.task == "regression" else 100
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
