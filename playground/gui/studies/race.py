"""Race: cost or error against time, one curve and band for each variation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox

from playground.experiment.studies.results.bands import Band
from playground.experiment.wording import error_text
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import EndLabel
from playground.gui.plotting.log_axis import LogAxis
from playground.gui.plotting.ranges import Growing
from playground.gui.studies.chart import Fill, NamedEnd, NamedEnds, StudyChart, role_of
from playground.gui.studies.scene import Scene
from playground.gui.theme import boxes
from playground.gui.theme.numbers import number_text

_NAMES = {
    "train_cost": "Train cost",
    "dev_cost": "Dev cost",
    "train_error": "Train error",
    "dev_error": "Dev error",
}
_PER_COLOUR = 8  # from the ninth curve on they are dashed
_LEAST_X = 10.0
_IN_SIGHT = 100.0  # times the first stretch: an end that is nearer is on the axis from the start
_FAR = 2.0  # times the cost at the start: what goes higher leaves the plot


class RaceView(LogAxis, StudyChart):
    """The median of the seeds as a curve, the middle half of them as a band."""

    title = "Curves"
    name = "curves"
    picture_size = (720, 440)
    sentence = "The curves of all variations appear here side by side."

    def _build(self) -> None:
        self.lines: dict[str, tuple[Curve, Fill]] = {}
        self.ends = NamedEnds(self.plot)
        self._x_end, self._y_end = Growing(_LEAST_X), Growing(1e-9)
        self._low: float | None = None
        self._whole: bool | None = None  # whether the axis shows the end from the start
        self.column = QComboBox(accessibleName="What the curves show")
        for column, words in _NAMES.items():
            self.column.addItem(words, column)
        self._judged = False  # whether costs were found not to be comparable
        self._make_log_button()
        boxes.row(
            self.column, 1, self.log_button, into=self.controls, margins=(12, 8, 12, 0), spacing=8
        )
        self.controls.show()
        self.column.currentIndexChanged.connect(self._on_column)

    def _layers(self) -> list[Layer]:
        return [self.ends, *(layer for pair in self.lines.values() for layer in pair)]

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Scene | None) -> None:
        if frame is None:  # another study comes
            self._forget_ranges()
            self._judged = False
        super()._draw(frame)

    @property
    def bands(self) -> Mapping[str, Band]:
        """By label, what is drawn of the scene, in the numbers of the history."""
        return self.scene.curves[self.column.currentData()]

    def _show(self) -> None:
        scene = self.scene
        if tuple(self.lines) != scene.study.labels:
            self._make_lines(scene.study.labels)
        if not (scene.result.one_loss or self._judged):
            self._judged = True  # once: whoever wants to see the costs can
            self.column.setCurrentIndex(self.column.findData("dev_error"))
        factor = self._factor
        ends: list[EndLabel] = []
        for i, (label, band) in enumerate(self.bands.items()):
            line, fill = self.lines[label]
            line.set_points(band.x, factor * band.median)
            fill.set_band(band.x, factor * band.low, factor * band.high)
            known = np.flatnonzero(np.isfinite(band.median))
            if known.size:
                last = known[-1]
                end = float(factor * band.median[last])
                ends.append(NamedEnd(float(band.x[last]), end, label, "text", role_of(i)))
        self.ends.set_labels(ends)
        x_name = "Iteration (mini-batches)" if scene.x_name == "step" else "Epoch"
        unit = ", %" if factor == 100 else ""
        self.plot.set_names(x_name, self.column.currentText() + unit)
        self.legend.set_keys([], scene.note)

    def _make_lines(self, labels: Sequence[str]) -> None:
        for pair in self.lines.values():
            for layer in pair:
                self.plot.remove(layer)
        self.lines = {
            label: (
                Curve(self.plot, role_of(i), width=2.0, dashed=i >= _PER_COLOUR, z=10),
                Fill(self.plot, role_of(i)),
            )
            for i, label in enumerate(labels)
        }
        self._forget_ranges()

    def _forget_ranges(self) -> None:
        self._x_end, self._y_end = Growing(_LEAST_X), Growing(1e-9)
        self._low, self._whole, self._free = None, None, False

    @property
    def _is_error(self) -> bool:
        return self.column.currentData().endswith("error")

    @property
    def _factor(self) -> float:
        return self.error_factor if self._is_error else 1.0

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        names = max((label.text for label in self.ends.labels), key=len, default="")
        width = max(60.0, self.plot.box.rect().width())
        room = min(0.45, self.ends.width_needed(names) / width)
        x_end = self._reach() / (1 - room)
        low, high = self._bounds()
        if math.isfinite(high):
            self._y_end.cover(1.02 * high)
        if not self.plot.log_y:
            return (0.0, x_end), (-0.02 * self._y_end.end, self._y_end.end)
        if math.isfinite(low) and low > 0:
            self._low = low if self._low is None else min(low, self._low)
        foot = self._low or 0.1 * self._y_end.end
        return (0.0, x_end), (
            math.floor(2 * math.log10(foot) - 0.1) / 2,
            math.ceil(4 * math.log10(self._y_end.end) + 0.1) / 4,
        )

    def _reach(self) -> float:
        """How far to the right there is something to see, or soon will be."""
        scene = self.scene
        if scene.finished:
            return max(scene.x_now, 1.0)
        if self._whole is None and scene.x_now:
            self._whole = scene.x_end <= _IN_SIGHT * scene.x_now
        if self._whole is not False:
            return max(scene.x_end, 1.0)
        # A curve that will take hours would else be a line at the edge.
        self._x_end.cover(1.2 * scene.x_now)
        return min(self._x_end.end, scene.x_end)

    def _bounds(self) -> tuple[float, float]:
        """The lowest and the highest value worth showing; what explodes leaves the plot."""
        factor, lows, highs = self._factor, [], []
        medians = [band.median[np.isfinite(band.median)] for band in self.bands.values()]
        medians = [values for values in medians if values.size]
        if not medians:
            return math.nan, math.nan
        far = _FAR * max(float(values[0]) for values in medians)
        for values in medians:
            highs.append(min(float(values.max()), far or math.inf))
            positive = values[values > 0]
            lows.append(float(positive.min()) if positive.size else math.inf)
        low = min(lows)
        return factor * low if math.isfinite(low) else math.nan, factor * max(highs)

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        rows, at = [], min(max(x, 0.0), self.scene.x_now)
        for label, band in self.bands.items():
            if band.x.size:
                value = band.median[int(np.abs(band.x - at).argmin())]
                rows.append((label, self._value_text(float(value)), "text"))
        words = "iteration" if self.scene.x_name == "step" else "epoch"
        return at, [(words, f"{at:,.0f}", "text"), *rows]

    def _value_text(self, value: float) -> str:
        return error_text(value, self.scene.result.task) if self._is_error else number_text(value)

    # ------------------------------------------------------------------ how it is shown

    @Slot(int)
    def _on_column(self, index: int) -> None:
        self._forget_ranges()
        if self.frame is not None:
            self._show()
            self._arrange()

    def view_state(self) -> dict[str, Any]:
        """Ranges, axis, and what is shown."""
        return super().view_state() | {"column": self.column.currentIndex()}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same."""
        self.refresh()
        self.column.setCurrentIndex(state["column"])
        super().set_view_state(state)

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Median and band of every variation."""
        if self.frame is None:
            return {}
        factor, curves = self._factor, {}
        for label, band in self.bands.items():
            curves[label] = band.x, factor * band.median
            if len(self.scene.study.seeds) > 1:
                curves[f"{label}, lower quarter"] = band.x, factor * band.low
                curves[f"{label}, upper quarter"] = band.x, factor * band.high
        return curves

    def summary(self) -> str:
        """Where every curve ends, in a sentence."""
        if self.frame is None:
            return self.sentence
        ends = [
            f"{label} {self._value_text(float(known[-1]))}"
            for label, band in self.bands.items()
            if (known := band.median[np.isfinite(band.median)]).size
        ]
        return f"{self.column.currentText()} now: {', '.join(ends) or 'nothing yet'}."
