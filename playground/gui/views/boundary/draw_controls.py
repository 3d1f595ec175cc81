"""Everything for drawing in a plot: a pencil to begin with, the bar of tools, and the mouse."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton

from playground.experiment.snapshot import Frame, Run
from playground.gui.plotting.plot import Plot
from playground.gui.theme import Theme, icon
from playground.gui.views.boundary.draw_bar import LOOK, DrawBar
from playground.gui.views.boundary.draw_tool import DrawTool

_SIDE = 28  # pixels of the pencil's button
_MARGIN = 8  # pixels from the corner


class DrawControls(QObject):
    """The drawing tools of a plot, put away until they are asked for.

    Signals
    -------
    opened(bool)
        The tools were taken out, or put away.
    """

    opened = Signal(bool)

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot)
        self._plot = plot
        self.bar = DrawBar(theme)
        self.bar.hide()
        self.tool = DrawTool(plot, self.bar)
        self.pencil = QToolButton(plot)
        self.pencil.setObjectName("draw_points")
        self.pencil.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pencil.setAccessibleName("Draw points")
        self.pencil.setToolTip("Draw points of your own among these")
        self.pencil.setProperty("compact", True)
        self.pencil.setFixedSize(_SIDE, _SIDE)
        self.pencil.setIconSize(QSize(18, 18))
        self.pencil.hide()
        self._shown: Run | None = None
        self.pencil.clicked.connect(self.open)
        self.bar.closed.connect(self.close)
        plot.resized.connect(self._place_pencil)
        self.recolour(theme)

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
        self._place_pencil()

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

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.bar.recolour(theme)
        self.pencil.setIcon(icon("draw", theme, size=18))

    @Slot()
    def _place_pencil(self) -> None:
        self.pencil.move(self._plot.width() - _SIDE - _MARGIN, _MARGIN)
