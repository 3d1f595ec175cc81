"""DiagramView: the network as a diagram, with everything one can change in it."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.engine.plan import blocks
from playground.experiment.naming import activation_text
from playground.experiment.probe import Probe
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting.pointing import Inspected, Parameter
from playground.gui.plotting.view import View
from playground.gui.theme import Theme, boxes
from playground.gui.theme.numbers import number_text
from playground.gui.views.diagram.canvas import NOTHING, Canvas
from playground.gui.views.diagram.header import MOST_LAYERS, TopRow, UnitsRow, with_count
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.parts import Bias, Link, Names, Unit, value_of
from playground.gui.views.diagram.picture import Picture
from playground.gui.views.diagram.weight_editor import WeightEditor
from playground.gui.views.registry import views

#: The part of the time that painting may take while the network trains.
_SHARE = 0.2


@views.register("network")
class DiagramView(View):
    """Inputs, units with what they compute, weighted links, biases and the output.

    The hidden layers and every weight and bias can be edited in it; the unit under the cursor, or
    selected by keyboard, is pointed at.
    """

    picture_size = (640, 360)
    report_size = (644, 290)
    least_size = (300, 170)
    turn = 0
    sentence = NOTHING

    def _build(self) -> None:
        self.top_row = self.controls = TopRow()
        self.units_row = UnitsRow()
        self.canvas = Canvas(self.theme)
        self.editor = WeightEditor(self)
        self._layers: tuple[int, ...] = ()
        self._due = 0.0
        content = QWidget()
        boxes.column(self.units_row, (self.canvas, 1), into=content, spacing=0)
        scroll = boxes.scrolled(content, focusPolicy=Qt.FocusPolicy.NoFocus)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        boxes.column(self.top_row, (scroll, 1), into=self, spacing=0)
        self.top_row.stepper.wanted.connect(self._on_count_requested)
        self.units_row.size_requested.connect(self._on_size_requested)
        self.units_row.setting_requested.connect(self._edit_setting)
        self.canvas.laid_out.connect(self.units_row.lay_out)
        self.canvas.unit_pointed.connect(self._on_unit_pointed)
        self.canvas.picked.connect(self._on_picked)
        self.editor.edited.connect(self._on_edited)
        self.editor.closed.connect(self._on_editor_closed)

    # ------------------------------------------------------------------ drawing

    def _take_run(self, frame: Frame) -> None:
        self.editor.close_()
        self._show_layers(frame.run.layer_sizes[1:-1])

    def _draw(self, frame: Frame) -> None:
        self._theta = frame.snapshot.theta
        if self._is_due(frame):
            self.canvas.show_frame(frame)
        if self.editor.part is not None:
            self.editor.show_value(self._value(self.editor.part))

    def _is_due(self, frame: Frame) -> bool:
        """Whether to draw this frame: a large network on a large screen skips some."""
        now = time.perf_counter()
        if frame.snapshot.running and frame.run is self.canvas.run and now < self._due:
            return False
        self._due = now + self.canvas.paint_time / _SHARE
        return True

    @Slot(object)
    def show_spec(self, spec: ExperimentSpec) -> None:
        """Show the hidden layers of a specification, before its network stands."""
        self.units_row.show_spec(spec)
        self._show_layers(spec.network.hidden_layers)

    def _show_layers(self, layers: tuple[int, ...]) -> None:
        self._layers = tuple(layers)
        self.top_row.show_count(len(layers))
        self.units_row.show_sizes(self._layers)
        self._order_by_tab()
        if self.canvas.run is not None:
            self.units_row.lay_out(self.canvas.layout_)

    def _order_by_tab(self) -> None:
        """From the number of layers along the layers to the diagram."""
        stops = [*self.top_row.stepper.stops, *self.units_row.stops, self.canvas]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _recolour(self, theme: Theme) -> None:
        self.canvas.recolour(theme)

    # ------------------------------------------------------------------ what a person does

    @Slot(int)
    def _on_count_requested(self, count: int) -> None:
        if 0 <= count <= MOST_LAYERS:
            self._edit_layers(with_count(self._layers, count))
        else:
            self.refused.emit(
                f"Hidden layers: {count:,} of them are not allowed; it must be between 0 and "
                f"{MOST_LAYERS}."
            )

    @Slot(int, int)
    def _on_size_requested(self, layer: int, size: int) -> None:
        layers = list(self._layers)
        layers[layer - 1] = size
        self._edit_layers(tuple(layers))

    def _edit_layers(self, layers: tuple[int, ...]) -> None:
        self._edit_setting("network.hidden_layers", layers)

    @Slot(object)
    def _on_unit_pointed(self, unit: Unit | None) -> None:
        self.pointed.emit(unit if unit is not None and unit.layer else None)

    @Slot(object)
    def _on_picked(self, part: Link | Bias | None) -> None:
        if part is None:
            self.editor.close_()
            return
        self.pointed.emit(Parameter(part.layer, part.row, part.column))
        x, y = self.canvas.layout_.centre(part)
        at = self.canvas.mapTo(self, QPointF(x, y).toPoint())
        self.editor.open(part, Names(self.run).title(part), self._value(part), at)
        self.canvas.hold(part)

    @Slot(bool)
    def _on_editor_closed(self, had_focus: bool) -> None:
        self.canvas.hold(None)
        if had_focus:
            self.canvas.setFocus()

    @Slot(object, float)
    def _on_edited(self, part: Link | Bias, value: float) -> None:
        self.parameter_edited.emit(part.layer, part.row, part.column, value)

    def _value(self, part: Link | Bias) -> float:
        return value_of(part, self._theta, self.run.layer_sizes)

    # ------------------------------------------------------------------ for everyone

    def show_pointed(self, at: object) -> None:
        """Write the numbers of what is looked at in the inspector."""
        if isinstance(at, Inspected):
            self.canvas.inspect(at)

    def probes(self) -> tuple[Probe, ...]:
        """The maps of the units, over whatever plane is looked at."""
        return (SurfaceProbe(units=True),)

    def _summary(self, frame: Frame) -> str:
        """The network's shape and its largest weight."""
        run, sizes = frame.run, frame.run.layer_sizes
        hidden = " and ".join(filter(None, [", ".join(map(str, sizes[1:-2])), str(sizes[-2])]))
        inner = (
            f"hidden layers of {hidden} units with {activation_text(run.spec)} activation"
            if len(sizes) > 3
            else f"a hidden layer of {sizes[1]} units with {activation_text(run.spec)} activation"
            if len(sizes) == 3
            else "no hidden layer"
        )
        return (
            f"Network with {_counted(sizes[0], 'input')}, {inner} and "
            f"{_counted(sizes[-1], 'output')}; {_largest_weight(frame)}."
        )

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the diagram, with the names of its layers above the columns, into `rect`."""
        if self.frame is None:
            return
        run = self.frame.run
        picture = Picture(self.theme, self.canvas.font())
        line = picture.metrics.height() + 12
        left, right = self.canvas.margins(run)
        layout = Layout(run.layer_sizes, rect.width(), rect.height() - line, left, right)
        picture.set_layout(layout, Names(run))
        picture.set_frame(self.frame, painter.device().devicePixelRatioF())
        painter.save()
        painter.fillRect(rect, self.theme.panel)
        painter.translate(rect.topLeft())
        painter.setFont(picture.font)
        painter.setPen(self.theme.muted)
        ends = {0: "Inputs", len(layout.columns) - 1: "Output"}
        for layer, column in enumerate(layout.columns):
            text = ends.get(layer) or _counted(column.size, "unit")
            box = QRectF(column.x - 60, 0, 120, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.translate(0, line)
        picture.paint(painter)
        painter.restore()


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _largest_weight(frame: Frame) -> str:
    theta, layer_sizes = frame.snapshot.theta, frame.run.layer_sizes
    sizes = [np.nan_to_num(np.abs(block[:-1])) for block in blocks(theta, layer_sizes)]
    layer = int(np.argmax([W.max() for W in sizes]))
    column, row = np.unravel_index(np.argmax(sizes[layer]), sizes[layer].shape)
    link = Link(layer + 1, int(row), int(column))
    value = number_text(value_of(link, theta, layer_sizes))
    return f"the largest {Names(frame.run).of(link)} is {value}"
