"""Autosave: a recovery file written as the run goes on, offered after a crash."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Slot

from playground.atomic import reason
from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.calls import Afterwards, Failure
from playground.gui.training.messages import Message
from playground.gui.training.workbench import Workbench

#: Writing takes at most this part of a processor's time.
SHARE = 0.1

#: Milliseconds from the start to an offer that is not urgent.
LATER = 2000

_SUFFIX = ".playground"


class Recovery(QObject):
    """Keeps one recovery file for this window and offers those that other windows left behind.

    The file of a window lies beside a lock that dies with its process: a file whose lock can be
    had was left by a crash. A window that closes in peace takes its file along. What a crash left
    is offered at every start until it has been restored, and stays where that fails until the
    person removes it.

    Parameters
    ----------
    workbench : Workbench
    folder : path, optional
        Where the files lie; a folder of the program's own data by default.

    Attributes
    ----------
    attachments : callable
        Says what lies beside the session in its file.
    """

    def __init__(
        self, workbench: Workbench, parent: QObject | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.attachments: Callable[[], Attachments] = Attachments
        self.folder = folder or _default_folder()
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid():x}-{id(self):x}"
        self.path = self.folder / f"{name}{_SUFFIX}"
        self._lock: QLockFile | None = None
        self._saved: object = None  # what was written last, or is being written
        self._writing = self._failing = self._given_up = False
        self._offered: tuple[Path, QLockFile] | None = None
        self._restoring: Path | None = None
        self._restored = self._kept = False
        self._interval = 0
        self._timer = QTimer(self, timeout=self.save_beside)
        self._offer_timer = QTimer(self, interval=LATER, singleShot=True, timeout=self.offer)
        workbench.resumed.connect(self._on_resumed)
        workbench.spec_refused.connect(self._on_refused)

    def set_interval(self, minutes: int) -> None:
        """Write a file every so many minutes; 0 for none."""
        self._interval = 60_000 * minutes
        self._timer.setInterval(self._interval)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def is_active(self) -> bool:
        """Whether files are written by themselves."""
        return self._timer.isActive()

    @Slot()
    def save_beside(self) -> None:
        """Save once what writes it has been imported, in the background: training goes on."""
        if self._workbench.snapshot is not None:
            self._workbench.call(_import_writer).then(self._on_imported)

    @Slot(object)
    def _on_imported(self, module: object) -> None:
        self.save()

    @Slot()
    def save(self) -> None:
        """Have the worker write the recovery file, where there is something new to keep."""
        snapshot, attached = self._workbench.snapshot, self.attachments()
        past, notes = attached.runs, attached.written.notes
        if snapshot is None or self._writing or self._given_up:
            return
        changed = self._workbench.undo_stack.can_undo or notes
        if not (snapshot.steps or past.runs or changed):
            return
        state = (snapshot.run.run_id, snapshot.steps, snapshot.spec, past, notes)
        if state == self._saved or not self._own_lock():
            return
        self._saved, self._writing = state, True
        write = partial(_write, self.path, attached)
        call = self._workbench.call(write, "writing the recovery file")
        call.then(self._on_written, self._on_not_written)

    def _on_written(self, seconds: float) -> None:
        self._writing = self._failing = False
        self._timer.setInterval(max(self._interval, int(1000 * seconds / SHARE)))

    def _on_not_written(self, failure: Failure) -> None:
        # Tried again at the next turn of the timer: a disk may have room by then.
        self._saved, self._writing = None, False
        if not self._failing:
            sentence = f"The recovery file could not be written: {failure.sentence}"
            self._workbench.tell(Message("warning", sentence, details=failure.details))
        self._failing = True

    @Slot()
    def offer(self) -> None:
        """Offer the newest file that a crash left behind, in a message."""
        if self._offered is not None:
            return
        try:
            left = self._left_behind()
        except OSError as error:
            self._give_up(reason(error))
            return
        if left is None:
            return
        path, lock, modified = left
        self._offered = path, lock
        when = time.strftime("%H:%M on %d %B", time.localtime(modified))
        sentence = f"The playground ended unexpectedly. The work of {when} has been kept."
        self._workbench.tell(Message("warning", sentence, "Restore it", self.restore))

    def offer_later(self) -> None:
        """Offer it when the window has settled."""
        self._offer_timer.start()

    @Slot()
    def restore(self) -> None:
        """Go on with what was offered. Its file stays until this window closes in peace."""
        if self._offered is not None:
            self._restoring = self._offered[0]
            self._workbench.resume(str(self._offered[0]))

    @Slot(str)
    def _on_resumed(self, path: str) -> None:
        if self._restoring is not None:
            self._restored, self._restoring = path == str(self._restoring), None

    @Slot(object, str)
    def _on_refused(self, spec: ExperimentSpec, sentence: str) -> None:
        if self._restoring is not None:
            path, self._restoring = self._restoring, None
            sentence = f"It could not be restored: {sentence} The file stays at {path}."
            self._workbench.tell(Message("error", sentence, "Remove the file", self.remove))

    @Slot()
    def remove(self) -> None:
        """Remove the file that was offered: the person has said so."""
        if self._offered is not None:
            path, lock = self._offered
            _remove(path)
            lock.unlock()
            self._offered, self._restored = None, False

    def keep(self) -> None:
        """Leave the work that stands behind when the window closes: nobody could be asked."""
        if self.is_active:
            self._kept = True
            self.save()

    def close(self) -> None:
        """The window closes in peace: nothing is left to recover, nothing stays locked."""
        self._timer.stop()
        self._offer_timer.stop()
        if not self._kept:
            _remove(self.path)
        if self._lock is not None:
            self._lock.unlock()
        if self._offered is not None:
            path, lock = self._offered
            if self._restored:
                _remove(path)
            lock.unlock()

    def _own_lock(self) -> bool:
        """Whether this window's lock is held: taken at the first file, kept to the end."""
        if self._lock is not None:
            return True
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._give_up(reason(error))
            return False
        lock = _lock_of(self.path)
        if not lock.tryLock(0):
            self._give_up("it cannot be written to")
            return False
        self._lock = lock
        return True

    def _give_up(self, why: str) -> None:
        """Say once that there will be no recovery file, and try no more."""
        self._timer.stop()
        self._given_up = True
        sentence = f"No recovery file can be kept in '{self.folder}': {why}."
        self._workbench.tell(Message("warning", sentence))

    def _left_behind(self) -> tuple[Path, QLockFile, float] | None:
        """The newest file whose window is gone, its lock, and when it was written."""
        for modified, path in sorted(_files_in(self.folder), reverse=True):
            lock = _lock_of(path)
            if lock.tryLock(0):
                return path, lock, modified
        return None


