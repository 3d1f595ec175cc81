"""The decision boundary: what the network computes over two features, and the examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.data.datasets import Dataset, Split
from playground.experiment.snapshot import Frame
from playground.experiment.surface import Plane, SurfaceMap
from playground.gui.numbers import number_text
from playground.gui.theme import LIGHT, Theme
from playground.gui.views import colours
from playground.gui.views.base import View
from playground.gui.views.boundary_options import BoundaryOptions
from playground.gui.views.colour_scale import ColourScale
from playground.gui.views.curve import Curve
from playground.gui.views.decisions import division_sentence, output_rows, value_at
from playground.gui.views.draw_controls import DrawControls
from playground.gui.views.examples import Looks
from playground.gui.views.labels import Sentence
from playground.gui.views.legend import Legend, line_key
from playground.gui.views.plane_controls import PlaneControls
from playground.gui.views.plot import Plot
from playground.gui.views.points import Points, thinned
from playground.gui.views.ranges import Tick, linear_ticks
from playground.gui.views.readout import ReadOut
from playground.gui.views.surface_layers import Contours, MapImage

_PENCIL = 32.0  # pixels that the pencil takes in the corner above the plotting area
_SETTLED = 60  # milliseconds after the last movement until another plane is asked for
_BANDS = 6  # of a regression's output where it is discretised
_LINE_MARGIN = 0.08  # of the label range, above and below the curve of a single feature


class BoundaryView(View):
    """The network's output as a map, the decision as a line, train and dev examples as points.

    With one feature the output is a curve over it; with more than two, two are chosen and the
    others held at the values of the plane, or the principal components span it.

    Signals
    -------
    plane_wanted(Plane)
        Somebody chose other axes, or panned or zoomed: the surface of this plane should come
        with one of the next frames.
    """

    title = "Decision boundary"
    name = "boundary"
    picture_size = (640, 560)
    sentence = "The examples and what the network makes of them will appear here."

    plane_wanted = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.plot = Plot(theme)
        self.plot.setAccessibleName(self.title)
        self.legend = Legend(theme, self.plot.font())
        self.plot.put_above(self.legend)
        self.scale = ColourScale(theme, self.plot.font())
        self.plot.put_beside(self.scale)
        self.map = MapImage(self.plot)
        self.contours = Contours(self.plot)
        self.points = Points(self.plot)
        self.outputs: list[Curve] = []
        self._read_out = ReadOut(self.plot, line=False)
        self._nothing = Sentence(self.plot, self.sentence)
        self._pointed: QPointF | None = None
        self._run = None
        self._dataset: Dataset | None = None
        self._split: Split | None = None
        self._plane: Plane | None = None
        self._surface: SurfaceMap | None = None
        self._awaited: Plane | None = None
        self._unit: tuple[int, int] | None = None
        self._note = ""
        self._free = False
        self._with_test = self._discrete = False
        self._test_before = False
        self._table = np.empty((0, 0), np.uint32)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._ask_for_visible_plane)
        self.controls = PlaneControls()
        self.controls.hide()
        self.x_choice, self.y_choice = self.controls.x_choice, self.controls.y_choice
        self.controls.plane_wanted.connect(self._want)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.drawing = DrawControls(self.plot, theme)
        self.drawing.opened.connect(self._on_drawing)
        self.legend.leave_free(_PENCIL)
        column.addWidget(self.controls)
        column.addWidget(self.drawing.bar)
        column.addWidget(self.plot, 1)
        self.setMinimumSize(280, 240)
        self.options = BoundaryOptions(self.plot, theme)
        self.options.test_wanted.connect(self.show_test)
        self.options.discrete_wanted.connect(self.show_discrete)
        self.plot.moved.connect(self._on_moved)
        self.plot.fit_wanted.connect(self.fit)
        self.plot.pointed.connect(self._on_pointed)
        self._show_empty(True)

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Frame | None) -> None:
        run = None if frame is None else frame.run
        new_run = run is not self._run
        drawn = frame is not None and frame.snapshot.split is not self._split
        if drawn:
            self._dataset, self._split = frame.snapshot.dataset, frame.snapshot.split
        if new_run:
            self._take_run(frame)
        elif drawn:
            self._show_points()
            self._show_legend()
        if not self._bare:
            self.drawing.show_frame(frame)
        if frame is None:
            return
        surface = frame.surface
        if surface is not None and surface is not self._surface and self._is_awaited(surface):
            self._surface, self._awaited = surface, None
            if not surface.plane.has_axes_of(self._plane):
                self._take_plane(surface.plane)
            self._show_surface()
            if self._unit is not None:
                self._show_scale()
        self._show_read_out()

    @Slot(bool)
    def _on_drawing(self, drawing: bool) -> None:
        # Whoever draws a point wants to see it, also where it falls to the test set.
        if drawing:
            self._test_before = self._with_test
        self.show_test(drawing or self._test_before)
        self.legend.leave_free(0 if drawing else _PENCIL)

    @Slot(bool)
    def show_test(self, shown: bool) -> None:
        """Show the test examples too, or hide them: the network should be judged without them."""
        if shown != self._with_test:
            self._with_test = shown
            self.options.test.setChecked(shown)
            if self._run is not None:
                self._show_points()
                self._show_legend()

    @Slot(bool)
    def show_discrete(self, discrete: bool) -> None:
        """Show only what is decided, in few colours, or how surely as well."""
        if discrete != self._discrete:
            self._discrete = discrete
            self.options.discrete.setChecked(discrete)
            if self._run is not None:
                self._make_table()
                self._show_scale()
                if self._surface is not None:
                    self._show_surface()

    @Slot(int, int)
    def show_unit(self, layer: int, unit: int) -> None:
        """Show what one unit of layer 1..L computes in place of the output, from now on."""
        self._set_unit((layer, unit))

    @Slot()
    def show_output(self) -> None:
        """Show the output again."""
        self._set_unit(None)

    def _set_unit(self, unit: tuple[int, int] | None) -> None:
        if unit != self._unit:
            self._unit = unit
            if self._surface is not None:
                self._show_surface()
                self._show_scale()

    def _unit_values(self) -> np.ndarray | None:
        """What the chosen unit computes, ``(rows, columns)``; None while the output is shown."""
        if self._unit is None or self._surface is None:
            return None
        layer, unit = self._unit
        layers = (*self._surface.units, self._surface.output)
        # Maps of hidden units come only while somebody watches them.
        last = len(self._run.layer_sizes) - 1
        known = self._surface.units or layer == last
        # Nor is there such a layer where the network on screen is older than the one pointed at.
        if not known or layer > last or self._surface.plane.is_line:
            return None
        values = layers[layer - 1] if self._surface.units else self._surface.output
        return values[unit] if unit < len(values) else None

    @staticmethod
    def _unit_range(values: np.ndarray) -> tuple[float, float]:
        """A scale with 0 in the middle, in steps, so that it does not flicker."""
        finite = values[np.isfinite(values)]
        most = float(np.abs(finite).max()) if finite.size else 1.0
        bound = 2.0 ** np.ceil(np.log2(max(most, 1e-6)))
        return -bound, bound

    def _take_run(self, frame: Frame | None) -> None:
        self._unit = None
        before, self._run = self._run, None if frame is None else frame.run
        self._surface = self._awaited = None
        self._show_empty(frame is None)
        if frame is None:
            self._show_controls(False)
            return
        data = frame.run.dataset
        self.controls.show_data(data)
        self._show_controls(data.n_x > 2)
        self._make_outputs(data)
        self._make_table()
        plane = frame.surface.plane if frame.surface is not None else Plane.around(data)
        if before is not None and before.dataset.feature_names == data.feature_names:
            # The same data again: keep to the features that were chosen for the axes.
            wanted = self._plane.fitted(data)
            if wanted.components is not None and data is not before.dataset:
                wanted = wanted.along_components(data)
            if not wanted.has_axes_of(plane) or (data.n_x > 2 and wanted.held != plane.held):
                plane = self._awaited = wanted
                self.plane_wanted.emit(wanted)
        self._take_plane(plane)

    def _is_awaited(self, surface: SurfaceMap) -> bool:
        return self._awaited is None or surface.plane.has_axes_of(self._awaited)

    def _take_plane(self, plane: Plane) -> None:
        """Show other axes: their names, all points, the range that shows them."""
        data = self._run.dataset
        self._plane = plane
        self._free = False
        line = plane.is_line
        self.plot.show_grid(line)
        self.map.setVisible(not line)
        self.contours.setVisible(not line)
        across, up = plane.axis_names(data.feature_names)
        output = data.label_name if data.task == "regression" else "Output"
        self.plot.set_names(across, output if line else up)
        self.controls.show_plane(plane)
        self.plot.set_ranges(*self._whole())
        self._show_points()
        self._show_scale()
        self._show_legend()

    def _show_empty(self, empty: bool) -> None:
        self._nothing.setVisible(empty)
        self.plot.show_axes(not empty)
        for layer in (self.map, self.contours, self.points, *self.outputs):
            layer.setVisible(not empty)
        self.map.set_image(None, None)
        self.contours.set_surface(None)
        if empty:
            self.legend.set_keys([])
            self.scale.set_scale(np.empty((0, 0), np.uint32), 0, 1, [], "")
            self._read_out.clear()

    def _make_outputs(self, data: Dataset) -> None:
        """The curves of the output over a single feature, one for each output."""
        for curve in self.outputs:
            self.plot.remove(curve)
        roles = ["accent"] if data.n_y == 1 else [f"class {k + 1}" for k in range(data.n_y)]
        many = data.n_x == 1
        self.outputs = [Curve(self.plot, role, width=2.0, z=25) for role in roles if many]

    def _make_table(self) -> None:
        data = self._run.dataset
        if data.task == "multiclass":
            self._table = colours.strengths(self.theme, data.n_y)
        else:
            self._table = colours.diverging(self.theme)[np.newaxis]
        if self._discrete:
            bands = {"multiclass": 1, "binary": 2, "regression": _BANDS}[data.task]
            self._table = colours.banded(self._table, bands)

    def _unit_table(self) -> np.ndarray:
        table = colours.diverging(self.theme)[np.newaxis]
        return colours.banded(table, 2) if self._discrete else table

    def _show_surface(self) -> None:
        surface, data = self._surface, self._run.dataset
        if surface.plane.is_line:
            x, _ = surface.plane.centres()
            for curve, values in zip(self.outputs, surface.output):
                curve.set_points(x, values[0])
            return
        values = self._unit_values()
        if values is not None:
            pixels = self._unit_table()[0, colours.levels(values, *self._unit_range(values))]
            self.map.set_image(colours.image(pixels), surface.plane)
            self.contours.set_surface(None)
            return
        self.map.set_image(colours.image(self._pixels(surface.output)), surface.plane)
        self.contours.set_surface(None if data.task == "regression" else surface)

    def _pixels(self, output: np.ndarray) -> np.ndarray:
        """The map's pixels, ``(rows, columns)``, for the output ``(n_y, rows, columns)``."""
        low, high = self._color_range()
        if len(output) == 1:
            return self._table[0][colours.levels(output[0], low, high)]
        winner = output.argmax(axis=0)
        return self._table[winner, colours.levels(output.max(axis=0), low, high)]

    def _color_range(self) -> tuple[float, float]:
        data = self._run.dataset
        if data.task == "regression":
            return float(data.Y.min()), float(data.Y.max())
        return (0.0, 1.0) if data.task == "binary" else (1 / data.n_y, 1.0)

    # ------------------------------------------------------------------ points

    def _show_points(self) -> None:
        """Draw train examples filled and dev examples hollow, dev above; test on request."""
        split = self._split
        wanted = [split.train, split.dev] + [split.test] * self._with_test
        chosen = thinned(*(part.m for part in wanted))
        parts = [part.take(which) for part, which in zip(wanted, chosen)]
        shown, total = sum(p.m for p in parts), sum(p.m for p in wanted)
        self._note = f"{shown:,} of {total:,} points drawn" if shown < total else ""
        looks = self._looks()
        kinds = np.concatenate([looks.kinds_of(p, place) for place, p in enumerate(parts)])
        x, up = np.concatenate([self._plane.coordinates(part.X) for part in parts], axis=1)
        y = np.concatenate([self._heights(part) for part in parts]) if self._plane.is_line else up
        # Hollow points on top, else in the order of the data, so that no class hides another.
        self.points.set_points(x, y, kinds, looks.styles)
        self.points.setVisible(True)

    def _heights(self, part: Dataset) -> np.ndarray:
        """Over a single feature, how high the examples of a part lie, ``(m,)``."""
        if part.task == "multiclass":
            return np.ones(part.m)  # the output that belongs to its class should be 1
        return part.Y[0]

    def _looks(self) -> Looks:
        return Looks(self._run.dataset, self.theme, self._plane.is_line)

    # ------------------------------------------------------------------ legend and scale

    def _show_legend(self) -> None:
        looks = self._looks()
        keys = looks.class_keys()
        if self.outputs and self._run.dataset.n_y == 1:
            keys.append(line_key("network", lambda: self.outputs[0].pen))
        with_test = self._with_test and self._split.test.m > 0
        keys += looks.part_keys(self._split.dev.m > 0, with_test)
        self.legend.set_keys(keys, self._note)

    def _show_scale(self) -> None:
        data = self._run.dataset
        if self._plane.is_line:
            self.scale.set_scale(np.empty((0, 0), np.uint32), 0, 1, [], "")
            return
        values = self._unit_values()
        if values is not None:
            layer, unit = self._unit
            low, high = self._unit_range(values)
            table = self._unit_table()
            name = f"Unit {unit + 1} of layer {layer}"
            self.scale.set_scale(table, low, high, linear_ticks(low, high, 5), name)
            return
        low, high = self._color_range()
        if data.task == "regression":
            ticks, name = linear_ticks(low, high, 5), data.label_name
        elif data.task == "binary":
            ticks = [Tick(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)]
            name = f"Probability of {data.label_name} {data.class_names[1]}"
        else:
            ticks = [Tick(v, f"{100 * v:.0f} %") for v in (low, (low + high) / 2, high)]
            name = "Confidence"
        self.scale.set_scale(self._table, low, high, ticks, name)

    # ------------------------------------------------------------------ axes, pan and zoom

    @Slot(object)
    def _want(self, plane: Plane) -> None:
        """Ask for another plane; what is on the axes changes once its surface is there."""
        if plane.has_axes_of(self._plane):
            # Other held values: what is seen of the axes stays as it is.
            plane = replace(plane, x_range=self._plane.x_range, y_range=self._plane.y_range)
            self._plane = plane
        else:
            self._awaited = plane
        self.plane_wanted.emit(plane)

    def _whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ranges that show all examples."""
        data, around = self._dataset, self._plane.fitted(self._dataset)
        if not around.is_line:
            return around.x_range, around.y_range
        low, high = (0.0, 1.0) if data.class_names else (data.Y.min(), data.Y.max())
        pad = _LINE_MARGIN * (high - low) or 1.0
        return around.x_range, (float(low - pad), float(high + pad))

    @Slot()
    def fit(self) -> None:
        """Show all examples again."""
        if self._run is None:
            return
        moved, self._free = self._free, False
        self.plot.set_ranges(*self._whole())
        if moved:
            self._settled.stop()
            self._plane = self._plane.fitted(self._dataset)
            self.plane_wanted.emit(self._plane)

    @Slot()
    def _on_moved(self) -> None:
        self._free = True
        self._settled.start()

    @Slot()
    def _ask_for_visible_plane(self) -> None:
        if self._run is not None:
            x, y = self.plot.x_range, self.plot.y_range
            self._plane = replace(self._plane, x_range=x, y_range=y)
            self.plane_wanted.emit(self._plane)

    # ------------------------------------------------------------------ read-out

    @Slot(object)
    def _on_pointed(self, at: QPointF | None) -> None:
        self._pointed = None if self.drawing.takes_mouse else at
        self._show_read_out()

    def _show_read_out(self) -> None:
        if self._pointed is None or self._run is None:
            self._read_out.clear()
            return
        x, y = self._pointed.x(), self._pointed.y()
        plane, names = self._plane, self._run.dataset.feature_names
        across, up = ("component 1", "component 2") if plane.components else plane.axis_names(names)
        rows = [(across, number_text(x), "text")]
        if not plane.is_line:
            rows.append((up, number_text(y), "text"))
        values = None if self._surface is None else value_at(self._surface, x, y)
        rows += output_rows(self._run.dataset, values)
        self._read_out.show_rows(x, y, rows)

    # ------------------------------------------------------------------ for everyone

    def summary(self) -> str:
        """How the plane on screen is divided, in a sentence."""
        if self.frame is None:
            return self.sentence
        return division_sentence(self.frame.run.dataset, self.frame.surface)

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """With a single feature, the network's outputs over it."""
        if self.frame is None or self.frame.surface is None:
            return {}
        surface, data = self.frame.surface, self.frame.run.dataset
        if not surface.plane.is_line:
            return {}
        x, _ = surface.plane.centres()
        names = data.class_names if data.n_y > 1 else (data.label_name,)
        return {name: (x, row[0].astype(float)) for name, row in zip(names, surface.output)}

    @property
    def x_name(self) -> str:
        """The feature to the right."""
        return self.plot.bottom.name

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint map, points, axes, scale and legend into `rect`."""
        self.plot.paint_picture(painter, rect)

    def look(self) -> dict:
        """The ranges, where somebody chose them, and whether test examples are shown."""
        ranges = (self.plot.x_range, self.plot.y_range) if self._free else None
        return {"ranges": ranges, "test": self._with_test, "discrete": self._discrete}

    def set_look(self, look: dict) -> None:
        """Show the same ranges and the same examples."""
        self.refresh()
        self.show_test(look["test"])
        self.show_discrete(look["discrete"])
        if look["ranges"] is not None:
            self.plot.set_ranges(*look["ranges"])
            self._free = True

    def _recolour(self, theme: Theme) -> None:
        self.plot.recolour(theme)
        self.legend.recolour(theme)
        self.scale.recolour(theme)
        self.drawing.recolour(theme)
        self.options.recolour(theme)
        if self._run is not None:
            self._make_table()
            self._show_points()
            self._show_scale()
            self._show_legend()
            if self._surface is not None:
                self._show_surface()
