"""The decision boundary: what the network computes over two features, and the examples."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Slot

from playground.data.datasets import Dataset, Split
from playground.data.sources import Source
from playground.experiment.inputs.plane import Plane
from playground.experiment.probe import Probe
from playground.experiment.probes.surface import SurfaceMap, SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.contours import Contours, parted
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import Sentence
from playground.gui.plotting.layers.map_image import MapImage
from playground.gui.plotting.layers.mark import Ring
from playground.gui.plotting.legend import line_key
from playground.gui.plotting.map_colours import NO_COLOURS, output_colours, unit_colours
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.pointing import Examples, Inspected, Parameter, Threshold, Unit
from playground.gui.theme import Theme, boxes
from playground.gui.views.boundary.decision_lines import decision_lines
from playground.gui.views.boundary.decisions import (
    division_sentence,
    output_curves,
    rows_at,
    slice_note,
)
from playground.gui.views.boundary.draw_controls import DrawControls
from playground.gui.views.boundary.example_points import ExamplePoints
from playground.gui.views.boundary.examples import Looks
from playground.gui.views.boundary.map_content import MapContent, unit_values
from playground.gui.views.boundary.options import BoundaryOptions
from playground.gui.views.boundary.pin import PinnedBeside, difference_colours
from playground.gui.views.boundary.plane_controls import PlaneControls
from playground.gui.views.boundary.plane_on_screen import PlaneOnScreen
from playground.gui.views.registry import views

DIVERGED = "The training diverged: what this network computes means nothing."
_BLANK = "No points yet: draw the first one"
_PENCIL = 32.0  # pixels that the pencil takes in the corner above the plotting area


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
        self.axes = PlaneOnScreen(self.plot)
        self.axes.asked_changed.connect(self.probes_changed)
        self._surface: SurfaceMap | None = None
        self._unit: Unit | None = None
        self._chosen: Examples | None = None
        self._test_before = False
        self._colours = NO_COLOURS
        self._said = ""  # of the picture, in the legend
        self._diverged = Sentence(self.plot, DIVERGED)
        self._diverged.setVisible(False)
        self.planes = PlaneControls()
        self.planes.plane_requested.connect(self.axes.want)
        boxes.column(self.planes, into=self.controls)
        self.drawing = DrawControls(self.plot, self.theme)
        self.drawing.opened.connect(self._on_drawing)
        self.drawing.points_edited.connect(self._on_points_edited)
        self.drawing.refused.connect(self.refused)
        self.drawing.tool.cleared.connect(self._on_cleared)
        self.drawing.save_requested.connect(partial(self.action_requested.emit, "save_points"))
        self.legend.leave_free(_PENCIL)
        self.layout().insertWidget(1, self.drawing.bar)
        self.options = BoundaryOptions(self.plot, self.theme)
        self.options.test.toggled.connect(self._show_examples)
        self.options.discrete.toggled.connect(self._show_map)
        self.options.pin.toggled.connect(self.show_pinned)
        self.options.difference.toggled.connect(self._show_surface)
        self.layout().removeWidget(self.plot)
        self.beside = PinnedBeside(self.plot)
        self.layout().addLayout(self.beside, 1)

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Frame | None) -> None:
        run = None if frame is None else frame.run
        drawn = frame is not None and frame.snapshot.split is not self._split
        if drawn:
            self._dataset, self._split = frame.snapshot.dataset, frame.snapshot.split
        if run is not self._run:
            self._take_run(frame)
        elif drawn:
            self._show_examples()
        if not self._headless:
            self.drawing.show_frame(frame)
        if frame is None:
            return
        surface = frame.probes.get(SurfaceProbe)
        if frame.has_diverged != self._diverged.isVisible():
            self._diverged.setVisible(frame.has_diverged)
            self._show_surface()
        if surface is not None and surface is not self._surface and self.axes.takes(surface.plane):
            self._surface = surface
            if not surface.plane.has_axes_of(self.axes.shown):
                self._take_plane(surface.plane)
            else:
                self._show_surface()
        self._show_read_out()

    @Slot(bool)
    def _on_drawing(self, drawing: bool) -> None:
        # Whoever draws a point wants to see it, also where it falls to the test set.
        if drawing:
            self._test_before = self.options.test.isChecked()
        self.show_test(drawing or self._test_before)
        self.legend.leave_free(0 if drawing else _PENCIL)

    def show_test(self, shown: bool) -> None:
        """Show the test examples too, or hide them: the network should be judged without them."""
        self.options.test.setChecked(shown)

    def show_discrete(self, discrete: bool) -> None:
        """Show only what is decided, in few colours, or how surely as well."""
        self.options.discrete.setChecked(discrete)

    @Slot(bool)
    def show_pinned(self, pinned: bool) -> None:
        """Keep the present picture beside what comes, or let it go."""
        self.beside.pin(self.clone() if pinned and self.frame is not None else None)
        if not pinned:
            self.options.difference.setChecked(False)
        elif self._surface is not None:
            self.axes.keep(self._surface.plane)

    @Slot(bool)
    def _on_cleared(self, cleared: bool) -> None:
        self._show_examples()

    @Slot(object, int)
    def _on_points_edited(self, source: Source, stroke: int) -> None:
        self.setting_edited.emit("data.source", source, stroke)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Go on drawing among the points that a specification has, before its run stands."""
        self.drawing.tool.show_spec(spec)

    def show_pointed(self, at: object) -> None:
        """Show what a unit of layer 1..L computes in place of the output, as long as it is."""
        if isinstance(at, Threshold):
            self._threshold = at.value
            self._show_surface()
            return
        if isinstance(at, Examples):
            self._chosen = at
            self._show_chosen()
            return
        if isinstance(at, (Inspected, Parameter)):
            return
        unit = at if isinstance(at, Unit) else None
        if unit != self._unit:
            self._unit = unit
            self._show_surface()

    def _show_chosen(self) -> None:
        chosen = self._chosen
        self.ring.show_at(*(() if chosen is None else self.points.places_of(chosen)))

    def _content(self) -> MapContent:
        """What the map shows: the output, or in its place a unit or what has changed."""
        surface, data = self._surface, self._run.dataset
        divides = data.task != "regression"
        values = unit_values(surface, self._unit, self._run.layer_sizes)
        if values is not None:
            unit = unit_colours(values, *self._unit, self.theme, self.options.discrete.isChecked())
            return MapContent(values[np.newaxis], unit, False)
        differs = self.options.difference.isChecked()
        changed = self.beside.difference(surface) if differs else None
        if changed is not None:
            return MapContent(changed, difference_colours(data, changed, self.theme), divides)
        return MapContent(surface.output, self._colours, divides)

    def _take_run(self, frame: Frame | None) -> None:
        self._unit = self._chosen = None
        before, self._run = self._run, None if frame is None else frame.run
        self._surface = None
        self.axes.forget()
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
        computed = None if surface is None else surface.plane
        self._take_plane(self.axes.first_of(data, before and before.dataset, computed))

    def _take_plane(self, plane: Plane) -> None:
        """Show other axes: their names, all points, the range that shows them."""
        data = self._run.dataset
        self.axes.shown = plane
        self._free = False
        line = plane.is_line
        self.plot.show_grid(line)
        self.map.setVisible(not line)
        self.contours.setVisible(not line)
        across, up = plane.axis_names(data.feature_names)
        output = data.label_name if data.task == "regression" else "Output"
        self.plot.set_names(across, output if line else up)
        self.planes.show_plane(plane)
        self.axes.fit(self._dataset, self._headless)
        self._show_examples()
        self._show_surface()

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        for layer in (self.map, self.contours, self.points, *self.outputs):
            layer.setVisible(not empty)
        self._diverged.setVisible(False)
        self.map.set_image(None, None)
        self.contours.set_points(parted(()))
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
        discrete = self.options.discrete.isChecked()
        self._colours = output_colours(self._run.dataset, self.theme, discrete)

    @Slot()
    def _show_map(self) -> None:
        if self._run is not None:
            self._choose_colours()
            self._show_surface()

    @Slot()
    def _show_surface(self) -> None:
        """Draw what was computed over the plane, and the scale of its colours."""
        if self._run is None:
            return
        surface = self._surface
        if surface is None or surface.plane.is_line:
            self.scale.set_colours(NO_COLOURS if self.axes.shown.is_line else self._colours)
            for curve, values in zip(self.outputs, () if surface is None else surface.output):
                curve.set_points(surface.plane.centres()[0], values[0])
            return
        if slice_note(surface) != self._said:
            self._show_examples()
        content = self._content()
        self.scale.set_colours(content.colours)
        if self._diverged.isVisible():
            self.map.set_image(None, None)
            self.contours.set_points(parted(()))
            return
        self.map.set_image(colours.image(content.colours.pixels(content.values)), surface.plane)
        self.contours.set_points(
            decision_lines(surface, self._threshold) if content.divides else parted(())
        )

    # ------------------------------------------------------------------ points and legend

    @Slot()
    def _show_examples(self) -> None:
        """Draw the examples over the plane, and say which is which."""
        if self._run is None:
            return
        data, with_test = self._run.dataset, self.options.test.isChecked()
        looks = Looks(data, self.theme, self.axes.shown.is_line)
        self.points.show_examples(self._split, self.axes.shown, looks, with_test)
        self.points.setVisible(not self.drawing.tool.is_blank)
        self._show_chosen()
        keys = looks.class_keys()
        if self.outputs and data.n_y == 1:
            keys.append(line_key("network", lambda: self.outputs[0].pen))
        keys += looks.part_keys(self._split.dev.m > 0, with_test and self._split.test.m > 0)
        self._said = slice_note(self._surface)
        notes = (self.points.note, self._said)
        if self.drawing.tool.is_blank:
            notes = (_BLANK,)
        self.legend.set_keys(keys, "; ".join(filter(None, notes)))

    # ------------------------------------------------------------------ axes, pan and zoom

    def _arrange(self) -> None:
        """Keep a unit as long upwards as to the right; the layers follow the axes."""
        # What is pinned can be compared with the same place alone.
        if self.axes.shown is not None and not self._free and self.beside.pinned is None:
            self.axes.fit(self._dataset, self._headless)

    @Slot()
    def fit(self) -> None:
        """Show all examples again."""
        if self._run is None:
            return
        moved, self._free = self._free, False
        self.axes.fit(self._dataset, self._headless)
        if moved:
            self.axes.go_back()

    @Slot()
    def _on_moved(self) -> None:
        self._free = True
        if self._run is not None:
            self.axes.follow()

    # ------------------------------------------------------------------ read-out

    @property
    def _is_drawn(self) -> bool:
        return self._run is not None

    def _show_read_out(self) -> None:
        if self._pointed is None or not self._is_drawn or self.drawing.takes_mouse:
            self._read_out.clear()
            return
        x, y = self._pointed.x(), self._pointed.y()
        rows = rows_at(x, y, self._run.dataset, self.axes.shown, self._surface)
        self._read_out.show_rows(x, y, rows)

    # ------------------------------------------------------------------ for everyone

    def probes(self) -> tuple[Probe, ...]:
        """The output over the plane on screen."""
        return (SurfaceProbe(self.axes.asked),)

    def summary(self) -> str:
        """How the plane on screen is divided, in a sentence."""
        if self.frame is None:
            return self.sentence
        return division_sentence(self.frame.run.dataset, self.frame.probes.get(SurfaceProbe))

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """With a single feature, the network's outputs over it."""
        if self.frame is None:
            return {}
        return output_curves(self.frame.run.dataset, self.frame.probes.get(SurfaceProbe))

    def view_state(self) -> dict:
        """The ranges, where somebody chose them, and whether test examples are shown."""
        switches = {name: getattr(self.options, name).isChecked() for name in ("test", "discrete")}
        return super().view_state() | switches

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
        self._show_map()
        self._show_examples()
        self.beside.recolour(theme)
