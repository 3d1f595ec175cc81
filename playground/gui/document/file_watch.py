"""Whether the file that the data come from has changed on disk."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

#: Milliseconds of quiet after which a file counts as written: programs write in several pieces.
_QUIET = 300


class FileWatch(QObject):
    """Watches one file at a time.

    Signals
    -------
    changed(str)
        The file at this path is not what it was when it was followed, or last announced.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = ""
        self._stamp: tuple[int, ...] = ()
        self._watcher: QFileSystemWatcher | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET, timeout=self._look)

    def follow(self, path: str) -> None:
        """Watch this file from now on, as it is now; an empty path watches none."""
        self._quiet.stop()
        if self._watcher is not None:
            # Its socket must go in this thread; left to the garbage collector it may not.
            self._watcher.deleteLater()
            self._watcher = None
        self.path, self._stamp = path, _stamp(path)
        if self._stamp:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._on_event)
            self._watcher.directoryChanged.connect(self._on_event)
            # Many programs write another file and put it in the place of this one, which
            # only the folder tells.
            self._watcher.addPaths([path, str(Path(path).parent)])

    @Slot(str)
    def _on_event(self, _path: str) -> None:
        self._quiet.start()

    @Slot()
    def _look(self) -> None:
        stamp = _stamp(self.path)
        if stamp and self._watcher is not None and self.path not in self._watcher.files():
            self._watcher.addPath(self.path)
        if stamp and stamp != self._stamp:
            self._stamp = stamp
            self.changed.emit(self.path)


def _stamp(path: str) -> tuple[int, ...]:
    """When a file was last changed, and its size; empty where there is none."""
    if not path:
        return ()
    try:
        file = os.stat(path)
    except (OSError, ValueError):
        return ()
    return (file.st_mtime_ns, file.st_size)
