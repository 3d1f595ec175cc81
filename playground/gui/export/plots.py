"""Plots: every picture there is of a run, whether its view stands in the window or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPainter

from playground.experiment.probe import Probe
from playground.experiment.snapshot import Frame
from playground.gui.export import picture_formats
from playground.gui.export.offscreen_renderer import OffscreenRenderer, ensure_application
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
            with self._shown(name) as view:
                return view.probes()
        standing.refresh()  # it may have been hidden since another run began
        return standing.probes()

    def draw(self, name: str, draw: Callable[..., _Drawn], **options: Any) -> _Drawn:
        """Draw a plot with `draw_png` or the like of `picture_formats`, and its options."""
        with self._shown(name, options.get("theme")) as view:
            return draw(view, **options)

    def has_curves(self, name: str) -> bool:
        """Whether a plot has numbers."""
        standing = self._standing.get(name)
        if standing is not None and standing.frame is not None:
            return bool(standing.curves())
        with self._shown(name) as view:
            return bool(view.curves())

    def numbers(self, name: str, rows: int | None = None) -> str:
        """The curves of a plot as CSV, or the first `rows` of it."""
        with self._shown(name) as view:
            return curves_csv(view.x_name, view.curves(), rows)

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

    def report_figures(self, theme: Theme = LIGHT) -> Iterator[tuple[str, picture_formats.Encode]]:
        """The same for a page of HTML: SVG by title, one after the other."""
        for name in self.report_names():
            svg = self.draw(name, picture_formats.draw_svg, theme=theme, titled=False)
            yield views[name].title, svg

    def _paint(self, name: str, size: tuple[int, int], theme: Theme, painter: QPainter) -> None:
        with (
            self._shown(name, theme) as view,
            OffscreenRenderer(view, size, theme, titled=False) as renderer,
        ):
            renderer.paint_with(painter)

    @contextmanager
    def _shown(self, name: str, theme: Theme | None = None) -> Iterator[View]:
        """A plot as a view of its own, for as long as it is needed."""
        view = self.view(name, theme)
        try:
            yield view
        finally:
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


def save_plots(
    frame: Frame, folder: str | os.PathLike, formats: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Save every plot there is of a frame, without any window.

    Parameters
    ----------
    frame : Frame
        As of `full_frame`.
    folder : path
        Must exist. Receives a file for every plot and format: ``cost.png`` and the like.
    formats : sequence of str
        As of `save_views`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    PictureError
        When there is no such format.
    FileError
        When a file cannot be written.
    """
    ensure_application()
    plots = Plots(frame)
    written = picture_formats.save_views(
        [plots.view(name, LIGHT) for name in plots.names], folder, formats
    )
    for _ in range(2):  # the views, then what a view without a window leaves behind
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written
