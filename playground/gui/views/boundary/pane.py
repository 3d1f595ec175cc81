"""A surface in a plot: a map with the lines where the decision changes, or curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceMap
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.contours import Contours, parted
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import Sentence
from playground.gui.plotting.layers.map_image import MapImage
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.map_colours import NO_COLOURS, MapColours, output_colours
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.pointing import Unit
from playground.gui.views.boundary.decision_lines import decision_lines

_DIVERGED = "The training diverged: what this network computes means nothing."


@dataclass(frozen=True, eq=False)
class MapContent:
    """What stands in the cells of a map in place of the output.

    Attributes
    ----------
    values : ndarray, (k, rows, columns)
    colours : MapColours
        What they are drawn in.
    divides : bool
        Whether there is a boundary all the same, that of what is decided.
    """

    values: np.ndarray
    colours: MapColours
    divides: bool


class SurfacePane:
    """Draws surfaces into a plot: over two features a map, over a single one curves.

    Parameters
    ----------
    plot : Plot
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.scale = ColourScale(plot.theme, plot.font())
        plot.put_beside(self.scale)
        self.map, self.contours = MapImage(plot), Contours(plot)
        self.outputs: list[Curve] = []
        self._diverged = Sentence(plot, _DIVERGED)
        self._diverged.setVisible(False)
        self._colours = NO_COLOURS
        self._divides = False

    @property
    def has_diverged(self) -> bool:
        """Whether it says so in place of a map."""
        return self._diverged.isVisible()

    def show_diverged(self, diverged: bool) -> None:
        """Let the sentence stand there, or not; the next `show` leaves out what it is about."""
        self._diverged.setVisible(diverged)

    def take_data(self, data: Dataset) -> None:
        """Make what the outputs of a network of other data are drawn with."""
        self.show_diverged(False)
        self._clear()
        self._divides = data.task != "regression"
        for curve in self.outputs:
            self._plot.remove(curve)
        roles = ["accent"] if data.n_y == 1 else [f"class {k + 1}" for k in range(data.n_y)]
        many = data.n_x == 1
        self.outputs = [Curve(self._plot, role, width=2.0, z=25) for role in roles if many]

    def choose_colours(self, data: Dataset, discrete: bool) -> None:
        """Draw the output in the colours the plot has by now; of what it decides, few."""
        self._colours = output_colours(data, self._plot.theme, discrete)

    def lie_in(self, plane: Plane, data: Dataset) -> None:
        """Show what there is over this plane, whose axes get their names."""
        line = plane.is_line
        self._plot.show_grid(line)
        self.map.setVisible(not line)
        self.contours.setVisible(not line)
        across, up = plane.axis_names(data.feature_names)
        output = data.label_name if data.task == "regression" else "Output"
        self._plot.set_names(across, output if line else up)

    def show_line(self, surface: SurfaceMap | None, plane: Plane) -> None:
        """Draw the outputs over a single feature; of a plane there is nothing but its scale yet."""
        self.scale.set_colours(NO_COLOURS if plane.is_line else self._colours)
        if surface is not None:
            for curve, values in zip(self.outputs, surface.output):
                curve.set_points(surface.plane.centres()[0], values[0])

    def show_map(self, surface: SurfaceMap, instead: MapContent | None, threshold: float) -> None:
        """Draw the output over a plane, or what is to be seen instead."""
        content = instead or MapContent(surface.output, self._colours, self._divides)
        self.scale.set_colours(content.colours)
        if self.has_diverged:
            self._clear()
            return
        pixels = content.colours.pixels(content.values)
        self.map.set_image(colours.image(pixels), surface.plane)
        lines = decision_lines(surface, threshold) if content.divides else parted(())
        self.contours.set_points(lines)

    def keys(self) -> list[Key]:
        """The entry of the legend of a single curve."""
        if len(self.outputs) != 1:
            return []
        return [line_key("network", lambda: self.outputs[0].pen)]

    def _clear(self) -> None:
        self.map.set_image(None, None)
        self.contours.set_points(parted(()))


def unit_values(surface: SurfaceMap, unit: Unit, layer_sizes: Sequence[int]) -> np.ndarray | None:
    """What a unit of layer 1..L computes, ``(1, rows, columns)``; None where that is not known."""
    layer, row = unit
    last = len(layer_sizes) - 1
    # Maps of hidden units come only while somebody watches them. Nor is there such a layer where
    # the network on screen is older than the one pointed at.
    if layer > last or not (surface.units or layer == last):
        return None
    values = surface.units[layer - 1] if layer < last else surface.output
    return values[[row]] if row < len(values) else None
