"""Text alone: nothing is asked."""

from __future__ import annotations

from playground.gui.lessons.parts.part import Part, parts


@parts.register("explain")
class ExplainPart(Part):
    """Nothing below the text."""
