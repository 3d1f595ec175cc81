"""The timeline: the whole run as one row, to look back in and to go on from."""

from playground.gui.timeline import actions  # registers them
from playground.gui.timeline.controller import Timeline

__all__ = ["Timeline"]
