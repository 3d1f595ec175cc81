"""The learning-rate finder's picture: cost against a rising rate, the suggested range marked."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from playground.experiment.studies.kinds.rate_finder import RateCurve
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import Mark
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.ranges import round_up
from playground.gui.studies.chart import StudyChart
from playground.gui.studies.scene import Scene
from playground.gui.theme.numbers import number_text


class RateView(StudyChart):
    """The train cost after each mini-batch, over the logarithm of its rate."""

    title = "Cost against learning rate"
    name = "learning_rates"
    picture_size = (640, 400)
    sentence = "The cost will be shown here against a learning rate that rises step by step."

    def _build(self) -> None:
        self.span = _Span(self.plot)
        self.line = Curve(self.plot, "train", width=2.0, z=10)
        self.suggestion = Mark(self.plot, "train")
        self.plot.bottom.log = True
        self.plot.set_names("Learning rate", "Train cost")

    def _layers(self) -> list[Layer]:
        return [self.span, self.line, self.suggestion]

    @property
    def found(self) -> RateCurve:
        """What is drawn, once it is known."""
        return self.frame.reading

    @property
    def _is_known(self) -> bool:
        # While the rate rises there is nothing to read.
        return self.frame is not None and self.frame.reading is not None

    def _draw(self, frame: Scene | None) -> None:
        super()._draw(frame if self._is_known else None)

    def _show(self) -> None:
        found = self.found
        self.line.set_points(np.log10(found.rates), found.costs)
        self.span.set_span(found.low, found.high)
        if math.isnan(found.suggested):
            self.suggestion.set_mark(None)
            return
        i = int(np.abs(np.log10(found.rates / found.suggested)).argmin())
        at = math.log10(found.suggested), float(found.costs[i])
        self.suggestion.set_mark(at, f"suggested: {number_text(found.suggested)}")

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        found = self.found
        if not found.rates.size:
            return (-5.0, 1.0), (0.0, 1.0)
        # The cost that shot up at the end says no more by its height.
        high = round_up(1.05 * max(1e-9, min(float(found.costs.max()), 2 * float(found.costs[0]))))
        x = np.log10(found.rates)
        return (float(x[0]), float(x[-1]) + 0.05), (-0.02 * high, high)

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        found = self.found
        if not found.rates.size:
            return x, []
        i = int(np.abs(np.log10(found.rates) - x).argmin())
        rows = [
            ("learning rate", number_text(float(found.rates[i]), 3), "text"),
            ("cost", number_text(float(found.costs[i])), "train"),
        ]
        return float(np.log10(found.rates[i])), rows

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The cost over the rates themselves."""
        return {"cost": (self.found.rates, self.found.costs)} if self._is_known else {}

    def summary(self) -> str:
        """What is suggested."""
        return self.found.sentence if self._is_known else self.sentence


class _Span(Layer):
    """A shaded part of a logarithmic bottom axis."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, z=-50)
        self.low = self.high = math.nan

    def set_span(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if math.isnan(self.low) or math.isnan(self.high):
            return
        (left, right), _ = self.plot.to_pixels(np.log10([self.low, self.high]), np.zeros(2))
        color = QColor(self.plot.theme.good)
        color.setAlphaF(0.13)
        painter.fillRect(QRectF(left, 0, right - left, area.height()), color)
