"""Work that is never lost: a recovery file written as the run goes on, offered after a crash."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Slot

from playground.atomic import reason
from playground.experiment.run_log import RunEntries
from playground.experiment.session import Session
from playground.gui.training.workbench import Message, Workbench

#: Writing takes at most this part of the worker's time.
SHARE = 0.1

#: Milliseconds from the start to an offer that is not urgent.
LATER = 2000

#: Seconds after which nobody comes back for what a crash left.
OLD = 30 * 24 * 3600

_SUFFIX = ".playground"


class Recovery(QObject):
    """Keeps one recovery file for this window and offers those that other windows left behind.

    The file of a window lies beside a lock that dies with its process: a file whose lock can be
    had was left by a crash. A window that closes in peace takes its file along. What a crash left
    is offered at every start until it is restored, or until it is `OLD`.

    Parameters
    ----------
    workbench : Workbench
    folder : path, optional
        Where the files lie; a folder of the program's own data by default.

    Attributes
    ----------
    past : callable
        Says what has been run so far, which is kept with the session.
    beside : callable
        Says what the window wants to find again, which is kept with the session.
    """

    def __init__(
        self, workbench: Workbench, parent: QObject | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.past: Callable[[], RunEntries] = RunEntries
        self.beside: Callable[[], Mapping[str, bytes]] = dict
        self.folder = folder or _default_folder()
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{id(self):x}"
        self.path = self.folder / f"{name}{_SUFFIX}"
        self._lock: QLockFile | None = None
        self._saved: object = None
        self._offered: tuple[Path, QLockFile] | None = None
        self._restored = False
        self._interval = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.save)
        self._offer_timer = QTimer(self, interval=LATER, singleShot=True)
        self._offer_timer.timeout.connect(self.offer)

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
        snapshot, past = self._workbench.snapshot, self.past()
        if snapshot is None:
            return
        if not (snapshot.steps or past.runs or self._workbench.undo_stack.can_undo):
            return
        state = (snapshot.run.run_id, snapshot.steps, snapshot.spec, past)
        if state == self._saved or not self._own_lock():
            return
        self._saved = state
        write = partial(_write, self.path, past, self.beside())
        self._workbench.call(write).then(self._on_written)

    @Slot()
    def offer(self) -> None:
        """Offer the newest file that a crash left behind, in a message."""
        left = self._left_behind() if self._offered is None else None
        if left is None:
            return
        self._offered = left
        path, _ = left
        when = time.strftime("%H:%M on %d %B", time.localtime(path.stat().st_mtime))
        self._workbench.tell(
            Message(
                "warning",
                f"The playground ended unexpectedly. The work of {when} has been kept.",
                "Restore it",
                self.restore,
            )
        )

    def offer_later(self) -> None:
        """Offer it when the window has settled."""
        self._offer_timer.start()

    @Slot()
    def restore(self) -> None:
        """Go on with what was offered. Its file stays until this window closes in peace."""
        if self._offered is not None:
            self._restored = True
            self._workbench.resume(str(self._offered[0]))

    def close(self) -> None:
        """The window closes in peace: nothing is left to recover, nothing stays locked."""
        self._timer.stop()
        self._offer_timer.stop()
        _remove(self.path)
        if self._lock is not None:
            self._lock.unlock()
        if self._offered is not None:
            path, lock = self._offered
            if self._restored:
                _remove(path)
            lock.unlock()

    def _on_written(self, seconds: float) -> None:
        self._timer.setInterval(max(self._interval, int(1000 * seconds / SHARE)))

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
        sentence = f"No recovery file can be kept in '{self.folder}': {why}."
        self._workbench.tell(Message("warning", sentence))

    def _left_behind(self) -> tuple[Path, QLockFile] | None:
        files = sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for path in reversed(files):
            lock = _lock_of(path)
            if lock.tryLock(0):
                if time.time() - path.stat().st_mtime < OLD:
                    return path, lock
                _remove(path)
                lock.unlock()
        return None


def _write(path: Path, past: RunEntries, beside: Mapping[str, bytes], session: Session) -> float:
    """Write the recovery file, in the worker; the seconds it took."""
    from playground.io.session_file import save_session

    before = time.perf_counter()
    save_session(session, path, beside, past)
    return time.perf_counter() - before


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
