"""Which plane the axes of a boundary show, and which one its surface is wanted over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.data.datasets import Dataset
from playground.experiment.probes.surface import Plane
from playground.gui.plotting.plot import Plot
from playground.gui.views.boundary.example_points import heights

_SETTLED = 60  # milliseconds after the last movement until another plane is asked for


class PlaneOnScreen(QObject):
    """The plane that is shown, and the one that takes its place once its surface is there.

    Parameters
    ----------
    plot : Plot
        Whose axes show it.

    Signals
    -------
    asked_changed()
        A surface over another plane is wanted.

    Attributes
    ----------
    shown : Plane or None
        None before there are data.
    asked : Plane or None
        What a surface is wanted over; None for the plane around all examples.
    """

    asked_changed = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self.shown: Plane | None = None
        self.asked: Plane | None = None
        self._awaited: Plane | None = None  # with other axes than the one that is shown
        self._plot = plot
        self._settled = QTimer(
            self, singleShot=True, interval=_SETTLED, timeout=self._ask_for_visible
        )

    def forget(self) -> None:
        """Wait for nothing any more: another run stands, or none."""
        self._settled.stop()
        self._awaited = None
        self._ask_for(None)

    def first_of(self, data: Dataset, before: Dataset | None, computed: Plane | None) -> Plane:
        """The plane to show first of a run's data.

        Parameters
        ----------
        data : Dataset
        before : Dataset or None
            Those of the run before: of the same features, the axes stay what they were.
        computed : Plane or None
            The one there is a surface over.
        """
        plane = computed or Plane.around(data)
        if before is None or before.feature_names != data.feature_names:
            return plane
        wanted = self.shown.fitted(data)
        if wanted.components is not None and data is not before:
            wanted = wanted.along_components(data)
        if wanted.has_axes_of(plane) and (data.n_x <= 2 or wanted.held == plane.held):
            return plane
        self._awaited = wanted
        self._ask_for(wanted)
        return wanted

    def takes(self, plane: Plane) -> bool:
        """Whether a surface over this plane is what is waited for, or nothing is."""
        awaited = self._awaited is None or plane.has_axes_of(self._awaited)
        if awaited:
            self._awaited = None
        return awaited

    @Slot(object)
    def want(self, plane: Plane) -> None:
        """Ask for another plane; what is on the axes changes once its surface is there."""
        if plane.has_axes_of(self.shown):
            # Other held values: what is seen of the axes stays as it is.
            self.shown = replace(plane, x_range=self.shown.x_range, y_range=self.shown.y_range)
            self._ask_for(self.shown)
        else:
            self._awaited = plane
            self._ask_for(plane)

    # ------------------------------------------------------------------ pan and zoom

    def fit(self, data: Dataset) -> None:
        """Show all examples."""
        around = self.shown.fitted(data)
        up = heights(data) if around.is_line else around.y_range
        self._plot.set_ranges(around.x_range, up)

    def go_back(self, data: Dataset) -> None:
        """Ask for the plane around all examples, from wherever the axes were moved to."""
        self._settled.stop()
        self.shown = self.shown.fitted(data)
        self._ask_for(self.shown)

    def follow(self) -> None:
        """Ask for what the axes show, once they stand still."""
        self._settled.start()

    @Slot()
    def _ask_for_visible(self) -> None:
        x, y = self._plot.x_range, self._plot.y_range
        self.shown = replace(self.shown, x_range=x, y_range=y)
        self._ask_for(self.shown)

    def _ask_for(self, plane: Plane | None) -> None:
        self.asked = plane
        self.asked_changed.emit()
