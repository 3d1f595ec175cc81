"""Overlay: the curves of several past runs over one another."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QToolButton

from playground.dataclass import dataclass
from playground.experiment.run_log import RunCurve
from playground.experiment.wording import error_text
from playground.gui.plotting.chart import Chart
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import EndLabel, EndLabels
from playground.gui.plotting.legend import line_key
from playground.gui.plotting.log_axis import LogAxis
from playground.gui.plotting.ranges import round_up
from playground.gui.theme import boxes
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip

PARTS = ("train", "dev")
_NAMES = {"cost": "Cost", "error": "Error"}
_FAR = 2.0  # times the value at the start: what goes higher leaves the plot
_DECADES = 8  # of a logarithmic axis, at most


@dataclass(frozen=True, eq=False)
class Overlaid:
    """One of the curves.

    Attributes
    ----------
    number : int
        Of the run.
    name : str
    role : str
        The role of its colour.
    curve : RunCurve
    task : str
        As of `Dataset`, for the unit of the error.
    loss : str
        Its name: costs of different losses are not comparable.
    """

    number: int
    name: str
    role: str
    curve: RunCurve
    task: str
    loss: str = ""


class OverlayView(LogAxis, Chart):
    """Costs against iterations, or errors against epochs: train solid, dev dashed."""

    title = "Curves of past runs"
    name = "past_runs"
    picture_size = (720, 440)
    sentence = "Tick runs in the table, and their curves appear here over one another."

    def _build(self) -> None:
        self.lines: dict[tuple[int, str], Curve] = {}
        self._ends = EndLabels(self.plot)
        self._shown: tuple[Overlaid, ...] = ()
        self.quantity = QComboBox(accessibleName="What the curves show")
        for quantity, words in _NAMES.items():
            self.quantity.addItem(words, quantity)
        self.parts = {
            part: _button(part.capitalize(), f"Shows the {part} set, {how}", checked=True)
            for part, how in zip(PARTS, ("solid", "dashed"))
        }
        self._make_log_button()
        items: tuple[boxes.Item, ...] = (self.quantity, *self.parts.values(), 1, self.log_button)
        boxes.row(*items, into=self.controls, margins=(12, 8, 12, 0), spacing=8)
        self.controls.show()
        self.quantity.currentIndexChanged.connect(self._on_choice)
        for part, button in self.parts.items():
            button.toggled.connect(self._on_part)
            button.setProperty("part", part)

    def _layers(self) -> list[Layer]:
        return [self._ends, *self.lines.values()]

    # ------------------------------------------------------------------ drawing

    @property
    def _column(self) -> str:
        return self.quantity.currentData()

    @property
    def _x(self) -> str:
        return "step" if self._column == "cost" else "epoch"

    def _show(self) -> None:
        self._shown, left_out = self._comparable()
        wanted = {
            (run.number, part): run
            for run in self._shown
            for part in PARTS
            if self.parts[part].isChecked()
        }
        for key in [key for key in self.lines if key not in wanted]:
            self.plot.remove(self.lines.pop(key))
        ends = []
        for (number, part), run in wanted.items():
            line = self._line(number, part, run.role)
            x, y = self._points(run, part)
            line.set_points(x, y)
            known = np.flatnonzero(np.isfinite(y))
            if known.size:
                ends.append(EndLabel(float(x[known[-1]]), float(y[known[-1]]), "", run.role))
        self._ends.set_labels(ends)
        names = {"step": "Iteration (mini-batches)", "epoch": "Epoch"}
        self.plot.set_names(names[self._x], self._y_name())
        self._show_legend(left_out)

    def _comparable(self) -> tuple[tuple[Overlaid, ...], int]:
        """The curves that one axis can measure, and how many others there are."""
        runs: tuple[Overlaid, ...] = self.frame
        if self._column == "cost":
            alike = tuple(run for run in runs if run.loss == runs[0].loss)
        else:
            of_regression = runs[0].task == "regression"
            alike = tuple(run for run in runs if (run.task == "regression") == of_regression)
        return alike, len(runs) - len(alike)

    def _line(self, number: int, part: str, role: str) -> Curve:
        line = self.lines.get((number, part))
        if line is None or line.role != role:
            if line is not None:
                self.plot.remove(line)
            line = Curve(self.plot, role, width=2.0, dashed=part == "dev", z=10)
            self.lines[number, part] = line
        return line

    def _points(self, run: Overlaid, part: str) -> tuple[np.ndarray, np.ndarray]:
        x, y = run.curve.column(self._x), run.curve.column(f"{part}_{self._column}")
        known = np.isfinite(x)  # a search for a learning rate counts no epochs
        return x[known], self._factor * y[known]

    def _show_legend(self, left_out: int) -> None:
        both = [part for part in PARTS if self.parts[part].isChecked()]
        keys = []
        for run in self._shown:
            line = self.lines[run.number, both[0]]
            keys.append(line_key(run.name, partial(getattr, line, "pen")))
        note = "train solid, dev dashed" if len(both) == 2 else f"{both[0]} set only"
        if left_out:
            other = "costs of another loss" if self._column == "cost" else "errors of another unit"
            note += f"; {left_out} with {other} left out"
        self.legend.set_keys(keys, note)

    @property
    def _factor(self) -> float:
        percent = self._column == "error" and self._shown and self._shown[0].task != "regression"
        return 100.0 if percent else 1.0

    def _y_name(self) -> str:
        if self._column == "cost":
            return "Cost"
        return "Error, %" if self._factor == 100 else "Error (RMSE)"

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        x_end, lows, highs = 1.0, [], []
        for line in self.lines.values():
            known = np.isfinite(line.x) & np.isfinite(line.y)
            x, y = line.x[known], line.y[known]
            if not y.size:
                continue
            x_end = max(x_end, float(x[-1]))
            highs.append(min(float(y.max()), _FAR * float(y[0]) or np.inf))
            lows.extend(y[y > 0])
        high = max(highs, default=0.0) or 1.0
        across = (0.0, 1.02 * round_up(x_end))
        if not self.plot.log_y:
            top = round_up(1.02 * high)
            return across, (-0.02 * top, top)
        low = max(min(lows, default=high / 10), high * 10.0**-_DECADES)
        return across, (
            np.floor(4 * np.log10(low) - 0.1) / 4,
            np.ceil(4 * np.log10(high) + 0.1) / 4,
        )

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        at = max(0.0, x)
        rows = [("iteration" if self._x == "step" else "epoch", f"{at:,.0f}", "text")]
        for run in self._shown:
            values = []
            for part in PARTS:
                line = self.lines.get((run.number, part))
                if line is not None and line.x.size:
                    values.append(float(line.y[int(np.abs(line.x - at).argmin())]) / self._factor)
            rows.append((run.name, " / ".join(self._text(v, run.task) for v in values), "text"))
        return at, rows

    def _text(self, value: float, task: str) -> str:
        return number_text(value) if self._column == "cost" else error_text(value, task)

    # ------------------------------------------------------------------ how it is shown

    @Slot()
    def _on_choice(self) -> None:
        self._free = False
        if self.frame is not None:
            self._show()
            self._arrange()

    @Slot(bool)
    def _on_part(self, checked: bool) -> None:
        if not checked and not any(button.isChecked() for button in self.parts.values()):
            # Nothing at all would help nobody: the other set in its place.
            pressed = self.sender().property("part")
            self.parts[PARTS[1 - PARTS.index(pressed)]].setChecked(True)
            return
        self._on_choice()

    def view_state(self) -> dict[str, Any]:
        """Ranges, axis, and what is shown."""
        parts = {part: button.isChecked() for part, button in self.parts.items()}
        return super().view_state() | {"quantity": self.quantity.currentIndex(), "parts": parts}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same."""
        self.refresh()
        self.quantity.setCurrentIndex(state["quantity"])
        for part in sorted(PARTS, key=lambda part: not state["parts"][part]):
            self.parts[part].setChecked(state["parts"][part])
        super().set_view_state(state)

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Every curve that is drawn."""
        if self.frame is None:
            return {}
        names = {run.number: run.name for run in self._shown}
        if len(set(names.values())) < len(names):
            names = {number: f"{name} ({number})" for number, name in names.items()}
        return {
            f"{names[number]}, {part}": (line.x, line.y)
            for (number, part), line in self.lines.items()
        }

    def summary(self) -> str:
        """Where every curve ends, in a sentence."""
        if self.frame is None:
            return self.sentence
        ends = []
        for run in self._shown:
            values = [
                f"{part} {self._text(float(known[-1]), run.task)}"
                for part in PARTS
                if self.parts[part].isChecked()
                and (known := _known(run.curve.column(f"{part}_{self._column}"))).size
            ]
            ends.append(f"{run.name} {', '.join(values) or 'nothing measured'}")
        return f"{self.quantity.currentText()} at the end: {'; '.join(ends)}."


def _known(values: np.ndarray) -> np.ndarray:
    return values[np.isfinite(values)]


def _button(text: str, tip: str, checked: bool = False) -> QToolButton:
    return QToolButton(
        text=text, checkable=True, checked=checked, toolTip=plain_tip(tip), accessibleName=tip
    )
