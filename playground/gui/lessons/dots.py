"""Dots: which step of how many this is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui.theme.style import shown_theme

_APART, _RADIUS = 14.0, 3.5  # pixels


class Dots(QWidget):
    """One dot a step: filled where the learner has been, ringed where they are."""

    def __init__(self) -> None:
        super().__init__()
        self._step = self._furthest = self._count = 0
        self.setFixedHeight(14)

    def show_place(self, step: int, furthest: int, count: int) -> None:
        """Show where the learner is, counted from 1."""
        self._step, self._furthest, self._count = step, furthest, count
        self.setAccessibleName(f"Step {step} of {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many dots beside each other."""
        return QSize(round(_APART * self._count) + 4, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = shown_theme(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        apart = min(_APART, (self.width() - 8) / max(1, self._count))
        for step in range(1, self._count + 1):
            at = QPointF(apart * (step - 0.5) + 2, self.height() / 2)
            seen = step <= self._furthest
            painter.setPen(QPen(QColor(theme.accent if seen else theme.disabled), 1.2))
            painter.setBrush(QColor(theme.accent) if seen else Qt.BrushStyle.NoBrush)
            radius = min(_RADIUS, apart / 3)
            painter.drawEllipse(at, radius, radius)
            if step == self._step:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, radius + 2.5, radius + 2.5)
