"""LogAxis: what plots share whose vertical axis may go in powers of ten."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.view import Switches


class LogAxis(PlotView):
    """A plot with a switch, and what it does.

    A subclass calls `_make_log_button` in `_build` and finds a place for it.

    Attributes
    ----------
    log_button : QToolButton
    """

    log_button: QToolButton

    def _make_log_button(self, quantity: str = "vertical") -> None:
        self.log_button = QToolButton(text="Log", checkable=True)
        self.log_button.setAccessibleName(f"Logarithmic {quantity} axis")
        self.log_button.setToolTip(
            "Shows powers of ten. Switch it on when the curves lie flat on the axis."
        )
        self.log_button.toggled.connect(self.set_log)

    def set_log(self, log: bool) -> None:
        """Measure upwards in powers of ten, or evenly."""
        self.log_button.setChecked(log)
        if log != self.plot.log_y:
            self.plot.set_log(log)
            self.fit()

    def _switches(self) -> Switches:
        return super()._switches() | {"log": (self.log_button, "checked")}
