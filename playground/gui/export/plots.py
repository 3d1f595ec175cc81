"""Plots: every picture there is of a run, whether its view stands in the window or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtGui import QPainter

from playground.experiment.snapshot import Frame
from playground.gui.export.offscreen_renderer import OffscreenRenderer
from playground.gui.export.pictures import Encode
from playground.gui.export.report import Drawing
from playground.gui.plotting.view import View
from playground.gui.theme import LIGHT, Theme
from playground.io.curves import curves_csv

#: Where the views of a run are found, in the order in which they are offered. Those that nobody
#: has looked at yet are imported when they are drawn.
_VIEWS = {
    "boundary": ("playground.gui.views.boundary.view", "BoundaryView"),
    "network": ("playground.gui.views.diagram", "DiagramView"),
    "cost": ("playground.gui.views.cost", "CostView"),
    "error": ("playground.gui.views.error", "ErrorView"),
    "diagnosis": ("playground.gui.views.diagnosis.view", "DiagnosisView"),
    "activation": ("playground.gui.views.activation", "ActivationView"),
    "images": ("playground.gui.views.images", "ImagesView"),
}

#: What a report shows, and how large: the pixels of the screen that fit on a page of paper, whose
#: text is 644 of them wide. The verdict is said in words.
_REPORTED = {
    "boundary": (644, 420),
    "cost": (312, 240),
    "error": (312, 240),
    "network": (644, 290),
    "activation": (644, 250),
    "images": (560, 640),
}


class Plots:
    """All plots of one frame, drawn the way their views in the window are set.

    Parameters
    ----------
    frame : Frame
        As of `full_frame`, with everything in it.
    views : sequence of View
        Those that stand in the window.
    """

    def __init__(self, frame: Frame, views: Sequence[View] = ()) -> None:
        self.frame = frame
        self._views = {view.name: view for view in views}

    @property
    def names(self) -> tuple[str, ...]:
        """What there is to draw, as of `View.name`."""
        run = self.frame.run
        missing = {
            "images": run.dataset.image_shape is None,
            "activation": len(run.layer_sizes) < 3,
        }
        return tuple(name for name in _VIEWS if not missing.get(name))

    def draw(self, name: str, draw: Callable[..., Encode], **options: Any) -> Encode:
        """Draw a plot with `draw_png` or the like of `pictures`, and its options."""
        view = self.view(name, options.get("theme"))
        try:
            return draw(view, **options)
        finally:
            view.deleteLater()

    def has_curves(self, name: str) -> bool:
        """Whether a plot has numbers."""
        standing = self._views.get(name)
        if standing is not None and standing.frame is not None:
            return bool(standing.curves())
        return bool(self._read(name, lambda view: view.curves()))

    def numbers(self, name: str, rows: int | None = None) -> str:
        """The curves of a plot as CSV, or the first `rows` of it."""
        curves, x_name = self._read(name, lambda view: (view.curves(), view.x_name))
        return curves_csv(x_name, curves, rows)

    def _read(self, name: str, read: Callable[[View], Any]) -> Any:
        view = self.view(name)
        try:
            return read(view)
        finally:
            view.deleteLater()

    def report_names(self) -> tuple[str, ...]:
        """Those that a report shows, in its order."""
        return tuple(name for name in _REPORTED if name in self.names)

    def report_drawings(self, theme: Theme = LIGHT) -> list[Drawing]:
        """The same for pages of paper, the title of each being said below it."""
        return [
            Drawing(view_class(name).title, size, partial(self._paint, name, size, theme))
            for name, size in _REPORTED.items()
            if name in self.names
        ]

    def _paint(self, name: str, size: tuple[int, int], theme: Theme, painter: QPainter) -> None:
        view = self.view(name, theme)
        with OffscreenRenderer(view, size, theme, titled=False) as studio:
            studio.paint_with(painter)
        view.deleteLater()

    def view(self, name: str, theme: Theme | None = None) -> View:
        """A plot as a view of its own, never shown; the caller deletes it later."""
        standing = self._views.get(name)
        if standing is not None:
            return standing.clone(theme, self.frame)
        view = view_class(name)(theme or LIGHT)
        view.draw(self.frame)
        view.refresh()
        return view


def view_class(name: str) -> type[View]:
    """The class of the view of that name."""
    module, kind = _VIEWS[name]
    return getattr(import_module(module), kind)
