"""Errors of train and dev against what is varied: validation curves and learning curves."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.studies.kinds.kind import Axis, kind_of
from playground.experiment.studies.results.bands import Band
from playground.experiment.wording import error_text
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import Mark
from playground.gui.plotting.legend import line_key
from playground.gui.plotting.ranges import Tick, round_up
from playground.gui.studies.chart import Dots, Fill, StudyChart

_MARGIN = 0.06  # of the range, at both sides


class ValuesView(StudyChart):
    """Train solid, dev dashed, each with a band over the seeds; the chosen value marked."""

    title = "Errors against values"
    name = "errors"
    picture_size = (640, 440)
    sentence = "The errors of train and dev will be shown here against the values."

    def _build(self) -> None:
        self.train = Curve(self.plot, "train", width=2.0, z=10)
        self.dev = Curve(self.plot, "dev", width=2.0, dashed=True, z=11)
        self.fills = {part: Fill(self.plot, part) for part in ("train", "dev")}
        self.dots = {part: Dots(self.plot, part, part == "dev") for part in ("train", "dev")}
        self.choice = Mark(self.plot, "dev")
        self._y_end = 0.0

    def _layers(self) -> list[Layer]:
        return [self.train, self.dev, *self.fills.values(), *self.dots.values(), self.choice]

    # ------------------------------------------------------------------ drawing

    def _show(self) -> None:
        scene, x, factor = self.scene, self._places, self.error_factor
        order = np.argsort(x, kind="stable")
        for part, line in (("train", self.train), ("dev", self.dev)):
            band: Band = getattr(scene, part)
            line.set_points(x[order], factor * band.median[order])
            self.dots[part].set_points(x, factor * band.median)
            self.fills[part].set_band(x[order], factor * band.low[order], factor * band.high[order])
        self.plot.set_names(scene.study.title, "Error, %" if factor == 100 else "Error (RMSE)")
        self.plot.bottom.set_fixed_ticks(self._ticks(x))
        keys = [line_key("train", lambda: self.train.pen), line_key("dev", lambda: self.dev.pen)]
        self.legend.set_keys(keys, scene.note)
        self._show_choice()

    @property
    def _axis(self) -> Axis:
        return kind_of(self.scene.study).axis(self.scene.study)

    @property
    def _places(self) -> np.ndarray:
        """Where the values stand: a logarithmic 0 one step left of the smallest."""
        values = self.scene.train.x
        if not self._axis.logarithmic or not (values > 0).any():
            return values
        logs = np.log10(np.where(values > 0, values, np.nan))
        return np.where(np.isnan(logs), np.nanmin(logs) - 1, logs)

    def _ticks(self, x: np.ndarray) -> list[Tick] | None:
        if not self._axis.ticks:
            return None
        return [Tick(float(place), label) for place, label in zip(x, self.scene.study.labels)]

    def _show_choice(self) -> None:
        scene = self.scene
        chosen = "" if scene.reading is None else scene.reading.chosen
        if chosen not in scene.study.labels:
            self.choice.set_mark(None)
            return
        i = scene.study.labels.index(chosen)
        y = float(self.error_factor * scene.dev.median[i])
        self.choice.set_mark((float(self._places[i]), y), f"chosen: {chosen}")

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        scene, x, factor = self.scene, self._places, self.error_factor
        margin = _MARGIN * float(np.ptp(x)) or 0.5
        highs = np.concatenate([scene.train.high, scene.dev.high, [1e-3]])
        high = factor * float(np.nanmax(np.where(np.isfinite(highs), highs, np.nan)))
        top = round_up(1.05 * high)
        return (float(x.min()) - margin, float(x.max()) + margin), (-0.02 * top, top)

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        scene, places, task = self.scene, self._places, self.scene.result.task
        i = int(np.abs(places - x).argmin())
        rows = [(scene.study.title.lower(), scene.study.labels[i], "text")]
        for part in ("train", "dev"):
            rows.append((part, error_text(float(getattr(scene, part).median[i]), task), part))
        return float(places[i]), rows

    # ------------------------------------------------------------------ for everyone

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Train and dev error with their bands, over the values themselves."""
        if self.frame is None:
            return {}
        scene, factor = self.scene, self.error_factor
        order = np.argsort(scene.train.x, kind="stable")
        curves = {}
        for part in ("train", "dev"):
            band: Band = getattr(scene, part)
            for words, values in (
                (part, band.median),
                (f"{part}, lower quarter", band.low),
                (f"{part}, upper quarter", band.high),
            ):
                curves[words] = band.x[order], factor * values[order]
        return curves

    def summary(self) -> str:
        """The errors at the first, the best and the last value, in a sentence."""
        if self.frame is None:
            return self.sentence
        scene = self.scene
        if not np.isfinite(scene.train.median).any():
            return self.sentence
        words = [
            f"{label}: train {error_text(float(train), scene.result.task)}, "
            f"dev {error_text(float(dev), scene.result.task)}"
            for label, train, dev in zip(scene.study.labels, scene.train.median, scene.dev.median)
            if math.isfinite(train)
        ]
        return f"Errors against {scene.study.title.lower()}. {'; '.join(words)}."
