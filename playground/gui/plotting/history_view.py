"""HistoryView: the train and dev curves of a run against time, base of cost and error."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import partial
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import Slot

from playground.experiment.history import History
from playground.experiment.snapshot import Frame
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.labels import EndLabel, EndLabels
from playground.gui.plotting.layers.playhead import Playhead
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.log_axis import LogAxis
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.ranges import Growing
from playground.gui.plotting.series.pyramid import Pyramid

STRONG = 2.0  # pixels of a curve that counts
_ABOVE, _BESIDE = 6, 12  # pixels at the top and at the right of the switch of the axis
_SPACING = 3.0  # pixels between two points of a strong curve of many points


class Overlay(Protocol):
    """What somebody else draws over the curves: the axes leave it room, the legend names it.

    Attributes
    ----------
    reach : tuple of float
        How far the axes have to go to the right and upwards, at least.
    key : Key or None
        Its entry of the legend.
    """

    reach: tuple[float, float]

    @property
    def key(self) -> Key | None: ...


class HistoryView(LogAxis, PlotView):
    """Two strong curves, train solid and dev dashed, with legend, end labels and read-out.

    The vertical axis is linear or logarithmic; what is 0 lies on the lower end of a logarithmic
    one. A subclass says what is measured, names the axes and writes the summary.

    Attributes
    ----------
    along : {"step", "epoch"}
        The column of the history that the curves run along.
    quantity : str
        What is measured: the columns ``train_<quantity>`` and ``dev_<quantity>``.
    overlay : Overlay or None
        See `set_overlay`.
    """

    along: ClassVar[str]
    quantity: ClassVar[str]
    least_size = (264, 160)
    least_x = 10.0
    least_y = 1e-9
    factor = 1.0  # from what the history holds to the vertical axis
    overlay: Overlay | None = None

    def _build(self) -> None:
        self.train = Curve(self.plot, "train", width=STRONG, z=10)
        self.dev = Curve(self.plot, "dev", width=STRONG, dashed=True, z=11)
        self._strong = {"train": self.train, "dev": self.dev}
        self.other = {
            part: Curve(self.plot, part, width=1.5, dashed=curve.dashed, opacity=0.4, z=4)
            for part, curve in self._strong.items()
        }
        self.playhead = Playhead(self.plot, z=20)
        self._labels = EndLabels(self.plot)
        self._make_log_button(self.title.lower())
        self._build_controls()
        self._reset()

    # ------------------------------------------------------------------ for subclasses

    def _build_controls(self) -> None:
        """Make what can be set in the view; the switch alone lies at the right of the legend."""
        self.log_button.setParent(self.plot)
        self.log_button.show()
        self.plot.resized.connect(self._place_log_button)

    @Slot()
    def _place_log_button(self) -> None:
        size = self.log_button.sizeHint()
        self.legend.leave_free(size.width() + _BESIDE)
        self.log_button.resize(size)
        self.log_button.move(self.plot.width() - size.width() - _BESIDE, _ABOVE)

    def _x(self, frame: Frame) -> np.ndarray:
        """Where the evaluations lie on the horizontal axis, ``(n_evaluations,)``."""
        return frame.history.column(self.along)

    def _y(self, frame: Frame, part: str) -> np.ndarray:
        """What was measured of ``"train"`` or ``"dev"``, ``(n_evaluations,)``."""
        return frame.history.column(f"{part}_{self.quantity}")

    def _value_text(self, value: float) -> str:
        """A value of the vertical axis, with its unit, for labels and read-out."""
        raise NotImplementedError

    def _names(self, frame: Frame) -> tuple[str, str]:
        """The names of the horizontal and the vertical axis."""
        raise NotImplementedError

    def _keys(self) -> list[Key]:
        """The entries of the legend."""
        keys = [line_key(part, partial(getattr, self._strong[part], "pen")) for part in self._parts]
        overlay = self.overlay.key if self.overlay is not None else None
        return keys if overlay is None else [*keys, overlay]

    def _bounds(self) -> tuple[float, float]:
        """The lowest and highest value that the vertical axis has to show."""
        lows, highs = zip(*((p.lowest, p.highest) for p in self._pyramids.values()))
        return self.factor * float(np.fmin.reduce(lows)), self.factor * float(np.fmax.reduce(highs))

    def _last_x(self) -> float:
        return float(self._xs[-1]) if len(self._xs) else 0.0

    def _reach(self) -> float:
        """How far the horizontal axis has to reach."""
        overlaid = self.overlay.reach[0] if self.overlay is not None else 0.0
        other = float(self._other_xs[-1]) if len(self._other_xs) else 0.0
        return max(self._last_x(), other, overlaid)

    # ------------------------------------------------------------------ drawing

    def _reset(self) -> None:
        """Forget everything of the run before."""
        self._pyramids = {"train": Pyramid(), "dev": Pyramid()}
        self._xs = self._other_xs = np.empty(0)
        self._older = 0  # evaluations condensed
        self._parts: tuple[str, ...] = ("train",)
        self._x_end = Growing(self.least_x)
        self._y_end = Growing(self.least_y)
        self._log_range: tuple[float, float] | None = None

    def _take_run(self, frame: Frame) -> None:
        super()._take_run(frame)
        self._reset()
        self._parts = _parts_of(frame)
        self.plot.set_names(*self._names(frame))
        self._show_legend()
        self._show_other(frame)

    def _draw(self, frame: Frame) -> None:
        snapshot = frame.snapshot
        moment = float(snapshot.epoch if self.along == "epoch" else snapshot.steps)
        self.playhead.show_at(moment if snapshot.looking_back else None)
        self._take(frame)
        self._arrange()

    def _show_other(self, frame: Frame) -> None:
        """Draw faintly how the run went that this one has left."""
        if frame.run.parent is None:
            for curve in self.other.values():
                curve.set_points(np.empty(0), np.empty(0))
            return
        history = History()
        history.extend(frame.run.parent.other)
        before = Frame(frame.snapshot, history)
        self._other_xs = self._x(before)
        for part, curve in self.other.items():
            # Whoever changes the axis draws it once more: it is short enough.
            curve.set_points(self._other_xs, self.factor * self._y(before, part))

    def _arrange(self) -> None:
        self._grow()
        self._show_curves()

    def _take(self, frame: Frame) -> None:
        """Take in what the history gained."""
        self._xs = self._x(frame)
        if frame.history.older.evaluations != self._older:
            # Of what is long past, evaluations went: their places are those of others now.
            self._older = frame.history.older.evaluations
            self._pyramids = {part: Pyramid() for part in self._pyramids}
        for part, pyramid in self._pyramids.items():
            pyramid.update(self._y(frame, part))

    def _show_legend(self) -> None:
        self.legend.set_keys(self._keys())

    def _grow(self) -> None:
        """Let the axes grow over what came in; a range chosen by hand stays."""
        width = max(60.0, self.plot.box.rect().width())
        room = min(0.4, self._labels.width_needed() / width)
        self._x_end.cover(self._reach() / (1 - room))
        low, high = self._bounds()
        if self.overlay is not None:
            self._y_end.cover(self.overlay.reach[1])
        if math.isfinite(high):
            self._y_end.cover(high * 1.02)
            self._grow_log(math.log10(low), math.log10(high))
        if not self._free:
            self.plot.set_ranges((0.0, self._x_end.end), self._y_range())

    def _grow_log(self, low: float, high: float) -> None:
        low, high = math.floor(2 * low - 0.1) / 2, math.ceil(4 * high + 0.1) / 4
        if self._log_range is not None:
            low, high = min(low, self._log_range[0]), max(high, self._log_range[1])
        self._log_range = (low, high)

    def _y_range(self) -> tuple[float, float]:
        if self.plot.log_y:
            return self._log_range or (-1.0, 0.0)
        end = self._y_end.end
        if end <= self.least_y:
            end = 1.0  # nothing but zeros yet
        # A little below zero, so that a curve that lies on it is seen whole.
        return -0.02 * end, end

    def _show_curves(self) -> None:
        """Draw what is visible of the curves, at the points there is room for."""
        columns = self.plot.box.rect().width() / _SPACING
        for part, curve in self._strong.items():
            curve.set_points(*self._outline(self._pyramids[part], columns))
        self._show_labels()
        self._show_read_out()

    def _outline(self, pyramid: Pyramid, columns: float) -> tuple[np.ndarray, np.ndarray]:
        left, right = self.plot.x_range
        # bisect, because searchsorted would first copy the column of a table.
        first = max(0, bisect_left(self._xs, left) - 1)
        last = min(len(self._xs), bisect_left(self._xs, right) + 2)
        if last <= first:
            return np.empty(0), np.empty(0)
        # As many columns as the points would fill, were they spread over the whole axis.
        share = (self._xs[last - 1] - self._xs[first]) / max(right - left, 1e-300)
        places, values = pyramid.outline(first, last, max(2, int(columns * min(1.0, share))))
        return self._x_at(places), self._on_axis(self.factor * values)

    def _on_axis(self, values: ArrayLike) -> np.ndarray:
        """Values where they are drawn: 0 has a place on a logarithmic axis too, the lower end."""
        values = np.asarray(values)
        if not self.plot.log_y:
            return values
        return np.where(values == 0, 10 ** self.plot.y_range[0], values)

    def _x_at(self, places: np.ndarray) -> np.ndarray:
        """The horizontal place of evaluations by their number, also between two."""
        before = places.astype(int)
        after = np.minimum(before + 1, len(self._xs) - 1)
        x = self._xs[before]
        return x + (places - before) * (self._xs[after] - x)

    def _show_labels(self) -> None:
        labels = []
        for part, pyramid in self._pyramids.items():
            last = self.factor * pyramid.last
            if math.isfinite(last):
                height = float(self._on_axis(last))
                labels.append(EndLabel(self._last_x(), height, self._value_text(last), part))
        self._labels.set_labels(labels)

    # ------------------------------------------------------------------ looking closer

    @Slot()
    def fit(self) -> None:
        """Show everything again, as if nobody had panned or zoomed."""
        self._x_end.reset()
        self._y_end.reset()
        self._log_range = None
        super().fit()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Leave room for what somebody else draws, and name it in the legend; None for nothing."""
        self.overlay = overlay
        if self._is_drawn:
            self._show_legend()
            self.fit()

    @property
    def _is_drawn(self) -> bool:
        return super()._is_drawn and len(self._xs) > 0

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        """The place the read-out speaks of near `x`, and its rows."""
        index = self._nearest(x)
        return float(self._xs[index]), self._rows_of(index)

    def _nearest(self, x: float) -> int:
        right = min(bisect_left(self._xs, x), len(self._xs) - 1)
        left = max(0, right - 1)
        return left if abs(self._xs[left] - x) <= abs(self._xs[right] - x) else right

    def _rows_of(self, index: int) -> list[tuple[str, str, str]]:
        values = [self.factor * self._pyramids[part].value(index) for part in self._parts]
        return [(part, self._value_text(value), part) for part, value in zip(self._parts, values)]

    # ------------------------------------------------------------------ for everyone

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Train and dev, all points."""
        x = self._x(frame)
        return {part: (x.copy(), self.factor * self._y(frame, part)) for part in _parts_of(frame)}

    @property
    def x_name(self) -> str:
        """The name of the horizontal axis."""
        return self.plot.bottom.name if self.frame is None else self._names(self.frame)[0]


def _parts_of(frame: Frame) -> tuple[str, ...]:
    return ("train", "dev") if frame.run.split.dev.m else ("train",)
