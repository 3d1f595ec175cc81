"""The player of lessons: a dock at the left that asks, runs, shows and explains."""

from playground.gui.lessons import actions  # registers them
from playground.gui.lessons.controller import Lessons

__all__ = ["Lessons"]
