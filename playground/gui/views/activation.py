"""The activation: g and its slope g', and below them where the weighted sums lie on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain

import numpy as np

from playground.engine.activations import Activation
from playground.experiment.naming import activation_text
from playground.experiment.probe import Probe
from playground.experiment.probes.pre_activations import PreActivationsProbe
from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.layers.ridgeline import Ridge, Ridgeline, histogram
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.ranges import Growing, Tick, linear_ticks
from playground.gui.theme.numbers import number_text
from playground.gui.views.registry import views
from playground.settings import by_layer

_LEAST_X = 4.0  # what is worth seeing of every activation lies within
_HIGHEST, _LOWEST = 2.5, -1.5  # an activation without bounds is cut off there
_INSIDE = 99.5  # per cent of the weighted sums that the axis shows
_FLAT = 0.05  # of the steepest slope: where g is flatter, hardly anything is learned
_POINTS = 241  # of a curve
_ROW = 0.34  # of the height of g: one row below it
_FULL = 0.85  # of its row that the highest bin fills
_NAMED = 12  # rows; with more, only some are named


@views.register("activation")
class ActivationView(PlotView):
    """g of the hidden units, its slope, and the distribution of Z[l] of every hidden layer."""

    report_size = (644, 250)
    least_size = (220, 160)
    sentence = "The activation of the hidden units and their weighted sums will appear here."

    @classmethod
    def applies(cls, run: Run) -> bool:
        """Whether there is a hidden layer, whose units have it."""
        return len(run.layer_sizes) > 2

    def _build(self) -> None:
        self._pairs: list[tuple[Curve, Curve]] = []
        self.g, self.slope = self._curves_of(0, several=False)
        self.ridgeline = Ridgeline(self.plot, "train")
        self._sums: tuple[np.ndarray, ...] | None = None
        self._x_end = Growing(_LEAST_X)

    # ------------------------------------------------------------------ drawing

    def _take_run(self, frame: Frame) -> None:
        super()._take_run(frame)
        self._sums = None
        self._x_end.reset()
        self.ridgeline.set_ridges((), 0, 1)
        self._show_functions()

    def _draw(self, frame: Frame) -> None:
        if (sums := frame.probes.get(PreActivationsProbe)) is not self._sums:
            self._sums = sums
            if self._x_end.cover(_largest(self._hidden_sums())):
                self._show_functions()
            self._show_sums()

    def _curves_of(self, place: int, *, several: bool) -> tuple[Curve, Curve]:
        """g and g' of one of the activations: where there are several, in one colour each."""
        while len(self._pairs) <= place:
            g = Curve(self.plot, "text", width=2.0, z=10)
            self._pairs.append((g, Curve(self.plot, "accent", width=2.0, dashed=True, z=9)))
        g, slope = self._pairs[place]
        g.role = slope.role = f"class {place + 1}"
        if not several:
            g.role, slope.role = "text", "accent"
        return g, slope

    @property
    def _activations(self) -> tuple[Activation, ...]:
        """One for each hidden layer."""
        return self.run.spec.network.activations

    @property
    def _different(self) -> list[Activation]:
        """Those that are drawn: each once; the one chosen where no layer has it."""
        chosen = self._activations or by_layer.values_of(self.run.spec.network.activation)
        return list(dict.fromkeys(chosen))

    @property
    def _depth(self) -> int:
        """The number of hidden layers."""
        return len(self.run.layer_sizes) - 2

    def _hidden_sums(self) -> tuple[np.ndarray, ...]:
        """Z[1] .. Z[L-1]; the output layer has an activation of its own."""
        return () if self._sums is None else self._sums[:-1]

    def _show_functions(self) -> None:
        """Draw g and g' as wide as the weighted sums reach, and make room for those below."""
        end = self._x_end.end
        # An odd number of points, the middle one 0, where some activations have their corner.
        z = np.linspace(-end, end, _POINTS)
        different = self._different
        g, slope = (
            np.concatenate([f(z[np.newaxis]) for f in functions])
            for functions in (different, [each.slope for each in different])
        )
        low = max(_LOWEST, min(0.0, round(float(g.min()), 2)))
        high = min(_HIGHEST, max(1.0, float(g.max()), float(slope.max())))
        for place in range(len(different)):
            curves = self._curves_of(place, several=len(different) > 1)
            values = g[place]
            curves[0].set_points(z, np.where((values < low) | (values > 4 * high), np.nan, values))
            curves[1].set_points(z, slope[place])
        for curve in chain.from_iterable(self._pairs[len(different) :]):
            curve.set_points(np.empty(0), np.empty(0))
        self._low, self._high = low, high
        self._arrange()
        ticks = linear_ticks(low, high, 4)
        every = -(-self._depth // _NAMED) if self._depth else 1
        rows = range(1, self._depth + 1, every)
        self.plot.left.set_fixed_ticks(
            [Tick(self._base(layer), f"layer {layer}") for layer in reversed(rows)] + ticks
        )
        self.plot.set_names("z", "")
        self._show_legend()

    def _arrange(self) -> None:
        if not self._free:
            end, pad = self._x_end.end, 0.06 * (self._high - self._low)
            self.plot.set_ranges((-end, end), (self._base(self._depth) - pad, self._high + pad))

    @property
    def _row(self) -> float:
        return _ROW * (self._high - self._low) * min(1.0, 4 / max(1, self._depth))

    def _base(self, layer: int) -> float:
        """Where on the vertical axis the foot of a layer's row lies."""
        return self._low - layer * self._row - (0.3 * self._row if layer else 0.0)

    def _show_legend(self) -> None:
        keys = []
        for activation, (g, _) in zip(self._different, self._pairs):
            keys.append(line_key(f"g(z), {activation.label}", partial(getattr, g, "pen")))
        keys.append(line_key("g′(z)", lambda: self.slope.pen))
        if self._depth:
            keys.append(Key("z of training examples", self.ridgeline.paint_key))
        self.legend.set_keys(keys)

    def _show_sums(self) -> None:
        end, sums = self._x_end.end, self._hidden_sums()
        ridgeline = [
            Ridge(
                self._base(layer),
                _FULL * self._row,
                histogram(Z, -end, end),
                f"{100 * share:.0f} % flat",
            )
            for layer, (Z, share) in enumerate(zip(sums, self._flat_shares(sums)), start=1)
        ]
        self.ridgeline.set_ridges(ridgeline, -end, end)

    def _flat_shares(self, sums: Sequence[np.ndarray]) -> list[float]:
        """The part of the weighted sums of each layer where its g hardly rises or falls."""
        return [
            float((np.abs(g.slope(Z)) < _FLAT * g.steepest).mean())
            for g, Z in zip(self._activations, sums)
        ]

    # ------------------------------------------------------------------ looking closer

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        z = np.array([[x]])
        return x, [
            ("z", number_text(x), "text"),
            *(
                row
                for activation, (g, slope) in zip(self._different, self._pairs)
                for row in (
                    ("g(z)", number_text(activation(z).item()), g.role),
                    ("g′(z)", number_text(activation.slope(z).item()), slope.role),
                )
            ),
        ]

    # ------------------------------------------------------------------ for everyone

    def probes(self) -> tuple[Probe, ...]:
        """The weighted sums."""
        return (PreActivationsProbe(),)

    def _summary(self, frame: Frame) -> str:
        """Which activation it is, and where it is flat."""
        label = activation_text(frame.run.spec)
        if not self._depth:
            return f"{label} activation; there is no hidden layer to use it."
        sums = self._hidden_sums()
        if not sums:
            return f"{label} activation; the weighted sums are not there yet."
        shares = ", ".join(
            f"layer {layer} {100 * share:.0f} %"
            for layer, share in enumerate(self._flat_shares(sums), 1)
        )
        return f"{label} activation; weighted sums where its slope is nearly 0: {shares}."

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """g and g'."""
        z, curves = self.slope.x, {}
        different = self._different
        for activation, (_, slope) in zip(different, self._pairs):
            of = f" of {activation.label}" if len(different) > 1 else ""
            curves[f"g{of}"] = z, activation(z[np.newaxis])[0]
            curves[f"slope{of}"] = z, slope.y
        return curves

    @property
    def x_name(self) -> str:
        """The weighted sum."""
        return "z"


def _largest(sums: tuple[np.ndarray, ...]) -> float:
    """How far from 0 nearly all weighted sums lie; 0 where there are none."""
    sizes = np.concatenate([np.abs(Z).ravel() for Z in sums]) if sums else np.empty(0)
    sizes = sizes[np.isfinite(sizes)]
    return float(np.percentile(sizes, _INSIDE)) if sizes.size else 0.0
