"""Plots: every picture there is of a run, whether its view stands in the window or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtGui import QPainter

from playground.experiment.snapshot import Frame
from playground.gui.pictures import Encode
from playground.gui.report import Drawing
from playground.gui.studio import Studio
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.base import View

#: Where the views of a run are found, in the order in which they are offered. Those that nobody
#: has looked at yet are imported when they are drawn.
_VIEWS = {
    "boundary": ("playground.gui.views.boundary", "BoundaryView"),
    "network": ("playground.gui.views.diagram", "DiagramView"),
    "cost": ("playground.gui.views.cost", "CostView"),
    "error": ("playground.gui.views.error", "ErrorView"),
    "diagnosis": ("playground.gui.views.diagnosis", "DiagnosisView"),
    "activation": ("playground.gui.views.activation", "ActivationView"),
    "images": ("playground.gui.views.images", "ImagesView"),
}


class Plots:
    """All plots of one frame, drawn the way their views in the window are set.

    Parameters
    ----------
    frame : Frame
        As of `portrait`, with everything in it.
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

    def drawing(self, name: str, size: tuple[int, int]) -> Drawing:
        """A plot for a page of paper: light, its title being said below it."""
        return Drawing(view_class(name).title, size, partial(self._paint, name, size))

    def _paint(self, name: str, size: tuple[int, int], painter: QPainter) -> None:
        view = self.view(name, LIGHT)
        with Studio(view, size, LIGHT, titled=False) as studio:
            studio.paint_with(painter)
        view.deleteLater()

    def view(self, name: str, theme: Theme | None = None) -> View:
        """A plot as a view of its own, never shown; the caller deletes it later."""
        standing = self._views.get(name)
        if standing is not None:
            return standing.twin(theme, self.frame)
        view = view_class(name)(theme or LIGHT)
        view.draw(self.frame)
        view.refresh()
        return view


def view_class(name: str) -> type[View]:
    """The class of the view of that name."""
    module, kind = _VIEWS[name]
    return getattr(import_module(module), kind)
