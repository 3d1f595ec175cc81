"""The truth the window shows, and all that can be done with it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Signal

from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.carried_over import for_other_data
from playground.gui.training.commands import Aim, LookBack, Pause, Train
from playground.gui.training.experiment_on_screen import WEIGHTS, ExperimentOnScreen
from playground.gui.training.messages import message_of_restart, message_of_stop
from playground.gui.training.run_requests import ImportedRun, NewRun, ResumedRun, RunRequest
from playground.gui.training.undo import LeftRun, ParameterEdit
from playground.settings import changed, replaced


class Workbench(ExperimentOnScreen):
    """Accepts new specifications, drives the worker, and announces frames.

    Widgets propose and ask; they learn of the outcome from the signals, never from themselves.

    Signals
    -------
    opened(ExperimentSpec)
        This experiment takes the place of the one on screen.

    """

    opened = Signal(object)

    _goal: Callable[[Session], bool] | None = None

    def start(self) -> None:
        """Start the worker and the first run."""
        self._link.start()
        self._begin_anew()

    # ------------------------------------------------------------------ opening

    def open(self, spec: ExperimentSpec, dataset: Dataset | None = None) -> None:
        """Make an opened `spec` the experiment; its data are read anew even if it is the same.

        They are not where `dataset` is what ``spec.data.source`` makes.
        """
        if spec != self.spec or self.undo_stack.weights is not None:
            self.undo_stack.push(spec, changed(self.spec, spec))
        self.opened.emit(spec)
        self._show(spec)
        self._begin_anew(dataset=dataset, reread=True)

    @property
    def planned(self) -> ExperimentSpec:
        """The present specification as it is to be for other data."""
        return for_other_data(self._running_on.planned(self.spec), self.run)

    def resume(self, path: str) -> None:
        """Go on with the session in a file; paused, its settings become those in force."""
        self._ask(ResumedRun(path))

    def build(self, request: RunRequest) -> None:
        """Have another run stand in place of the present one; its settings are in force then."""
        self._ask(request)

    def import_weights(self, path: str) -> None:
        """Start the present experiment over from the weights in a file; paused, and undoable."""
        self._ask(ImportedRun(NewRun(self.spec), path))

    # ------------------------------------------------------------------ training

    @property
    def goal(self) -> Callable[[Session], bool] | None:
        """Where every run is to pause: asked of the session, in the worker, at every mini-batch."""
        return self._goal

    @goal.setter
    def goal(self, goal: Callable[[Session], bool] | None) -> None:
        if goal is not self._goal:
            self._goal = goal
            self._link.send(Aim(goal))

    def toggle_run(self) -> None:
        """Run, or pause what runs."""
        if self.running:
            self.pause()
        else:
            self.train()

    def train(self) -> None:
        """Train to the goal, without end where there is none; also beyond the last epoch."""
        self._train("stopped")

    def step(self) -> None:
        """Train on one mini-batch."""
        self._train("step")

    def step_epoch(self) -> None:
        """Train to the end of the present epoch."""
        self._train("epoch")

    def pause(self) -> None:
        """Stop training after the mini-batch at hand."""
        self._queue.set_running(False)
        self._link.send(Pause())

    def _train(self, until: str) -> None:
        if self.looking_at is not None:
            self._train_in_the_past(until, self.looking_at)
            return
        stop = None if self.busy else self._stop
        if stop is not None and not stop.is_goal:
            self.tell(message_of_stop(stop, self.spec, self.start_over))
            return
        if stop is not None and self.snapshot is not None:
            spec, sentence = self._running_on.beyond(self.spec, stop, self.snapshot.epoch)
            self.undo_stack.seal()
            self.put_in_force(spec)
            self.note(sentence)
        if until == "stopped":
            self._queue.set_running(True)
        self._link.send(Train(until))

    # ------------------------------------------------------------------ from the beginning

    def reset(self) -> None:
        """Start the same experiment over: the same data, the same initial weights; undoable."""
        self._reset()

    def regenerate(self) -> None:
        """Start over, the data made or read anew with the same seed; undoable."""
        self._reset(self.running, reread=True)

    def _reset(self, running: bool = False, reread: bool = False) -> None:
        spec, weights, left = self._running_on.planned(self.spec), self.undo_stack.weights, None
        if self._has_trained:
            left = LeftRun(self._run_id)
            self.undo_stack.push(spec, [], weights=weights, left=left)
            self._show(spec)
        self._ask(NewRun(spec, running, None, weights, reread, left))

    @property
    def _has_trained(self) -> bool:
        """Whether there is something to lose."""
        return not self.busy and self.snapshot is not None and bool(self.snapshot.last_step)

    def new_seed(self) -> None:
        """Start over with other random numbers; undoable with all that was trained."""
        self._draw_anew("seed", self.spec.seed)

    def new_weights(self) -> None:
        """Start over with other initial weights, on the same points; undoable like a new seed."""
        self._draw_anew("weights_draw", self.spec.weights_draw)

    def new_data(self) -> None:
        """Start over with other points of the same rule, from the same initial weights."""
        self._draw_anew("data_draw", self.spec.data_draw)

    def _draw_anew(self, path: str, number: int) -> None:
        number = (number + 1) % 2**32
        if not self._has_trained:
            self.set(path, number)
        elif not self._is_kept_from([path]):
            before = self.spec
            spec = replaced(self._running_on.planned(before), path, number)
            left = LeftRun(self._run_id)
            self.undo_stack.push(spec, changed(before, spec), left=left)
            self._show(spec)
            self._ask(NewRun(spec, self.running, leaves=left))
            self.tell(message_of_restart(before, spec, self.propose))

    # ------------------------------------------------------------------ the past, and by hand

    def look_back(self, step: int | None) -> None:
        """Pause, and show the run as it stood after so many steps; None for as it is now.

        What is done while looking back is done there: the run goes another way from that moment.
        """
        if self.snapshot is not None:
            now = self.snapshot.last_step
            self._look(None if step is None or step >= now else max(step, 0))

    def look_elsewhere(self, theta: np.ndarray) -> None:
        """Pause, and show the run as if its parameters were `theta`, ``(n_parameters,)``."""
        if self.snapshot is not None:
            self._look(self.snapshot.last_step, theta)

    def _look(self, step: int | None, theta: np.ndarray | None = None) -> None:
        if not self.busy:
            self.looking_at, self._elsewhere = step, theta
            self._queue.set_running(False)
            self._link.send(LookBack(self._run_id, step, theta))

    def _train_in_the_past(self, until: str, at: int) -> None:
        """Run goes another way; a single step or epoch is there already and is looked at."""
        if until == "stopped" and self.goal is not None:
            self.look_back(None)  # whoever has a goal for the run means the run as it is
            self._train(until)
        elif until == "stopped":
            self.branch(running=True)
        elif until == "step":
            self.look_back(at + 1)
        else:
            ends = self.history.column("step")
            later = ends[ends > at]
            self.look_back(int(later[0]) if later.size else None)

    def set_parameter(self, layer: int, row: int, column: int | None, value: float) -> None:
        """Give one weight or bias of the run another value, also while it trains.

        The parameter is at ``(layer, row, column)`` as in `ParameterEdit.of`.
        """
        if self.snapshot is None or self.busy:
            return
        if not math.isfinite(value):
            self.refuse("A weight must be a finite number.")
            return
        if self._is_kept_from([WEIGHTS]):
            return
        edit = ParameterEdit.of(self.snapshot, layer, row, column, value)
        if self.looking_at is not None:
            self.branch(edit=(edit.index, value))
            return
        self.undo_stack.push_edit(edit)
        self._set_parameter(edit)
