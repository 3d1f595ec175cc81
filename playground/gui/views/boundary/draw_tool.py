"""DrawTool: what the mouse does to the points of a plot while the drawing tools are out."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from playground.data.by_hand.drawn import Drawing, DrawnClasses
from playground.data.by_hand.drawn_points import rounded
from playground.data.errors import DataError
from playground.data.sources import Source
from playground.experiment.drawing import as_drawing
from playground.experiment.snapshot import Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot
from playground.gui.views.boundary.draw_bar import DRAW, ERASE, LOOK, MOVE, DrawBar, point_style
from playground.settings import SettingError

_APART = 14.0  # pixels between two points of one stroke
_GRIP = 12.0  # pixels from a point at which it can still be taken hold of
_RUBBER = 10.0  # pixels around the cursor that are erased
_INTERVAL = 33  # milliseconds between two proposals of one stroke

_CURSORS = {
    DRAW: Qt.CursorShape.CrossCursor,
    MOVE: Qt.CursorShape.OpenHandCursor,
    ERASE: Qt.CursorShape.CrossCursor,
}


class DrawTool(QObject):
    """Turns strokes of the mouse into edits of a drawing.

    Signals
    -------
    points_edited(Drawing, int)
        The data as the stroke of that number has made them so far.
    refused(str)
        A sentence on why a stroke does nothing.
    cleared(bool)
        All points are gone, until the first new one is drawn; or they are there again.
    """

    points_edited = Signal(object, int)
    refused = Signal(str)
    cleared = Signal(bool)

    def __init__(self, plot: Plot, bar: DrawBar) -> None:
        super().__init__(plot)
        self.plot, self.bar = plot, bar
        self.active = False
        self._source: Source | None = None  # in force, as far as the window knows
        self._snapshot: Snapshot | None = None
        self._drawing: Drawing | None = None  # of the stroke at hand
        self._held = -1  # the example that is being moved
        self._target: QPointF | None = None  # where it goes
        self._problem = ""
        self.is_blank = False  # whether the next point is the first: there is no run of none
        self._last = QPointF()
        self._strokes = itertools.count(1)
        self._stroke = 0
        self._ghost = _Ghost(plot, bar)
        self._due = QTimer(self, singleShot=True, interval=_INTERVAL, timeout=self._propose)
        bar.changed.connect(self._on_tool)
        bar.class_requested.connect(self._on_class_requested)
        bar.clear_requested.connect(self.clear)
        plot.pointed.connect(self._on_pointed)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """The specification in force, as far as the window knows; strokes go on from there."""
        self._source = spec.data.source

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The data that are on screen."""
        self._snapshot = snapshot
        if self._source is None:
            self._source = snapshot.spec.data.source

    def set_active(self, active: bool) -> None:
        """Take the tools out, or put them away."""
        self.active = active
        self._set_blank(False)
        self.plot.hand = self if active else None
        self._on_tool()

    @property
    def can_draw(self) -> bool:
        """Whether the data on screen have a place for points."""
        if self._snapshot is None:
            return False
        data = self._snapshot.run.dataset
        return data.n_x == 2 or (data.n_x == 1 and data.task == "regression")

    # ------------------------------------------------------------------ events

    def take_mouse(self, event: QMouseEvent, at: QPointF) -> bool:
        """Take the left button's strokes in the plotting area."""
        if self.bar.tool == LOOK:
            return False
        inside = self.plot.box.rect().contains(at)
        if event.type() is QEvent.Type.MouseMove:
            self._ghost.show_at(at if inside else None)
            if self._drawing is not None:
                self._go_on(self._drawing, at)
            return self._drawing is not None
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if event.type() is not QEvent.Type.MouseButtonRelease:
            if inside:
                self._begin(at)
            return inside
        drawing = self._drawing is not None
        if drawing:
            self._end()
        return drawing

    def take_key(self, event: QKeyEvent) -> bool:
        """Escape puts the tools away, a digit chooses a class."""
        number = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.bar.closed.emit()
        elif len(number) == 1 and number in "123456789" and int(number) <= len(self.bar.classes):
            self.bar.draw_with(int(number) - 1)
        else:
            return False
        return True

    @Slot(object)
    def _on_pointed(self, at: QPointF | None) -> None:
        if at is None:
            self._ghost.show_at(None)

    # ------------------------------------------------------------------ strokes

    def _begin(self, at: QPointF) -> None:
        drawing = self._present_drawing()
        if drawing is None or (self.is_blank and self.bar.tool != DRAW):
            return
        self._drawing, self._stroke = drawing, next(self._strokes)
        if self.bar.tool == DRAW:
            self._add(drawing, at)
        elif self.bar.tool == ERASE:
            self._erase(drawing, at)
        else:
            near = self._near(drawing, at, _GRIP)
            self._held = int(near[0]) if len(near) else -1

    def _go_on(self, drawing: Drawing, at: QPointF) -> None:
        if self.bar.tool == DRAW:
            if math.hypot(at.x() - self._last.x(), at.y() - self._last.y()) >= _APART:
                self._add(drawing, at)
        elif self.bar.tool == ERASE:
            self._erase(drawing, at)
        elif self._held >= 0 and self.plot.box.rect().contains(at):
            self._target = at
            self._propose_soon()

    def _end(self) -> None:
        self._propose()
        if self._problem:
            # Last, because what was proposed clears the message before.
            self.refused.emit(self._problem)
        self._drawing, self._held, self._problem = None, -1, ""

    def _add(self, drawing: Drawing, at: QPointF) -> None:
        self._last = at
        point = [*self._place(at), self.bar.label][: drawing.width]
        self._edit(drawing.begun_anew if self.is_blank else drawing.add, [point])
        self._set_blank(False)

    def _erase(self, drawing: Drawing, at: QPointF) -> None:
        near = self._near(drawing, at, _RUBBER)
        if len(near) and len(near) == len(drawing.drawn.places):
            self._drawing = None
            self.clear()
        elif len(near):
            self._edit(drawing.erase, near.tolist())

    def _edit(self, edit: Callable[..., Drawing], *arguments: object) -> None:
        """Change the drawing of the stroke, and propose it soon."""
        try:
            self._drawing = edit(*arguments)
        except (DataError, SettingError) as error:
            problem = error.problem if isinstance(error, SettingError) else str(error)
            self._problem = problem[0].upper() + problem[1:]
            return
        self._propose_soon()

    def _propose_soon(self) -> None:
        if not self._due.isActive():
            self._due.start()

    @Slot()
    def _propose(self) -> None:
        """Announce what the stroke has made of the drawing."""
        if self._drawing is not None and self._target is not None:
            # A mouse moves many times a frame; only where it has got to counts.
            target, self._target = self._target, None
            self._edit(self._drawing.move, self._held, *self._place(target))
        self._due.stop()
        if self._drawing is not None and self._drawing != self._source:
            self.points_edited.emit(self._drawing, self._stroke)

    def _present_drawing(self) -> Drawing | None:
        """The points in force as a drawing; None where there can be none, which is told."""
        if self._snapshot is None:
            return None
        if isinstance(self._source, Drawing):
            return self._source
        if self._source != self._snapshot.spec.data.source:
            return None  # other data are on their way
        try:
            return as_drawing(self._snapshot)
        except (DataError, SettingError) as error:
            self.refused.emit(str(error))
            return None

    # ------------------------------------------------------------------ places

    def _near(self, drawing: Drawing, at: QPointF, reach: float) -> np.ndarray:
        """The examples within `reach` pixels, the nearest first."""
        x, y = drawing.drawn.numbers[:, :2].T
        left, top = self.plot.to_pixels(x, y)
        distance = np.hypot(left - at.x(), top - at.y())
        order = np.argsort(distance)
        return order[: np.searchsorted(distance[order], reach, side="right")]

    def _place(self, at: QPointF) -> tuple[float, float]:
        """A pixel in the numbers of the axes, as finely as it can be seen."""
        place = self.plot.at_pixel(at.x(), at.y())
        x, y = (
            float(rounded(np.asarray(number), high - low))
            for number, (low, high) in (
                (place.x(), self.plot.x_range),
                (place.y(), self.plot.y_range),
            )
        )
        return x, y

    # ------------------------------------------------------------------ tools

    @Slot()
    def _on_tool(self) -> None:
        shape = _CURSORS.get(self.bar.tool) if self.active else None
        if shape is None:
            self.plot.viewport().unsetCursor()
        else:
            self.plot.viewport().setCursor(shape)
        self._ghost.show_at(None)

    @Slot()
    def _on_class_requested(self) -> None:
        drawing = self._present_drawing()
        if not isinstance(drawing, DrawnClasses):
            return
        more, names = drawing.classes + 1, drawing.class_names
        if names:
            names += f", class {more}"
        drawing = dataclasses.replace(drawing, classes=more, class_names=names)
        self.bar.draw_once_there(more - 1)
        self.points_edited.emit(drawing, next(self._strokes))

    @Slot()
    def clear(self) -> None:
        """Show no points; the next one drawn is the first, and the network learns it alone.

        Until then nothing has changed: putting the tools away brings the points back.
        """
        if self._present_drawing() is not None:
            self._set_blank(True)
            if self.bar.tool != DRAW:
                self.bar.draw_with()

    def _set_blank(self, blank: bool) -> None:
        if blank != self.is_blank:
            self.is_blank = blank
            self.cleared.emit(blank)


class _Ghost(Layer):
    """Shows at the cursor what a click would do: the point it would draw, or what it erases."""

    def __init__(self, plot: Plot, bar: DrawBar) -> None:
        super().__init__(plot, z=90)
        self._bar = bar
        self._at: QPointF | None = None

    def show_at(self, at: QPointF | None) -> None:
        if at != self._at:
            self._at = at
            self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self._at is None or self._bar.tool not in (DRAW, ERASE):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._at)
        theme = self.plot.theme
        if self._bar.tool == ERASE:
            painter.setPen(QPen(QColor(theme.text), 1.2, Qt.PenStyle.DashLine))
            painter.drawEllipse(QPointF(), _RUBBER, _RUBBER)
        elif self._bar.classes:
            painter.setOpacity(0.6)
            point_style(int(self._bar.label), theme).paint(painter, 9.0)
