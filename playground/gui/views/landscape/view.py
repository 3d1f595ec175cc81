"""The landscape: the cost over a plane through the space of parameters, with the run's path."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.naming import parameter_index
from playground.experiment.probe import Probe
from playground.experiment.probes.landscape import LandscapeProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.layers.mark import Cross
from playground.gui.plotting.legend import Legend
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.pointing import Parameter
from playground.gui.plotting.view import Switches
from playground.gui.theme import Theme, boxes
from playground.gui.theme.tooltips import allow
from playground.gui.views.landscape.controls import LOOK_FIRST, LandscapeControls
from playground.gui.views.landscape.hidden_strip import HiddenStrip, hidden_sentence
from playground.gui.views.landscape.pane import LandscapePane
from playground.gui.views.registry import views

_LOW = 27  # lines of text; a view that is lower has no legend, and of what is hidden only words


@views.register("landscape")
class LandscapeView(PlotView):
    """Contours of the cost, the path of the run, and what the plane hides of it."""

    picture_size = (640, 560)
    report_size = (644, 420)
    least_size = (280, 240)
    read_out_line = False
    sentence = "Train a few steps, and the cost around the network will appear here."

    def _build(self) -> None:
        self.landscape: Landscape | None = None
        self._is_hasty = False  # while a run goes on, contours are drawn without taking time
        self.pane = LandscapePane(self.plot)
        self.other = Plot(self.theme)
        self.other.setAccessibleName("Landscape of other features")
        self.other.hide()
        self.other_legend = Legend(self.theme, self.other.font())
        self.other.put_above(self.other_legend)
        self.other_pane = LandscapePane(self.other)
        self.other.fit_requested.connect(self.other_pane.fit)
        self.other.resized.connect(self.other_pane.fit)
        self.choices = LandscapeControls()
        self.choices.changed.connect(self._on_chosen)
        self.choices.forth.clicked.connect(self._continue)
        self.strip = HiddenStrip(self.theme)
        self.strip.hide()
        boxes.column(self.choices, into=self.controls)
        self.plot.clicked.connect(self._on_clicked)
        self.plot.resized.connect(self.pane.show_profiles)

    def _lay_out(self) -> None:
        plots = boxes.row((self.plot, 1), (self.other, 1), spacing=0)
        boxes.column(self.controls, (plots, 1), self.strip, into=self, spacing=0)

    @property
    def cross(self) -> Cross:
        """The point that is looked at."""
        return self.pane.cross

    # ------------------------------------------------------------------ drawing

    def probes(self) -> tuple[Probe, ...]:
        """The landscape over the plane that is chosen."""
        choices = self.choices
        return (
            LandscapeProbe(
                choices.plane,
                choices.dev.isChecked(),
                choices.penalty.isChecked(),
                choices.slopes.isChecked(),
                beside=choices.beside.isVisibleTo(choices)
                and choices.beside.isEnabled()
                and choices.beside.isChecked(),
            ),
        )

    @Slot()
    def _on_chosen(self) -> None:
        self._free = False
        self.probes_changed.emit()
        self._show()

    def _take_run(self, frame: Frame) -> None:
        self._free = False  # a range that was chosen is one of another plane
        self._show_controls(True)
        self.strip.setVisible(not self._headless)
        self.choices.show_network(frame.run.layer_sizes)

    def _draw(self, frame: Frame) -> None:
        if frame.snapshot.elsewhere is None:
            self.cross.show_at()
        allow(self.choices.forth, LOOK_FIRST if frame.snapshot.elsewhere is None else "")
        landscape, is_running = frame.probes.get(LandscapeProbe), frame.snapshot.running
        if landscape is self.landscape and is_running == self._is_hasty:
            return
        self.landscape, self._is_hasty = landscape, is_running
        self.strip.show_landscape(landscape)
        self._show_empty(landscape is None or landscape.plane is None)
        self._show()

    def _show(self) -> None:
        found, choices = self.landscape, self.choices
        beside = None if found is None else found.beside
        self.other.setVisible(beside is not None)
        for pane, shown in ((self.pane, found), (self.other_pane, beside)):
            best = self._best(shown) if pane is self.pane else None
            with_profiles = choices.profiles.isChecked() and beside is None
            pane.show(shown, best, choices.shading.isChecked(), with_profiles, not self._is_hasty)
        if found is not None and found.plane is not None:
            keys = self.pane.keys() if beside is None and not self._is_low else []
            self.legend.set_keys(keys, found.features)
        if beside is not None:
            self.other_legend.set_keys([], beside.features)
            self.other_pane.fit()
        self._arrange()
        self._show_read_out()

    def _best(self, found: Landscape | None) -> int | None:
        """The place on the path that is nearest to the lowest dev cost."""
        if self.frame is None or not self.frame.run.split.dev.m:
            return None
        if found is None or found.plane is None:
            return None
        best = self.frame.history.best()
        if not best or not best["epoch"] or best["step"] > found.steps[-1]:
            return None
        return int(np.abs(found.steps - best["step"]).argmin())

    def _arrange(self) -> None:
        """Fit the plane."""
        if not self._free:
            self.pane.fit()

    @property
    def _is_low(self) -> bool:
        """Whether there is so little room that the map gets what is not needed most."""
        return self._is_low_at(self.height()) and not self._headless

    def _is_low_at(self, height: int) -> bool:
        return height < _LOW * self.fontMetrics().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the most of the room."""
        was = self._is_low_at(event.oldSize().height())
        super().resizeEvent(event)
        self.strip.be_low(self._is_low)
        if was != self._is_low:
            self._show()

    # ------------------------------------------------------------------ looking at a point

    def show_pointed(self, at: object) -> None:
        """Lay the plane through the two weights or biases that were clicked last."""
        if isinstance(at, Parameter) and self.frame is not None:
            sizes = self.frame.run.layer_sizes
            self.choices.take_parameter(parameter_index(sizes, at.layer, at.row, at.column))

    @property
    def _is_drawn(self) -> bool:
        return self.landscape is not None and self.landscape.plane is not None

    def _read_out_at(self, at: QPointF) -> tuple[float, list[tuple[str, str, str]]]:
        return at.x(), self.pane.rows_at(at.x(), at.y())

    @Slot(object)
    def _on_clicked(self, at: QPointF) -> None:
        plane = self.pane.plane
        if plane is not None and not self._headless:
            self.cross.show_at((at.x(), at.y()))
            self.elsewhere_requested.emit(plane.theta(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the look at another point."""
        if event.key() == Qt.Key.Key_Escape and self.cross.at:
            self.cross.show_at()
            self.action_requested.emit("to_latest")
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _continue(self) -> None:
        self.action_requested.emit("branch")

    # ------------------------------------------------------------------ for everyone

    def _summary(self, frame: Frame) -> str:
        """What the plane shows and hides."""
        return self.sentence if self.landscape is None else hidden_sentence(self.landscape)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """The plot, and below it what it hides."""
        below = self.strip.height()
        plots = rect.adjusted(0, 0, 0, -below)
        shown = [self.plot] if self.other.isHidden() else [self.plot, self.other]
        width = plots.width() / len(shown)
        for number, plot in enumerate(shown):
            left = plots.left() + number * width
            plot.paint_picture(painter, QRectF(left, plots.top(), width, plots.height()))
        self.strip.paint_into(
            painter, QRectF(rect.left(), rect.bottom() - below, rect.width(), below)
        )

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The path: where it lies in the plane, how far out of it, and its costs."""
        found = self.landscape
        if found is None or found.hidden is None:
            return {}
        steps, hidden = found.steps.astype(float), found.hidden
        return {
            "a": (steps, found.points[:, 0]),
            "b": (steps, found.points[:, 1]),
            "distance out of the plane": (steps, hidden.distances),
            "cost": (steps, hidden.true_costs),
            "cost in the plane": (steps, hidden.plane_costs),
        }

    @property
    def x_name(self) -> str:
        """What the numbers of the path run along."""
        return "step"

    def _switches(self) -> Switches:
        choices = self.choices
        return {"shading": (choices.shading, "checked"), "profiles": (choices.profiles, "checked")}

    def _recolour(self, theme: Theme) -> None:
        super()._recolour(theme)
        self.other.recolour(theme)
        self.strip.theme = theme
        self.strip.update()
        if self._is_drawn:
            self._show()
