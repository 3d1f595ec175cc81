"""How the decision boundary is shown: a button over the plot with a menu of switches."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from playground.gui.plotting.plot import Plot
from playground.gui.theme.tooltips import allow, plain_tip
from playground.gui.views.boundary.corner_button import CornerButton

_MARGIN = 6  # pixels from the lower right corner, where neither axis nor legend has anything


class BoundaryOptions(CornerButton):
    """The switches of a boundary plot.

    Attributes
    ----------
    test : QAction
        Whether the test examples are shown.
    discrete : QAction
        Whether only what is decided is shown, not how surely as well.
    pin : QAction
        Whether a picture is kept beside what comes.
    difference : QAction
        Whether what comes is shown as it differs from what is kept.
    """

    def __init__(self, plot: Plot) -> None:
        tip = "Test points, discretized output, two moments side by side"
        super().__init__(plot, "settings", "How the boundary is shown", tip, _MARGIN, at_top=False)
        self.setObjectName("boundary_options")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self, toolTipsVisible=True)
        self.test = self._switch(
            "Show test points",
            "The examples that nothing was fitted or chosen by. Look at them last (NN 5).",
        )
        self.discrete = self._switch(
            "Discretize the output",
            "Shows what is decided, not how surely; for a regression, six bands.",
        )
        self._menu.addSeparator()
        self.pin = self._switch(
            "Pin this picture",
            "Keeps it beside what comes, to compare two moments or two runs.",
        )
        self.difference = self._switch(
            "Show the difference",
            "Colors what has changed between the pinned picture and the present one.",
        )
        self.setMenu(self._menu)
        self.pin.toggled.connect(self._allow_difference)
        self._allow_difference(False)

    def _switch(self, words: str, tip: str) -> QAction:
        action = self._menu.addAction(words)
        action.setCheckable(True)
        action.setToolTip(plain_tip(tip))
        return action

    @Slot(bool)
    def _allow_difference(self, pinned: bool) -> None:
        allow(self.difference, "" if pinned else "Pin a picture first.")
