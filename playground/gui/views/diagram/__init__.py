"""The network diagram: every unit with what it computes, every weight with its sign and size."""

from playground.gui.views.diagram.view import DiagramView

__all__ = ["DiagramView"]
