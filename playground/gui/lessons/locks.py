"""Locks: what a lesson locks and marks in the window, and how it is free again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.gui.controls.restriction import NONE, Restriction, show_meant
from playground.gui.training.messages import Message
from playground.settings import changed

if TYPE_CHECKING:
    from playground.experiment.spec import ExperimentSpec
    from playground.gui.shell.main_window import MainWindow
    from playground.gui.training.workbench import Workbench

_REASON = "Locked by the lesson for this step. Unlock, in the lesson, frees it."

#: What running on changes by itself.
_BY_RUNNING = ("training.stop_after", "training.until_cost", "training.until_error")


class Locks(QObject):
    """Locks all settings but some, and marks those, until it is lifted.

    Undo, and what else is opened, ask nobody: where they change what is locked, the lock is gone.

    Signals
    -------
    changed()
        It is locked now, or no longer.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._window = workbench, window
        self._restriction = NONE
        self._marked: tuple[str, ...] = ()
        self._spec: ExperimentSpec | None = None  # as it was when it was locked
        workbench.objection = self._objection
        workbench.spec_changed.connect(self._on_spec)

    @property
    def is_locked(self) -> bool:
        """Whether anything is locked."""
        return bool(self._restriction.reason)

    def put(self, meant: Sequence[str], locked: bool) -> None:
        """Mark settings by their paths and actions by their names; lock the rest, or nothing."""
        settings = tuple(name for name in meant if "." in name)
        self._mark_actions(tuple(name for name in meant if "." not in name))
        restriction = Restriction(settings, _REASON if locked else "")
        self._spec = self._workbench.spec if locked else None
        if restriction != self._restriction:
            self._restriction = restriction
            self._window.controls.restrict(restriction)
            self.changed.emit()

    @Slot()
    def lift(self) -> None:
        """Lock nothing any more; what is meant stays marked."""
        self.put((*self._restriction.meant, *self._marked), locked=False)

    def _objection(self, paths: Sequence[str]) -> Message | None:
        if all(self._restriction.allows(path) for path in paths):
            return None
        words = "The lesson has locked this for its present step."
        return Message("note", words, "Unlock", self.lift)

    @Slot(object)
    def _on_spec(self, spec: ExperimentSpec) -> None:
        if self._spec is None:
            return
        paths = [entry.path for entry in changed(self._spec, spec)]
        if not all(path in _BY_RUNNING or self._restriction.allows(path) for path in paths):
            self.lift()

    def _mark_actions(self, names: tuple[str, ...]) -> None:
        window = self._window
        for name in {*names, *self._marked}:
            action = getattr(window.actions_, name, None)
            for bar in (window.toolbar, window.bare_toolbar):
                button = bar.widgetForAction(action) if action is not None else None
                if button is not None:
                    show_meant(button, name in names)
        self._marked = names
