"""The one exception of lessons."""

from __future__ import annotations

from playground.experiment.errors import ExperimentError


class LessonError(ExperimentError):
    """A lesson that cannot be used; the message is a plain sentence for its author.

    Parameters and attributes are those of `ExperimentError`: what is wrong, the file, the line in
    it, and the key or setting concerned.
    """
