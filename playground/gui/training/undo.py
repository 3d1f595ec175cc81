"""Undo as a list of specifications, with edits of single weights between them. Qt-free."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from playground.dataclass import dataclass
from playground.engine.plan import blocks
from playground.experiment.changes import InitialWeights
from playground.experiment.session import Session
from playground.experiment.snapshot import Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.settings import Entry

#: Changes of the same number within so many seconds are one change: a slider being dragged.
MERGE_WITHIN = 1.0


@dataclass(frozen=True)
class ParameterEdit:
    """A weight or bias of one run, by its place in theta, that a person gave another value."""

    run_id: int
    index: int
    old: float
    new: float

    @classmethod
    def of(
        cls, snapshot: Snapshot, layer: int, row: int, column: int | None, value: float
    ) -> ParameterEdit:
        """The edit that gives a weight or bias of what a snapshot shows another value.

        Parameters
        ----------
        snapshot : Snapshot
        layer : int
            From 1 to L.
        row : int
            The unit of the layer, from 0.
        column : int or None
            The unit of the layer before it that the weight comes from; None for the bias.
        value : float
        """
        theta = snapshot.theta
        # Let the layout of theta itself say where the parameter lies.
        places = blocks(np.arange(theta.size), snapshot.run.layer_sizes)[layer - 1]
        index = int(places[-1 if column is None else column, row])
        return cls(snapshot.run_id, index, float(theta[index]), value)

    def reversed(self) -> ParameterEdit:
        """The edit that takes this one back."""
        return replace(self, old=self.new, new=self.old)


@dataclass(frozen=True)
class OtherWay:
    """The way that a run left, or came from, at a branch: of this key, with these settings."""

    key: int
    spec: ExperimentSpec


@dataclass(eq=False)
class LeftRun:
    """A run that another one took the place of, kept to be taken up again.

    Attributes
    ----------
    run_id : int
    session : Session or None
        The worker's alone.
    """

    run_id: int
    session: Session | None = None


@dataclass(frozen=True)
class OtherRun:
    """The run that was left for one from the start, or the one that came of that; its settings."""

    left: LeftRun
    spec: ExperimentSpec


@dataclass(frozen=True)
class _Step:
    """The specification in force after a change, and the edit that was this change, if any.

    `weights` are what the run began with, where they were not drawn; `branch` is the key of the
    way that was left, where the run went back and took another one; `left` the run that another
    one took the place of, from the start.
    """

    spec: ExperimentSpec
    edit: ParameterEdit | None = None
    weights: InitialWeights | None = None
    branch: int = 0
    left: LeftRun | None = None


@dataclass(frozen=True)
class _Gesture:
    """A change that lasts until a mouse button is released."""

    number: int


#: What undoing or redoing leads to.
Undone = ExperimentSpec | ParameterEdit | OtherWay | OtherRun


class UndoStack:
    """What a person went through, and where among it they are.

    A change of the specification is kept as the specification after it. An edit of a weight is
    kept as old and new value, because training goes on moving all the others; it means something
    only in the run it was made in, and `forget_edits` drops it when another run stands. Imported
    weights are kept with the specification: it starts over from them.
    """

    def __init__(self, spec: ExperimentSpec) -> None:
        self._steps = [_Step(spec)]
        self._index = 0
        self._last_change: object = None
        self._last_time = 0.0

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change."""
        return self._index < len(self._steps) - 1

    @property
    def present(self) -> object:
        """What stands for where among the changes they are: the same object only there."""
        return self._steps[self._index]

    @property
    def weights(self) -> InitialWeights | None:
        """The weights that a run of the present specification begins with; None for drawn ones."""
        return self._steps[self._index].weights

    def push(
        self,
        spec: ExperimentSpec,
        entries: Sequence[Entry],
        gesture: int | None = None,
        weights: InitialWeights | None = None,
        branch: int = 0,
        left: LeftRun | None = None,
    ) -> None:
        """Add a specification that differs from the present one in `entries`.

        Parameters
        ----------
        spec : ExperimentSpec
        entries : sequence of Entry
        gesture : int, optional
            The number of a drag this is part of: all of it is one change, however long it takes,
            and another is another, however soon it follows.
        weights : InitialWeights, optional
            What a run of it begins with; drawn ones where there are none.
        branch : int, optional
            The key of the way that the run left for it; 0 for none.
        left : LeftRun, optional
            The run that was left for it. Only the last of those is kept.
        """
        change = _slid(entries) if gesture is None else _Gesture(gesture)
        if left is not None:
            self.forget_left()
        if branch or left is not None:
            self.seal()
        elif self._merges(change):
            left = self._steps[self._index].left
        self._put(_Step(spec, weights=weights, branch=branch, left=left), change)

    def push_edit(self, edit: ParameterEdit) -> None:
        """Add an edit of a weight."""
        change = (edit.run_id, edit.index)
        present = self._steps[self._index]
        if self._merges(change) and present.edit is not None:
            edit = replace(edit, old=present.edit.old)
        self._put(_Step(present.spec, edit, present.weights), change)

    def undo(self) -> Undone:
        """Step back; return the specification there, or what leads there."""
        step = self._steps[self._index]
        self._index -= 1
        self._last_change = None
        spec = self._steps[self._index].spec
        return _other(step, spec) or (spec if step.edit is None else step.edit.reversed())

    def redo(self) -> Undone:
        """Step forward again; return the specification there, or what leads there."""
        self._index += 1
        self._last_change = None
        step = self._steps[self._index]
        return _other(step, step.spec) or (step.spec if step.edit is None else step.edit)

    def seal(self) -> None:
        """Let the next change be one of its own, whatever was changed a moment ago."""
        self._last_change = None

    def forget_edits(self) -> None:
        """Forget all edits of weights: the run they were made in is gone."""
        self._forget(lambda step: step.edit is not None)

    def forget_left(self) -> None:
        """Forget the run that was left: it is not kept any more. A change of settings stays."""
        for k, step in enumerate(self._steps[1:], 1):
            if step.left is not None and step.spec != self._steps[k - 1].spec:
                self._steps[k] = replace(step, left=None)
        self._forget(lambda step: step.left is not None)

    def forget_branches(self) -> None:
        """Forget which changes were branches: the session they were made in is gone."""
        self._steps = [replace(step, branch=0) for step in self._steps]

    def _forget(self, gone: Callable[[_Step], bool]) -> None:
        kept = [step for step in self._steps if not gone(step)]
        self._index = sum(not gone(step) for step in self._steps[: self._index + 1]) - 1
        if len(kept) < len(self._steps):
            self._steps, self._last_change = kept, None

    def return_to(self, spec: ExperimentSpec, weights: InitialWeights | None = None) -> None:
        """Forget what came after `spec`, which turned out to be impossible.

        Where `spec` is no longer among the changes, for it became one with a later one, it takes
        the place of the last.
        """
        places = [k for k in range(self._index + 1) if self._steps[k].spec == spec]
        place = places[-1] if places else self._index
        step = self._steps[place]
        if not places or step.weights != weights:
            step = _Step(spec, weights=weights)
        elif place == self._index:
            return
        self._index, self._steps[place:], self._last_change = place, [step], None

    def _merges(self, change: object) -> bool:
        """Whether a change is one with the last: the same again, a moment later."""
        lately = isinstance(change, _Gesture) or time.monotonic() - self._last_time < MERGE_WITHIN
        same = change is not None and change == self._last_change
        return self._index > 0 and lately and same

    def _put(self, step: _Step, change: object) -> None:
        if not self._merges(change):
            self._index += 1
        self._steps[self._index :] = [step]
        self._last_change, self._last_time = change, time.monotonic()


def _slid(entries: Sequence[Entry]) -> tuple[str, ...] | None:
    """The paths of numbers, which come in a row from a slider; None for what is chosen one by one.

    A click on "+" is a row of layers, and the next one another, however soon it follows.
    """
    numbers = all(type(entry.value) in (int, float) for entry in entries)
    return tuple(entry.path for entry in entries) if numbers else None


def _other(step: _Step, spec: ExperimentSpec) -> OtherWay | OtherRun | None:
    """The way or the run that undoing or redoing a step leads to, where it does."""
    if step.branch:
        return OtherWay(step.branch, spec)
    return OtherRun(step.left, spec) if step.left is not None else None
