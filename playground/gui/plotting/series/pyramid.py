"""Pyramid: the outline of a curve of millions of points, at the cost of a screen's width."""

from __future__ import annotations

import numpy as np

from playground.experiment.cost_cells import folded

_FIRST = 16  # values in a cell of the lowest level
_RATIO = 4  # cells in a cell of the next level


class Pyramid:
    """Lowest and highest values of a growing series, in cells of 16, 64, 256, ... values.

    The series itself stays where it is. Cells begin at fixed places, so that the outline of
    what is already there does not flicker while the series grows.

    Attributes
    ----------
    lowest, highest : float
        The bounds of all finite values above 0 (an axis may be logarithmic); nan for none.
    """

    def __init__(self) -> None:
        self.lowest = self.highest = np.nan
        self._values = np.empty(0)
        self._levels: list[_Level] = []

    def __len__(self) -> int:
        return len(self._values)

    def update(self, values: np.ndarray) -> None:
        """Take in what the series ``(n,)`` gained since the last call."""
        new = values[len(self._values) :]
        if not (new.min(initial=np.inf) > 0 and new.max(initial=0.0) < np.inf):
            new = new[np.isfinite(new) & (new > 0)]
        if len(new):
            self.lowest = float(np.fmin(self.lowest, new.min()))
            self.highest = float(np.fmax(self.highest, new.max()))
        self._values = values
        source: np.ndarray | _Level = values
        filled, size = len(values), _FIRST
        for depth in range(64):
            if filled < 2 * size:
                break
            if depth == len(self._levels):
                self._levels.append(_Level())
            level = self._levels[depth]
            cells = filled // size
            level.extend(*_extremes(source, size, level.filled, cells))
            source, filled, size = level, cells, _RATIO

    @property
    def last(self) -> float:
        """The last value; nan for none."""
        return self.value(-1) if len(self._values) else np.nan

    def value(self, index: int) -> float:
        """The value at a place of the series."""
        return float(self._values[index])

    def outline(self, first: int, last: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """The series from `first` to before `last` as a line to draw.

        Parameters
        ----------
        first, last : int
            Places in the series; `last` may lie beyond its end.
        columns : int
            About how many columns the line has room for.

        Returns
        -------
        x, y : ndarray
            Places in the series, and values. The values themselves where they fit; else a low
            and a high one for each column.
        """
        step = (last - first) / max(1, columns)
        first, last = max(0, first), min(last, len(self._values))
        if last <= first:
            return np.empty(0), np.empty(0)
        if step <= 2:
            return np.arange(first, last, dtype=float), _finite(self._values[first:last])
        depth, size = -1, 1
        while depth + 1 < len(self._levels) and _FIRST * _RATIO ** (depth + 1) <= step:
            depth, size = depth + 1, _FIRST * _RATIO ** (depth + 1)
        group = max(1, int(step / size))
        width = size * group  # values in a column
        start, stop = first // width, -(-last // width)
        if depth < 0:
            part = _finite(self._values[start * width : last])
            low = high = part
            held = len(part)
        else:
            level = self._levels[depth]
            low, high = level.low[start * group :], level.high[start * group :]
            held = max(0, min(level.filled, stop * group) - start * group)
            low, high = low[:held], high[:held]
        y = np.full((stop - start, 2), np.nan)
        whole = held // group
        y[:whole, 0] = np.fmin.reduce(low[: whole * group].reshape(whole, group), axis=1)
        y[:whole, 1] = np.fmax.reduce(high[: whole * group].reshape(whole, group), axis=1)
        # The end of the series does not fill a column yet.
        rest = self._values[(start + whole) * width : stop * width]
        for k in range(0, len(rest), width):
            part = _finite(rest[k : k + width])
            y[whole + k // width] = np.fmin.reduce(part), np.fmax.reduce(part)
        # The way the curve goes: down from the high to the low where it falls.
        falling = np.gradient(y.sum(axis=1)) < 0 if len(y) > 1 else np.zeros(1, bool)
        y[falling] = y[falling, ::-1]
        x = (np.arange(start, stop)[:, np.newaxis] + (0.25, 0.75)) * width
        return np.minimum(x.ravel(), last - 1), y.ravel()


class _Level:
    """Lows and highs, growing by doubling."""

    def __init__(self) -> None:
        self.low = np.empty(256, np.float32)
        self.high = np.empty(256, np.float32)
        self.filled = 0

    def extend(self, low: np.ndarray, high: np.ndarray) -> None:
        needed = self.filled + len(low)
        if needed > len(self.low):
            room = max(needed, 2 * len(self.low))
            self.low, self.high = _larger(self.low, room), _larger(self.high, room)
        with np.errstate(over="ignore"):  # what is beyond these numbers is infinite
            self.low[self.filled : needed], self.high[self.filled : needed] = low, high
        self.filled = needed


def _larger(array: np.ndarray, room: int) -> np.ndarray:
    result = np.empty(room, array.dtype)
    result[: len(array)] = array
    return result


def _extremes(
    source: np.ndarray | _Level, size: int, first: int, last: int
) -> tuple[np.ndarray, np.ndarray]:
    """Lows and highs of the cells `first` to before `last`, of `size` members each."""
    part = slice(first * size, last * size)
    if isinstance(source, _Level):
        low, high = source.low[part], source.high[part]
    else:
        low = high = _finite(source[part])
    return folded(np.fmin, low, size), folded(np.fmax, high, size)


def _finite(values: np.ndarray) -> np.ndarray:
    """The values with infinite ones as nan, which the reductions pass over."""
    values = np.asarray(values, dtype=float)
    if np.isfinite(values).all():
        return values
    return np.where(np.isfinite(values), values, np.nan)
