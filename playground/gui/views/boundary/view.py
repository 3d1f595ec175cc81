"""The decision boundary: what the network computes over two features, and the examples."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Slot

from playground.data.datasets import Dataset, Split
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
from playground.gui.plotting.view import Switches
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
from playground.gui.views.boundary.pin import Pin, PinnedBeside, difference_colours
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
    _dataset: Dataset
    _split: Split
    sentence = "The examples and what the network makes of them will appear here."

    def _build(self) -> None:
        self.scale = ColourScale(self.theme, self.plot.font())
        self.plot.put_beside(self.scale)
        self.map = MapImage(self.plot)
        self.contours = Contours(self.plot)
        self.points = ExamplePoints(self.plot)
        self.ring = Ring(self.plot, z=40)
        self.plot.clicked.connect(self._on_clicked)
        self._threshold = 0.5
        self.outputs: list[Curve] = []
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
        tool, bar = self.drawing.tool, self.drawing.bar
        tool.points_edited.connect(partial(self.setting_edited.emit, "data.source"))
        tool.refused.connect(self.refused)
        tool.cleared.connect(self._show_examples)
        bar.save_requested.connect(partial(self.action_requested.emit, "save_points"))
        self.legend.leave_free(_PENCIL)
        self.options = BoundaryOptions(self.plot, self.theme)
        self.options.test.toggled.connect(self._show_examples)
        self.options.discrete.toggled.connect(self._show_map)
        self.options.pin.toggled.connect(self.show_pinned)
        self.options.difference.toggled.connect(self._show_surface)
        self.beside = PinnedBeside(self.plot)

    def _lay_out(self) -> None:
        boxes.column(self.controls, self.drawing.bar, (self.beside, 1), into=self, spacing=0)

    # ------------------------------------------------------------------ drawing

    def _draw(self, frame: Frame) -> None:
        if frame.split is not self._split:
            self._dataset, self._split = frame.dataset, frame.split
            self._show_examples()
        if not self._headless:
            self.drawing.show_frame(frame)
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
        frame = self.frame
        self.beside.keep(Pin(self.clone(), frame) if pinned and frame is not None else None)
        if not pinned:
            self.options.difference.setChecked(False)
        elif self._surface is not None:
            self.axes.keep(self._surface.plane)

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

    @Slot(object)
    def _on_clicked(self, at: QPointF) -> None:
        """Choose the example that was clicked, in all views; none of them beside all points."""
        clicked = self.points.example_at(at.x(), at.y())
        if clicked is not None or self._chosen is not None:
            self._chosen = clicked
            self._show_chosen()
            self.pointed.emit(clicked or Examples("train"))

    def _show_chosen(self) -> None:
        chosen = self._chosen
        self.ring.show_at(*(() if chosen is None else self.points.places_of(chosen)))

    def _content(self, surface: SurfaceMap) -> MapContent:
        """What the map shows: the output, or in its place a unit or what has changed."""
        unit, data = self._unit, self.run.dataset
        divides = data.task != "regression"
        values = None if unit is None else unit_values(surface, unit, self.run.layer_sizes)
        if unit is not None and values is not None:
            drawn_in = unit_colours(values, unit, self.theme, self.options.discrete.isChecked())
            return MapContent(values[np.newaxis], drawn_in, False)
        differs = self.options.difference.isChecked()
        changed = self.beside.difference(surface) if differs else None
        if changed is not None:
            return MapContent(changed, difference_colours(data, changed, self.theme), divides)
        return MapContent(surface.output, self._colours, divides)

    def _take_run(self, frame: Frame) -> None:
        super()._take_run(frame)
        self._unit = self._chosen = self._surface = None
        self._dataset, self._split = frame.dataset, frame.split
        data, surface = frame.run.dataset, frame.probes.get(SurfaceProbe)
        self.axes.forget()
        self.axes.take_data(data, None if surface is None else surface.plane)
        self._diverged.setVisible(False)
        self._clear_map()
        self.planes.show_data(data)
        self._show_controls(data.n_x > 2)
        self._make_outputs(data)
        self._choose_colours()
        self._take_plane(self.axes.shown)

    def _take_plane(self, plane: Plane) -> None:
        """Show other axes: their names, all points, the range that shows them."""
        data = self.run.dataset
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

    def _clear_map(self) -> None:
        self.map.set_image(None, None)
        self.contours.set_points(parted(()))

    def _make_outputs(self, data: Dataset) -> None:
        """The curves of the output over a single feature, one for each output."""
        for curve in self.outputs:
            self.plot.remove(curve)
        roles = ["accent"] if data.n_y == 1 else [f"class {k + 1}" for k in range(data.n_y)]
        many = data.n_x == 1
        self.outputs = [Curve(self.plot, role, width=2.0, z=25) for role in roles if many]

    def _choose_colours(self) -> None:
        discrete = self.options.discrete.isChecked()
        self._colours = output_colours(self.run.dataset, self.theme, discrete)

    @Slot()
    def _show_map(self) -> None:
        if self._is_drawn:
            self._choose_colours()
            self._show_surface()

    @Slot()
    def _show_surface(self) -> None:
        """Draw what was computed over the plane, and the scale of its colours."""
        if not self._is_drawn:
            return
        surface = self._surface
        if surface is None or surface.plane.is_line:
            self.scale.set_colours(NO_COLOURS if self.axes.shown.is_line else self._colours)
            if surface is not None:
                for curve, values in zip(self.outputs, surface.output):
                    curve.set_points(surface.plane.centres()[0], values[0])
            return
        if slice_note(surface) != self._said:
            self._show_examples()
        content = self._content(surface)
        self.scale.set_colours(content.colours)
        if self._diverged.isVisible():
            self._clear_map()
            return
        self.map.set_image(colours.image(content.colours.pixels(content.values)), surface.plane)
        self.contours.set_points(
            decision_lines(surface, self._threshold) if content.divides else parted(())
        )

    # ------------------------------------------------------------------ points and legend

    @Slot()
    def _show_examples(self) -> None:
        """Draw the examples over the plane, and say which is which."""
        if not self._is_drawn:
            return
        data, with_test = self.run.dataset, self.options.test.isChecked()
        looks = Looks(data, self.theme, self.axes.shown.is_line)
        self.points.show_examples(self._split, self.axes.shown, looks, with_test)
        self.points.setVisible(not self.drawing.tool.is_blank)
        self._show_chosen()
        keys = looks.class_keys()
        if self.outputs and data.n_y == 1:
            keys.append(line_key("network", lambda: self.outputs[0].pen))
        keys += looks.part_keys(self._split.dev.m > 0, with_test and self._split.test.m > 0)
        self._said = slice_note(self._surface)
        note = "; ".join(filter(None, (self.points.note, self._said)))
        self.legend.set_keys(keys, _BLANK if self.drawing.tool.is_blank else note)

    # ------------------------------------------------------------------ axes, pan and zoom

    def _arrange(self) -> None:
        """Keep a unit as long upwards as to the right; the layers follow the axes."""
        # What is pinned can be compared with the same place alone.
        if not self._free and self.beside.pinned is None:
            self.axes.fit(self._dataset, self._headless)

    @Slot()
    def fit(self) -> None:
        """Show all examples again."""
        if not self._is_drawn:
            return
        moved, self._free = self._free, False
        self.axes.fit(self._dataset, self._headless)
        if moved:
            self.axes.go_back()

    @Slot()
    def _on_moved(self) -> None:
        self._free = True
        if self._is_drawn:
            self.axes.follow()

    # ------------------------------------------------------------------ read-out

    @property
    def _is_drawn_into(self) -> bool:
        return self.drawing.takes_mouse

    def _read_out_at(self, at: QPointF) -> tuple[float, list[tuple[str, str, str]]]:
        data, plane = self.run.dataset, self.axes.shown
        return at.x(), rows_at(at.x(), at.y(), data, plane, self._surface)

    # ------------------------------------------------------------------ for everyone

    def probes(self) -> tuple[Probe, ...]:
        """The output over the plane on screen."""
        return (SurfaceProbe(self.axes.asked),)

    def _summary(self, frame: Frame) -> str:
        """How the plane on screen is divided."""
        return division_sentence(frame.run.dataset, frame.probes.get(SurfaceProbe))

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """With a single feature, the network's outputs over it."""
        return output_curves(frame.run.dataset, frame.probes.get(SurfaceProbe))

    def _switches(self) -> Switches:
        return {name: (getattr(self.options, name), "checked") for name in ("test", "discrete")}

    def _recolour(self, theme: Theme) -> None:
        super()._recolour(theme)
        self.drawing.recolour(theme)
        self.options.recolour(theme)
        self._show_map()
        self._show_examples()
        self.beside.recolour(theme)
