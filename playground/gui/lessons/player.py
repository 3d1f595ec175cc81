"""Player: a lesson that somebody goes through, and all that its steps do with the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from playground.experiment.answers import Answer, Progress
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.gui.lessons.pictures import picture_of
from playground.gui.lessons.run_goal import CheckGoal, RunGoal
from playground.gui.lessons.sketch import Sketch
from playground.lessons.answering import judge, needed
from playground.lessons.lesson import Lesson, Step
from playground.lessons.measures import measure_session
from playground.lessons.tasks.observe import Observe
from playground.lessons.tasks.predict import Predict
from playground.lessons.tasks.run import Run
from playground.lessons.tasks.set import Set
from playground.settings import SettingError

if TYPE_CHECKING:
    from playground.gui.lessons.stage import Stage
    from playground.lessons.fields import Changes

#: Seconds between two measurements while a run goes on.
_INTERVAL = 0.2


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
    measured(dict)
        What was measured of the names that were `watch`-ed, and the kept values.
    framed(Frame)
        The present state of the run.
    run_ended()
        The run of the present step is done, and judged.
    lock_changed(), spec_changed()
        As of `Locks` and the workbench.
    link_followed(str)
        The learner wants to go where a link leads.

    Attributes
    ----------
    sketch : Sketch or None
        The curve that lies in a plot.
    """

    moved = Signal()
    progressed = Signal()
    measured = Signal(dict)
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
        self.sketch: Sketch | None = None
        self.sketch_factor = 1.0
        self._sketch_scale = 1.0
        self._stage, self._bench = stage, stage.workbench
        # Up to here the steps have changed what they change, and their runs are done.
        self._entered = progress.step if stands else progress.step - 1
        self._goal: RunGoal | None = None
        self._done = set(range(1, progress.step))
        self._names: tuple[str, ...] = ()
        self._waits = False  # for something that is measured
        self._due = 0.0
        self._unlocked = False
        self._is_new = False  # the run that stands has not been seen yet
        self._bench.frame_ready.connect(self._on_frame)
        self._bench.run_started.connect(self._on_run_started)
        self._bench.spec_changed.connect(self._on_spec)
        stage.locks.changed.connect(self.lock_changed)

    def close(self) -> None:
        """Leave everything as it is, locked by nobody."""
        bench = self._bench
        bench.frame_ready.disconnect(self._on_frame)
        bench.run_started.disconnect(self._on_run_started)
        bench.spec_changed.disconnect(self._on_spec)
        self._stage.locks.changed.disconnect(self.lock_changed)
        self._stage.locks.put((), locked=False)
        self.leave_run()
        self.end_sketch()

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
        if first and isinstance(self.lesson.steps[number - 1].task, Set):
            self.end_sketch()  # what is run from now on is another run
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
        if len(self.progress.answers) and self.progress.answer_to(answer.step) == answer:
            return
        self._set_progress(self.progress.answered(answer))

    def predictions_before(self, step: Step) -> list[Step]:
        """The predictions that the last run before the end of a step shows to be right or not."""
        runs_to_pass = 1 if isinstance(step.task, Observe) else 0
        found: list[Step] = []
        for each in reversed(self.lesson.steps[: step.number - 1]):
            if isinstance(each.task, Run):
                runs_to_pass -= 1
                if runs_to_pass < 0:
                    break
            elif isinstance(each.task, Predict) and not runs_to_pass:
                found.insert(0, each)
        return found

    def keeps_verdict_for_later(self, step: Step) -> bool:
        """Whether the learner first says what they saw."""
        following = self.lesson.steps[step.number : step.number + 1]
        return bool(following) and isinstance(following[0].task, Observe)

    def judge(self, steps: Sequence[Step], then: Callable[[], object]) -> None:
        """Measure what decides about the answers to some steps, and keep what comes of it."""
        names = dict.fromkeys(name for step in steps for name in needed(step))
        self._measure(names, partial(self._on_judged, steps, then))

    def _on_judged(
        self, steps: Sequence[Step], then: Callable[[], object], values: dict[str, float]
    ) -> None:
        for step in steps:
            answer = self.progress.answer_to(step.number)
            if answer is not None and not answer.outcome:
                judged = judge(step, answer, values, self.data_task)
                self._set_progress(self.progress.answered(judged))
        then()

    # ------------------------------------------------------------------ what is measured

    def watch(self, names: Iterable[str]) -> None:
        """Measure these names from now on, at rest and now and then while a run goes on."""
        self._names, self._due = tuple(names), 0.0
        self._look()

    def _measure(self, names: Iterable[str], then: Callable[[dict[str, float]], object]) -> None:
        kept = self.progress.values()
        measured = tuple(name for name in names if name not in kept)
        call = self._bench.call(partial(_measured, measured), "measuring what the lesson speaks of")
        call.then(partial(_with_kept, kept, then))

    def _look(self) -> None:
        if self._names and not self._waits and self._bench.snapshot is not None:
            self._waits, self._due = True, time.monotonic() + _INTERVAL
            self._measure(self._names, self._on_measured)

    def _on_measured(self, values: dict[str, float]) -> None:
        self._waits = False
        self.measured.emit(values)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self._is_new:
            self._begin_where_it_stands(frame)
        if self._goal is not None:
            self._follow(frame)
        if not frame.snapshot.running or time.monotonic() >= self._due:
            self._look()
        if not frame.snapshot.running and not frame.snapshot.looking_back:
            self._consider_end()
        self.framed.emit(frame)

    def present(self, name: str) -> float:
        """The last evaluation of a curve."""
        return float(self._bench.frame.latest[name])

    @property
    def data_task(self) -> str:
        """What is asked of the data, such as ``"binary"``."""
        return self._bench.run.dataset.task

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

    def changes_of(self, step: Step) -> tuple[ExperimentSpec, ExperimentSpec]:
        """The settings before a step, and with those that it changes."""
        before = self._before(step)
        return before, self.lesson.changed(before, step.task.change)

    @property
    def is_locked(self) -> bool:
        """Whether settings are locked."""
        return self._stage.locks.is_locked

    def restrict(self, meant: Sequence[str], locked: bool) -> None:
        """Mark settings and actions; lock all other settings."""
        self._stage.locks.put(meant, locked and not self._unlocked)

    @Slot()
    def unlock(self) -> None:
        """Free all settings, and Run, until the next step."""
        self._unlocked = True
        self._stage.locks.lift()
        self.progressed.emit()

    @property
    def is_unlocked(self) -> bool:
        """Whether the learner wants to be free in this step."""
        return self._unlocked

    # ------------------------------------------------------------------ runs

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._bench.running

    def toggle_run(self) -> None:
        """Run, or pause."""
        self._bench.toggle_run()

    def begin_run(self, step: Step) -> None:
        """From now on Run ends where a step says; where it is under way already, it goes on."""
        if self._goal is not None and self._goal.task is step.task:
            return
        snapshot = self._bench.snapshot
        standing = snapshot is not None and not self._bench.busy
        epoch, steps = (snapshot.epoch, snapshot.steps) if standing else (0, 0)
        self._goal = RunGoal(step.task, epoch, steps, self.progress.values())
        self._bench.goal = self._goal

    def begin_check(self, step: Step) -> None:
        """From now on Run pauses where the goal of a step is reached."""
        self._bench.goal = CheckGoal(step.task, self.progress.values())

    def prepare_run(self) -> None:
        """Let Run already mean the run that comes next, where it does."""
        following = self.lesson.steps[self.progress.step : self.progress.step + 1]
        if (
            following
            and isinstance(following[0].task, Run)
            and not self.has_completed(following[0])
        ):
            self.begin_run(following[0])

    def leave_run(self) -> None:
        """Run goes on without end again."""
        self._goal = self._bench.goal = None

    def share_of_run(self, frame: Frame) -> float:
        """How much of the run is done, from 0 to 1."""
        if self._goal is None:
            return 0.0
        return self._goal.share(frame.snapshot.epoch, frame.snapshot.steps)

    @Slot(object)
    def _on_run_started(self, run: object) -> None:
        self._waits, self._is_new = False, True

    def _begin_where_it_stands(self, frame: Frame) -> None:
        """Another run stands: the run of the step is counted from its beginning."""
        self._is_new = False
        if self._goal is not None and frame.run.parent is None:
            place = frame.snapshot.epoch, frame.snapshot.steps
            self._bench.goal = self._goal = replace(self._goal, epoch=place[0], steps=place[1])

    def _follow(self, frame: Frame) -> None:
        """Whoever presses Run after a prediction is in the step of that run."""
        if isinstance(self.step.task, Predict) and frame.snapshot.steps > self._goal.steps:
            self.go_to(self.progress.step + 1)
            self.moved.emit()

    def _consider_end(self) -> None:
        """Ask the worker whether the run has come to its end."""
        if self._goal is not None and isinstance(self.step.task, Run) and not self._bench.busy:
            goal, step = self._goal, self.step
            self._bench.call(goal, "looking whether the run is done").then(
                partial(self._on_considered, goal, step)
            )

    def _on_considered(self, goal: RunGoal, step: Step, reached: bool) -> None:
        if not reached or goal is not self._goal or self.has_completed(step):
            return
        self.leave_run()
        names = self.lesson.kept_names(step.task.keep) if step.task.keep else ()
        self._measure(names, partial(self._on_kept, step))

    def _on_kept(self, step: Step, values: dict[str, float]) -> None:
        if step.task.keep:
            names = self.lesson.kept_names(step.task.keep)
            kept = {name: values[name] for name in names}
            self._set_progress(self.progress.keep(step.task.keep, kept))
        self._show_true_curve()
        self.judge(self.predictions_before(step), partial(self._on_ended, step))

    def _on_ended(self, step: Step) -> None:
        self.complete(step)
        self.run_ended.emit()

    # ------------------------------------------------------------------ the sketch

    def begin_sketch(self, step: Step, answered: bool) -> Sketch | None:
        """Lay a sketch into the plot of a step's curve: to be drawn, or as it was given."""
        view = self._stage.plot_of(step.task.curve)
        if view is None or self._bench.snapshot is None:
            return None
        if self.sketch is None or self.sketch.parent() is not view:
            self.end_sketch()
            self.sketch = Sketch(view)
        self.sketch_factor = view.factor
        run = self._next_run(step)
        per_epoch = max(1, -(-self._bench.snapshot.split.train.m // self.spec.training.batch_size))
        self._sketch_scale = per_epoch if step.task.curve.endswith("cost") else 1.0
        if answered:
            given = self.progress.answer_to(step.number).given
            points = [(x * self._sketch_scale, y * view.factor) for x, y in given]
            self.sketch.show_points(points)
            return self.sketch
        epochs = 1.0 if run is None else run.limit
        if run is not None and run.steps:
            epochs = run.steps / per_epoch
        begun = self._bench.snapshot.epoch
        most = max(1e-6, 1.5 * self.present(step.task.curve) * view.factor)
        self.sketch.begin((begun + epochs) * self._sketch_scale, most)
        return self.sketch

    def sketch_points(self) -> tuple[tuple[float, float], ...]:
        """What is drawn, as epoch and value."""
        points = self.sketch.points / (self._sketch_scale, self.sketch_factor)
        return tuple((float(x), float(y)) for x, y in points)

    def end_sketch(self) -> None:
        """Take the sketch out of the plot."""
        if self.sketch is not None:
            self.sketch.clear()
            self.sketch.setParent(None)
            self.sketch = None

    def _show_true_curve(self) -> None:
        """The sketch stays over the true curve, and is not drawn in any more."""
        if self.sketch is not None and len(self.sketch.points):
            self.sketch.show_points(self.sketch.points)

    def _next_run(self, step: Step) -> Run | None:
        tasks = (each.task for each in self.lesson.steps[step.number :])
        return next((task for task in tasks if isinstance(task, Run)), None)

    # ------------------------------------------------------------------ the window

    def show_view(self, view: str, with_settings: bool) -> None:
        """Bring a view to the front, and the settings below the lesson where they are needed."""
        self._stage.show_view(view, with_settings)

    def open_study(self, name: str) -> None:
        """Open a study."""
        self._stage.open_study(name)

    def bring_keyboard_to(self, name: str) -> None:
        """Give a setting, or the button of an action, the keyboard."""
        self._stage.bring_keyboard_to(name)

    def picture_of(self, name: str) -> QImage | None:
        """A picture beside the lesson."""
        return picture_of(self.lesson.path, name)


def _measured(names: Sequence[str], session: Session) -> dict[str, float]:
    return measure_session(session, names)


def _with_kept(
    kept: Mapping[str, float], then: Callable[[dict[str, float]], object], values: dict[str, float]
) -> None:
    then({**kept, **values})
