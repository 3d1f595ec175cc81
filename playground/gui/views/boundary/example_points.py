"""The examples of an experiment where they lie in a plot."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.experiment.inputs.plane import Plane
from playground.gui.plotting.layers.points import Points, thinned
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.pointing import Examples
from playground.gui.views.boundary.examples import Looks

_MARGIN = 0.08  # of the range of heights, above and below


class ExamplePoints(Points):
    """Train examples filled and dev examples hollow, dev above; test on request.

    Attributes
    ----------
    note : str
        How many of them are drawn, where these are not all.
    """

    _plane: Plane  # there is one once they were shown

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self.note = ""
        self._parts: dict[str, Dataset] = {}  # those that are shown, by name
        self._drawn: list[Examples] = []  # one for each point

    def show_examples(self, split: Split, plane: Plane, looks: Looks, with_test: bool) -> None:
        """Draw the examples of train and dev set, and perhaps of the test set, over a plane."""
        names = ("train", "dev", "test") if with_test else ("train", "dev")
        self._parts, self._plane = {name: getattr(split, name) for name in names}, plane
        wanted = self._parts.values()
        chosen = thinned(*(part.m for part in wanted))
        parts = [part.take(which) for part, which in zip(wanted, chosen)]
        self._drawn = [
            Examples(name, (place,))
            for name, which in zip(names, chosen)
            for place in which.tolist()
        ]
        shown, total = sum(p.m for p in parts), sum(p.m for p in wanted)
        self.note = f"{shown:,} of {total:,} points drawn" if shown < total else ""
        kinds = np.concatenate([looks.kinds_of(p, place) for place, p in enumerate(parts)])
        x, y = np.concatenate([places(part, plane) for part in parts], axis=1)
        # Hollow points on top, else in the order of the data, so that no class hides another.
        self.set_points(x, y, kinds, looks.styles)

    def example_at(self, x: float, y: float) -> Examples | None:
        """The example that is drawn at a place of the plot; None where none is near."""
        if not (self._drawn and self.isVisible()):
            return None
        points, at = self.plot.to_pixels(self.x, self.y), self.plot.to_pixels(x, y)
        away = np.nan_to_num(np.hypot(points[0] - at[0], points[1] - at[1]), nan=np.inf)
        nearest = int(np.argmin(away))
        return self._drawn[nearest] if away[nearest] <= self.size else None

    def places_of(self, examples: Examples) -> list[tuple[float, float]]:
        """Where chosen examples are, if they are drawn; of very many, some."""
        part = self._parts.get(examples.part)
        if part is None or not self.isVisible():
            return []
        known = np.array([place for place in examples.places if place < part.m], dtype=int)
        (shown,) = thinned(len(known))
        x, y = places(part.take(known[shown]), self._plane)
        return list(zip(x.tolist(), y.tolist()))


def places(part: Dataset, plane: Plane) -> np.ndarray:
    """Where examples are drawn over a plane, ``(2, m)``; over a single feature by their label."""
    x, y = plane.coordinates(part.X)
    if plane.is_line:
        # Of several outputs the one that belongs to its class should be 1.
        y = np.ones(part.m) if part.task == "multiclass" else part.Y[0]
    return np.stack([x, y])


def heights(data: Dataset) -> tuple[float, float]:
    """What has to be seen upwards over a single feature, of labels and outputs."""
    low, high = (0.0, 1.0) if data.class_names else (float(data.Y.min()), float(data.Y.max()))
    pad = _MARGIN * (high - low) or 1.0
    return low - pad, high + pad
