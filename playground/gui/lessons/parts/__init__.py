"""What stands below the text of a step: one module a kind of step."""

from playground.gui.lessons.parts.part import Part, parts

__all__ = ["Part", "parts"]
