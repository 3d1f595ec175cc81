"""Cost versus iteration: every mini-batch faint, train and dev strong."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QSlider

from playground.experiment.snapshot import Frame
from playground.gui.plotting.history_view import HistoryView
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.series.run_costs import RunCosts
from playground.gui.plotting.series.smoothing import Smoothed
from playground.gui.plotting.view import Switches
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.numbers import DIGITS, number_text
from playground.gui.theme.tooltips import plain_tip
from playground.gui.views.registry import views

#: The averages the slider offers, over about 1 / (1 - beta) mini-batches; 0 is no average.
BETAS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
_FAINT = 0.45  # opacity
_SMOOTH_POINTS = 240


@views.register("cost")
class CostView(HistoryView):
    """The cost the network minimizes, that of single mini-batches included."""

    report_size = (312, 240)
    turn = 1
    sentence = "The cost of every mini-batch will appear here, with that of train and dev set."
    along = "step"
    quantity = "cost"
    least_x = 100.0
    beta = 0.0
    corrected = True

    def _build(self) -> None:
        super()._build()
        self.batches = Curve(self.plot, "muted", opacity=_FAINT, z=1)
        self.smooth = Curve(self.plot, "text", width=1.5, z=9)

    def _build_controls(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=0, maximum=len(BETAS) - 1)
        self.slider.setAccessibleName("Smoothing of the mini-batch cost")
        self.slider.setToolTip(
            "Averages the mini-batch cost exponentially. Raise it when the "
            "cost jumps too much to see where it goes (CS230 6.3-6.5)."
        )
        self.slider.setPageStep(1)
        self.slider.setMaximumWidth(140)
        caption = Label("Smoothing", "caption")
        caption.setBuddy(self.slider)
        self._beta_text = Label("off", "caption")
        self._beta_text.setMinimumWidth(self._beta_text.fontMetrics().horizontalAdvance("β 0.999"))
        self.correction = QCheckBox("Correct", checked=True)
        self.correction.setAccessibleName("Bias correction")
        self.correction.setToolTip(
            "Bias correction: divides by 1 - β^t. Without it the average starts at 0 and is too "
            "small at first (CS230 6.5)."
        )
        policy = self.correction.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the slider stays where it is, as long as it is
        self.correction.setSizePolicy(policy)
        self.correction.hide()  # until there is an average
        smoothing = caption, (self.slider, 1), self._beta_text, self.correction
        margins = (12, 8, 12, 0)
        boxes.row(*smoothing, self.log_button, into=self.controls, margins=margins, spacing=8)
        self.controls.show()
        self.slider.valueChanged.connect(self._on_slider)
        self.correction.toggled.connect(self._on_correction)

    # ------------------------------------------------------------------ what is measured

    def _value_text(self, value: float) -> str:
        return number_text(value, DIGITS)  # more have no room at a curve's end

    def _names(self, frame: Frame) -> tuple[str, str]:
        return "Iteration (mini-batches)", "Cost"

    def _keys(self) -> list[Key]:
        keys = [line_key("mini-batch", lambda: self.batches.pen)]
        if self.beta:
            keys.append(line_key("smoothed", lambda: self.smooth.pen))
        return keys + super()._keys()

    def _bounds(self) -> tuple[float, float]:
        low, high = super()._bounds()
        if math.isfinite(self._raw.highest):
            # Single mini-batches may lie far outside; they do not decide the range.
            high = float(np.fmax(high, min(self._raw.highest, 2 * high)))
            low = float(np.fmin(low, max(self._raw.lowest, low / 10)))
        return low, high

    def _last_x(self) -> float:
        return max(super()._last_x(), len(self._raw) - 1.0)

    # ------------------------------------------------------------------ drawing

    def _reset(self) -> None:
        super()._reset()
        self._raw = RunCosts()
        self._smoothed = Smoothed(self.beta, self.corrected)

    def _take(self, frame: Frame) -> None:
        super()._take(frame)
        self._raw.update(frame.history)

    def _show_curves(self) -> None:
        left, right = self.plot.x_range
        first, last = math.floor(left), math.ceil(right) + 1
        columns = int(self.plot.box.rect().width())
        self.batches.set_points(*self._raw.outline(first, last, columns))
        self._show_smooth(max(0, first), last)
        super()._show_curves()

    def _show_smooth(self, first: int, last: int) -> None:
        if not self.beta:
            self.smooth.set_points(np.empty(0), np.empty(0))
            return
        history = self._raw.history
        self._smoothed.update(history.batch_costs, history.first)
        values, before, end = self._smoothed.values, history.first, history.n_steps
        step = max(1, (last - first) // _SMOOTH_POINTS)
        # At multiples of the step, so that the line stands still while it grows.
        start = -(-max(first, before) // step) * step if before > first else first // step * step
        places = np.arange(start, min(last + step, end), step)
        if len(places) and last >= end and places[-1] < end - 1:
            places = np.append(places, end - 1)
        # Of steps long past, the means of their stretches are smooth enough.
        x, y = self._raw.means(first, min(last, before), _SMOOTH_POINTS)
        self.smooth.set_points(
            np.concatenate([x, places.astype(float)]), np.concatenate([y, values[places - before]])
        )

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        place = min(max(0, round(x)), max(len(self._raw) - 1, int(self._xs[-1])))
        rows = [("iteration", f"{place:,}", "text")]
        if place < len(self._raw):
            rows.append(("mini-batch", number_text(self._raw.value(place)), "text"))
        if self.beta and 0 <= place - self._raw.first < len(self._smoothed.values):
            smoothed = self._smoothed.values[place - self._raw.first]
            rows.append(("smoothed", number_text(smoothed), "text"))
        return float(place), rows + self._rows_of(self._nearest(place))

    # ------------------------------------------------------------------ how it is shown

    def set_beta(self, beta: float) -> None:
        """Smooth with this beta, one of `BETAS`."""
        self.slider.setValue(BETAS.index(beta))

    @Slot(int)
    def _on_slider(self, position: int) -> None:
        self.beta = BETAS[position]
        values = f"About {1 / (1 - self.beta):,.0f} values are averaged: 1/(1 - β)."
        self._beta_text.setText(f"β {self.beta:g}" if self.beta else "off")
        self._beta_text.setToolTip(plain_tip(values if self.beta else ""))
        self.correction.setVisible(bool(self.beta))
        self._smooth_anew()

    @Slot(bool)
    def _on_correction(self, corrected: bool) -> None:
        self.corrected = corrected
        self._smooth_anew()

    def _smooth_anew(self) -> None:
        self._smoothed = Smoothed(self.beta, self.corrected)
        if self._run is not None:
            self._show_legend()
            self._show_curves()

    def _switches(self) -> Switches:
        smoothing = {"smoothing": (self.slider, "value"), "corrected": (self.correction, "checked")}
        return super()._switches() | smoothing

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Mini-batch, smoothed where it is on, train and dev, all points."""
        history = frame.history
        costs, cells = history.batch_costs, history.cells
        iterations = history.first + np.arange(len(costs), dtype=float)
        # Steps long past are known as the lowest and the highest cost of a stretch.
        stretches = (np.arange(len(cells.low))[:, np.newaxis] + (0.25, 0.75)) * cells.width
        bounds = np.stack([cells.high, cells.low], axis=1)
        curves = {
            "mini-batch": (
                np.concatenate([stretches.ravel(), iterations]),
                np.concatenate([bounds.ravel(), costs]),
            )
        }
        if self.beta:
            smoothed = Smoothed(self.beta, self.corrected)
            smoothed.update(costs)
            curves["smoothed"] = (iterations, smoothed.values.astype(float))
        return curves | super()._curves(frame)

    def _summary(self, frame: Frame) -> str:
        """The latest costs."""
        history = frame.history
        if not history.n_evaluations:
            return self.sentence
        latest, first = frame.latest_of_run, history.evaluations[0]
        start = first[history.columns.index("train_cost")]
        words = (
            f"Cost after {int(latest['step']):,} iterations: train "
            f"{number_text(latest['train_cost'])}, at the start {number_text(start)}"
        )
        if frame.run.split.dev.m:
            words += f"; dev {number_text(latest['dev_cost'])}"
        return f"{words}."
