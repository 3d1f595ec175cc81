"""The lesson, ``.lesson``: text that asks, runs and explains, to be gone through in the window."""

from __future__ import annotations

from playground.io.formats import ImportFormat, Opener, formats


@formats.register("lesson", label="Lesson")
class LessonFile(ImportFormat):
    """Steps to go through: questions, settings, runs and what they show."""

    suffixes = (".lesson",)

    def open(self, path: str, opener: Opener) -> object:
        """Hand the file to whoever shows it."""
        return opener.open_lesson(path)
