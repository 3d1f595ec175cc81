"""One plane of a race: the cost as a map, and the path of every run over it."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from playground.experiment.studies.results.race_paths import RacePanel
from playground.experiment.wording import measured
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.contours import Contours
from playground.gui.plotting.layers.map_image import MapImage
from playground.gui.plotting.layers.readout import ReadOut
from playground.gui.plotting.legend import Legend, line_key
from playground.gui.plotting.map_colours import NO_COLOURS
from playground.gui.plotting.plot import Plot
from playground.gui.studies.chart import role_of
from playground.gui.theme import Theme, boxes
from playground.gui.views.landscape.cost_contours import cost_contours
from playground.gui.views.landscape.heights import Over, map_of
from playground.gui.views.landscape.pane import ranges_of
from playground.gui.views.landscape.path_layers import PathLayer


class RacePane(QWidget):
    """Draws a `RacePanel`.

    Parameters
    ----------
    theme : Theme
    panel : RacePanel
    scaled : bool
        Whether to show what the colours mean, or to leave the room to the map.

    Attributes
    ----------
    plot : Plot
    panel : RacePanel
        What was drawn last.
    paths : list of PathLayer
        In the order of the panel's.
    """

    def __init__(self, theme: Theme, panel: RacePanel, scaled: bool) -> None:
        super().__init__()
        self.plot = Plot(theme)
        self.plot.setAccessibleName("Paths over the cost")
        self.legend = Legend(theme, self.plot.font())
        self.plot.put_above(self.legend)
        self.scale = ColourScale(theme, self.plot.font())
        self.plot.put_beside(self.scale)
        self.map = MapImage(self.plot)
        self.contours = Contours(self.plot, width=1.0, opacity=0.45)
        self.paths: list[PathLayer] = []
        self.panel = panel
        self._free = False
        self._scaled = scaled
        self._read_out = ReadOut(self.plot, line=False)
        boxes.column(self.plot, into=self)
        self.plot.moved.connect(self._on_moved)
        self.plot.resized.connect(self._on_resized)
        self.plot.fit_requested.connect(self.fit)
        self.plot.pointed.connect(self._on_pointed)
        self._show_costs()
        self._make_paths()
        self._on_resized()

    def show_panel(self, panel: RacePanel, step: float) -> None:
        """Draw a panel, its paths up to a step."""
        before, self.panel = self.panel, panel
        if before.costs is not panel.costs:
            self._show_costs()
        named = [(path.place, path.label) for path in panel.paths]
        if [(path.place, path.label) for path in before.paths] != named:
            self._make_paths()
        self.show_step(step)
        if before.plane is not panel.plane:
            self._on_resized()

    def show_step(self, step: float) -> None:
        """Draw the paths up to a step."""
        for layer, path in zip(self.paths, self.panel.paths):
            layer.set_points(path.at(step))

    def _show_costs(self) -> None:
        panel = self.panel
        pixels, drawn_in = map_of(panel.costs, self.plot.theme, "Cost")
        self.map.set_image(colours.image(pixels), Over.of(panel.a, panel.b))
        self.scale.set_colours(drawn_in if self._scaled else NO_COLOURS)
        self.contours.set_points(cost_contours(panel.a, panel.b, panel.costs))
        self.plot.set_names(*panel.plane.labels)

    def _make_paths(self) -> None:
        for layer in self.paths:
            self.plot.remove(layer)
        self.paths = [
            PathLayer(self.plot, role_of(path.place), z=12 + 0.1 * number)
            for number, path in enumerate(self.panel.paths)
        ]
        layers = zip(self.panel.paths, self.paths)
        self.legend.set_keys([line_key(path.label, partial(_pen, layer)) for path, layer in layers])

    @Slot()
    def fit(self) -> None:
        """Show the whole plane again."""
        self._free = False
        self._on_resized()

    @Slot()
    def _on_moved(self) -> None:
        self._free = True

    @Slot()
    def _on_resized(self) -> None:
        if not self._free:
            self.plot.set_ranges(*ranges_of(self.panel.plane, self.plot))

    @Slot(object)
    def _on_pointed(self, at: QPointF | None) -> None:
        panel = self.panel
        if at is None:
            self._read_out.clear()
            return
        row, column = (
            int(np.abs(v - x).argmin()) for v, x in ((panel.b, at.y()), (panel.a, at.x()))
        )
        rows = [("a", measured(at.x()), "text"), ("b", measured(at.y()), "text")]
        rows.append(("cost", measured(float(panel.costs[row, column])), "text"))
        self._read_out.show_rows(at.x(), at.y(), rows)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.plot.recolour(theme)
        self.legend.recolour(theme)
        self.scale.recolour(theme)
        self._show_costs()


def _pen(layer: PathLayer) -> QPen:
    return QPen(QColor(layer.plot.theme.color(layer.role)), 3)
