"""Everything for drawing in a plot: a pencil to begin with, the bar of tools, and the mouse."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting.plot import Plot
from playground.gui.views.boundary.corner_button import CornerButton
from playground.gui.views.boundary.draw_bar import LOOK, DrawBar
from playground.gui.views.boundary.draw_tool import DrawTool

_MARGIN = 8  # pixels of the pencil from the upper right corner


class DrawControls(QObject):
    """The drawing tools of a plot, put away until they are asked for.

    Signals
    -------
    opened(bool)
        The tools were taken out, or put away.
    """

    opened = Signal(bool)

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.bar = DrawBar()
        self.bar.hide()
        self.tool = DrawTool(plot, self.bar)
        tip = "Draw points of your own among these"
        self.pencil = CornerButton(plot, "draw", "Draw points", tip, _MARGIN, at_top=True)
        self.pencil.setObjectName("draw_points")
        self.pencil.hide()
        self._shown: Run | None = None
        self.pencil.clicked.connect(self.open)
        self.bar.closed.connect(self.close)

    @property
    def takes_mouse(self) -> bool:
        """Whether a click in the plot would draw."""
        return self.tool.active and self.bar.tool != LOOK

    def show_frame(self, frame: Frame) -> None:
        """Follow what is on screen; the tools are there only where points can be drawn."""
        self.tool.show_snapshot(frame.snapshot)
        if frame.run is self._shown:
            return
        self._shown = frame.run
        if not self.tool.can_draw:
            self.close()
            self.pencil.hide()
            return
        self.bar.show_data(frame.run.dataset)
        self.pencil.setVisible(not self.tool.active)
        self.pencil.place()

    @Slot()
    def open(self) -> None:
        """Take the tools out, ready to draw."""
        self.bar.show()
        self.pencil.hide()
        self.bar.draw_with()
        self.tool.set_active(True)
        self._plot.setFocus()
        self.opened.emit(True)

    @Slot()
    def close(self) -> None:
        """Put the tools away; the mouse pans again."""
        if self.tool.active:
            self.tool.set_active(False)
            self.bar.hide()
            self.pencil.show()
            self._plot.setFocus()
            self.opened.emit(False)
