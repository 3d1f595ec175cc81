"""How the decision boundary is shown: a button over the plot with a menu of switches."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from playground.gui.plotting.plot import Plot
from playground.gui.theme import Theme, icon
from playground.gui.theme.tooltips import allow, plain_tip

_SIDE = 28  # pixels of the button
_MARGIN = 6  # pixels from the lower right corner, where neither axis nor legend has anything


class BoundaryOptions(QObject):
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

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot)
        self._plot = plot
        self.button = QToolButton(plot)
        self.button.setObjectName("boundary_options")
        self.button.setAccessibleName("How the boundary is shown")
        self.button.setToolTip("Test points, discretized output, two moments side by side")
        self.button.setProperty("compact", True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFixedSize(_SIDE, _SIDE)
        self.button.setIconSize(QSize(18, 18))
        menu = QMenu(self.button, toolTipsVisible=True)
        self.test = self._switch(
            menu,
            "Show test points",
            "The examples that nothing was fitted or chosen by. Look at them last (NN 5).",
        )
        self.discrete = self._switch(
            menu,
            "Discretize the output",
            "Shows what is decided, not how surely; for a regression, six bands.",
        )
        menu.addSeparator()
        self.pin = self._switch(
            menu,
            "Pin this picture",
            "Keeps it beside what comes, to compare two moments or two runs.",
        )
        self.difference = self._switch(
            menu,
            "Show the difference",
            "Colors what has changed between the pinned picture and the present one.",
        )
        self.button.setMenu(menu)
        self.pin.toggled.connect(self._allow_difference)
        self._allow_difference(False)
        plot.resized.connect(self._place)
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.button.setIcon(icon("settings", theme, size=18))

    @staticmethod
    def _switch(menu: QMenu, words: str, tip: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setToolTip(plain_tip(tip))
        return action

    @Slot(bool)
    def _allow_difference(self, pinned: bool) -> None:
        allow(self.difference, "" if pinned else "Pin a picture first.")

    @Slot()
    def _place(self) -> None:
        self.button.move(
            self._plot.width() - _SIDE - _MARGIN, self._plot.height() - _SIDE - _MARGIN
        )
