"""All that a lesson says in Markdown, with the lines it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from playground.lessons.lesson import Lesson
from playground.settings import Settings, settings_of


def texts_in(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """All texts in a task, with their keys; items count from 1."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for n, item in enumerate(value, start=1):
            yield from texts_in(item, (*path, str(n)))
    elif isinstance(value, Settings):
        for name in settings_of(type(value)):
            yield from texts_in(getattr(value, name), (*path, name))


def texts_of(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Every text of a lesson with the line of the file its first line stands on."""
    for step in lesson.steps:
        yield step.text_line, step.text
        for path, text in texts_in(step.task):
            yield step.block.line(path), text
