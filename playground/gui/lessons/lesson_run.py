"""LessonRun: where Run pauses in a step, and whether it has come there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from playground.experiment.snapshot import Frame
from playground.gui.lessons.run_goal import CheckGoal, RunGoal
from playground.gui.training.workbench import Workbench
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.run import Run


class LessonRun:
    """Sets the goal of the workbench for a step.

    Attributes
    ----------
    goal : RunGoal or None
        Of the run that is to be done, or is under way.
    """

    def __init__(self, workbench: Workbench, kept: Callable[[], Mapping[str, float]]) -> None:
        self.goal: RunGoal | None = None
        self._workbench, self._kept = workbench, kept
        self._run: object = None  # the run that the goal counts from the beginning of

    def begin(self, task: Run) -> None:
        """From now on Run ends where a step says; where it is under way already, it goes on."""
        if self.goal is not None and self.goal.task is task:
            return
        bench = self._workbench
        snapshot = None if bench.busy else bench.snapshot
        epoch, steps = (snapshot.epoch, snapshot.steps) if snapshot is not None else (0, 0)
        self._run = bench.run if snapshot is not None else None
        self._aim(RunGoal(task, epoch, steps, self._kept()))

    def check(self, task: Check) -> None:
        """From now on Run pauses where the goal of a step is reached."""
        self._workbench.goal = CheckGoal(task, self._kept())

    def leave(self) -> None:
        """Run goes on without end again."""
        self._aim(None)

    def _aim(self, goal: RunGoal | None) -> None:
        self.goal = self._workbench.goal = goal

    def see(self, frame: Frame) -> None:
        """Where another run stands, the steps and epochs count from where it begins."""
        if self.goal is not None and frame.run is not self._run:
            self._run = frame.run
            if frame.run.parent is None:
                place = frame.snapshot.epoch, frame.snapshot.steps
                self._aim(replace(self.goal, epoch=place[0], steps=place[1]))

    def has_begun(self, frame: Frame) -> bool:
        """Whether anything was trained of it."""
        return self.goal is not None and frame.snapshot.steps > self.goal.steps

    def share(self, frame: Frame) -> float:
        """How much of it is done, from 0 to 1."""
        if self.goal is None:
            return 0.0
        return self.goal.share(frame.snapshot.epoch, frame.snapshot.steps)
