"""Canvas: the diagram on the screen, and what a person does there with mouse and keys."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)

from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting import canvas
from playground.gui.plotting.pointing import Inspected
from playground.gui.plotting.words import write_sentence
from playground.gui.theme import Theme
from playground.gui.theme.fonts import use_small_font
from playground.gui.theme.tooltips import plain_tip
from playground.gui.views.diagram.layout import Layout
from playground.gui.views.diagram.navigation import Walk
from playground.gui.views.diagram.parts import Bias, Link, Names, Part, Unit
from playground.gui.views.diagram.picture import Picture

_WIDEST_NAME = 84  # pixels for the names of inputs and classes
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


NOTHING = "The network will appear here."
_MORE = "Show the next units; the wheel turns through all of them"


class Canvas(canvas.Canvas):
    """Units, links and biases. Hover reads out, a click or Enter picks, arrows walk.

    Attributes
    ----------
    run : Run or None
        The run that is drawn.
    walk : Walk or None
        What the keyboard, or a click, selected.
    held : Link, Bias or None
        What is being edited.
    paint_time : float
        Seconds the last painting took.

    Signals
    -------
    laid_out(Layout)
        The columns stand elsewhere.
    unit_pointed(Unit or None)
        The unit under the cursor or selected by keyboard; None when it is left.
    picked(Link, Bias or None)
        A weight or bias somebody wants to change; None for a click beside everything.
    """

    laid_out = Signal(object)
    unit_pointed = Signal(object)
    picked = Signal(object)

    run: Run | None = None
    _frame: Frame

    def __init__(self, theme: Theme) -> None:
        name = "Network diagram: arrow keys walk, Enter changes a weight"
        super().__init__(self._paint_timed, name)
        use_small_font(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)
        self.picture = Picture(theme, self.font())
        self.walk: Walk | None = None
        self.held: Part | None = None
        self.paint_time = 0.0
        self._firsts: dict[int, int] = {}
        self._unit: Unit | None = None

    # ------------------------------------------------------------------ what is shown

    @property
    def layout_(self) -> Layout:
        """Where everything stands, once there is a run."""
        return self.picture.layout

    def show_frame(self, frame: Frame) -> None:
        """Draw a frame."""
        self._frame = frame
        if frame.run is not self.run:
            if self.run is None or self.run.layer_sizes != frame.run.layer_sizes:
                self._forget()
            self.run = frame.run
            self._lay_out()
        else:
            self._refresh()
        self.update()

    def _forget(self) -> None:
        """Let go of all parts: another network may not have them."""
        self._firsts = {}
        self.walk = self.held = None
        self.point_at(None)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.picture.recolour(theme)
        self._refresh()

    def margins(self, run: Run) -> tuple[float, float]:
        """Pixels for the names at the left and at the right."""
        names, advance = Names(run), self.picture.metrics.horizontalAdvance
        widest = (
            max(map(advance, words[:64]), default=0.0) for words in (names.inputs, names.outputs)
        )
        left, right = (min(width, _WIDEST_NAME) + 8 if width else 0.0 for width in widest)
        return left, right

    def _lay_out(self) -> None:
        run = self.run
        if run is None:
            return
        left, right = self.margins(run)
        self.setMinimumWidth(Layout.width_needed(run.layer_sizes, left, right))
        layout = Layout(run.layer_sizes, self.width(), self.height(), left, right, self._firsts)
        self.picture.set_layout(layout, Names(run))
        self._refresh()
        self.laid_out.emit(layout)

    def _refresh(self) -> None:
        if self.run is not None:
            self.picture.set_frame(self._frame, self.devicePixelRatioF())
            self.picture.write_numbers()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for eight units."""
        return QSize(560, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Draw finer or coarser on another screen, and with room for larger type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.run is not None:
            inspected = self.picture.inspected
            self.picture = Picture(self.picture.theme, self.font())
            self.picture.inspected = inspected
            self._lay_out()
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._refresh()

    def _paint_timed(self, painter: QPainter, area: QRectF) -> None:
        begin = time.perf_counter()
        if self.run is not None:
            self.picture.paint(painter)
        else:
            write_sentence(painter, area, NOTHING, self.picture.theme)
        self.paint_time = time.perf_counter() - begin

    def inspect(self, at: Inspected) -> None:
        """Write the numbers of another unit or example, where there are any."""
        if at != self.picture.inspected:
            self.picture.inspected = at
            if self.run is not None and not self._show_unit(at):
                self.picture.write_numbers()
                self.update()

    def _show_unit(self, at: Inspected) -> bool:
        """Let the column of a unit that is looked at show it; whether it did not."""
        layout = self.layout_
        if not 1 <= at.layer < len(layout.columns):
            return False
        unit = Unit(at.layer, min(at.unit, layout.layer_sizes[at.layer] - 1))
        if layout.shows(unit):
            return False
        self._firsts[unit.layer] = layout.first_to_show(unit)
        self._lay_out()
        return True

    # ------------------------------------------------------------------ pointing

    def point_at(self, part: Part | None, cursor: QPointF | None = None) -> None:
        """Bring a part out and read it out; None for what is held or selected, if anything."""
        picture = self.picture
        if part is None:
            part, cursor = self._resting(), None
        selected = self.walk is not None and part == self.walk.part and self.hasFocus()
        state = (part, cursor, selected and cursor is None, part == self.held)
        if state != (picture.pointed, picture.cursor, picture.ringed, picture.silent):
            picture.pointed, picture.cursor, picture.ringed, picture.silent = state
            self.update()
            if picture.ringed:
                words = " ".join(filter(None, (word for row in picture.words() for word in row)))
                self.setAccessibleDescription(words)
        unit = part if isinstance(part, Unit) else None
        if unit != self._unit:
            self._unit = unit
            self.unit_pointed.emit(unit)

    def hold(self, part: Part | None) -> None:
        """Keep a part brought out while it is edited; None for no longer."""
        self.held = part
        self.point_at(None)

    def _resting(self) -> Part | None:
        if self.held is not None:
            return self.held
        return self.walk.part if self.walk is not None and self.hasFocus() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what is under the cursor."""
        if self.run is None:
            return
        at = event.position()
        part = self.layout_.at(at.x(), at.y())
        self.point_at(part, at if part is not None else None)
        noted = part is None and self._noted_at(at) is not None
        self.setToolTip(plain_tip(_MORE if noted else ""))
        pickable = noted or (part is not None and not isinstance(part, Unit))
        shape = Qt.CursorShape.PointingHandCursor if pickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        """Read out nothing, or what the keyboard selected."""
        super().leaveEvent(event)
        self.point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the weight or bias under the cursor."""
        if self.run is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        part = self.layout_.at(event.position().x(), event.position().y())
        if part is None and (layer := self._noted_at(event.position())) is not None:
            self._scroll(layer, self.layout_.columns[layer].next_first)
            return
        self._select(Walk(part) if part is not None else None)
        self.point_at(part, event.position() if part is not None else None)
        self.picked.emit(None if isinstance(part, Unit) else part)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move a layer that has more units than fit."""
        layer = self.layout_.column_at(event.position().x()) if self.run else 0
        steps = event.angleDelta().y()
        if self.run is None or not steps or not self._is_cut(layer):
            event.ignore()
            return
        self._scroll(layer, self.layout_.columns[layer].first - (1 if steps > 0 else -1))
        event.accept()

    def _noted_at(self, at: QPointF) -> int | None:
        """The layer of whose hidden units the words at a place tell."""
        for layer, column in enumerate(self.layout_.columns):
            if column.note and self.picture.note_box(column).contains(at):
                return layer
        return None

    def _is_cut(self, layer: int) -> bool:
        column = self.layout_.columns[layer]
        return len(column.ys) < column.size

    def _scroll(self, layer: int, first: int) -> None:
        column = self.layout_.columns[layer]
        first = min(max(0, first), column.size - len(column.ys))
        if first != column.first:
            self._firsts[layer] = first
            self._lay_out()

    # ------------------------------------------------------------------ keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, pick with Enter, leave with Escape."""
        if self.run is None:
            event.ignore()
        elif event.key() in _ARROWS:
            self._step(self.run, *_ARROWS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.walk is not None:
            self._pick(self.walk.part)
        elif event.key() == Qt.Key.Key_Escape and self.walk is not None:
            self._select(None)
            self.point_at(None)
        else:
            event.ignore()

    def _step(self, run: Run, right: int, down: int) -> None:
        if self.walk is None:
            walk = self._first_walk()
        else:
            walk = self.walk.moved(right, down, run.layer_sizes)
        self._select(walk)
        self.point_at(walk.part)

    def _first_walk(self) -> Walk:
        return Walk(Unit(1, self.layout_.columns[1].first))

    def _pick(self, part: Part) -> None:
        """Pick a weight or bias; of a unit, its bias, which an input has none."""
        if part.layer:
            self.picked.emit(Bias(*part) if isinstance(part, Unit) else part)

    def _select(self, walk: Walk | None) -> None:
        self.walk = walk
        if walk is not None:
            part = walk.part
            units = (part.source, part.target) if isinstance(part, Link) else (Unit(*part),)
            for unit in units:
                self._scroll(unit.layer, self.layout_.first_to_show(unit))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what is selected."""
        super().focusInEvent(event)
        if self.run is not None:
            by_key = event.reason() in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
            )
            if self.walk is None and by_key:
                self._select(self._first_walk())
            self.point_at(self.picture.pointed, self.picture.cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show nothing selected."""
        super().focusOutEvent(event)
        self.point_at(None)
