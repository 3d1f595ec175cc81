"""Playthrough: a lesson taken from its first step to its last without a window."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import singledispatchmethod

import numpy as np

from playground.cancellation import check as check_cancelled
from playground.data.errors import DataError
from playground.dataclass import dataclass
from playground.engine.errors import EngineError
from playground.experiment.live import requires_restart
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.lessons.conditions import Condition, Expression
from playground.lessons.errors import LessonError
from playground.lessons.lesson import Lesson, Step
from playground.lessons.measures import measure_session, value_text
from playground.lessons.step_kinds import Task
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.run import Run
from playground.lessons.step_kinds.set import Set
from playground.settings import SettingError, replaced

_SEEDS = 2**32


@dataclass(frozen=True)
class Finding:
    """What became of one claim.

    Attributes
    ----------
    step : Step
        That makes it.
    path : tuple of str
        The key that says it.
    text : str
        What it says.
    held : bool
    values : dict of str to float
        What was measured, by the names in it.
    task : str
        Of the data, by which errors are told.
    """

    step: Step
    path: tuple[str, ...]
    text: str
    held: bool
    values: dict[str, float]
    task: str

    @property
    def measured(self) -> str:
        """What was measured, for a person."""
        told = (f"{name} {value_text(name, v, self.task)}" for name, v in self.values.items())
        return ", ".join(told)


class Playthrough:
    """A learner who does what a lesson asks, with a seed of their own.

    Parameters
    ----------
    lesson : Lesson
    shift : int
        What is added to every seed of the lesson; with 0 the run is the author's own.
    recorded : bool
        Whether every mini-batch can be visited again.
    """

    def __init__(self, lesson: Lesson, shift: int = 0, recorded: bool = False) -> None:
        self._lesson, self._shift, self._recorded = lesson, shift, recorded
        self._spec = self._own(lesson.spec)
        self._session: Session | None = None
        self._kept: dict[str, float] = {}
        self._waiting: list[Step] = []

    def findings(self) -> Iterator[Finding]:
        """What becomes of every claim, in the order in which it is known.

        Raises
        ------
        LessonError
            When a step cannot be taken, naming its line.
        """
        for step in self._lesson.steps:
            try:
                with np.errstate(all="ignore"):
                    yield from self._taken(step.task, step)
            except (DataError, EngineError, SettingError) as error:
                path = self._lesson.path
                name = path.name if path is not None else ""
                raise LessonError(str(error), name=name, line=step.line) from None

    def session_before(self, number: int) -> Session:
        """The session that stands when the step of this number is come to.

        Raises
        ------
        LessonError, DataError, EngineError, SettingError
            When a step before cannot be taken.
        """
        for step in self._lesson.steps[: number - 1]:
            for _ in self._taken(step.task, step):
                pass
        return self._present()

    # ------------------------------------------------------------------ the kinds of step

    @singledispatchmethod
    def _taken(self, task: Task, step: Step) -> Iterator[Finding]:
        """Take a step; what there is to run or to change depends on its kind."""
        if task.awaits_run:
            self._waiting.append(step)
        else:
            yield from self._claims(step)
            yield from self._number(step)

    @_taken.register
    def _(self, task: Set, step: Step) -> Iterator[Finding]:
        before, self._spec = self._spec, self._own(step.spec)
        session = self._session
        if session is not None:
            if task.restart or requires_restart(before, self._spec, session.dataset):
                self._session = None
            else:
                session.apply(self._spec)
        yield from self._claims(step)

    @_taken.register
    def _(self, task: Run, step: Step) -> Iterator[Finding]:
        session = self._present()
        if session.stop is not None:
            raise LessonError(
                f"nothing runs here: {session.stop.sentence} A set step with restart = true before "
                "it starts over.",
                name=step.block.name,
                line=step.line,
            )
        if task.steps:
            for _ in range(task.steps):
                session.step()
        else:
            held = self._run(session, task.limit, task.until)
            if task.until is not None:
                text = f"{task.until.text}, reached within {task.limit} epochs"
                yield self._finding(step, ("until",), text, held, task.until)
        if task.keep:
            names = self._lesson.kept_names(task.keep)
            values = measure_session(session, names)
            self._kept |= {f"{task.keep}_{name}": value for name, value in values.items()}
        waiting, self._waiting = [*self._waiting, step], []
        for each in waiting:
            yield from self._claims(each)
            yield from self._number(each)

    @_taken.register
    def _(self, task: Check, step: Step) -> Iterator[Finding]:
        self._spec = self._own(step.spec)
        self._session = None
        session = self._present()
        held = self._holds(task.goal) or self._run(session, task.limit, task.goal)
        text = f"{task.goal.text}, reached by the solution within {task.limit} epochs"
        yield self._finding(step, ("goal",), text, held, task.goal)

    # ------------------------------------------------------------------ what they are made of

    def _own(self, spec: ExperimentSpec) -> ExperimentSpec:
        return replaced(spec, "seed", (spec.seed + self._shift) % _SEEDS)

    def _present(self) -> Session:
        if self._session is None:
            self._session = Session(self._spec, recorded=self._recorded).go_on()
        return self._session

    def _run(self, session: Session, epochs: int, until: Condition | None) -> bool:
        """Train so many epochs, or until a condition holds; whether it does."""
        last = session.trainer.epoch + epochs
        while session.stop is None and session.trainer.epoch < last:
            check_cancelled()
            session.step_epoch()
            if until is not None and self._holds(until):
                return True
        return False

    def _holds(self, condition: Condition) -> bool:
        return condition.holds(self._values(condition.names))

    def _values(self, names: tuple[str, ...]) -> dict[str, float]:
        """What the present run measures, and what was kept of others."""
        kept = {name: self._kept[name] for name in names if name in self._kept}
        measured = [name for name in names if name not in kept]
        return kept | measure_session(self._present(), measured)

    def _finding(
        self, step: Step, path: tuple[str, ...], text: str, held: bool, said: Expression
    ) -> Finding:
        values = self._values(said.names)
        return Finding(step, path, text, held, values, self._present().dataset.task)

    def _claims(self, step: Step) -> Iterator[Finding]:
        for claim in step.task.claimed():
            condition = claim.condition
            held = self._holds(condition)
            yield self._finding(step, claim.path, condition.text, held, condition)

    def _number(self, step: Step) -> Iterator[Finding]:
        task = step.task
        if isinstance(task, Predict) and task.number is not None:
            number = task.number
            held = math.isfinite(number.value(self._values(number.names)))
            yield self._finding(step, ("number",), f"{number.text} is a number", held, number)
