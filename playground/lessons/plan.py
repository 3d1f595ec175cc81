"""Plan: a lesson gone through in order, to see whether each step can be taken where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from playground.experiment.spec import ExperimentSpec
from playground.lessons import markdown
from playground.lessons.asks import Request, requests_of
from playground.lessons.blocks import Block, RawStep
from playground.lessons.errors import LessonError
from playground.lessons.fields import Changes
from playground.lessons.front_matter import FrontMatter
from playground.lessons.measures import found, measures, no_such_name
from playground.lessons.places import changed_spec
from playground.lessons.step_kinds import Task, explained, step_kinds
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.run import Run
from playground.lessons.step_kinds.set import Set
from playground.lessons.texts import texts_in
from playground.settings import SettingError, find

_Made = TypeVar("_Made")


class Plan:
    """What is known after each step of a lesson for whoever does what it asks.

    Parameters
    ----------
    folder : Path or None
        Where the lesson lies.
    front : Block
    experiment : Changes
        What it begins with.

    Raises
    ------
    LessonError
        When the experiment is none.

    Attributes
    ----------
    spec : ExperimentSpec
        The settings in force.
    requests : list of Request
        What the last step asks the learner to set.
    """

    def __init__(self, folder: Path | None, front: Block, experiment: Changes) -> None:
        self._folder = folder
        self._kept: list[str] = []
        self._has_run = False
        self.requests: list[Request] = []
        self._open: RawStep | None = None  # a prediction that waits for a run
        self.spec = self._amended(ExperimentSpec(), experiment, front, "experiment")

    def follow(self, raw: RawStep, task: Task) -> None:
        """Take one step.

        Raises
        ------
        LessonError
            When it cannot be taken here, naming the line.
        """
        self._check_text(raw, task)
        if task.needs_run_before and not self._has_run:
            raise LessonError(
                f"'{raw.heading}': nothing has run yet, so there is nothing to see.",
                name=raw.block.name,
                line=raw.line,
            )
        before, self.requests = self.spec, []
        if isinstance(task, Set):
            self._set(task, raw.block)
        if isinstance(task, Check):
            self.spec = self._amended(self.spec, task.solution, raw.block, "solution")
        for mark in task.mark:
            self._check_mark(mark, before, raw.block)
        self._check_names(task, raw.block)
        if task.awaits_run:
            self._open = raw
        if isinstance(task, (Run, Check)):
            self._has_run = True
        if isinstance(task, Run):
            self._open = None
            if task.keep:
                self._keep(task.keep, raw.block)

    def finish(self) -> None:
        """See whether everything has come to its end.

        Raises
        ------
        LessonError
            When a prediction is never compared with anything.
        """
        if self._open is not None:
            raise LessonError(
                f"'{self._open.heading}': no run follows that could show whether the prediction "
                "is right.",
                name=self._open.block.name,
                line=self._open.line,
            )

    # ------------------------------------------------------------------ settings

    def _set(self, task: Set, block: Block) -> None:
        self.spec = self._amended(self.spec, task.change, block, "change")
        requests = self._refused(lambda: requests_of(self.spec, task.ask.content), block, "ask")
        self.requests = requests
        for request in requests:
            path = ("ask", *request.path.split("."))
            if request.met(self.spec):
                raise block.error(path, "this is so already, so there is nothing to ask for.")
        plain = Changes(_plain(task.ask.content, [r.path for r in requests if r.condition]))
        self.spec = self._amended(self.spec, plain, block, "ask")
        self.spec = self._amended(self.spec, task.solution, block, "solution")
        for request in requests:
            if not request.met(self.spec):
                path = ("ask", *request.path.split("."))
                raise block.error(
                    path,
                    "no value in [solution] meets it, so the lesson cannot be checked; add one.",
                )

    def _amended(
        self, spec: ExperimentSpec, changes: Changes, block: Block, key: str
    ) -> ExperimentSpec:
        return self._refused(lambda: changed_spec(spec, changes.content, self._folder), block, key)

    def _refused(self, make: Callable[[], _Made], block: Block, key: str) -> _Made:
        try:
            return make()
        except SettingError as error:
            path = (key, *error.path.split("."))
            cls = step_kinds[block.kind] if block.kind else FrontMatter
            raise block.error(path, explained(cls, path, error.problem)) from None

    def _check_mark(self, mark: str, before: ExperimentSpec, block: Block) -> None:
        if "." not in mark:
            return  # an action or a panel
        for spec in (self.spec, before):
            try:
                find(spec, mark)
                return
            except SettingError as error:
                problem = error.problem
        raise block.error(("mark",), f"'{mark}': {problem}")

    # ------------------------------------------------------------------ names

    def _check_names(self, task: Task, block: Block) -> None:
        for path, expression in task.expressions():
            for name in expression.names:
                if found(name) is None and not self._is_kept(name):
                    raise block.error(path, no_such_name(name, self._kept_names()))

    def _is_kept(self, name: str) -> bool:
        prefixes = (f"{kept}_" for kept in self._kept)
        return any(name.startswith(p) and found(name.removeprefix(p)) for p in prefixes)

    def _kept_names(self) -> Iterator[str]:
        return (f"{kept}_{name}" for kept in self._kept for name in measures)

    def _keep(self, name: str, block: Block) -> None:
        if name in self._kept:
            raise block.error(("keep",), f"the values of another run are kept as '{name}' already.")
        for taken in measures:
            if taken.startswith(f"{name}_"):
                raise block.error(
                    ("keep",), f"'{name}' would make a {taken}, which has its own meaning."
                )
        self._kept.append(name)

    # ------------------------------------------------------------------ text

    def _check_text(self, raw: RawStep, task: Task) -> None:
        for line, problem in markdown.problems(raw.text, self._folder):
            raise LessonError(problem, name=raw.block.name, line=raw.line + 1 + line)
        for path, text in texts_in(task):
            for _, problem in markdown.problems(text, self._folder):
                raise raw.block.error(path, problem)


def _plain(content: Mapping[str, Any], leave: list[str], path: str = "") -> dict[str, Any]:
    """A table of settings without those at some dotted paths."""
    plain = dict[str, Any]()
    for key, value in content.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            plain[key] = _plain(value, leave, here)
        elif here not in leave:
            plain[key] = value
    return plain
