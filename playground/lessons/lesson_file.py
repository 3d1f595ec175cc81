"""Lesson files: one text a lesson, every mistake in it named by its line.

A lesson is UTF-8 text: a front matter of TOML between two lines ``+++``, then Markdown, in which a
heading ``## ...`` begins a step. A fenced block with the name of a kind of step says in TOML what
the step asks for.
"""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import read_bounded
from playground.lessons.blocks import Block, front_and_steps
from playground.lessons.errors import LessonError
from playground.lessons.fields import made
from playground.lessons.front_matter import FrontMatter
from playground.lessons.lesson import Lesson, Step
from playground.lessons.plan import Plan
from playground.lessons.step_kinds import Task, explained, step_kinds
from playground.limits import LARGEST_LESSON, MOST_LESSON_STEPS
from playground.settings import SettingError, Settings

SUFFIX = ".lesson"


def read(path: str | os.PathLike) -> Lesson:
    """The lesson in a file.

    Raises
    ------
    FileError
        When the file cannot be read.
    LessonError
        When it is no lesson, naming the line.
    """
    path = Path(path)
    return loads(_text(path), path.name, path.absolute())


def read_front(path: str | os.PathLike) -> FrontMatter:
    """What the lesson in a file says of itself; raises as `read` does."""
    path = Path(path)
    front, _ = front_and_steps(_text(path), path.name, step_kinds)
    return _made(FrontMatter, front)


def _text(path: Path) -> str:
    content = read_bounded(path, LARGEST_LESSON)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LessonError("this is not UTF-8 text.", name=path.name, line=line) from None


def loads(written: str, name: str = "", path: Path | None = None) -> Lesson:
    """The lesson that a text is.

    Parameters
    ----------
    written : str
    name : str
        What to call it in a sentence.
    path : Path, optional
        Its file, in whose folder its data and pictures lie.

    Raises
    ------
    LessonError
        When it is none, naming the line.
    """
    if len(written) > LARGEST_LESSON:
        raise LessonError(
            f"{len(written):,} characters are more than the {LARGEST_LESSON:,} that are read.",
            name=name,
        )
    front_block, raw_steps = front_and_steps(written, name, step_kinds)
    front = _made(FrontMatter, front_block)
    if not raw_steps:
        raise LessonError(
            "it has no step; a step begins with a line ## and its heading.",
            name=name,
            line=written.count("\n") + 1,
        )
    if len(raw_steps) > MOST_LESSON_STEPS:
        raise LessonError(
            f"{len(raw_steps)} steps are too many; at most {MOST_LESSON_STEPS} may be.",
            name=name,
            line=raw_steps[MOST_LESSON_STEPS].line,
        )
    plan = Plan(path.parent if path is not None else None, front_block, front.experiment)
    begin, steps = plan.spec, []
    for number, raw in enumerate(raw_steps, start=1):
        task: Task = _made(step_kinds[raw.block.kind or "explain"], raw.block)
        plan.follow(raw, task)
        text_line = raw.line + 1 + len(raw.text) - len(raw.text.lstrip("\n"))
        steps.append(
            Step(
                number=number,
                heading=raw.heading,
                text=raw.text.strip(),
                line=raw.line,
                text_line=text_line,
                task=task,
                spec=plan.spec,
                block=raw.block,
                requests=tuple(plan.requests),
            )
        )
    plan.finish()
    return Lesson(
        path, front.title, front.summary, front.section, front.minutes, begin, tuple(steps)
    )


def _made(cls: type[Settings], block: Block):
    try:
        return made(cls, block.content)
    except SettingError as error:
        path = list(filter(None, error.path.split(".")))
        raise block.error(path, explained(cls, path, error.problem)) from None
