"""Where file dialogs begin: in the folder of the last file, at first in the preferred one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from playground.assets import sample_data

_KEY = "files/folder"


def last_folder() -> str:
    """The folder of the last file, or the person's own where there is none any more."""
    folder = QSettings().value(_KEY)
    return folder if isinstance(folder, str) and Path(folder).is_dir() else str(Path.home())


def remember_folder_of(path: str) -> None:
    """Let the next dialog begin where this file is, unless it came with the program.

    That is no place for a person's own files, and often one where they cannot be written.
    """
    folder = Path(path).resolve().parent
    if folder != sample_data():
        begin_in(str(folder))


def begin_in(folder: str) -> None:
    """Let the next dialog begin in a folder; an empty one changes nothing."""
    if folder:
        QSettings().setValue(_KEY, folder)
