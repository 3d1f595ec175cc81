"""The landscape: the cost over a plane through the space of parameters, with the run's path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout

from playground.experiment.probes.landscape import Landscape, LandscapeProbe
from playground.experiment.probes.probe import Probe
from playground.experiment.snapshot import Frame
from playground.experiment.wording import measured
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.map_colours import NO_COLOURS, MapColours
from playground.gui.plotting.map_image import MapImage
from playground.gui.plotting.mark import Cross
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.ranges import Tick
from playground.gui.theme import Theme
from playground.gui.views.landscape.controls import LandscapeControls
from playground.gui.views.landscape.hidden_strip import HiddenStrip, hidden_sentence
from playground.gui.views.landscape.layers import CostContours, PathLayer
from playground.gui.views.registry import views


@dataclass(frozen=True)
class _Over:
    """The rectangle of an image, whose points are the middles of its outer cells."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]

    @classmethod
    def of(cls, a: np.ndarray, b: np.ndarray) -> _Over:
        half_a, half_b = (a[1] - a[0]) / 2, (b[1] - b[0]) / 2
        return cls((a[0] - half_a, a[-1] + half_a), (b[0] - half_b, b[-1] + half_b))


@views.register("landscape")
class LandscapeView(PlotView):
    """Contours of the cost, the path of the run, and what the plane hides of it."""

    picture_size = (640, 560)
    report_size = (644, 420)
    least_size = (280, 240)
    read_out_line = False
    sentence = "Train a few steps, and the cost around the network will appear here."

    def _build(self) -> None:
        self.scale = ColourScale(self.theme, self.plot.font())
        self.plot.put_beside(self.scale)
        self.map = MapImage(self.plot)
        self.contours = CostContours(self.plot, "text")
        self.dev_contours = CostContours(self.plot, "dev", dashed=True, z=6)
        self.path = PathLayer(self.plot)
        self.cross = Cross(self.plot, z=16)
        self.landscape: Landscape | None = None
        self.choices = LandscapeControls()
        self.choices.changed.connect(self._on_chosen)
        self.choices.forth.clicked.connect(self._continue)
        self.strip = HiddenStrip(self.theme)
        box = QVBoxLayout(self.controls)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.choices)
        self.layout().addWidget(self.strip)
        self.plot.clicked.connect(self._on_clicked)

    # ------------------------------------------------------------------ drawing

    def probes(self) -> tuple[Probe, ...]:
        """The landscape over the plane that is chosen."""
        choices = self.choices
        return (
            LandscapeProbe(
                choices.plane,
                choices.dev.isChecked(),
                choices.penalty.isChecked(),
                choices.slopes.isChecked(),
            ),
        )

    @Slot()
    def _on_chosen(self) -> None:
        self._free = False
        self.probes_changed.emit()
        if self.landscape is not None:
            self._show()

    def _draw(self, frame: Frame | None) -> None:
        self._show_controls(frame is not None)
        self.strip.setVisible(frame is not None and not self._headless)
        if frame is not None:
            self.choices.show_network(frame.run.layer_sizes)
            if not frame.snapshot.elsewhere:
                self.cross.show_at(None)
            self.choices.forth.setEnabled(frame.snapshot.elsewhere)
        landscape = None if frame is None else frame.probes.get(LandscapeProbe)
        if landscape is self.landscape:
            return
        self.landscape = landscape
        self.strip.show_landscape(landscape)
        empty = landscape is None or landscape.plane is None
        self._show_empty(empty)
        if not empty:
            self._show()

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        for layer in (self.map, self.contours, self.dev_contours, self.path):
            layer.setVisible(not empty)
        if empty:
            self.scale.set_colours(NO_COLOURS)

    def _show(self) -> None:
        found = self.landscape
        if found.plane is None:
            return
        self.plot.set_names(*found.plane.labels)
        if not self._free:
            self.plot.set_ranges(found.plane.a_range, found.plane.b_range)
        values = found.costs if found.slopes is None else found.slopes
        shown, table = self._colours(values, found.slopes is not None)
        pixels = table.pixels(shown[np.newaxis])
        if self.choices.shading.isChecked():
            pixels = _shaded(pixels, shown)
        self.map.set_image(colours.image(pixels), _Over.of(found.a, found.b))
        self.scale.set_colours(table)
        self.contours.set_costs(found.a, found.b, found.costs)
        self.dev_contours.set_costs(found.a, found.b, found.dev_costs)
        self.path.set_points(found.points, self._best(found))
        self._show_read_out()

    def _colours(self, values: np.ndarray, slopes: bool) -> tuple[np.ndarray, MapColours]:
        """Values on a logarithmic scale above the lowest, and what they are drawn in."""
        finite = values[np.isfinite(values)]
        low = float(finite.min()) if finite.size else 0.0
        high = float(np.quantile(finite, 0.98)) if finite.size else 1.0
        least = max((high - low) * 1e-3, 1e-12)
        shown = np.log10(np.maximum(np.nan_to_num(values, nan=1e300) - low, 0) + least)
        ends = np.log10(least), np.log10(max(high - low, least) + least)
        table = colours.diverging(self.theme)[np.newaxis]
        ticks = [
            Tick(place, measured(low + 10**place - least))
            for place in np.linspace(*ends, 5).tolist()
        ]
        name = "Length of the gradient" if slopes else "Cost"
        return shown, MapColours(table, *ends, ticks, name)

    def _best(self, found: Landscape) -> int | None:
        """The place on the path that is nearest to the lowest dev cost."""
        if self.frame is None or not self.frame.run.split.dev.m:
            return None
        best = self.frame.history.best()
        if not best or not best["epoch"] or best["step"] > found.steps[-1]:
            return None
        return int(np.abs(found.steps - best["step"]).argmin())

    def _arrange(self) -> None:
        """Fit the plane."""
        if self.landscape is not None and self.landscape.plane is not None and not self._free:
            plane = self.landscape.plane
            self.plot.set_ranges(plane.a_range, plane.b_range)

    # ------------------------------------------------------------------ looking at a point

    @property
    def _is_drawn(self) -> bool:
        return self.landscape is not None and self.landscape.plane is not None

    def _show_read_out(self) -> None:
        if self._pointed is None or not self._is_drawn:
            self._read_out.clear()
            return
        a, b = self._pointed.x(), self._pointed.y()
        rows = [("a", measured(a), "text"), ("b", measured(b), "text")]
        for name, values in (
            ("cost", self.landscape.costs),
            ("dev", self.landscape.dev_costs),
            ("slope", self.landscape.slopes),
        ):
            if values is not None:
                rows.append((name, measured(self._value_at(values, a, b)), "text"))
        self._read_out.show_rows(a, b, rows)

    def _value_at(self, values: np.ndarray, a: float, b: float) -> float:
        found = self.landscape
        row = int(np.abs(found.b - b).argmin())
        return float(values[row, int(np.abs(found.a - a).argmin())])

    @Slot(object)
    def _on_clicked(self, at: QPointF) -> None:
        if not self._is_drawn or self._headless:
            return
        self.cross.show_at((at.x(), at.y()))
        self.elsewhere_requested.emit(self.landscape.plane.theta(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the look at another point."""
        if event.key() == Qt.Key.Key_Escape and self.cross.at is not None:
            self.cross.show_at(None)
            self.action_requested.emit("to_latest")
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _continue(self) -> None:
        self.action_requested.emit("branch")

    # ------------------------------------------------------------------ for everyone

    def summary(self) -> str:
        """What the plane shows and hides."""
        return self.sentence if self.landscape is None else hidden_sentence(self.landscape)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """The plot, and below it what it hides."""
        below = self.strip.height()
        self.plot.paint_picture(painter, rect.adjusted(0, 0, 0, -below))
        self.strip.paint_into(
            painter, QRectF(rect.left(), rect.bottom() - below, rect.width(), below)
        )

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The path: where it lies in the plane, how far out of it, and its costs."""
        found = self.landscape
        if found is None or found.hidden is None:
            return {}
        steps, hidden = found.steps.astype(float), found.hidden
        return {
            "a": (steps, found.points[:, 0]),
            "b": (steps, found.points[:, 1]),
            "distance out of the plane": (steps, hidden.distances),
            "cost": (steps, hidden.true_costs),
            "cost in the plane": (steps, hidden.plane_costs),
        }

    @property
    def x_name(self) -> str:
        """What the numbers of the path run along."""
        return "step"

    def view_state(self) -> dict[str, Any]:
        """The ranges, and what is drawn."""
        return super().view_state() | {"shading": self.choices.shading.isChecked()}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same."""
        self.choices.shading.setChecked(state["shading"])
        super().set_view_state(state)

    def _recolour(self, theme: Theme) -> None:
        super()._recolour(theme)
        self.scale.recolour(theme)
        self.strip.theme = theme
        self.strip.update()
        if self._is_drawn:
            self._show()


def _shaded(pixels: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Pixels, ``(rows, columns)``, lit from the upper left."""
    down, right = np.gradient(heights)
    steepness = np.nan_to_num(right - down)
    spread = float(np.std(steepness)) or 1.0
    light = np.clip(1 - 0.12 * steepness / spread, 0.7, 1.15)
    channels = [(pixels >> shift) & 255 for shift in (16, 8, 0)]
    red, green, blue = (np.clip(channel * light, 0, 255).astype(np.uint32) for channel in channels)
    return np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
