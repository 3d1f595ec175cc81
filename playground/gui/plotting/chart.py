"""Views of something else than the run on screen, and plots that fit themselves to it."""

from __future__ import annotations

from typing import Any

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.view import View


class DetachedView(View):
    """Base of views of something else than the run on screen: a study, past runs."""

    frame: Any  # what a subclass draws; None while there is nothing

    def draw(self, frame: Any) -> None:
        """Show what the view is of; None as for `View.draw`."""
        super().draw(frame)

    def _draw_last(self) -> None:
        self._draw(self.frame)

    def _draw(self, frame: Any) -> None:
        raise NotImplementedError

    def _sum_up(self) -> None:
        # While a study runs, twenty sentences a second would help nobody.
        if self.frame is None or getattr(self.frame, "finished", True):
            self.setAccessibleDescription(self.summary())

    def context(self) -> str:
        """Nothing: it is about no single experiment."""
        return ""


class Chart(DetachedView, PlotView):
    """A plot that fits itself to what it shows until somebody pans or zooms.

    A subclass draws in `_show`, gives the ranges in `_ranges`, and what stands under the cursor
    in `_rows_at`.
    """

    def _show(self) -> None:
        """Draw `frame`."""
        raise NotImplementedError

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What has to be seen, in the numbers `Plot.set_ranges` takes."""
        raise NotImplementedError

    def _layers(self) -> list[Layer]:
        """What is hidden while there is nothing to draw."""
        return []

    def _draw(self, frame: Any) -> None:
        self._show_empty(frame is None)
        if frame is not None:
            self._show()
            self._arrange()

    @property
    def _is_drawn(self) -> bool:
        return self.frame is not None

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        for layer in self._layers():
            layer.setVisible(not empty)

    def _arrange(self) -> None:
        if not self._free:
            self.plot.set_ranges(*self._ranges())
        self._show_read_out()
