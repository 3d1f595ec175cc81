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
from playground.gui.plotting.layers.mark import Ring
from playground.gui.plotting.map_colours import balanced_colours
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.pointing import Examples, Inspected, Parameter, Threshold, Unit
from playground.gui.plotting.view import Switches
from playground.gui.theme import Theme, boxes
from playground.gui.views.boundary.decisions import (
    division_sentence,
    output_curves,
    rows_at,
    slice_note,
)
from playground.gui.views.boundary.draw_controls import DrawControls
from playground.gui.views.boundary.example_points import ExamplePoints
from playground.gui.views.boundary.examples import Looks
from playground.gui.views.boundary.options import BoundaryOptions
from playground.gui.views.boundary.pane import MapContent, SurfacePane, unit_values
from playground.gui.views.boundary.pin import Pin, PinnedBeside
from playground.gui.views.boundary.plane_controls import PlaneControls
from playground.gui.views.boundary.plane_on_screen import PlaneOnScreen
from playground.gui.views.registry import views

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
        self.pane = SurfacePane(self.plot)
        self.points = ExamplePoints(self.plot)
        self.ring = Ring(self.plot, z=40)
        self.plot.clicked.connect(self._on_clicked)
        self._threshold = 0.5
        self.axes = PlaneOnScreen(self.plot)
        self.axes.asked_changed.connect(self.probes_changed)
        self._surface: SurfaceMap | None = None
        self._unit: Unit | None = None
        self._chosen: Examples | None = None
        self._test_before = False
        self._said = ""  # of the picture, in the legend
        self.planes = PlaneControls()
        self.planes.plane_requested.connect(self.axes.want)
        boxes.column(self.planes, into=self.controls)
        self.drawing = DrawControls(self.plot)
        self.drawing.opened.connect(self._on_drawing)
        tool, bar = self.drawing.tool, self.drawing.bar
        tool.points_edited.connect(partial(self.setting_edited.emit, "data.source"))
        tool.refused.connect(self.refused)
        tool.cleared.connect(self._show_examples)
        bar.save_requested.connect(partial(self.action_requested.emit, "save_points"))
        self.legend.leave_free(_PENCIL)
        self.options = BoundaryOptions(self.plot)
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
        if frame.has_diverged != self.pane.has_diverged:
            self.pane.show_diverged(frame.has_diverged)
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
        if self._headless:  # a picture that is kept beside this one
            return
        clicked = self.points.example_at(at.x(), at.y())
        if clicked is not None or self._chosen is not None:
            self._chosen = clicked
            self._show_chosen()
            self.pointed.emit(clicked or Examples("train"))

    def _show_chosen(self) -> None:
        chosen = self._chosen
        self.ring.show_at(*(() if chosen is None else self.points.places_of(chosen)))

    def _instead(self, surface: SurfaceMap) -> MapContent | None:
        """What the map shows in place of the output: a unit, or what has changed."""
        unit, task = self._unit, self.run.dataset.task
        values = None if unit is None else unit_values(surface, unit, self.run.layer_sizes)
        if unit is not None and values is not None:
            name, discrete = f"Unit {unit.row + 1} of layer {unit.layer}", self._is_discrete
            drawn_in = balanced_colours(values, name, self.theme, discrete=discrete)
            return MapContent(values, drawn_in, divides=False)
        differs = self.options.difference.isChecked()
        changed = self.beside.difference(surface) if differs else None
        if changed is None:
            return None
        name = "Probability moved" if task == "multiclass" else "Now minus pinned"
        drawn_in = balanced_colours(changed, name, self.theme, least=1e-3)
        return MapContent(changed, drawn_in, divides=task != "regression")

    @property
    def _is_discrete(self) -> bool:
        return self.options.discrete.isChecked()

    def _take_run(self, frame: Frame) -> None:
        super()._take_run(frame)
        self._unit = self._chosen = self._surface = None
        self._dataset, self._split = frame.dataset, frame.split
        data, surface = frame.run.dataset, frame.probes.get(SurfaceProbe)
        self.axes.forget()
        self.axes.take_data(data, None if surface is None else surface.plane)
        self.planes.show_data(data)
        self._show_controls(data.n_x > 2)
        self.pane.take_data(data)
        self.pane.choose_colours(data, self._is_discrete)
        self._take_plane(self.axes.shown)

    def _take_plane(self, plane: Plane) -> None:
        """Show other axes: their names, all points, the range that shows them."""
        self.axes.shown = plane
        self._free = False
        self.pane.lie_in(plane, self.run.dataset)
        self.planes.show_plane(plane)
        self.axes.fit(self._dataset, self._headless)
        self._show_examples()
        self._show_surface()

    @Slot()
    def _show_map(self) -> None:
        if self._is_drawn:
            self.pane.choose_colours(self.run.dataset, self._is_discrete)
            self._show_surface()

    @Slot()
    def _show_surface(self) -> None:
        """Draw what was computed over the plane, and the scale of its colours."""
        if not self._is_drawn:
            return
        surface = self._surface
        if surface is None or surface.plane.is_line:
            self.pane.show_line(surface, self.axes.shown)
            return
        if slice_note(surface) != self._said:
            self._show_examples()
        self.pane.show_map(surface, self._instead(surface), self._threshold)

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
        keys = looks.class_keys() + self.pane.keys()
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
        self._show_map()
        self._show_examples()
        self.beside.recolour(theme)
