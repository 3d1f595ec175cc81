"""PlotView: what views of curves share: axes, a legend, a read-out, ranges to pan and zoom."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, Slot
from PySide6.QtGui import QPainter

from playground.experiment.snapshot import Frame
from playground.gui.plotting.layers.labels import Sentence
from playground.gui.plotting.layers.readout import ReadOut
from playground.gui.plotting.legend import Legend
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.view import View
from playground.gui.theme import Theme, boxes


class PlotView(View):
    """A plot below its controls; a range that somebody chose stays until it is fitted again.

    A subclass makes its layers in `_build`, fits and draws them in `_arrange`, and says in
    `_rows_at` what stands under the cursor.

    Attributes
    ----------
    read_out_line : bool
        Whether a line through the curves marks the place that the read-out speaks of.
    plot : Plot
    legend : Legend
    """

    least_size = (280, 200)
    read_out_line: ClassVar[bool] = True

    def _make(self) -> None:
        self.plot = Plot(self.theme)
        self.plot.setParent(self)  # before what a subclass makes: in this order the Tab key goes
        self.plot.setAccessibleName(self.title)
        self.legend = Legend(self.theme, self.plot.font())
        self.plot.put_above(self.legend)
        self._read_out = ReadOut(self.plot, line=self.read_out_line)
        self._nothing = Sentence(self.plot, self.sentence)
        self._pointed: QPointF | None = None
        self._free = False
        self.controls.hide()
        super()._make()
        self._lay_out()
        self.plot.moved.connect(self._on_moved)
        self.plot.fit_requested.connect(self.fit)
        self.plot.resized.connect(self._rearrange)
        self.plot.pointed.connect(self._on_pointed)
        self._show_empty(True)

    # ------------------------------------------------------------------ for subclasses

    def _lay_out(self) -> None:
        """Put the plot where it stands, below the controls."""
        boxes.column(self.controls, (self.plot, 1), into=self, spacing=0)

    def _arrange(self) -> None:
        """Fit the axes, unless they are free, and draw what depends on them."""
        raise NotImplementedError

    def _rows_at(self, x: float) -> tuple[float, list[tuple[str, str, str]]]:
        """The place a read-out speaks of near `x`, and its rows; none for no read-out."""
        return x, []

    def _take_run(self, frame: Frame) -> None:
        self._free = False
        self._show_empty(False)

    def _read_out_at(self, at: QPointF) -> tuple[float, list[tuple[str, str, str]]]:
        """The same for a place of the axes, where its height counts, too."""
        return self._rows_at(at.x())

    @property
    def _is_drawn(self) -> bool:
        """Whether there is something to point at."""
        return self._run is not None

    def _show_empty(self, empty: bool) -> None:
        """Show the sentence, or what there is to draw."""
        self._nothing.setVisible(empty)
        self.plot.show_axes(not empty)
        if empty:
            self._read_out.clear()
            self.legend.set_keys([])

    # ------------------------------------------------------------------ looking closer

    @Slot()
    def fit(self) -> None:
        """Show everything again, as if nobody had panned or zoomed."""
        self._free = False
        self._rearrange()

    @Slot()
    def _on_moved(self) -> None:
        self._free = True
        self._rearrange()

    @Slot()
    def _rearrange(self) -> None:
        if self._is_drawn:
            self._arrange()

    @Slot(object)
    def _on_pointed(self, at: QPointF | None) -> None:
        self._pointed = at
        self._show_read_out()

    def _show_read_out(self) -> None:
        if self._pointed is None or not self._is_drawn or self._is_drawn_into:
            self._read_out.clear()
            return
        x, rows = self._read_out_at(self._pointed)
        self._read_out.show_rows(x, self._pointed.y(), rows)

    @property
    def _is_drawn_into(self) -> bool:
        """Whether somebody draws with the mouse, who wants to see that and no read-out."""
        return self.plot.hand is not None

    # ------------------------------------------------------------------ for everyone

    @property
    def x_name(self) -> str:
        """The name of the horizontal axis."""
        return self.plot.bottom.name

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint axes, curves and legend into `rect`."""
        self.plot.paint_picture(painter, rect)

    def view_state(self) -> dict[str, Any]:
        """The ranges too, where somebody chose them."""
        ranges = (self.plot.x_range, self.plot.y_range) if self._free else None
        return super().view_state() | {"ranges": ranges}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show the same, in the same ranges."""
        self.refresh()
        super().set_view_state(state)
        if state["ranges"] is not None:
            self.plot.set_ranges(*state["ranges"])
            self._free = True
            self._rearrange()

    def _recolour(self, theme: Theme) -> None:
        self.plot.recolour(theme)
