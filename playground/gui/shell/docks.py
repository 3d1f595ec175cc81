"""What a dock holds."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QWidget


def fill(dock: QDockWidget, widget: QWidget) -> None:
    """Put a widget into a dock, to be hidden while that lies behind the tab of another.

    Qt only moves such a dock aside: what it holds would be computed, drawn, and reached by Tab.
    """
    dock.setWidget(widget)
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    dock.visibilityChanged.connect(widget.setVisible)
