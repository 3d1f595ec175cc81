"""Paths: the runs of a comparison walking over the cost together, from one start."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton, QWidget

from playground.experiment.studies.results.race_paths import RacePanel
from playground.gui.studies.chart import StudyView
from playground.gui.studies.race_pane import RacePane
from playground.gui.studies.scene import Scene
from playground.gui.theme import LIGHT, Theme, boxes
from playground.gui.theme.fonts import small_font

_TICKS = 1000  # of the slider
_SECONDS, _INTERVAL = 6.0, 33  # that playing takes; milliseconds between two pictures
_WORDS = 40  # pixels
_APART = "Each stands over a cost of its own: what is compared changes what is minimized."


class PathsView(StudyView):
    """The paths of the first seed in the plane of all of them; one plane for each cost function.

    While the study runs the paths grow; afterwards they can be walked again, all at the same
    step.
    """

    title = "Paths"
    name = "paths"
    picture_size = (720, 560)
    sentence = "The paths of all variations over the cost appear here, once they have moved."

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.panes: list[RacePane] = []
        self.play = QToolButton(text="Play", accessibleName="Play the race again")
        self.play.setToolTip("Let all runs walk their paths again, side by side")
        self.slider = QSlider(Qt.Orientation.Horizontal, maximum=_TICKS, value=_TICKS)
        self.slider.setAccessibleName("Step of the race")
        self.step_text = QLabel()
        self.words = QLabel(wordWrap=True, font=small_font())
        self.words.setContentsMargins(12, 0, 12, 4)
        self.words.setFixedHeight(_WORDS)
        self._nothing = QLabel(self.sentence, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        controls = self.play, (self.slider, 1), self.step_text
        boxes.row(*controls, into=self.controls, margins=(12, 8, 12, 0), spacing=8)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        boxes.column(
            self.controls, (self._nothing, 1), (self._grid, 1), self.words, into=self, spacing=0
        )
        self.setMinimumSize(280, 240)
        self._timer = QTimer(self, interval=_INTERVAL, timeout=self._go_on)
        self.play.clicked.connect(self._on_play)
        self.slider.valueChanged.connect(self._on_step)
        self._show_panels(())

    # ------------------------------------------------------------------ drawing

    @property
    def panels(self) -> tuple[RacePanel, ...]:
        """What is drawn."""
        return () if self.frame is None else self.frame.panels

    def _draw(self, frame: Scene | None) -> None:
        is_over = frame is not None and frame.finished
        if not is_over:
            self._timer.stop()
            self.slider.setValue(_TICKS)
        self._show_panels(self.panels)
        self._show_controls(bool(self.panels))
        for widget in (self.play, self.slider):
            widget.setEnabled(is_over)

    def _show_panels(self, panels: tuple[RacePanel, ...]) -> None:
        if len(panels) != len(self.panes):
            self._make_panes(panels)
        for pane, panel in zip(self.panes, panels):
            pane.show_panel(panel, self.step)
        self._nothing.setVisible(not panels)
        self.words.setText(self._words())
        self.words.setVisible(bool(panels))
        self._tell_step()

    def _make_panes(self, panels: tuple[RacePanel, ...]) -> None:
        for pane in self.panes:
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        number = len(panels)
        self.panes = [RacePane(self.theme, panel, scaled=number < 3) for panel in panels]
        columns = min(number, 2 if number < 5 else 3)
        for place, pane in enumerate(self.panes):
            self._grid.addWidget(pane, place // columns, place % columns)

    def _words(self) -> str:
        if len(self.panels) > 1:
            return _APART
        return self.panels[0].sentence if self.panels else ""

    # ------------------------------------------------------------------ walking again

    @property
    def _end(self) -> int:
        return max((panel.steps for panel in self.panels), default=0)

    @property
    def step(self) -> float:
        """The step that all paths are drawn up to: the first ones take longest on the slider."""
        return self._end * (self.slider.value() / _TICKS) ** 2

    @Slot()
    def _on_play(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
        else:
            if self.slider.value() == _TICKS:
                self.slider.setValue(0)
            self._timer.start()
        self._tell_step()

    @Slot()
    def _go_on(self) -> None:
        self.slider.setValue(self.slider.value() + round(_TICKS * _INTERVAL / 1000 / _SECONDS))
        if self.slider.value() == _TICKS:
            self._timer.stop()
            self._tell_step()

    @Slot(int)
    def _on_step(self, value: int) -> None:
        for pane in self.panes:
            pane.show_step(self.step)
        self._tell_step()

    def _tell_step(self) -> None:
        self.play.setText("Pause" if self._timer.isActive() else "Play")
        self.step_text.setText(f"step {self.step:,.0f} of {self._end:,}" if self.panels else "")

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it walk."""
        super().hideEvent(event)
        self._timer.stop()
        self._tell_step()

    # ------------------------------------------------------------------ for everyone

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint all planes, and what they hide."""
        painter.setPen(QColor(self.theme.text if self.panels else self.theme.muted))
        painter.setFont(small_font())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        if not self.panels:
            painter.drawText(rect.adjusted(24, 0, -24, 0), int(flags), self.sentence)
            return
        area = QRectF(rect.left() + 12, rect.bottom() - _WORDS, rect.width() - 24, _WORDS)
        painter.drawText(area, int(flags), self._words())
        for pane in self.panes:
            place = QRectF(pane.plot.mapTo(self, QPoint(0, 0)), pane.plot.size())
            pane.plot.paint_picture(painter, place.translated(rect.topLeft()))

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Where every run was in its plane, step by step."""
        found = {}
        for panel in self.panels:
            for path in panel.paths:
                steps = path.steps.astype(float)
                found[f"{path.label}, a"] = steps, path.points[:, 0]
                found[f"{path.label}, b"] = steps, path.points[:, 1]
        return found

    @property
    def x_name(self) -> str:
        """What the numbers of the paths run along."""
        return "step"

    def view_state(self) -> dict[str, Any]:
        """How far the paths are drawn."""
        return {"slider": self.slider.value()}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Draw them as far."""
        self.slider.setValue(state["slider"])

    def summary(self) -> str:
        """Whose paths they are, and what is hidden of them."""
        if not self.panels:
            return self.sentence
        names = [path.label for panel in self.panels for path in panel.paths]
        return f"Paths of {', '.join(names)}. {self._words()}"

    def _recolour(self, theme: Theme) -> None:
        for pane in self.panes:
            pane.recolour(theme)