def _files_in(folder: Path) -> list[tuple[float, Path]]:
    """The recovery files in a folder that may not be there, and when they were written.

    Raises
    ------
    OSError
        When the folder cannot be looked into.
    """
    found = []
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            # What cannot be looked at, a link to nothing or a file that has just gone, is none.
            with contextlib.suppress(OSError):
                if entry.name.endswith(_SUFFIX) and entry.is_file():
                    found.append((entry.stat().st_mtime, Path(entry.path)))
    return found


def _import_writer(session: Session) -> Afterwards:
    return Afterwards(partial(import_module, "playground.io.session.file"))


def _write(path: Path, attached: Attachments, session: Session) -> Afterwards:
    """Take down what is to be written, in the worker; it is written while training goes on."""
    from playground.io.session.file import Saved

    return Afterwards(partial(_seconds_for, partial(Saved(session, attached).write, path)))


def _seconds_for(write: Callable[[], object]) -> float:
    before = time.thread_time()
    write()
    return time.thread_time() - before


def _remove(path: Path) -> None:
    """Remove a file; where that cannot be, it is not worth an error at the end of the program."""
    with contextlib.suppress(OSError):
        path.unlink()


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # never too old: stale only where its process is gone
    return lock


def _default_folder() -> Path:
    location = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "recovery"
