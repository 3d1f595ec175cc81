"""Plot: a pair of axes with pan, zoom and cursor, and the layers that are drawn in it."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsGridLayout, QGraphicsItem, QGraphicsWidget

from playground.gui.libraries.graphs import GraphicsView
from playground.gui.plotting.axis import Axis
from playground.gui.plotting.grid import Grid
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot_box import PlotBox
from playground.gui.plotting.plot_part import PlotPart
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font, use_small_font

_MARGIN = 12.0  # pixels around everything
_CLICK = 6.0  # pixels a cursor may slip in a click


class Hand(Protocol):
    """Somebody who takes mouse and keys of a plot for something else than pan and zoom."""

    def take_mouse(self, event: QMouseEvent, at: QPointF) -> bool:
        """Whether an event at a pixel of the plotting area is taken."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key is taken."""


class Plot(GraphicsView):
    """A plotting area between a left and a bottom axis.

    Left button or arrows pan, wheel or plus and minus zoom, a double click or Home asks for the
    whole again.

    Signals
    -------
    moved()
        Somebody panned or zoomed.
    fit_requested()
        Somebody asked to see everything.
    pointed(QPointF or None)
        The cursor is at this place of the axes; None when it left the area.
    clicked(QPointF)
        The left button was pressed and let go at this place of the axes.
    resized()
        The plotting area has another size.
    """

    moved = Signal()
    fit_requested = Signal()
    pointed = Signal(object)
    clicked = Signal(object)
    resized = Signal()

    _is_built = False  # Qt tells of the font before there is anything

    def __init__(self, theme: Theme) -> None:
        super().__init__(background=theme.panel)
        self.theme = theme
        self.log_y = False
        self.is_picture = False  # quality counts, speed does not
        self.layers: list[Layer] = []
        self._pressed = QPointF()  # where a button went down
        self.hand: Hand | None = None  # what the mouse works for, while somebody draws
        font = small_font()
        self.box = PlotBox()
        self.left = Axis(True, theme, font)
        self.bottom = Axis(False, theme, font)
        self._parts: list[PlotPart] = [self.left, self.bottom]
        self._grid = Grid(self, z=-100)
        root = QGraphicsWidget()
        self._layout = QGraphicsGridLayout(root)
        self._layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._layout.setSpacing(0)
        # Above the box there is a row for a legend and one for a margin, as columns at its right.
        self._layout.addItem(self.left, 2, 0)
        self._layout.addItem(self.box, 2, 1)
        self._layout.addItem(self.bottom, 3, 1)
        self._layout.setColumnStretchFactor(1, 1)
        self._layout.setRowStretchFactor(2, 1)
        self.setCentralWidget(root)
        self.box.sigRangeChanged.connect(self._on_range)
        self.box.sigResized.connect(self._on_resized)
        self.box.sigRangeChangedManually.connect(self.moved)
        self._on_range()
        self._is_built = True
        use_small_font(self)

    def changeEvent(self, event: QEvent) -> None:
        """Let all words in the plot follow its font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._is_built:
            for item in self.scene().items():
                if isinstance(item, QGraphicsWidget):
                    item.setFont(self.font())
                    item.updateGeometry()
            self._on_range()

    # ------------------------------------------------------------------ parts

    def put_above(self, part: PlotPart) -> None:
        """Lay a part above the plotting area."""
        self._layout.addItem(part, 0, 0, 1, 4)
        self._parts.append(part)

    def put_beside(self, part: PlotPart) -> None:
        """Lay a part to the right of the plotting area."""
        self._layout.addItem(part, 2, 3)
        self._parts.append(part)

    def put_along(self, item: QGraphicsWidget, vertical: bool) -> None:
        """Lay an item right above the plotting area, or right of it: as long as its axis is."""
        self._layout.addItem(item, *((2, 2) if vertical else (1, 1)))

    def remove(self, layer: Layer) -> None:
        """Take a layer out again."""
        self.layers.remove(layer)
        self.scene().removeItem(layer)

    def set_names(self, bottom: str, left: str) -> None:
        """Name the axes."""
        self.bottom.set_name(bottom)
        self.left.set_name(left)

    def show_axes(self, shown: bool) -> None:
        """Show or hide axes and grid, as where there is nothing to measure yet."""
        for item in (self.left, self.bottom, self._grid):
            item.setVisible(shown)

    def show_grid(self, shown: bool) -> None:
        """Show or hide the lines behind the curves."""
        self._grid.lines = shown

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self.setBackground(theme.panel)
        for part in self._parts:
            part.recolour(theme)
        self.redraw()

    # ------------------------------------------------------------------ numbers to pixels

    @property
    def x_range(self) -> tuple[float, float]:
        """The left and right end of the plotting area."""
        return tuple(self.box.viewRange()[0])

    @property
    def y_range(self) -> tuple[float, float]:
        """The lower and upper end; logarithms to base 10 where `log_y` is set."""
        return tuple(self.box.viewRange()[1])

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show these ranges, exactly; `y` as `y_range` gives it."""
        if x != self.x_range or y != self.y_range:
            self.box.setRange(xRange=x, yRange=y, padding=0)

    def set_log(self, log: bool) -> None:
        """Measure upwards in powers of ten; the caller sets the range that fits."""
        self.log_y = self.left.log = log
        self.redraw()

    def to_pixels(self, x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the axes as pixels of the plotting area; nan for what no axis shows."""
        area = self.box.rect()
        (left, right), (low, high) = self.box.viewRange()
        if self.log_y:
            y = np.asarray(y)
            y = np.log10(np.where(y > 0, y, np.nan))
        return (
            (np.asarray(x) - left) * (area.width() / (right - left)),
            (high - np.asarray(y)) * (area.height() / (high - low)),
        )

    def at_pixel(self, x: float, y: float) -> QPointF:
        """The place of the axes below a pixel of the plotting area."""
        area = self.box.rect()
        (left, right), (low, high) = self.box.viewRange()
        up = high - (high - low) * y / max(1.0, area.height())
        return QPointF(
            left + (right - left) * x / max(1.0, area.width()),
            10**up if self.log_y else up,
        )

    def redraw(self) -> None:
        """Draw everything again."""
        for layer in self.layers:
            layer.update()
        self.left.update()
        self.bottom.update()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint everything into `rect`, fine lines as thick as the scale asks for."""
        for layer in self.layers:
            layer.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.is_picture = True
        self.render(painter, rect, self.viewport().rect())

    # ------------------------------------------------------------------ events

    def _on_range(self, *_: object) -> None:
        self.bottom.set_range(*self.x_range)
        self.left.set_range(*self.y_range)
        for layer in self.layers:
            layer.update()

    def _on_resized(self, *_: object) -> None:
        area = self.box.rect()
        # Other room brings other numbers, which may need other room: back and forth without end.
        self.left.only_grows = True
        self.left.set_length(area.height())
        self.bottom.set_length(area.width())
        for layer in self.layers:
            layer.prepareGeometryChange()
        self.resized.emit()
        self.left.only_grows = False

    def _pixel(self, event: QMouseEvent) -> QPointF:
        return self.box.mapFromScene(self.mapToScene(event.position().toPoint()))

    def _is_taken(self, event: QMouseEvent) -> bool:
        """Whether the hand has taken an event, so that it neither pans nor zooms."""
        return self.hand is not None and self.hand.take_mouse(event, self._pixel(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or let the hand begin."""
        if not self._is_taken(event):
            self._pressed = event.position()
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began; the right button, where it was pressed, opens a menu."""
        if self._is_taken(event):
            return
        super().mouseReleaseEvent(event)
        moved = (event.position() - self._pressed).manhattanLength()
        if event.button() is Qt.MouseButton.LeftButton and moved < _CLICK:
            at = self._pixel(event)
            if self.box.rect().contains(at):
                self.clicked.emit(self.at_pixel(at.x(), at.y()))
        if event.button() is Qt.MouseButton.RightButton and moved < _CLICK:
            at = self.parentWidget().mapFromGlobal(event.globalPosition()).toPoint()
            menu = QContextMenuEvent(
                QContextMenuEvent.Reason.Other, at, event.globalPosition().toPoint()
            )
            QApplication.sendEvent(self.parentWidget(), menu)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave a key's to the view; a mouse's would come before one knows whether it zooms."""
        event.setAccepted(event.reason() is QContextMenuEvent.Reason.Mouse)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the cursor is."""
        if not self._is_taken(event):
            super().mouseMoveEvent(event)
        at = self._pixel(event)
        inside = self.box.rect().contains(at)
        self.pointed.emit(self.at_pixel(at.x(), at.y()) if inside else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for everything to be shown."""
        if self._is_taken(event):
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = QPointF(math.inf, math.inf)  # its release is no second click
            self.fit_requested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the cursor is gone."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan with the arrows, zoom with plus and minus, fit with Home."""
        if self.hand is not None and self.hand.take_key(event):
            return
        if self.box.take_key(Qt.Key(event.key())):
            self.moved.emit()
        elif event.key() == Qt.Key.Key_Home:
            self.fit_requested.emit()
        else:
            event.ignore()
