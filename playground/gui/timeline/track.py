"""Track: a run from its first step to its last, as a slider with marks on it."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from playground.experiment.changes import Mark
from playground.experiment.snapshot import Snapshot
from playground.gui.theme.light_and_dark import Theme
from playground.gui.theme.style import shown_theme
from playground.gui.theme.tooltips import plain_tip

#: Pixels at both ends of the line, and around a mark within which the mouse finds it.
_MARGIN, _NEAR = 9, 6

_Steps = TypeVar("_Steps", float, np.ndarray)

#: Ticks closer to each other than so many pixels say nothing.
_LEAST_TICKS = 5


class Track(QAbstractSlider):
    """The steps of a run on a line; what is set by the mouse or keys is asked for, not shown.

    Signals
    -------
    step_requested(int)
        Somebody wants to see the run after so many steps.
    bookmark_requested(int)
        Somebody clicked a bookmark twice, to name it.
    """

    step_requested = Signal(int)
    bookmark_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline of the run")
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setRange(0, 0)
        self._epochs = np.empty(0)
        self._best: tuple[int, int] | None = None  # step and epoch
        self._marks: tuple[Mark, ...] = ()
        self._bookmarks: dict[int, str] = {}
        self._telling = False
        self.valueChanged.connect(self._on_value)

    def sizeHint(self) -> QSize:
        """One row of text high."""
        return QSize(320, 26)

    # ------------------------------------------------------------------ what is shown

    def show_run(
        self, snapshot: Snapshot, epochs: np.ndarray, best: tuple[int, int] | None
    ) -> None:
        """Show a run and the moment of it that is on screen.

        Parameters
        ----------
        snapshot : Snapshot
            The moment on screen, which knows of the others.
        epochs : ndarray
            The steps at which epochs ended.
        best : tuple of (int, int) or None
            Step and epoch of the lowest dev cost.
        """
        self._epochs, self._best, self._marks = epochs, best, snapshot.marks
        first, last = snapshot.first_step, max(snapshot.first_step, snapshot.last_step)
        self._telling = True
        try:
            self.setRange(first, last)
            self.setPageStep(max(1, (last - first) // 20))
            if not self.isSliderDown():
                self.setValue(snapshot.steps)
        finally:
            self._telling = False
        self.update()

    def show_bookmarks(self, bookmarks: dict[int, str]) -> None:
        """Show names at steps."""
        self._bookmarks = dict(bookmarks)
        self.update()

    def _on_value(self, step: int) -> None:
        if not self._telling:
            self.step_requested.emit(step)

    # ------------------------------------------------------------------ places

    def _x(self, step: _Steps) -> _Steps:
        first, last = self.minimum(), self.maximum()
        span = max(1, last - first)
        return _MARGIN + (step - first) / span * (self.width() - 2 * _MARGIN)

    def _step_at(self, x: float) -> int:
        first, last = self.minimum(), self.maximum()
        part = (x - _MARGIN) / max(1, self.width() - 2 * _MARGIN)
        step = round(first + part * (last - first))
        for landmark in (*self._bookmarks, *(mark.step for mark in self._marks)):
            if abs(self._x(landmark) - x) <= 3:
                return landmark
        return min(max(step, first), last)

    def place_of(self, step: int) -> QPointF:
        """Where a step stands, in pixels."""
        return QPointF(self._x(step), self.height() / 2)

    # ------------------------------------------------------------------ mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place pressed, and follow the mouse from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._step_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while its button is down."""
        if self.isSliderDown():
            self.setValue(self._step_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the mouse was let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Name the bookmark under the mouse."""
        step = self._step_at(event.position().x())
        if step in self._bookmarks:
            self.bookmark_requested.emit(step)

    def wheelEvent(self, event) -> None:
        """One mini-batch a notch; ten with Ctrl."""
        notches = event.angleDelta().y() / 120
        many = 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        self.setValue(self.value() + round(notches * many))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right one mini-batch, with Shift one epoch; Home and End."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = key == Qt.Key.Key_Right
            self.setValue(self.epoch_from(forward) if shift else self.value() + 2 * forward - 1)
        elif key == Qt.Key.Key_Home:
            self.setValue(self.minimum())
        elif key == Qt.Key.Key_End:
            self.setValue(self.maximum())
        else:
            super().keyPressEvent(event)

    def epoch_from(self, forward: bool) -> int:
        """The end of the epoch before or after the moment on screen."""
        if forward:
            after = self._epochs[self._epochs > self.value()]
            return int(after[0]) if after.size else self.maximum()
        before = self._epochs[self._epochs < self.value()]
        return int(before[-1]) if before.size else self.minimum()

    def event(self, event) -> bool:
        """Say what stands under the mouse."""
        if event.type() == QHelpEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self._told_at(event.pos().x())), self)
            return True
        return super().event(event)

    def _told_at(self, x: float) -> str:
        for step, name in self._bookmarks.items():
            if abs(self._x(step) - x) <= _NEAR:
                return f"{name}: step {step:,}"
        for mark in self._marks:
            if abs(self._x(mark.step) - x) <= _NEAR:
                return f"Step {mark.step:,}: {mark.sentence}"
        if self._best is not None and abs(self._x(self._best[0]) - x) <= _NEAR:
            return f"Lowest dev cost, after epoch {self._best[1]:,} (step {self._best[0]:,})"
        if self.maximum() == self.minimum():
            return "The run will be shown here, every mini-batch of it, to look back at"
        return f"Step {self._step_at(x):,}"

    # ------------------------------------------------------------------ drawing

    def paintEvent(self, event) -> None:
        """The line, its ticks and marks, and the playhead."""
        theme = shown_theme(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        left, right = self._x(self.minimum()), self._x(self.maximum())
        here = self._x(self.value())
        self._draw_ticks(painter, QColor(theme.muted), middle)
        solid = QPen(QColor(theme.accent), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        future = QPen(QColor(theme.muted), 2, Qt.PenStyle.DashLine, Qt.PenCapStyle.FlatCap)
        if self.maximum() == self.minimum():
            painter.setPen(QPen(QColor(theme.border), 2))
            painter.drawLine(QPointF(left, middle), QPointF(self.width() - _MARGIN, middle))
        else:
            painter.setPen(future)
            painter.drawLine(QPointF(here, middle), QPointF(right, middle))
            painter.setPen(solid)
            painter.drawLine(QPointF(left, middle), QPointF(here, middle))
        self._draw_marks(painter, theme, middle)
        painter.setPen(QPen(QColor(theme.panel), 1.5))
        painter.setBrush(QColor(theme.accent))
        radius = 6.5 if self.hasFocus() else 5.5
        painter.drawEllipse(QPointF(here, middle), radius, radius)

    def _draw_ticks(self, painter: QPainter, color: QColor, middle: float) -> None:
        if self._epochs.size < 2:
            return
        apart = (self.width() - 2 * _MARGIN) / self._epochs.size
        every = max(1, int(np.ceil(_LEAST_TICKS / max(apart, 1e-9))))
        # Ticks every 1, 2, 5, 10, ... epochs: they do not dance while the run grows.
        nice = next(f * 10**e for e in range(12) for f in (1, 2, 5) if f * 10**e >= every)
        color.setAlphaF(0.5)
        painter.setPen(QPen(color, 1))
        places = np.round(self._x(self._epochs[::nice])) + 0.5
        painter.drawLines([QLineF(x, middle + 5, x, middle + 9) for x in places.tolist()])

    def _draw_marks(self, painter: QPainter, theme: Theme, middle: float) -> None:
        painter.setPen(QPen(QColor(theme.panel), 1))
        if self._best is not None:
            x = self._x(self._best[0])
            painter.setBrush(QColor(theme.dev))
            painter.drawPolygon(
                QPolygonF([QPointF(x, middle - 6), QPointF(x + 5, middle), QPointF(x, middle + 6),
                           QPointF(x - 5, middle)])
            )  # fmt: skip
        painter.setBrush(QColor(theme.text))
        for mark in self._marks:
            x = self._x(mark.step)
            painter.drawRect(QRectF(x - 2, middle - 8, 4, 8))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        side = QFontInfo(font).pixelSize() + 3.0
        for step in self._bookmarks:
            box = QRectF(self._x(step) - side / 2, middle - side / 2, side, side)
            painter.setBrush(QColor(theme.panel))
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "B")
