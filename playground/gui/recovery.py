"""Work that is never lost: a recovery file written as the run goes on, offered after a crash."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Slot

from playground.experiment.session import Session
from playground.gui.workbench import Message, Workbench

#: Writing takes at most this part of the worker's time.
SHARE = 0.1

_SUFFIX = ".playground"


class Recovery(QObject):
    """Keeps one recovery file for this window and offers those that other windows left behind.

    The file of a window lies beside a lock that dies with its process: a file whose lock can be
    had was left by a crash. A window that closes in peace takes its file along.

    Parameters
    ----------
    workbench : Workbench
    folder : path, optional
        Where the files lie; a folder of the program's own data by default.
    """

    def __init__(
        self, workbench: Workbench, parent: QObject | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.folder = folder or _default_folder()
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{id(self):x}"
        self.path = self.folder / f"{name}{_SUFFIX}"
        self._lock: QLockFile | None = None
        self._saved: object = None
        self._duration = 0.0
        self._offered: tuple[Path, QLockFile] | None = None
        self._interval = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.save)

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
    def save(self) -> None:
        """Have the worker write the recovery file, where there is something new to keep."""
        snapshot = self._workbench.snapshot
        if snapshot is None or (not snapshot.steps and not self._workbench.undo_stack.can_undo):
            return
        state = (snapshot.run.run_id, snapshot.steps, snapshot.spec)
        if state == self._saved or not self._own_lock():
            return
        self._saved = state
        self._workbench.write(self._write, "")
        self._timer.setInterval(max(self._interval, int(1000 * self._duration / SHARE)))

    def offer(self) -> None:
        """Offer the newest file that a crash left behind, in a message."""
        left = self._left_behind()
        if left is None:
            return
        self._offered = left
        path, _ = left
        when = time.strftime("%H:%M on %d %B", time.localtime(path.stat().st_mtime))
        self._workbench.message_changed.emit(
            Message(
                "warning",
                f"The playground ended unexpectedly. The work of {when} has been kept.",
                "Restore it",
                self.restore,
            )
        )

    @Slot()
    def restore(self) -> None:
        """Go on with what was offered. Its file stays until this window closes in peace."""
        if self._offered is not None:
            self._workbench.resume(str(self._offered[0]))

    def close(self) -> None:
        """The window closes in peace: nothing is left to recover, nothing stays locked."""
        self._timer.stop()
        self.path.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
        if self._offered is not None:
            path, lock = self._offered
            path.unlink(missing_ok=True)
            lock.unlock()

    def _write(self, session: Session) -> None:
        from playground.export.session_file import save_session

        before = time.perf_counter()
        save_session(session, self.path)
        self._duration = time.perf_counter() - before

    def _own_lock(self) -> bool:
        """Whether this window's lock is held: taken at the first file, kept to the end."""
        if self._lock is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = _lock_of(self.path)
            if not lock.tryLock(0):
                return False
            self._lock = lock
        return True

    def _left_behind(self) -> tuple[Path, QLockFile] | None:
        files = sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for path in reversed(files):
            lock = _lock_of(path)
            if lock.tryLock(0):
                return path, lock
        return None


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # never too old: stale only where its process is gone
    return lock


def _default_folder() -> Path:
    location = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "recovery"
