"""The decision boundary: what the network computes over two features, and the examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QTimer, Slot

from playground.data.datasets import Dataset, Split
from playground.data.sources import Source
from playground.experiment.probe import Probe
from playground.experiment.probes.surface import Plane, SurfaceMap, SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.map_image import MapImage
from playground.gui.plotting.layers.mark import Ring
from playground.gui.plotting.legend import line_key
from playground.gui.plotting.map_colours import NO_COLOURS, output_colours, unit_colours
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.pointing import Example, Inspected, Parameter, Threshold, Unit
from playground.gui.theme import Theme, boxes
from playground.gui.theme.numbers import number_text
from playground.gui.views.boundary.decisions import division_sentence, output_rows, value_at
from playground.gui.views.boundary.draw_controls import DrawControls
from playground.gui.views.boundary.example_points import ExamplePoints, heights
from playground.gui.views.boundary.examples import Looks
from playground.gui.views.boundary.map_content import MapContent, unit_values
from playground.gui.views.boundary.options import BoundaryOptions
from playground.gui.views.boundary.pin import PinnedBeside, difference_colours
from playground.gui.views.boundary.plane_controls import PlaneControls
from playground.gui.views.boundary.surface_layers import Contours
from playground.gui.views.registry import views

_PENCIL = 32.0  # pixels that the pencil takes in the corner above the plotting area
_SETTLED = 60  # milliseconds after the last movement until another plane is asked for


@views.register("boundary")
class BoundaryView(PlotView):
    """The network's output as a map, the decision as a line, train and dev examples as points.

    With one feature the output is a curve over it; with more than two, two are chosen and the
    others held at the values of the plane, or the principal components span it.
    """

    picture_size = (640, 560)
    report_size = (644, 420)
    turn = 0
    least_size = (280, 210)
    read_out_line = False
    sentence = "The examples and what the network makes of them will appear here."

    def _build(self) -> None:
        self.scale = ColourScale(self.theme, self.plot.font())
        self.plot.put_beside(self.scale)
        self.map = MapImage(self.plot)
        self.contours = Contours(self.plot)
        self.points = ExamplePoints(self.plot)
        self.ring = Ring(self.plot, z=40)
        self._threshold = 0.5
        self.outputs: list[Curve] = []
        self._run = None
        self._dataset: Dataset | None = None
        self._split: Split | None = None
        self._plane: Plane | None = None
        self._surface: SurfaceMap | None = None
        self._awaited: Plane | None = None
        self._asked: Plane | None = None  # None for the plane around all examples
        self._unit: Unit | None = None
        self._with_test = self._discrete = False
        self._test_before = False
        self._colours = NO_COLOURS
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._ask_for_visible_plane)
        self.planes = PlaneControls()
        self.planes.plane_requested.connect(self._want)
        boxes.column(self.planes, into=self.controls)
        self.drawing = DrawControls(self.plot, self.theme)
        self.drawing.opened.connect(self._on_drawing)
        self.drawing.points_edited.connect(self._on_points_edited)
        self.drawing.refused.connect(self.refused)
        self.drawing.tool.cleared.connect(self._on_cleared)
        self.drawing.save_requested.connect(self._on_save_requested)
        self.legend.leave_free(_PENCIL)
        self.layout().insertWidget(1, self.drawing.bar)
        self.options = BoundaryOptions(self.plot, self.theme)
        self.options.test_requested.connect(self.show_test)
        self.options.discrete_requested.connect(self.show_discrete)
        self.options.pin_requested.connect(self.show_pinned)
        self.options.difference_requested.connect(self.show_difference)
        self.layout().removeWidget(self.plot)
        self.beside = PinnedBeside(self.plot)
        self.layout().addLayout(self.beside, 1)

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
        if not self._headless:
            self.drawing.show_frame(frame)
        if frame is None:
            return
        surface = frame.probes.get(SurfaceProbe)
        if surface is not None and surface is not self._surface and self._is_awaited(surface):
            self._surface, self._awaited = surface, None
            if not surface.plane.has_axes_of(self._plane):
                self._take_plane(surface.plane)
            else:
                self._show_surface()
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
                self._choose_colours()
                self._show_surface()

    @Slot(bool)
    def show_pinned(self, pinned: bool) -> None:
        """Keep the present picture beside what comes, or let it go."""
        self.beside.pin(self.clone() if pinned and self.frame is not None else None)
        if not pinned:
            self.options.difference.setChecked(False)

    @Slot(bool)
    def show_difference(self, shown: bool) -> None:
        """Colour how the present map differs from the pinned one, or show it as it is."""
        self.beside.with_difference = shown
        self._show_surface()

    @Slot(bool)
    def _on_cleared(self, cleared: bool) -> None:
        self.points.setVisible(not cleared)

    @Slot(object, int)
    def _on_points_edited(self, source: Source, stroke: int) -> None:
        self.setting_edited.emit("data.source", source, stroke)

    @Slot()
    def _on_save_requested(self) -> None:
        self.action_requested.emit("save_points")

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Go on drawing among the points that a specification has, before its run stands."""
        self.drawing.tool.show_spec(spec)

    def show_pointed(self, at: object) -> None:
        """Show what a unit of layer 1..L computes in place of the output, as long as it is."""
        if isinstance(at, Threshold):
            self._threshold = at.value
            self._show_surface()
            return
        if isinstance(at, (Inspected, Parameter)):
            return
        self.ring.show_at(self._place_of(at) if isinstance(at, Example) else None)
        unit = at if isinstance(at, Unit) else None
        if unit != self._unit:
            self._unit = unit
            self._show_surface()

    def _place_of(self, example: Example) -> tuple[float, float] | None:
        """Where an example is drawn; None where it is not."""
        if self._split is None or self._plane is None or self._plane.is_line:
            return None
        X = getattr(self._split, example.part).X
        if not 0 <= example.place < X.shape[1]:
            return None
        x, y = self._plane.coordinates(X[:, [example.place]])[:, 0]
        return float(x), float(y)

    def _content(self) -> MapContent:
        """What the map shows: the output, or in its place a unit or what has changed."""
        surface, data = self._surface, self._run.dataset
        divides = data.task != "regression"
        values = unit_values(surface, self._unit, self._run.layer_sizes)
        if values is not None:
            unit = unit_colours(values, *self._unit, self.theme, self._discrete)
            return MapContent(values[np.newaxis], unit, False)
        changed = self.beside.difference(surface)
        if changed is not None:
            return MapContent(changed, difference_colours(data, changed, self.theme), divides)
        return MapContent(surface.output, self._colours, divides)

    def _take_run(self, frame: Frame | None) -> None:
        self._unit = None
        before, self._run = self._run, None if frame is None else frame.run
        self._surface = self._awaited = None
        self._ask_for(None)
        self._show_empty(frame is None)
        if frame is None:
            self._show_controls(False)
            return
        data = frame.run.dataset
        self.planes.show_data(data)
        self._show_controls(data.n_x > 2)
        self._make_outputs(data)
        self._choose_colours()
        surface = frame.probes.get(SurfaceProbe)
        plane = surface.plane if surface is not None else Plane.around(data)
        if before is not None and before.dataset.feature_names == data.feature_names:
            # The same data again: keep to the features that were chosen for the axes.
            wanted = self._plane.fitted(data)
            if wanted.components is not None and data is not before.dataset:
                wanted = wanted.along_components(data)
            if not wanted.has_axes_of(plane) or (data.n_x > 2 and wanted.held != plane.held):
                plane = self._awaited = wanted
                self._ask_for(wanted)
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
        self.planes.show_plane(plane)
        self.plot.set_ranges(*self._whole())
        self._show_points()
        self._show_surface()
        self._show_legend()

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        for layer in (self.map, self.contours, self.points, *self.outputs):
            layer.setVisible(not empty)
        self.map.set_image(None, None)
        self.contours.set_surface(None)
        if empty:
            self.scale.set_colours(NO_COLOURS)

    def _make_outputs(self, data: Dataset) -> None:
        """The curves of the output over a single feature, one for each output."""
        for curve in self.outputs:
            self.plot.remove(curve)
        roles = ["accent"] if data.n_y == 1 else [f"class {k + 1}" for k in range(data.n_y)]
        many = data.n_x == 1
        self.outputs = [Curve(self.plot, role, width=2.0, z=25) for role in roles if many]

    def _choose_colours(self) -> None:
        self._colours = output_colours(self._run.dataset, self.theme, self._discrete)

    def _show_surface(self) -> None:
        """Draw what was computed over the plane, and the scale of its colours."""
        if self._run is None:
            return
        surface = self._surface
        if surface is None or surface.plane.is_line:
            self.scale.set_colours(NO_COLOURS if self._plane.is_line else self._colours)
            for curve, values in zip(self.outputs, () if surface is None else surface.output):
                curve.set_points(surface.plane.centres()[0], values[0])
            return
        content = self._content()
        self.scale.set_colours(content.colours)
        self.map.set_image(colours.image(content.colours.pixels(content.values)), surface.plane)
        self.contours.set_surface(surface if content.divides else None, self._threshold)

    # ------------------------------------------------------------------ points and legend

    def _show_points(self) -> None:
        self.points.show_examples(self._split, self._plane, self._looks(), self._with_test)
        self.points.setVisible(not self.drawing.tool.is_blank)

    def _looks(self) -> Looks:
        return Looks(self._run.dataset, self.theme, self._plane.is_line)

    def _show_legend(self) -> None:
        looks = self._looks()
        keys = looks.class_keys()
        if self.outputs and self._run.dataset.n_y == 1:
            keys.append(line_key("network", lambda: self.outputs[0].pen))
        with_test = self._with_test and self._split.test.m > 0
        keys += looks.part_keys(self._split.dev.m > 0, with_test)
        self.legend.set_keys(keys, self.points.note)

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
        self._ask_for(plane)

    def _whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ranges that show all examples."""
        around = self._plane.fitted(self._dataset)
        return around.x_range, heights(self._dataset) if around.is_line else around.y_range

    def _arrange(self) -> None:
        """Nothing: the layers follow the axes, and these stay what they are."""

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
            self._ask_for(self._plane)

    @Slot()
    def _on_moved(self) -> None:
        self._free = True
        self._settled.start()

    @Slot()
    def _ask_for_visible_plane(self) -> None:
        if self._run is not None:
            x, y = self.plot.x_range, self.plot.y_range
            self._plane = replace(self._plane, x_range=x, y_range=y)
            self._ask_for(self._plane)

    def _ask_for(self, plane: Plane | None) -> None:
        """Have the surface of this plane come with one of the next frames."""
        self._asked = plane
        self.probes_changed.emit()

    # ------------------------------------------------------------------ read-out

    @property
    def _is_drawn(self) -> bool:
        return self._run is not None

    def _show_read_out(self) -> None:
        if self._pointed is None or not self._is_drawn or self.drawing.takes_mouse:
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

    def probes(self) -> tuple[Probe, ...]:
        """The output over the plane on screen."""
        return (SurfaceProbe(self._asked),)

    def summary(self) -> str:
        """How the plane on screen is divided, in a sentence."""
        if self.frame is None:
            return self.sentence
        return division_sentence(self.frame.run.dataset, self.frame.probes.get(SurfaceProbe))

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """With a single feature, the network's outputs over it."""
        surface = None if self.frame is None else self.frame.probes.get(SurfaceProbe)
        if surface is None or not surface.plane.is_line:
            return {}
        data = self.frame.run.dataset
        x, _ = surface.plane.centres()
        return {
            name: (x, row[0].astype(float)) for name, row in zip(data.output_names, surface.output)
        }

    def view_state(self) -> dict:
        """The ranges, where somebody chose them, and whether test examples are shown."""
        return super().view_state() | {"test": self._with_test, "discrete": self._discrete}

    def set_view_state(self, state: dict) -> None:
        """Show the same ranges and the same examples."""
        self.refresh()
        self.show_test(state["test"])
        self.show_discrete(state["discrete"])
        if state["ranges"] is not None:
            self.plot.set_ranges(*state["ranges"])
            self._free = True

    def _recolour(self, theme: Theme) -> None:
        super()._recolour(theme)
        self.scale.recolour(theme)
        self.drawing.recolour(theme)
        self.options.recolour(theme)
        if self._run is not None:
            self._choose_colours()
            self._show_points()
            self._show_legend()
            self._show_surface()
        self.beside.recolour(theme)
