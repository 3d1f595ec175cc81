"""The colours of a landscape: costs on a logarithmic scale above the lowest, lit as a hill."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.wording import told_apart
from playground.gui.plotting import colours
from playground.gui.plotting.map_colours import MapColours
from playground.gui.plotting.ranges import Tick
from playground.gui.theme import Theme

#: How much darker or lighter a slope of usual steepness is.
_LIGHT = 0.12

#: Costs above this share of all are drawn as one: a plane may end in cliffs.
HIGHEST = 0.98


@dataclass(frozen=True)
class Over:
    """The rectangle of an image, whose points are the middles of its outer cells."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]

    @classmethod
    def of(cls, a: np.ndarray, b: np.ndarray) -> Over:
        """That of an image over a grid."""
        half_a, half_b = (a[1] - a[0]) / 2, (b[1] - b[0]) / 2
        return cls((a[0] - half_a, a[-1] + half_a), (b[0] - half_b, b[-1] + half_b))


def map_of(
    values: np.ndarray, theme: Theme, name: str, shaded: bool = False
) -> tuple[np.ndarray, MapColours]:
    """Values, ``(n_b, n_a)``, as pixels, and what they are drawn in."""
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if finite.size else 0.0
    high = float(np.quantile(finite, HIGHEST)) if finite.size else 1.0
    least = max((high - low) * 1e-3, 1e-12)
    shown = np.log10(np.maximum(np.nan_to_num(values, nan=1e300) - low, 0) + least)
    ends = np.log10(least), np.log10(max(high - low, least) + least)
    table = colours.rising(theme)[np.newaxis]
    places = np.linspace(*ends, 5).tolist()
    ticks = list(map(Tick, places, told_apart([low + 10**place - least for place in places])))
    drawn_in = MapColours(table, *ends, ticks, name)
    pixels = drawn_in.pixels(shown[np.newaxis])
    return (_lit(pixels, shown) if shaded else pixels), drawn_in


def _lit(pixels: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Pixels, ``(rows, columns)``, lit from the upper left."""
    down, right = np.gradient(heights)
    steepness = np.nan_to_num(right - down)
    spread = float(np.std(steepness)) or 1.0
    light = np.clip(-_LIGHT * steepness / spread, -2 * _LIGHT, 2 * _LIGHT)
    # Towards black or towards white: a factor above 1 would change the hue of what is bright.
    shade, end = 1 - np.abs(light), np.where(light > 0, 255 * light, 0)
    channels = [(pixels >> shift) & 255 for shift in (16, 8, 0)]
    red, green, blue = ((channel * shade + end).astype(np.uint32) for channel in channels)
    return np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
