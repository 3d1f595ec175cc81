"""Stage: where the frames of an animation are drawn, never seen on a screen."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from playground.experiment.naming import experiment_text
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.snapshot import Frame
from playground.gui.export.offscreen_renderer import Heading, lay_out, show_offscreen
from playground.gui.plotting.view import View
from playground.gui.theme import Theme
from playground.gui.theme.fonts import bold_font, small_font
from playground.gui.theme.numbers import number_text
from playground.gui.views.boundary.view import BoundaryView
from playground.gui.views.cost import CostView

_LOGICAL = 640  # pixels in width; wider pictures are the same, enlarged
_HEADING = 52
_MARGIN = 12.0
_COST_HEIGHT = 196
_APART = 20.0  # between two numbers of the heading

_WIDEST_COST = "0.0000e-00"


class Stage:
    """Draws frames of one run: a heading, the decision boundary and, if wanted, the cost below.

    Lives in the thread of the `QApplication`.

    Parameters
    ----------
    width : int
        Of the picture, in pixels.
    theme : Theme
    with_cost : bool
    last_step : int
        Where the cost's axis ends from the first frame on.
    state : dict, optional
        How the boundary is set to show things; `BoundaryView.view_state` of another.

    Attributes
    ----------
    size : tuple of int
        Width and height of the picture; both even, as videos ask for.
    """

    def __init__(
        self,
        width: int,
        theme: Theme,
        with_cost: bool,
        last_step: int,
        state: dict[str, Any] | None = None,
    ) -> None:
        logical = min(width, _LOGICAL)
        self._theme, self._state, self._last_step = theme, state, last_step
        self._scale = width / logical
        self._boundary = _hidden(BoundaryView(theme), logical, round(logical * 7 / 8))
        self._views: list[View] = [self._boundary]
        if with_cost:
            cost = _hidden(_WholeCostView(theme), logical, _COST_HEIGHT)
            cost.last_step = last_step
            self._views.append(cost)
        height = _HEADING + sum(view.height() for view in self._views)
        self._logical = QSize(logical, height)
        self.size = (_even(width), _even(height * self._scale))

    def draw(self, frame: Frame) -> np.ndarray:
        """The picture of a frame, ``(height, width, 3)``, red, green and blue from 0 to 255."""
        for view in self._views:
            view.draw(frame)
            view.refresh()
        if self._state is not None:
            state, self._state = self._state, None
            self._boundary.set_view_state(state)
        image = QImage(*self.size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._scale)
        image.fill(QColor(self._theme.panel))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._draw_heading(painter, frame)
        top = float(_HEADING)
        for view in self._views:
            lay_out()
            view.paint_picture(painter, QRectF(0, top, view.width(), view.height()))
            top += view.height()
        painter.end()
        return _pixels(image)

    def close(self) -> None:
        """Let go of everything; no frame can be drawn afterwards."""
        for view in self._views:
            view.close()
            view.deleteLater()
        self._views = []

    # ------------------------------------------------------------------ heading

    def _draw_heading(self, painter: QPainter, frame: Frame) -> None:
        """The title and what experiment it is, and below them where the training stands."""
        heading = Heading(self._boundary.title, _context(frame), self._theme)
        heading.paint(painter, self._logical.width())
        metrics, fine = QFontMetricsF(bold_font()), QFontMetricsF(small_font())
        painter.setFont(small_font())
        baseline = _MARGIN + metrics.ascent() + metrics.descent() + 6 + fine.ascent()
        left = _MARGIN
        for caption, text, widest in self._numbers(frame):
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(left, baseline), caption)
            left += fine.horizontalAdvance(caption) + 6
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QPointF(left, baseline), text)
            left += fine.horizontalAdvance(widest) + _APART

    def _numbers(self, frame: Frame) -> list[tuple[str, str, str]]:
        """Caption, text and widest text of each number, so that nothing jumps."""
        snapshot, latest = frame.snapshot, frame.history.latest
        planned = frame.run.spec.training.last_epoch(frame.split.train.m)
        last_epoch = f"{max(snapshot.epoch, planned):,}"
        numbers = [
            ("Step", f"{snapshot.steps:,}", f"{self._last_step:,}"),
            ("Epoch", f"{snapshot.epoch:,}", last_epoch),
            ("Train cost", number_text(latest["train_cost"]), _WIDEST_COST),
        ]
        if frame.split.dev.m:
            numbers.append(("Dev cost", number_text(latest["dev_cost"]), _WIDEST_COST))
        return numbers


class _WholeCostView(CostView):
    """The cost on an axis that reaches to the last step from the start."""

    last_step = 0

    def _reach(self) -> float:
        return max(self.last_step, super()._reach())


def _context(frame: Frame) -> str:
    """Which experiment it is, and what of it the plane does not show."""
    run = frame.run
    words = [experiment_text(run.spec, run.layer_sizes)]
    plane = frame.probes[SurfaceProbe].plane
    held = 0 if plane.components else run.dataset.n_x - 2
    if held > 0:
        words.append(f"{held:,} {'feature' if held == 1 else 'features'} held")
    return ", ".join([*words, f"seed {run.spec.seed}"])


_Shown = TypeVar("_Shown", bound=View)


def _hidden(view: _Shown, width: int, height: int) -> _Shown:
    """A twin of `view`, without controls, laid out in that size though never seen."""
    clone = view.clone()
    view.deleteLater()
    show_offscreen(clone, width, height)
    return clone


def _even(value: float) -> int:
    return 2 * round(value / 2)


def _pixels(image: QImage) -> np.ndarray:
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    bgra = rows[:, : 4 * width].reshape(height, width, 4)
    return np.ascontiguousarray(bgra[:, :, 2::-1])
