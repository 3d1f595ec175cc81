"""Layout: where every unit and every link of a network stands in a rectangle. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from playground.dataclass import dataclass
from playground.gui.views.diagram.parts import Bias, Link, Part, Unit

SMALLEST, LARGEST = 22, 64  # pixels: the side of a unit
NARROWEST = 84  # pixels from one column to the next: the buttons above it need as much
BIAS = 9  # pixels: the side of the square of a bias
_FILL = 0.86  # of the height a unit has to itself
_LOOSEST = 1.55  # sides of a unit from one unit to the next
_ENOUGH = 16  # units to show of a layer that does not fit
_MARGIN = 10
_MORE = 18  # pixels for the words on what does not fit
_REACH = 5.0  # pixels from the cursor to the link it means
_PIECE = 8  # pixels across that a straight piece of a curve may have
_PIECES, _MOST_PIECES = 4000, 32  # to draw in all, and of one curve: dense networks look coarser


@dataclass(frozen=True)
class Column:
    """The units of one layer that are shown.

    Attributes
    ----------
    x : float
        Of their centres.
    ys : ndarray, (shown,)
        Of their centres, from the top.
    first : int
        The first unit shown.
    size : int
        The number of units of the layer.
    """

    x: float
    ys: np.ndarray
    first: int
    size: int

    @property
    def shown(self) -> range:
        """The units shown."""
        return range(self.first, self.first + len(self.ys))

    @property
    def note(self) -> str:
        """Words on the units that are not shown; empty where all are."""
        hidden = self.size - len(self.ys)
        if not self.first:
            return f"+ {hidden:,} more" if hidden else ""
        return f"{self.first + 1:,}–{self.shown.stop:,} of {self.size:,}"

    @property
    def next_first(self) -> int:
        """The first unit of the next ones to show; after the last ones it begins again."""
        last = self.size - len(self.ys)
        return 0 if self.first >= last else min(self.first + len(self.ys), last)


class Layout:
    """Columns of units from the inputs at the left to the output at the right.

    Parameters
    ----------
    layer_sizes : sequence of int
        ``n[0] .. n[L]``.
    width, height : float
        Pixels there are.
    left, right : float
        Pixels kept free for names beside inputs and outputs.
    firsts : mapping of int to int
        The first unit to show by layer, where a layer has more units than fit.

    Attributes
    ----------
    side : int
        Pixels of a unit's side.
    columns : list of Column
    links : list of Link
        All links between units that are shown.
    curves : ndarray, (n_links, n_segments, 4)
        Each link as straight pieces ``x1, y1, x2, y2``.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        width: float,
        height: float,
        left: float = 0.0,
        right: float = 0.0,
        firsts: Mapping[int, int] | None = None,
    ) -> None:
        self.layer_sizes = tuple(layer_sizes)
        self.width, self.height = width, height
        room = max(float(SMALLEST), height - 2 * _MARGIN)
        most = int(room // (SMALLEST / _FILL))
        # Layers with more units than fit do not make all units small.
        wanted = max(n if n <= most else min(most, _ENOUGH) for n in layer_sizes)
        self.side = int(min(max(_FILL * room / wanted, SMALLEST), LARGEST))
        margin = _MARGIN + self.side / 2
        xs = np.linspace(margin + left, width - margin - right, len(self.layer_sizes))
        self.columns = [
            self._column(float(round(x)), layer, (firsts or {}).get(layer, 0))
            for layer, x in enumerate(xs)
        ]
        self._lay_links()

    @staticmethod
    def width_needed(layer_sizes: Sequence[int], left: float = 0.0, right: float = 0.0) -> int:
        """Pixels below which the columns would stand too close."""
        ends = 2 * _MARGIN + SMALLEST + left + right
        return int(ends + NARROWEST * (len(layer_sizes) - 1))

    def _column(self, x: float, layer: int, first: int) -> Column:
        size, room = self.layer_sizes[layer], self.height - 2 * _MARGIN
        tightest = self.side / _FILL
        shown = size
        if size * tightest > room + 1e-6:
            room -= _MORE
            shown = max(1, int(room / tightest))
        first = min(max(0, first), size - shown)
        pitch = min(max(room / shown, tightest), _LOOSEST * self.side)
        ys = _MARGIN + room / 2 + (np.arange(shown) - (shown - 1) / 2) * pitch
        return Column(x, np.round(ys), first, size)

    def _lay_links(self) -> None:
        links, ends = [], []
        for layer in range(1, len(self.columns)):
            source, target = self.columns[layer - 1], self.columns[layer]
            links += [Link(layer, row, column) for column in source.shown for row in target.shown]
            pairs = np.empty((len(source.ys), len(target.ys), 4))
            pairs[..., 0] = source.x + self.side / 2
            pairs[..., 1] = source.ys[:, np.newaxis]
            pairs[..., 2] = target.x - self.side / 2
            pairs[..., 3] = target.ys
            ends.append(pairs.reshape(-1, 4))
        self.links: list[Link] = links
        self.curves = _curves(np.concatenate(ends), self._pieces(len(links)))

    def _pieces(self, n_links: int) -> int:
        """How many straight pieces a curve needs to look round, as far as there is time."""
        gap = self.columns[1].x - self.columns[0].x - self.side
        return int(min(max(6, gap / _PIECE), max(6, _PIECES / n_links), _MOST_PIECES))

    # ------------------------------------------------------------------ where things are

    @property
    def units(self) -> list[Unit]:
        """All units that are shown, layer after layer."""
        return [Unit(i, row) for i, column in enumerate(self.columns) for row in column.shown]

    def shows(self, unit: Unit) -> bool:
        """Whether a unit is among those shown."""
        return unit.row in self.columns[unit.layer].shown

    def corner(self, unit: Unit) -> tuple[float, float]:
        """The left and upper edge of a unit that is shown."""
        column = self.columns[unit.layer]
        return column.x - self.side / 2, column.ys[unit.row - column.first] - self.side / 2

    def bias_corner(self, unit: Unit) -> tuple[float, float]:
        """The left and upper edge of the square of a unit's bias: at its lower left corner."""
        x, y = self.corner(unit)
        return x - BIAS / 2, y + self.side - BIAS / 2 - 2

    def centre(self, part: Part) -> tuple[float, float]:
        """The middle of a part that is shown."""
        if isinstance(part, Link):
            piece = self.curves[self.links.index(part)]
            x1, y1, x2, y2 = piece[len(piece) // 2]
            return (x1 + x2) / 2, (y1 + y2) / 2
        unit = Unit(*part)
        if isinstance(part, Bias):
            x, y = self.bias_corner(unit)
            return x + BIAS / 2, y + BIAS / 2
        x, y = self.corner(unit)
        return x + self.side / 2, y + self.side / 2

    def at(self, x: float, y: float) -> Part | None:
        """The part at a place: a bias before its unit, a unit before the links; or None."""
        layer = int(np.argmin([abs(column.x - x) for column in self.columns]))
        column = self.columns[layer]
        row = column.first + int(np.argmin(np.abs(column.ys - y)))
        unit = Unit(layer, row)
        for near in (unit, Unit(layer, row - 1), Unit(layer, row + 1)):
            if layer and self.shows(near):
                left, top = self.bias_corner(near)
                if -2 <= x - left <= BIAS + 2 and -2 <= y - top <= BIAS + 2:
                    return Bias(*near)
        left, top = self.corner(unit)
        if 0 <= x - left <= self.side and 0 <= y - top <= self.side:
            return unit
        return self._link_at(x, y)

    def _link_at(self, x: float, y: float) -> Link | None:
        start, piece = self.curves[..., :2], self.curves[..., 2:] - self.curves[..., :2]
        away = np.array([x, y]) - start
        share = (away * piece).sum(axis=-1) / np.maximum((piece**2).sum(axis=-1), 1e-9)
        gap = away - np.clip(share, 0, 1)[..., np.newaxis] * piece
        distances = (gap**2).sum(axis=-1).min(axis=1)
        nearest = int(np.argmin(distances))
        return self.links[nearest] if distances[nearest] <= _REACH**2 else None

    def column_at(self, x: float) -> int:
        """The layer whose column is nearest to a place."""
        return int(np.argmin([abs(column.x - x) for column in self.columns]))

    def first_to_show(self, unit: Unit) -> int:
        """The first unit its column must show for a unit to be among them."""
        column = self.columns[unit.layer]
        last = unit.row - len(column.ys) + 1
        return min(max(column.first, last), unit.row)


def _curves(ends: np.ndarray, segments: int) -> np.ndarray:
    """Lines ``(n, 4)`` as curves that leave and arrive level: ``(n, segments, 4)``."""
    t = np.linspace(0, 1, segments + 1)
    # A cubic Bezier curve with both control points half way across.
    across = 1.5 * t * (1 - t) + t**3
    down = t * t * (3 - 2 * t)
    x1, y1, x2, y2 = ends.T[..., np.newaxis]
    x, y = x1 + (x2 - x1) * across, y1 + (y2 - y1) * down
    return np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=-1)
