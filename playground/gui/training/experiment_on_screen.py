"""The experiment that is shown: what is in force, what is proposed, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import singledispatchmethod

from PySide6.QtCore import QObject, Signal, Slot

from playground.data.datasets import Dataset
from playground.experiment.live import requires_restart
from playground.experiment.snapshot import Snapshot
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.answers import Answer, NotApplied, Refused, Stopped
from playground.gui.training.carried_over import for_other_data, is_other_data
from playground.gui.training.commands import Apply, SetParameter
from playground.gui.training.messages import (
    Message,
    message_of_refusal,
    message_of_restart,
    message_of_stop,
    sentence_of,
)
from playground.gui.training.run_on_screen import RunOnScreen
from playground.gui.training.run_requests import (
    BranchedRun,
    NewRun,
    ReturnedRun,
    RunRequest,
    TakenUpRun,
)
from playground.gui.training.running_on import RunningOn
from playground.gui.training.undo import OtherRun, OtherWay, ParameterEdit, Undone, UndoStack
from playground.settings import SettingError, changed, replaced

#: Stands among the paths of settings for a weight that is changed by hand.
WEIGHTS = "weights"


class ExperimentOnScreen(RunOnScreen):
    """The specification in force, with undo, and the run that follows it.

    A proposal is shown at once. Where the worker refuses it, what is in force is shown again; to
    what was proposed after it there is an answer of its own.

    Signals
    -------
    spec_changed(ExperimentSpec)
        The specification to show: after every accepted proposal, undo, or refusal.
    undo_changed()
    spec_refused(ExperimentSpec, str)
        No run could be built of this specification, for the reason in the sentence; the one
        before it is in force again.
    resumed(str)
        The run that stands now goes on with the session in the file at this path.

    Attributes
    ----------
    spec : ExperimentSpec
        The one that is shown.
    undo_stack : UndoStack
    objection : callable
        Is given the paths of the settings that a proposal changes, and returns a `Message` that
        says why they must not be; None where they may. Undo, and what is opened, ask nobody.
    """

    spec_changed = Signal(object)
    undo_changed = Signal()
    spec_refused = Signal(object, str)
    resumed = Signal(str)

    def __init__(self, spec: ExperimentSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.undo_stack = UndoStack(spec)
        self.objection: Callable[[Sequence[str]], Message | None] = lambda paths: None
        self._in_force = spec  # what the run that stands has, or will have in a moment
        self._applying: Apply | None = None  # the last of the changes put into force so
        self._last_branch = 0
        self._running_on = RunningOn()

    # ------------------------------------------------------------------ proposing

    def propose(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Make `spec` the experiment: live where a running network can take it up, else anew.

        Changes of one `gesture`, such as a drag with the mouse, are undone as one.
        """
        if spec == self.spec or self._is_kept_from(_paths(self.spec, spec)):
            return
        if not self._continues(self.spec, spec, gesture is not None):
            spec = self._running_on.planned(spec)
            if self.run is not None and is_other_data(self.spec, spec):
                spec = for_other_data(spec, self.run)
        self._enter(spec, gesture)

    def put_in_force(self, spec: ExperimentSpec) -> None:
        """Make exactly `spec` the experiment, whoever objects; live where that can be."""
        if spec != self.spec:
            self._enter(spec)

    def _enter(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Go on with `spec`, from the moment that is looked at where there is one."""
        by_hand = gesture is not None
        if self.looking_at is not None and self._continues(self.spec, spec, by_hand):
            self.branch(spec)
        else:
            self._push(spec, gesture)
            self._adopt(spec, by_hand)

    def _is_kept_from(self, paths: Sequence[str]) -> bool:
        """Whether somebody objects to a change of these settings, which is told then."""
        message = self.objection(paths)
        if message is None:
            return False
        self.tell(message)
        self.spec_changed.emit(self.spec)
        return True

    def set(self, path: str, value: object, gesture: int | None = None) -> None:
        """Propose the present specification with one setting changed, as by one `gesture`.

        A value that is not allowed becomes a message; the specification stays.
        """
        try:
            spec = replaced(self.spec, path, value)
        except SettingError as error:
            self.refuse(sentence_of(self.spec, error))
            return
        self.propose(spec, gesture)

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """Tell the person what was wrong; the specification stays, and is shown again."""
        self.tell(Message("error", sentence))
        self.spec_changed.emit(self.spec)

    def start_over(self, spec: ExperimentSpec, running: bool = True, imported: bool = True) -> None:
        """Make `spec` the experiment and begin it anew, whatever it changes.

        Parameters
        ----------
        spec : ExperimentSpec
        running : bool
            Whether it trains at once.
        imported : bool
            Whether it begins with the imported weights of the present run, where it has any.
        """
        before = self.spec
        if self._is_kept_from(_paths(before, spec)):
            return
        if imported:
            self._push(spec)
        else:
            self.undo_stack.push(spec, changed(before, spec))
        self._show(spec)
        self._begin_anew(running, since=before)

    def branch(
        self,
        spec: ExperimentSpec | None = None,
        running: bool = False,
        edit: tuple[int, float] | None = None,
    ) -> None:
        """Go on from the moment that is looked at; what came after it is kept, and undo returns.

        Parameters
        ----------
        spec : ExperimentSpec, optional
            The settings to go on with; by default those of that moment.
        running : bool
        edit : tuple of (int, float), optional
            A place in theta and the value that it is given there.
        """
        step, spec = self.looking_at, spec or self.spec
        if step is None or self.busy:
            return
        self._last_branch += 1
        weights, entries = self.undo_stack.weights, changed(self.spec, spec)
        self.undo_stack.push(spec, entries, weights=weights, branch=self._last_branch)
        self._show(spec)
        theta = self._elsewhere
        self._ask(BranchedRun(step, self._last_branch, spec, running, weights, edit, theta))

    # ------------------------------------------------------------------ undo

    def undo(self) -> None:
        """Take back the last change, of the specification or of a weight."""
        if self.undo_stack.can_undo:
            self._put_into_force(self.undo_stack.undo())

    def redo(self) -> None:
        """Take the last undone change again."""
        if self.undo_stack.can_redo:
            self._put_into_force(self.undo_stack.redo())

    def _put_into_force(self, step: Undone) -> None:
        if isinstance(step, ParameterEdit):
            self._set_parameter(step)
        elif isinstance(step, OtherWay):
            self._show(step.spec)
            self._ask(ReturnedRun(step.key, step.spec, self.undo_stack.weights))
        elif isinstance(step, OtherRun):
            self._show(step.spec)
            weights = self.undo_stack.weights
            self._ask(TakenUpRun(step.left, self._run_id, step.spec, weights))
        else:
            self._adopt(step)

    def _set_parameter(self, edit: ParameterEdit) -> None:
        self._link.send(SetParameter(edit.run_id, edit.index, edit.new))
        self.undo_changed.emit()

    def _push(self, spec: ExperimentSpec, gesture: int | None = None) -> None:
        """Add a specification to those that can be undone.

        Imported weights go along as long as the network that began with them goes on.
        """
        weights = self.undo_stack.weights
        if weights is not None and not self._continues(self.spec, spec, gesture is not None):
            weights = None
        self.undo_stack.push(spec, changed(self.spec, spec), gesture, weights)

    # ------------------------------------------------------------------ putting into force

    def _adopt(self, spec: ExperimentSpec, by_hand: bool = False) -> None:
        """Put into force what the undo stack stands at: `spec`, and what its run begins with."""
        before = self.spec
        same_weights = self.undo_stack.weights == self._queue.weights
        self._show(spec)
        if before == spec and same_weights:
            return
        if same_weights and self._can_apply(before, spec, by_hand):
            self._in_force, self._applying = spec, Apply(spec)
            self._link.send(self._applying)
            self.tell(None)
        else:
            self._begin_anew(running=self.running, since=before)

    def _show(self, spec: ExperimentSpec) -> None:
        self.spec = spec
        self.spec_changed.emit(spec)
        self.undo_changed.emit()

    def _can_apply(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the run that stands can take the changes up as it goes."""
        if self.busy or not self._continues(before, spec, by_hand):
            return False
        return self._stop is None or self._stop.reason != "diverged"

    def _continues(self, before: ExperimentSpec, spec: ExperimentSpec, by_hand: bool) -> bool:
        """Whether the network of the run that stands is one for `spec` too."""
        if self.run is None:
            return False
        if type(before.data.source) is not type(spec.data.source) and not by_hand:
            # Another data set was chosen. By hand it is the same one with a point more.
            return False
        return not requires_restart(before, spec, self.run.dataset)

    def _begin_anew(
        self,
        running: bool = False,
        since: ExperimentSpec | None = None,
        dataset: Dataset | None = None,
        reread: bool = False,
    ) -> None:
        """Have a run of the present specification built, because of what changed `since`."""
        weights = self.undo_stack.weights
        self._ask(NewRun(self.spec, running, dataset, weights, reread))
        if since is not None and since != self.spec:
            message = message_of_restart(since, self.spec, self.propose)
            if self.history.n_steps or message.action:
                self.tell(message)

    def _ask(self, request: RunRequest) -> None:
        self._applying = None
        super()._ask(request)

    # ------------------------------------------------------------------ the worker's answers

    @singledispatchmethod
    def _receive(self, answer: Answer) -> None:
        raise TypeError(f"The workbench does not know the answer {answer!r}.")

    @_receive.register
    def _(self, answer: Refused) -> None:
        request = self._queue.refused(answer.run_id)
        if request is None:
            self._send(self._queue.next())
            return
        refused = self.spec
        self._set_running(False)
        if request.leaves is not None:
            self.undo_stack.forget_left()
        if request.spec is not None:
            self._return_to(self._in_force)
        elif self.spec != self._in_force:
            # The file was at fault, not what had been proposed when it took its place.
            self._begin_anew()
        self.tell(message_of_refusal(refused, answer.failure, self.propose))
        self.spec_refused.emit(refused, answer.failure.sentence)

    @_receive.register
    def _(self, answer: NotApplied) -> None:
        # To what was proposed after it there will be an answer of its own.
        if answer.command is self._applying:
            self._return_to(answer.in_force)
            self._tell_failure(answer.failure)

    @_receive.register
    def _(self, answer: Stopped) -> None:
        self._set_running(False)
        self._tell_failure(answer.failure)

    @_receive.register
    def _(self, snapshot: Snapshot) -> None:
        stands = snapshot.run is not self.run
        if stands:
            request = self._stand(snapshot)
        stop_before, looked_back = self._stop, snapshot.looking_back or self._looks_back
        self._take(snapshot)
        if looked_back and not self.busy and snapshot.spec != self.spec:
            self._show(snapshot.spec)  # that of the moment, until one is back in the present
        if stands and request is not None and request.session_path:
            self.resumed.emit(request.session_path)
        self.frame_ready.emit(self.frame)
        if snapshot.stop is not None and snapshot.stop != stop_before and not looked_back:
            self.tell(message_of_stop(snapshot.stop, self.spec, self.start_over))

    def _stand(self, snapshot: Snapshot) -> RunRequest | None:
        """Another run stands; what it was asked for by, where nothing else waits."""
        run = snapshot.run
        self._begin_with(run)
        self._in_force = snapshot.spec
        self.undo_stack.forget_edits()
        if run.parent is None:
            self.undo_stack.forget_branches()
        self.undo_changed.emit()
        self.run_started.emit(run)
        request = self._queue.stands(run)
        if request is None:
            self._send(self._queue.next())
            return None
        if (run.spec, run.initial_weights) != (self.spec, self.undo_stack.weights):
            # What a file says is in force now, and a change like any other.
            self.undo_stack.seal()
            self.undo_stack.push(
                run.spec, changed(self.spec, run.spec), weights=run.initial_weights
            )
            self._show(run.spec)
        self.note(run.remark)
        return request

    def _return_to(self, spec: ExperimentSpec) -> None:
        self._in_force = spec
        self.undo_stack.return_to(spec, self._queue.weights)
        self._show(spec)


def _paths(before: ExperimentSpec, spec: ExperimentSpec) -> list[str]:
    return [entry.path for entry in changed(before, spec)]
