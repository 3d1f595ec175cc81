"""Which plane the axes of a boundary show, and which one its surface is wanted over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.data.datasets import Dataset
from playground.experiment.inputs.plane import Plane
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
    shown : Plane
        There is one once there are data.
    asked : Plane or None
        What a surface is wanted over; None for the plane around all examples.
    """

    asked_changed = Signal()
    shown: Plane

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self.asked: Plane | None = None
        self._awaited: Plane | None = None  # with other axes than the one that is shown
        self._data: Dataset | None = None  # of the run that is shown
        self._plot = plot
        self._settled = QTimer(
            self, singleShot=True, interval=_SETTLED, timeout=self._ask_for_visible
        )

    def forget(self) -> None:
        """Wait for nothing any more: another run stands, or none."""
        self._settled.stop()
        self._awaited = None
        self._ask_for(None)

    def take_data(self, data: Dataset, computed: Plane | None) -> None:
        """Show those of another run; of the same features, the axes stay what they were.

        Parameters
        ----------
        data : Dataset
        computed : Plane or None
            The one there is a surface over.
        """
        before, self._data = self._data, data
        plane = computed or Plane.around(data)
        if before is not None and before.feature_names == data.feature_names:
            wanted = self.shown.fitted(data)
            if wanted.components is not None and data is not before:
                wanted = wanted.along_components(data)
            if not wanted.has_axes_of(plane) or (data.n_x > 2 and wanted.held != plane.held):
                plane = self._awaited = wanted
                self._ask_for(wanted)
        self.shown = plane

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

    def fit(self, data: Dataset, is_picture: bool = False) -> None:
        """Show all examples, a unit as long upwards as to the right where both axes have one.

        Of a picture nothing more can be computed: it goes no further than its plane.
        """
        around, area = self.shown.fitted(data), self._plot.box.rect()
        if around.is_line:
            self._plot.set_ranges(around.x_range, heights(data))
            return
        if around.has_one_unit(data) and min(area.width(), area.height()) >= 1:
            around = around.with_square_cells(area.width(), area.height())
        x, y = around.x_range, around.y_range
        if is_picture:
            x, y = _common(x, self.shown.x_range), _common(y, self.shown.y_range)
        elif (x, y) != (self.shown.x_range, self.shown.y_range):
            self._settled.start()
        self._plot.set_ranges(x, y)

    def go_back(self) -> None:
        """Ask for what is shown of all examples, from wherever the axes were moved to."""
        self._settled.stop()
        self._ask_for_visible()

    def keep(self, plane: Plane) -> None:
        """Ask for what is computed already: what comes is compared with it."""
        self._settled.stop()
        self._ask_for(plane)

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


def _common(wanted: tuple[float, float], there: tuple[float, float]) -> tuple[float, float]:
    """What of a range is there."""
    return max(wanted[0], there[0]), min(wanted[1], there[1])
