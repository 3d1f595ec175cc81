"""The files of the runs inside a session file."""

from __future__ import annotations

from playground.io.archive import Archive
from playground.limits import LARGEST_RUN_FILE

FOLDER = "runs/"


class Files:
    """Reads the files of the runs, which together may not be larger than is good.

    Parameters
    ----------
    archive : Archive
    room : int
        The most bytes of all of them together.
    """

    def __init__(self, archive: Archive, room: int) -> None:
        self.archive = archive
        self._room = room

    def read(self, number: int, name: str) -> bytes | None:
        """A file of a run; None where there is none."""
        member = f"{FOLDER}{number}/{name}"
        if member not in self.archive.members:
            return None
        content = bytes(self.archive.read(member, min(LARGEST_RUN_FILE, self._room)))
        self._room -= len(content)
        return content

    def name(self, number: int, name: str) -> str:
        """What to call a file in a sentence."""
        return f"{self.archive.name}: {FOLDER}{number}/{name}"
