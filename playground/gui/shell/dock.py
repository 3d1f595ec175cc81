"""Dock: the frame that a panel sits in, docked or floating."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QWidget


class Dock(QDockWidget):
    """A dock whose widget is hidden while it lies behind the tab of another.

    Qt only moves such a dock aside: what it holds would be computed, drawn, and reached by Tab.
    """

    def setWidget(self, widget: QWidget) -> None:
        """Hold a widget, which is seen only while the dock is."""
        super().setWidget(widget)
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        self.visibilityChanged.connect(widget.setVisible)
