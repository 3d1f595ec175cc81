"""Player: a lesson that somebody goes through, and all that its steps do with the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from playground.experiment.answers import Answer, Progress
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.lessons.lesson_run import LessonRun
from playground.gui.lessons.measuring import Measuring
from playground.gui.lessons.pictures import picture_of
from playground.gui.lessons.run_goal import RunGoal
from playground.gui.lessons.sketching import Sketching
from playground.lessons.answering import judge, needed
from playground.lessons.lesson import Lesson, Step
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.observe import Observe
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.question import Question
from playground.lessons.step_kinds.run import Run
from playground.lessons.step_kinds.set import Set
from playground.settings import SettingError

if TYPE_CHECKING:
    from playground.gui.lessons.stage import Stage
    from playground.lessons.fields import Changes


_ANSWER_FIRST = "Answer the question of the lesson first; then Run is free."
_QUESTION_AHEAD = (
    "The lesson asks a question before the next run; once it is answered, Run is free."
)


class Player(QObject):
    """Where the learner is, what they answered, and what was measured.

    Parameters
    ----------
    lesson : Lesson
    progress : Progress
        How far they have come.
    stage : Stage
        What of the window a lesson may use.
    stands : bool
        Whether the present run is already that of the present step, as out of a session file.

    Signals
    -------
    moved()
        Another step is the present one.
    progressed()
        `progress` has changed.
    framed(Frame)
        The present state of the run.
    judged()
        Answers have been judged.
    run_ended()
        The run of the present step is done, and the predictions of it are judged.
    lock_changed(), spec_changed()
        As of `Locks` and the workbench.
    link_followed(str)
        The learner wants to go where a link leads.

    Attributes
    ----------
    stage : Stage
    measuring : Measuring
    run : LessonRun
    sketching : Sketching
    """

    moved = Signal()
    progressed = Signal()
    judged = Signal()
    framed = Signal(object)
    run_ended = Signal()
    lock_changed = Signal()
    spec_changed = Signal()
    link_followed = Signal(str)

    def __init__(
        self, lesson: Lesson, progress: Progress, stage: Stage, parent: QObject, stands: bool
    ) -> None:
        super().__init__(parent)
        self.lesson, self.progress = lesson, progress
        self.stage, self._bench = stage, stage.workbench
        self.measuring = Measuring(self._bench, self._kept, self)
        self.run = LessonRun(self._bench, self._kept)
        self.sketching = Sketching(stage)
        # Up to here the steps have changed what they change, and their runs are done.
        self._entered = progress.step if stands else progress.step - 1
        self._done = set(range(1, progress.step))
        self._unlocked = False
        self._bench.frame_ready.connect(self._on_frame)
        self._bench.spec_changed.connect(self._on_spec)
        stage.locks.changed.connect(self.lock_changed)

    def close(self) -> None:
        """Leave everything as it is, locked by nobody."""
        bench = self._bench
        bench.frame_ready.disconnect(self._on_frame)
        bench.spec_changed.disconnect(self._on_spec)
        self.stage.locks.changed.disconnect(self.lock_changed)
        self.stage.locks.put((), locked=False)
        self.measuring.close()
        self.run.leave()
        self.sketching.end()

    def _kept(self) -> dict[str, float]:
        return self.progress.values()

    # ------------------------------------------------------------------ steps

    @property
    def step(self) -> Step:
        """The present one."""
        return self.lesson.steps[self.progress.step - 1]

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self.progress.step == len(self.lesson.steps)

    def go_to(self, number: int) -> bool:
        """Make another step the present one; whether the learner is there for the first time."""
        first = number > self._entered
        task = self.lesson.steps[number - 1].task
        if number > self.progress.step and first:
            self._bench.tell(None)  # what was to be said of the step before has been read
        if first and isinstance(task, Set):
            self.sketching.end()  # what is run from now on is another run
        if self.run.goal is not None and self.run.goal.task is not task:
            self.run.leave()
        self._entered = max(self._entered, number)
        self._set_progress(self.progress.at(number))
        self._unlocked = False
        return first

    def complete(self, step: Step) -> None:
        """A run has come to its end, or a goal is reached."""
        self._done.add(step.number)
        self.progressed.emit()

    def has_completed(self, step: Step) -> bool:
        """Whether the run of a step is done, or its goal reached."""
        return step.number in self._done

    def finish(self) -> None:
        """The learner has come to the end."""
        self._set_progress(replace(self.progress, finished=True))

    def _set_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    # ------------------------------------------------------------------ answers

    def answer(self, answer: Answer) -> None:
        """The learner has answered."""
        if self.progress.answer_to(answer.step) != answer:
            self._set_progress(self.progress.answered(answer))

    def answer_to(self, step: Step) -> Answer | None:
        """What was answered to a question; None where that is no answer to it any more."""
        answer, task = self.progress.answer_to(step.number), step.task
        fits = answer is not None and isinstance(task, Question) and task.fits(answer.given)
        return answer if fits else None

    def predictions_before(self, step: Step) -> list[Step]:
        """The predictions that a run shows to be right or not; told by it, or in the step after."""
        before = list(self.lesson.steps[: step.number - 1])
        if isinstance(step.task, Observe) and not (before and isinstance(before.pop().task, Run)):
            return []
        found: list[Step] = []
        for each in takewhile(lambda each: not isinstance(each.task, Run), reversed(before)):
            if isinstance(each.task, Predict) and each.task.awaits_run:
                found.insert(0, each)
        return found

    def refusal_to_train(self) -> str:
        """Why Run is not free: a question is to be answered before; empty where it is."""
        if self._unlocked:
            return ""
        for step in self.lesson.steps[self.progress.step - 1 :]:
            if isinstance(step.task, (Run, Check)):
                return ""
            if isinstance(step.task, Predict) and self.answer_to(step) is None:
                here = step.number == self.progress.step
                return _ANSWER_FIRST if here else _QUESTION_AHEAD
        return ""

    def keeps_verdict_for_later(self, step: Step) -> bool:
        """Whether the learner first says what they saw."""
        following = self.lesson.steps[step.number : step.number + 1]
        return bool(following) and isinstance(following[0].task, Observe)

    def judge(self, *steps: Step) -> None:
        """Measure what decides about the answers to some steps, and keep what comes of it."""
        names = dict.fromkeys(name for step in steps for name in needed(step))
        self.measuring.measure(names, partial(self._on_judged, steps))

    def _on_judged(self, steps: Sequence[Step], values: dict[str, float]) -> None:
        for step in steps:
            answer = self.answer_to(step)
            if answer is not None and not answer.outcome:
                judged = judge(step, answer, values, self.data_task)
                self._set_progress(self.progress.answered(judged))
        self.judged.emit()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        self.run.see(frame)
        if isinstance(self.step.task, Predict) and self.run.has_begun(frame):
            # Whoever presses Run after a prediction is in the step of that run.
            self.go_to(self.progress.step + 1)
            self.moved.emit()
        self.measuring.see(frame)
        if not frame.snapshot.running and not frame.snapshot.looking_back:
            self._consider_end()
        self.framed.emit(frame)

    @property
    def data_task(self) -> str:
        """What is asked of the data, such as ``"binary"``; empty before there are any."""
        run = self._bench.run
        return run.dataset.task if run is not None else ""

    # ------------------------------------------------------------------ settings

    @property
    def spec(self) -> ExperimentSpec:
        """The settings on screen."""
        return self._bench.spec

    @Slot(object)
    def _on_spec(self, spec: ExperimentSpec) -> None:
        self.spec_changed.emit()

    def put(self, changes: Changes, restart: bool) -> None:
        """Change settings for the learner; from the first weights on where that is asked for."""
        try:
            spec = self.lesson.changed(self.spec, changes)
        except SettingError:
            # The learner has chosen something that has no such setting: as the lesson means it.
            spec = self.lesson.changed(self._before(self.step), changes)
        if restart:
            self._bench.start_over(spec, running=False, imported=False)
        else:
            self._bench.put_in_force(spec)
        self._bench.tell(None)  # the step says what has changed

    def _before(self, step: Step) -> ExperimentSpec:
        return self.lesson.steps[step.number - 2].spec if step.number > 1 else self.lesson.spec

    def changes_of(self, step: Step, change: Changes) -> tuple[ExperimentSpec, ExperimentSpec]:
        """The settings before a step, and with those that it changes."""
        before = self._before(step)
        return before, self.lesson.changed(before, change)

    @property
    def is_locked(self) -> bool:
        """Whether settings are locked."""
        return self.stage.locks.is_locked

    def restrict(self, meant: Sequence[str], locked: bool) -> None:
        """Mark settings and actions; lock all other settings."""
        self.stage.locks.put(meant, locked and not self._unlocked)

    @Slot()
    def unlock(self) -> None:
        """Free all settings, and Run, until the next step."""
        self._unlocked = True
        self.stage.locks.lift()
        self.progressed.emit()

    # ------------------------------------------------------------------ runs

    def seconds_of_run(self) -> float:
        """How long what is left of the run takes at the present speed; 0 at the fastest."""
        pace, goal, snapshot = self._bench.steps_per_second, self.run.goal, self._bench.snapshot
        if pace is None or goal is None or snapshot is None or snapshot.running:
            return 0.0
        steps = goal.task.steps or goal.task.limit * self.stage.batches
        return (goal.steps + steps - snapshot.steps) / pace

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._bench.running

    def toggle_run(self) -> None:
        """Run, or pause."""
        self._bench.toggle_run()

    def prepare_run(self) -> None:
        """Let Run already mean the run that comes next, where it does."""
        for step in self.lesson.steps[self.progress.step : self.progress.step + 1]:
            if isinstance(step.task, Run) and not self.has_completed(step):
                self.run.begin(step.task)

    def _consider_end(self) -> None:
        """Ask the worker whether the run has come to its end."""
        goal, step = self.run.goal, self.step
        if goal is not None and isinstance(step.task, Run) and not self._bench.busy:
            self.measuring.ask(goal, partial(self._on_considered, goal, step))

    def _on_considered(self, goal: RunGoal, step: Step, reached: bool) -> None:
        if reached and goal is self.run.goal:
            self.run.leave()
            predictions, keep = self.predictions_before(step), goal.task.keep
            names = dict.fromkeys(self.lesson.kept_names(keep) if keep else ())
            names |= dict.fromkeys(name for each in predictions for name in needed(each))
            self.measuring.measure(names, partial(self._on_ended, step, keep, predictions))

    def _on_ended(
        self, step: Step, keep: str, predictions: Sequence[Step], values: dict[str, float]
    ) -> None:
        """The run is done: what a later step speaks of is kept, and its predictions are judged."""
        if keep:
            kept = {name: values[name] for name in self.lesson.kept_names(keep)}
            self._set_progress(self.progress.keep(keep, kept))
        self.sketching.settle()
        self._on_judged(predictions, values)
        self.complete(step)
        self.run_ended.emit()

    def next_run(self, step: Step) -> Run | None:
        """The run that comes after a step."""
        tasks = (each.task for each in self.lesson.steps[step.number :])
        return next((task for task in tasks if isinstance(task, Run)), None)

    def picture_of(self, name: str) -> QImage | None:
        """A picture beside the lesson."""
        return picture_of(self.lesson.path, name)
