"""Lesson and Step: a lesson as it was read, every part of it checked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.lessons.asks import Request
from playground.lessons.blocks import Block
from playground.lessons.fields import Changes
from playground.lessons.measures import found
from playground.lessons.places import changed_spec
from playground.lessons.step_kinds import Claim, Task
from playground.settings import Settings, one_of


def name_of(path: Path) -> str:
    """The name of the lesson in a file: that of the file without number and ending."""
    return re.sub(r"^\d+[-_ ]*", "", path.stem) or path.stem


@dataclass(frozen=True, eq=False)
class Step:
    """One step.

    Attributes
    ----------
    number : int
        Counted from 1.
    heading : str
    text : str
        Markdown with formulas, shown before the task.
    line, text_line : int
        Of its heading in the file, and of the first line of its text.
    task : Task
        What it asks for; its class is its kind.
    spec : ExperimentSpec
        The settings in force once it is done, for a learner who does what is asked.
    block : Block
        Where its keys stand in the file.
    requests : tuple of Request
        The settings it asks the learner to choose.
    """

    number: int
    heading: str
    text: str
    line: int
    text_line: int
    task: Task
    spec: ExperimentSpec
    block: Block
    requests: tuple[Request, ...] = ()

    def line_of(self, claim: Claim) -> int:
        """The line of the file that says a claim."""
        return self.block.line(claim.path)


@dataclass(frozen=True, eq=False)
class Lesson:
    """A whole lesson.

    Attributes
    ----------
    path : Path or None
        Its file; None for a text from elsewhere.
    title, summary : str
    section : str
        Where the course notes treat it: ``"NN 2.3.1, CS230 3.9"``.
    minutes : int
        How long it takes.
    spec : ExperimentSpec
        The experiment it begins with.
    steps : tuple of Step
    """

    path: Path | None
    title: str
    summary: str
    section: str
    minutes: int
    spec: ExperimentSpec
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """By which it is known for good: its file's name without number and ending."""
        return name_of(self.path or Path(self.title.lower().replace(" ", "-")))

    def changed(self, spec: ExperimentSpec, changes: Changes) -> ExperimentSpec:
        """An experiment with the settings that a step changes, as of ``step.task.change``.

        Raises
        ------
        SettingError
            When it cannot have them, as where the learner has chosen something else.
        """
        return changed_spec(spec, changes.content, self.path.parent if self.path else None)

    def brings(self, source: Settings) -> bool:
        """Whether data come from where the lesson itself takes some."""
        specs = (self.spec, *(step.spec for step in self.steps))
        return any(spec.data.source == source for spec in specs)

    def kept_names(self, prefix: str) -> tuple[str, ...]:
        """What is measured of a run that is kept under a name: what any step says of it later."""
        names = (n for s in self.steps for _, e in s.task.expressions() for n in e.names)
        rests = (n.removeprefix(f"{prefix}_") for n in names if n.startswith(f"{prefix}_"))
        return tuple(dict.fromkeys(rest for rest in rests if found(rest) is not None))

    def check_names(self, views: Collection[str], actions: Collection[str]) -> None:
        """Refuse a lesson that brings to the front or marks what a window does not have.

        Raises
        ------
        LessonError
            Naming the line.
        """
        for step in self.steps:
            view, block = step.task.view, step.block
            if view and view not in views:
                raise block.error(("view",), f"there is no panel '{view}'; {one_of(views)}.")
            for mark in step.task.mark:
                if "." not in mark and mark not in actions:
                    close = difflib.get_close_matches(mark, actions, 1)
                    hint = f"; perhaps '{close[0]}' is meant" if close else ""
                    raise block.error(("mark",), f"there is no action '{mark}'{hint}.")

    def claims(self) -> Iterator[tuple[Step, Claim]]:
        """Every claim with its step."""
        for step in self.steps:
            yield from ((step, claim) for claim in step.task.claimed())
