"""What the window wants to find again, inside a session file: small files below ``window/``.

What others read too, such as the answers to a lesson, lies at the top instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.io.archive import Archive
from playground.io.errors import ExportError
from playground.limits import LARGEST_ANSWERS, LARGEST_WINDOW_FILE, MOST_WINDOW_FILES

FOLDER = "window/"

#: The files at the top, and the most bytes of each.
AT_THE_TOP = {"lesson.json": LARGEST_ANSWERS}


def members_of(window: Mapping[str, bytes]) -> dict[str, bytes]:
    """The members that keep the files in `window`, by their names without the folder."""
    return {
        name if name in AT_THE_TOP else f"{FOLDER}{name}": content
        for name, content in window.items()
    }


def window_of(archive: Archive) -> dict[str, bytes]:
    """The files `members_of` was given.

    A session is not refused for their sake: what is too large or damaged comes back empty, and
    whoever looks for it says so.
    """
    names = [name for name in archive.members if name.startswith(FOLDER) and name != FOLDER]
    found = {
        name.removeprefix(FOLDER): _content(archive, name, LARGEST_WINDOW_FILE)
        for name in names[:MOST_WINDOW_FILES]
    }
    at_the_top = {
        name: _content(archive, name, largest)
        for name, largest in AT_THE_TOP.items()
        if name in archive.members
    }
    return found | at_the_top


def _content(archive: Archive, name: str, largest: int) -> bytes:
    try:
        return bytes(archive.read(name, largest))
    except ExportError:
        return b""
