"""Plots: every picture there is of a run, whether its view stands in the window or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtGui import QPainter

from playground.experiment.probe import Probe
from playground.experiment.snapshot import Frame
from playground.gui.export.offscreen_renderer import OffscreenRenderer
from playground.gui.export.report import Drawing
from playground.gui.plotting.view import View
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.registry import views
from playground.io.curves import curves_csv

_Drawn = TypeVar("_Drawn")


class Plots:
    """All plots of one frame, drawn the way their views in the window are set.

    Parameters
    ----------
    frame : Frame
        As of `full_frame`, with everything in it.
    standing : iterable of View
        Those that stand in the window.
    """

    def __init__(self, frame: Frame, standing: Iterable[View] = ()) -> None:
        self.frame = frame
        self._standing = {view.name: view for view in standing}

    @property
    def names(self) -> tuple[str, ...]:
        """What there is to draw, by the names of the views."""
        return tuple(name for name, cls in views.items() if cls.applies(self.frame.run))

    def probes(self, names: Iterable[str]) -> tuple[Probe, ...]:
        """What has to be known of the session for some plots, as the window is set."""
        needed = [probe for name in names for probe in self._probes_of(name)]
        kinds = {type(probe) for probe in needed}
        # The maps of the network are over the plane of the boundary, if that is drawn or not.
        around = [probe for name in self._standing for probe in self._probes_of(name)]
        return (*(probe for probe in around if type(probe) in kinds), *needed)

    def _probes_of(self, name: str) -> tuple[Probe, ...]:
        standing = self._standing.get(name)
        if standing is None:
            return self._read(name, lambda view: view.probes())
        standing.refresh()  # it may have been hidden since another run began
        return standing.probes()

    def draw(self, name: str, draw: Callable[..., _Drawn], **options: Any) -> _Drawn:
        """Draw a plot with `draw_png` or the like of `pictures`, and its options."""
        view = self.view(name, options.get("theme"))
        try:
            return draw(view, **options)
        finally:
            view.deleteLater()

    def has_curves(self, name: str) -> bool:
        """Whether a plot has numbers."""
        standing = self._standing.get(name)
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
        return tuple(name for name in self.names if views[name].report_size is not None)

    def report_drawings(self, theme: Theme = LIGHT) -> list[Drawing]:
        """The same for pages of paper, the title of each being said below it."""
        return [
            Drawing(views[name].title, size, partial(self._paint, name, size, theme))
            for name in self.report_names()
            if (size := views[name].report_size) is not None
        ]

    def _paint(self, name: str, size: tuple[int, int], theme: Theme, painter: QPainter) -> None:
        view = self.view(name, theme)
        with OffscreenRenderer(view, size, theme, titled=False) as renderer:
            renderer.paint_with(painter)
        view.deleteLater()

    def view(self, name: str, theme: Theme | None = None) -> View:
        """A plot as a view of its own, never shown; the caller deletes it later."""
        standing = self._standing.get(name)
        if standing is not None:
            return standing.clone(theme, self.frame)
        view = views[name](theme or LIGHT)
        view.draw(self.frame)
        view.refresh()
        return view
