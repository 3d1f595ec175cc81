"""MapContent: the numbers that a map shows in colours: the output, a unit, or a difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.probes.surface import SurfaceMap
from playground.gui.plotting.map_colours import MapColours
from playground.gui.plotting.pointing import Unit


@dataclass(frozen=True, eq=False)
class MapContent:
    """What stands in the cells of a map.

    Attributes
    ----------
    values : ndarray, (k, rows, columns)
    colours : MapColours
        What they are drawn in.
    divides : bool
        Whether they say what is decided where, so that there is a boundary to draw.
    """

    values: np.ndarray
    colours: MapColours
    divides: bool


def unit_values(surface: SurfaceMap, unit: Unit, layer_sizes: Sequence[int]) -> np.ndarray | None:
    """What a unit of layer 1..L computes, ``(rows, columns)``; None where that is not known."""
    if surface.plane.is_line:
        return None
    layer, row = unit
    last = len(layer_sizes) - 1
    # Maps of hidden units come only while somebody watches them. Nor is there such a layer where
    # the network on screen is older than the one pointed at.
    if layer > last or not (surface.units or layer == last):
        return None
    values = surface.units[layer - 1] if layer < last else surface.output
    return values[row] if row < len(values) else None
