"""What a map of a network's values is drawn in, and what the scale beside it says."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.gui.plotting import colours
from playground.gui.plotting.ranges import Tick, linear_ticks
from playground.gui.theme import Theme

_BANDS = {"multiclass": 1, "binary": 2, "regression": 6}  # of an output that is discretised


@dataclass(frozen=True, eq=False)
class MapColours:
    """Colours from the lowest value to the highest.

    Attributes
    ----------
    tables : ndarray, (stripes, LEVELS)
        32-bit pixels; one stripe a class where there are several, and none for no map.
    low, high : float
        The values at the ends.
    ticks : list of Tick
        The numbers beside the scale.
    name : str
        What is measured.
    """

    tables: np.ndarray
    low: float
    high: float
    ticks: list[Tick]
    name: str

    def pixels(self, values: np.ndarray) -> np.ndarray:
        """The map's pixels, ``(rows, columns)``, for values ``(n, rows, columns)``.

        Of several classes the largest counts, in its colours; of several quantities the first.
        """
        if len(self.tables) == 1:
            return self.tables[0][colours.levels(values[0], self.low, self.high)]
        sure = colours.levels(values.max(axis=0), self.low, self.high)
        return self.tables[values.argmax(axis=0), sure]


NO_COLOURS = MapColours(np.empty((0, 0), np.uint32), 0.0, 1.0, [], "")


def output_colours(data: Dataset, theme: Theme, discrete: bool = False) -> MapColours:
    """The colours of a network's output; where `discrete`, of what it decides only."""
    if data.task == "multiclass":
        tables, low, high = colours.strengths(theme, data.n_y), 1 / data.n_y, 1.0
        ticks = [Tick(v, f"{100 * v:.0f} %") for v in (low, (low + high) / 2, high)]
        name = "Confidence"
    elif data.task == "binary":
        tables, low, high = colours.diverging(theme)[np.newaxis], 0.0, 1.0
        ticks = [Tick(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)]
        name = f"Probability of {data.label_name} {data.class_names[1]}"
    else:
        tables = colours.diverging(theme)[np.newaxis]
        low, high = float(data.Y[0].min()), float(data.Y[0].max())
        ticks, name = linear_ticks(low, high, 5), data.output_names[0]
    if discrete:
        tables = colours.banded(tables, _BANDS[data.task])
    return MapColours(tables, low, high, ticks, name)


def balanced_colours(
    values: np.ndarray, name: str, theme: Theme, least: float = 1e-6, discrete: bool = False
) -> MapColours:
    """The colours of values around 0, which is in the middle; where `discrete`, of their sign.

    The ends go in powers of two, so that they do not flicker; they are no nearer than `least`.
    """
    finite = np.abs(values[np.isfinite(values)])
    bound = 2.0 ** np.ceil(np.log2(max(float(finite.max()) if finite.size else 1.0, least)))
    tables = colours.diverging(theme)[np.newaxis]
    if discrete:
        tables = colours.banded(tables, 2)
    return MapColours(tables, -bound, bound, linear_ticks(-bound, bound, 5), name)
