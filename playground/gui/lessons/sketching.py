"""Sketching: the curve a learner expects of a run, in the plot where the true one will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.experiment.answers import Given
from playground.gui.lessons.sketch import Sketch
from playground.gui.plotting.history_view import HistoryView
from playground.lessons.step_kinds.run import Run

if TYPE_CHECKING:
    from playground.gui.lessons.stage import Stage

#: How much higher than the present value the plot reaches.
_ABOVE = 1.5


class Sketching:
    """At most one sketch; a lesson counts in epochs, a plot perhaps in mini-batches or per cent.

    Attributes
    ----------
    sketch : Sketch or None
    factor : float
        From a value to what stands on the plot's axis.
    """

    def __init__(self, stage: Stage) -> None:
        self.sketch: Sketch | None = None
        self.factor = 1.0
        self._per_epoch = 1.0  # on the horizontal axis
        self._stage = stage

    def begin(self, curve: str, run: Run | None, given: Given | None = None) -> Sketch | None:
        """Lay a sketch into the plot of a curve; None where the plot is not there yet.

        Parameters
        ----------
        curve : str
            Which the sketch is compared with: ``"train_cost"``.
        run : Run or None
            The one it is about.
        given : tuple of (float, float), optional
            The sketch, as epoch and value, where it is given already; else it can be drawn.
        """
        snapshot, batches = self._stage.workbench.snapshot, self._stage.batches
        view = self._stage.plot_of(curve)
        if not isinstance(view, HistoryView) or snapshot is None:
            return None
        if self.sketch is None or self.sketch.parent() is not view:
            self.end()
            self.sketch = Sketch(view)
        self.factor = view.factor
        self._per_epoch = float(batches) if curve.endswith("cost") else 1.0
        if isinstance(given, tuple):
            self.sketch.show_points([(x * self._per_epoch, y * self.factor) for x, y in given])
            return self.sketch
        epochs = 1.0 if run is None else run.steps / batches if run.steps else run.limit
        end = (snapshot.epoch + epochs) * self._per_epoch
        self.sketch.begin(end, max(1e-6, _ABOVE * self.factor * self.present(curve)))
        return self.sketch

    def present(self, curve: str) -> float:
        """The last evaluation of a curve."""
        frame = self._stage.workbench.frame
        return frame.latest.get(curve, 0.0) if frame is not None else 0.0

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """What is drawn, as epoch and value."""
        if self.sketch is None:
            return ()
        points = self.sketch.points / (self._per_epoch, self.factor)
        return tuple((float(x), float(y)) for x, y in points)

    def settle(self) -> None:
        """It stays as it is, over the true curve."""
        if self.sketch is not None and len(self.sketch.points):
            self.sketch.show_points(self.sketch.points)

    def end(self) -> None:
        """Take it out of the plot."""
        if self.sketch is not None:
            self.sketch.clear()
            self.sketch.setParent(None)
            self.sketch = None
